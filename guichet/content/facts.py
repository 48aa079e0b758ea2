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


@dataclass(frozen=True)
class LegalNoticeWritten(Fact):
    """The draft of an act to show was written, or written anew."""

    subject_kind = "legal_notice"
    notice: int


@dataclass(frozen=True)
class LegalNoticeDropped(Fact):
    """A draft was thrown away."""

    subject_kind = "legal_notice"
    notice: int


@dataclass(frozen=True)
class LegalNoticePosted(Fact):
    """An act was made public: it will never change."""

    subject_kind = "legal_notice"
    notice: int


@dataclass(frozen=True)
class LegalNoticeWithdrawn(Fact):
    """An act left the display, for a reason that is told beside it."""

    subject_kind = "legal_notice"
    notice: int


@dataclass(frozen=True)
class DisplayChosen(Fact):
    """A body wrote how it makes its acts public."""

    subject_kind = "display_choice"
    choice: int
    means: str


@dataclass(frozen=True)
class SectionEditorNamed(Fact):
    """An account may write one section of a site."""

    subject_kind = "account"
    account: int
    page: int


@dataclass(frozen=True)
class SectionEditorRemoved(Fact):
    subject_kind = "account"
    account: int
    page: int
