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


@dataclass(frozen=True)
class SynonymWritten(Fact):
    """A town taught its search a word of its people."""

    subject_kind = "synonym"
    synonym: int


@dataclass(frozen=True)
class SynonymRemoved(Fact):
    subject_kind = "synonym"
    synonym: int
