"""What happened at a visit, on a round, with an identity paper, in the team."""

from dataclasses import dataclass

from guichet.journal.facts import Fact


@dataclass(frozen=True)
class TicketTaken(Fact):
    """Somebody waits in the line."""

    subject_kind = "visit"
    visit: int
    priority: str


@dataclass(frozen=True)
class VisitOpened(Fact):
    subject_kind = "visit"
    visit: int
    channel: str


@dataclass(frozen=True)
class VisitNamed(Fact):
    """Who came is known: a person, or a first name alone (0)."""

    subject_kind = "visit"
    visit: int
    person: int


@dataclass(frozen=True)
class MatterAdded(Fact):
    subject_kind = "visit"
    visit: int
    procedure: int


@dataclass(frozen=True)
class PapersChecked(Fact):
    """The papers of a sheet were gone through with the person: how many she has, which she lacks (places in the sheet)."""

    subject_kind = "visit"
    visit: int
    procedure: int
    brought: int
    missing: list[int]


@dataclass(frozen=True)
class SheetExplained(Fact):
    subject_kind = "visit"
    visit: int
    procedure: int


@dataclass(frozen=True)
class BringBackPrinted(Fact):
    """The list of what is missing left with the person, in large print."""

    subject_kind = "visit"
    visit: int
    procedure: int
    papers: int


@dataclass(frozen=True)
class SiteOpened(Fact):
    """An official site was opened with the person: the place of its link in the sheet."""

    subject_kind = "visit"
    visit: int
    procedure: int
    link: int


@dataclass(frozen=True)
class DoneOnTheSpot(Fact):
    """What the person came for was done at once, on its official site or at the counter."""

    subject_kind = "visit"
    visit: int
    procedure: int


@dataclass(frozen=True)
class ReceiptGiven(Fact):
    subject_kind = "visit"
    visit: int


@dataclass(frozen=True)
class VisitClosed(Fact):
    subject_kind = "visit"
    visit: int
    outcome: str
    by_itself: bool = False


@dataclass(frozen=True)
class VisitReopened(Fact):
    subject_kind = "visit"
    visit: int
