"""The outside systems that look at files or vouch for them, and how they fail."""


class NotScanned(Exception):
    """Nobody looked at the file: the antivirus is silent, cut the line, or answered something else than yes or no."""


class Unreachable(NotScanned):
    """The antivirus cannot be reached at all: another file would meet the same."""
