"""Parts of addresses."""

from guichet.national.rules import NATIONAL_NUMBER

WITHOUT_THEME = "divers"  # where a list puts what belongs to no theme


class ReferenceConverter:
    """A reference as we print it: anything else is no address of ours, and never reaches the database."""

    regex = r"[A-Z]{3}-[0-9]{2}-[0-9]{5,9}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value


class NationalConverter(ReferenceConverter):
    """The number of a file of the State: F for a sheet, N for what gathers sheets, R for a form or a service."""

    regex = NATIONAL_NUMBER


class ThemeConverter(ReferenceConverter):
    """A theme of the State, or the place of what has none."""

    regex = f"{NATIONAL_NUMBER}|{WITHOUT_THEME}"


class TrailConverter(ReferenceConverter):
    """The reference of a visit or of a mandate."""

    regex = r"(?:VIS|MDT)-[0-9]{2}-[0-9]{5,9}"
