from dataclasses import dataclass

from guichet.journal.facts import Fact


@dataclass(frozen=True)
class FileKept(Fact):
    subject_kind = "file"
    file: int
    media_type: str
    size: int


@dataclass(frozen=True)
class FileDiscarded(Fact):
    subject_kind = "file"
    file: int


@dataclass(frozen=True)
class FileInfected(Fact):
    """The antivirus found something in a file that was kept before it could look: nobody opens it any more."""

    subject_kind = "file"
    file: int
    signature: str  # what the antivirus calls it


@dataclass(frozen=True)
class InfectedFileRefused(Fact):
    """The antivirus found something in a file as it came: nothing of it was kept."""

    subject_kind = "body"
    body: int
    signature: str
    size: int


@dataclass(frozen=True)
class SignatureDrawn(Fact):
    """Somebody signed a text on a screen, before the agent who is the actor."""

    subject_kind = "signature"
    signature: int
    file: int


@dataclass(frozen=True)
class SignatureErased(Fact):
    """The time to keep what was signed has ended: the drawing and the paper went with it."""

    subject_kind = "signature"
    signature: int
