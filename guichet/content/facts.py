from dataclasses import dataclass

from guichet.journal.facts import Fact


@dataclass(frozen=True)
class BannerPublished(Fact):
    """A banner was written, or written anew."""

    subject_kind = "banner"
    banner: int


@dataclass(frozen=True)
class BannerWithdrawn(Fact):
    subject_kind = "banner"
    banner: int
