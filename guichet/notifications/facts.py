from dataclasses import dataclass

from guichet.journal.facts import Fact


@dataclass(frozen=True)
class MessageQueued(Fact):
    subject_kind = "message"
    message: int


@dataclass(frozen=True)
class MessageSent(Fact):
    """The supplier accepted it; nobody promises that it was read."""

    subject_kind = "message"
    message: int
    channel: str


@dataclass(frozen=True)
class MessageFailed(Fact):
    """It will not leave by itself any more: an agent must find another way."""

    subject_kind = "message"
    message: int
    channel: str


@dataclass(frozen=True)
class LetterWritten(Fact):
    """The letter of a message is ready, to be printed or beside what is sent otherwise."""

    subject_kind = "message"
    message: int


@dataclass(frozen=True)
class LetterPosted(Fact):
    subject_kind = "message"
    message: int


@dataclass(frozen=True)
class LetterModelWritten(Fact):
    """A town wrote the words of a letter, or changed them."""

    subject_kind = "letter_model"
    model: int


@dataclass(frozen=True)
class LetterModelDropped(Fact):
    subject_kind = "letter_model"
    model: int
