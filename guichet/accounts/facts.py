from dataclasses import dataclass

from guichet.journal.facts import Fact


@dataclass(frozen=True)
class AccountOpened(Fact):
    subject_kind = "account"
    account: int


@dataclass(frozen=True)
class FirstAccessPrinted(Fact):
    """A sheet with a new one-time code was made; codes printed before it are void."""

    subject_kind = "account"
    account: int
    version: int


@dataclass(frozen=True)
class FirstAccessUsed(Fact):
    subject_kind = "account"
    account: int


@dataclass(frozen=True)
class ApplicationReplaced(Fact):
    """The telephone that showed her codes is no longer hers: its codes open nothing."""

    subject_kind = "account"
    account: int


@dataclass(frozen=True)
class AccountClosed(Fact):
    subject_kind = "account"
    account: int


@dataclass(frozen=True)
class RoleGiven(Fact):
    subject_kind = "account"
    account: int
    role: int


@dataclass(frozen=True)
class RoleWithdrawn(Fact):
    subject_kind = "account"
    account: int
    role: int


@dataclass(frozen=True)
class PersonRead(Fact):
    """An agent looked at what she may see of a person, across her cases."""

    subject_kind = "person"
    person: int


@dataclass(frozen=True)
class PeopleMerged(Fact):
    """An agent said that the other is the same person as this one."""

    subject_kind = "person"
    person: int
    other: int
    merge: int


@dataclass(frozen=True)
class PeopleParted(Fact):
    """A merge was undone: both are again what they were."""

    subject_kind = "person"
    person: int
    other: int
    merge: int


@dataclass(frozen=True)
class PeopleToldApart(Fact):
    """An agent said that two persons who look alike are two."""

    subject_kind = "person"
    person: int
    other: int


@dataclass(frozen=True)
class PersonForgotten(Fact):
    """No case names her any more: she was erased, with what was said of her."""

    subject_kind = "person"
    person: int
