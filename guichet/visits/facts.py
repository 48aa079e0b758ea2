"""What happened at a visit, on a round, with an identity paper, in the team."""

from dataclasses import dataclass

from guichet.journal.facts import Fact


@dataclass(frozen=True)
class TicketTaken(Fact):
    """Somebody waits in the line. Why she passes first is about her health: the journal keeps only that she does."""

    subject_kind = "visit"
    visit: int
    has_priority: bool


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
class LetterPrepared(Fact):
    """A letter to another office was made for the person and printed; nothing of it is kept."""

    subject_kind = "visit"
    visit: int
    procedure: int


@dataclass(frozen=True)
class CopyMade(Fact):
    """Papers of the person were copied for her; nothing of them is kept."""

    subject_kind = "visit"
    visit: int
    pages: int


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


@dataclass(frozen=True)
class LineKept(Fact):
    """The town keeps a line at its counter, or keeps none any more."""

    subject_kind = "body"
    body: int
    is_kept: bool


@dataclass(frozen=True)
class AgentNoteWritten(Fact):
    """What the agents of a body note on a procedure changed, or was taken away."""

    subject_kind = "body"
    body: int
    procedure: int
    is_empty: bool


@dataclass(frozen=True)
class TrainingRecorded(Fact):
    """Somebody followed a training, that day (ISO); `kind` is internal or external."""

    subject_kind = "training"
    training: int
    account: int
    minutes: int
    kind: str
    on: str


@dataclass(frozen=True)
class TrainingRemoved(Fact):
    """It was written by mistake: its hours count no longer."""

    subject_kind = "training"
    training: int
    account: int


@dataclass(frozen=True)
class MasteryChanged(Fact):
    """Which procedures an agent may settle alone for a body: those added, those taken off."""

    subject_kind = "account"
    account: int
    gained: list[int]
    lost: list[int]


@dataclass(frozen=True)
class HomeVisitAsked(Fact):
    """A visit at home was asked for, by the person, her family or an agent."""

    subject_kind = "home-visit"
    home_visit: int
    asked_by: str


@dataclass(frozen=True)
class HomeVisitDropped(Fact):
    subject_kind = "home-visit"
    home_visit: int


@dataclass(frozen=True)
class HomeVisitStarted(Fact):
    """The agent is at her door: a visit is open."""

    subject_kind = "home-visit"
    home_visit: int
    visit: int


@dataclass(frozen=True)
class HomeVisitForgotten(Fact):
    """Nothing is left of whom it was for."""

    subject_kind = "home-visit"
    home_visit: int


@dataclass(frozen=True)
class RoundPlanned(Fact):
    subject_kind = "round"
    round: int
    stops: list[int]


@dataclass(frozen=True)
class StopAdded(Fact):
    subject_kind = "round"
    round: int
    home_visit: int


@dataclass(frozen=True)
class StopRemoved(Fact):
    subject_kind = "round"
    round: int
    home_visit: int


@dataclass(frozen=True)
class StopMoved(Fact):
    """She is seen before the one who was above her."""

    subject_kind = "round"
    round: int
    home_visit: int


@dataclass(frozen=True)
class RoundFinished(Fact):
    """The agent is back: how many were seen, and how many wait for another round."""

    subject_kind = "round"
    round: int
    seen: int
    left: int


@dataclass(frozen=True)
class IdentityPaperArrived(Fact):
    subject_kind = "identity-paper"
    paper: int
    kind: str


@dataclass(frozen=True)
class IdentityPaperHandedOver(Fact):
    subject_kind = "identity-paper"
    paper: int
    kind: str


@dataclass(frozen=True)
class HandOverUndone(Fact):
    """It was ticked by mistake: the paper still waits."""

    subject_kind = "identity-paper"
    paper: int


@dataclass(frozen=True)
class IdentityPaperForgotten(Fact):
    subject_kind = "identity-paper"
    paper: int
