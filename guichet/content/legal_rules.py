"""When an act is shown, and when it is shown late (CGCT L2121-10 to L2121-25, L2131-1, R2131-1; urbanisme R424-15)."""

from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from guichet.kit.dates import add_months

SMALL_TOWN = 3500
LEAST_MONTHS = 2


class Kind(StrEnum):
    """What is shown; the words are in the model."""

    DELIBERATION = "deliberation"
    LIST = "liste"
    MINUTES = "proces-verbal"
    ORDER = "arrete"
    DECISION = "decision"
    SUMMONS = "convocation"
    INQUIRY = "enquete"
    PLANNING = "urbanisme"
    OTHER = "avis"


class Means(StrEnum):
    """How a town makes its acts public. Under 3,500 residents the council chooses; else, and by default, online."""

    ONLINE = "en-ligne"
    BOARD = "affichage"
    PAPER = "papier"


class Late(StrEnum):
    """Why an editor is warned; nothing is refused, an act shown late is better than none."""

    LIST = "list"  # a week after the meeting (L2121-25)
    MINUTES = "minutes"  # a week after they were adopted (L2121-15)
    SUMMONS = "summons"  # three clear days before the meeting, five from 3,500 residents (L2121-11, L2121-12)
    PLANNING = "planning"  # eight days after the decision (urbanisme R424-15)


@dataclass(frozen=True)
class Dates:
    """The days a notice speaks of: of the act (adopted, signed), of the meeting, and the end its editor gave."""

    acted_on: date
    meeting_on: date | None = None
    until: date | None = None


def needs_meeting(kind: Kind) -> bool:
    return kind in {Kind.LIST, Kind.SUMMONS}


def needs_end(kind: Kind) -> bool:
    """An inquiry lasts as long as its order says: nobody but the editor knows."""
    return kind is Kind.INQUIRY


def shown_until(kind: Kind, dates: Dates, posted: date) -> date | None:
    """The last day a notice stands among those of the moment; it stays readable ever after.

    Two months at least for an act, until the meeting for a summons, the editor's day for an inquiry or another
    notice; None when nothing ends it.
    """
    if kind is Kind.SUMMONS:
        return dates.meeting_on
    if kind in {Kind.INQUIRY, Kind.OTHER}:
        return dates.until
    two_months = add_months(posted, LEAST_MONTHS)
    return max(two_months, dates.until) if dates.until else two_months


def late(kind: Kind, dates: Dates, posted: date, population: int) -> Late | None:
    """What the law wanted sooner, if anything."""
    meeting = dates.meeting_on
    if kind is Kind.LIST and meeting and posted > meeting + timedelta(days=7):
        return Late.LIST
    if kind is Kind.MINUTES and posted > dates.acted_on + timedelta(days=7):
        return Late.MINUTES
    if kind is Kind.SUMMONS and meeting and (meeting - posted).days - 1 < clear_days(population):
        return Late.SUMMONS
    if kind is Kind.PLANNING and posted > dates.acted_on + timedelta(days=8):
        return Late.PLANNING
    return None


def clear_days(population: int) -> int:
    """Days that must lie between a summons and the meeting, neither of them counted."""
    return 3 if is_small(population) else 5


def is_small(population: int) -> bool:
    """Below the threshold; 0 says that nobody counted, and the stricter rule of the larger towns holds."""
    return 0 < population < SMALL_TOWN


def means_of(population: int, chosen: Means, decided_on: date | None, today: date, *, is_commune: bool) -> Means:
    """How an act is made public: as a small commune's council chose by a deliberation, online everywhere else."""
    is_decided = decided_on is not None and decided_on <= today
    return chosen if is_commune and is_small(population) and is_decided else Means.ONLINE


def needs_author(kind: Kind) -> bool:
    """An order or a decision names who signed it, first name, name and quality (R2131-1)."""
    return kind in {Kind.ORDER, Kind.DECISION}
