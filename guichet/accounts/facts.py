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
