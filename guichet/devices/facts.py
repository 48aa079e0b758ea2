"""What happens to kiosks. Ids and codes only: nobody who used one can be found from here."""

from dataclasses import dataclass, field

from guichet.journal.facts import Fact


@dataclass(frozen=True)
class TerminalFact(Fact):
    subject_kind = "terminal"
    terminal: int


@dataclass(frozen=True)
class TerminalAdded(TerminalFact):
    pass


@dataclass(frozen=True)
class TerminalChanged(TerminalFact):
    """Its configuration is another."""


@dataclass(frozen=True)
class EnrolmentCodeMade(TerminalFact):
    pass


@dataclass(frozen=True)
class TerminalEnrolled(TerminalFact):
    pass


@dataclass(frozen=True)
class KeyRevoked(TerminalFact):
    """The keys it had open nothing any more."""


@dataclass(frozen=True)
class SessionOpened(TerminalFact):
    session: int


@dataclass(frozen=True)
class SessionEnded(TerminalFact):
    """Nothing of it remains but these numbers. `unseen` are the requests begun in it that nobody can open again."""

    session: int
    why: str
    pages: int
    scans: int
    unseen: list[int] = field(default_factory=list)


@dataclass(frozen=True)
class PrintOrdered(TerminalFact):
    job: int
    pages: int


@dataclass(frozen=True)
class PrintTold(TerminalFact):
    """The kiosk said where a paper stands."""

    job: int
    state: str
    reason: str = ""


@dataclass(frozen=True)
class ScanOrdered(TerminalFact):
    job: int


@dataclass(frozen=True)
class ScanTold(TerminalFact):
    job: int
    state: str
    reason: str = ""


@dataclass(frozen=True)
class OrderGiven(TerminalFact):
    order: int
    kind: str


@dataclass(frozen=True)
class IncidentOpened(TerminalFact):
    incident: int
    kind: str


@dataclass(frozen=True)
class IncidentClosed(TerminalFact):
    incident: int
    kind: str


@dataclass(frozen=True)
class AgentCalled(TerminalFact):
    """Somebody stands at the kiosk and asks for help."""

    call: int


@dataclass(frozen=True)
class CallAnswered(TerminalFact):
    call: int


@dataclass(frozen=True)
class UseTyped(TerminalFact):
    """How many people used a partner's kiosk in a month, said by hand."""

    month: str
    count: int
