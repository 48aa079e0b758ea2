from dataclasses import dataclass

from guichet.journal.facts import Fact


@dataclass(frozen=True)
class BodyOpened(Fact):
    subject_kind = "body"
    body: int


@dataclass(frozen=True)
class Published(Fact):
    """Something that the portal of this body shows has changed."""

    subject_kind = "body"
    body: int
    version: int
