from dataclasses import dataclass

from guichet.journal.facts import Fact


@dataclass(frozen=True)
class BodyOpened(Fact):
    subject_kind = "body"
    body: int


@dataclass(frozen=True)
class BodyChanged(Fact):
    """Its name, address, signatory… were written anew."""

    subject_kind = "body"
    body: int


@dataclass(frozen=True)
class HoursSet(Fact):
    """The counter has another week."""

    subject_kind = "body"
    body: int


@dataclass(frozen=True)
class CounterClosed(Fact):
    """Days without opening were announced, or announced anew."""

    subject_kind = "closure"
    closure: int


@dataclass(frozen=True)
class CounterReopened(Fact):
    """The counter opens after all on days that were announced closed."""

    subject_kind = "closure"
    closure: int


@dataclass(frozen=True)
class DepartmentOpened(Fact):
    subject_kind = "department"
    department: int


@dataclass(frozen=True)
class DepartmentChanged(Fact):
    subject_kind = "department"
    department: int


@dataclass(frozen=True)
class Published(Fact):
    """Something that the portal of this body shows has changed."""

    subject_kind = "body"
    body: int
    version: int
