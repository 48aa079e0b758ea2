"""The State's server that gives the archive, and how it says no."""


class Unavailable(Exception):
    """The server does not answer, or not with the archive; the text says what it did."""


class TooLarge(Exception):
    """What comes is larger than an archive is."""
