from dataclasses import dataclass

from guichet.journal.facts import Fact


@dataclass(frozen=True)
class CaseFact(Fact):
    """Something happened to a case."""

    subject_kind = "case"
    case: int


@dataclass(frozen=True)
class CaseReceived(CaseFact):
    """A complete request is durably kept: its receipt may be shown."""

    case_type: str


@dataclass(frozen=True)
class DraftTakenOver(CaseFact):
    """An agent goes on, at a visit, with what its resident began alone: she was given the two codes."""


@dataclass(frozen=True)
class CaseRead(CaseFact):
    """An agent opened the case (who looked is told to whoever may ask)."""


@dataclass(frozen=True)
class PaperOpened(CaseFact):
    """An agent opened a paper of the case: its ticket with both codes, a letter, a file."""

    paper: str


@dataclass(frozen=True)
class CaseTaken(CaseFact):
    assignee: int


@dataclass(frozen=True)
class CaseHandedOver(CaseFact):
    department: int
    assignee: int | None


@dataclass(frozen=True)
class MessageWritten(CaseFact):
    """An agent wrote to the resident."""

    entry: int


@dataclass(frozen=True)
class NoteWritten(CaseFact):
    """An agent wrote for her colleagues."""

    entry: int


@dataclass(frozen=True)
class PaperAsked(CaseFact):
    """The resident was asked for something; the announced delay stands still."""

    entry: int


@dataclass(frozen=True)
class PaperReceived(CaseFact):
    """What was missing came to the counter or by post: an agent says so, both delays go on."""

    entry: int
    files: int


@dataclass(frozen=True)
class PaperAwaited(CaseFact):
    """The request came without a paper that the person said she would bring; its receipt says so."""

    entry: int


@dataclass(frozen=True)
class CaseTransmitted(CaseFact):
    """The request had come to the wrong body: the competent one, of this department, has it from now on."""

    department: int
    entry: int


@dataclass(frozen=True)
class ReportEchoed(CaseFact):
    """Somebody else saw the same; nothing of her is kept."""


@dataclass(frozen=True)
class PapersForgotten(CaseFact):
    """Papers that served the decision alone were erased with it."""

    count: int


@dataclass(frozen=True)
class RoutingSet(Fact):
    """A body sends one subject of a kind of request to this department from now on."""

    subject_kind = "routing"
    routing: int


@dataclass(frozen=True)
class DocumentMade(CaseFact):
    """An agent made a paper for the resident out of a letter model; she may read it in her case."""

    entry: int
    model: int


@dataclass(frozen=True)
class ResidentAnswered(CaseFact):
    entry: int
    files: int


@dataclass(frozen=True)
class CaseDecided(CaseFact):
    """The case is closed with an outcome; `times` counts how often it was, for reopened ones."""

    outcome: str
    state: str
    entry: int
    times: int


@dataclass(frozen=True)
class CaseReopened(CaseFact):
    entry: int


@dataclass(frozen=True)
class CodeRenewed(CaseFact):
    """A new secret was given; the one before opens nothing any more."""

    version: int


@dataclass(frozen=True)
class CaseErased(CaseFact):
    """The case and its files were erased at the end of their time."""

    reason: str


@dataclass(frozen=True)
class OpeningCodeSent(CaseFact):
    """A department without accounts was sent a one-time code; its number in the journal is the code's version."""

    department: int


@dataclass(frozen=True)
class OpeningCodeUsed(CaseFact):
    """The department typed the code of this number: it serves no more."""

    department: int
    code: int
