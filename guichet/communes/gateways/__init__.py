"""The outside systems that know the country's addresses, and how they say no."""


class Unavailable(Exception):
    """The service does not answer, or not now, or not in its own words: leave it alone for a while."""


class Rejected(Exception):
    """The service answers, and wants no question of this kind: another text may be asked at once."""
