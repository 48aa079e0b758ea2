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
