"""Parts of addresses."""

from guichet.cases.addresses import ReferenceConverter


class TrailConverter(ReferenceConverter):
    """The reference of a visit or of a mandate."""

    regex = r"(?:VIS|MDT)-[0-9]{2}-[0-9]{5,9}"
