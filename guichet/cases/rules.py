"""States, references and the clock of a case. Pure."""

import re
from datetime import date, timedelta
from enum import StrEnum

from guichet.kit.dates import add_months, add_working_days, is_working_day, working_days_between


class State(StrEnum):
    DRAFT = "draft"
    RECEIVED = "received"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"  # for the resident
    SETTLED = "settled"
    REFUSED = "refused"
    DROPPED = "dropped"  # no further action


MOVES: dict[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.RECEIVED}),
    State.RECEIVED: frozenset({State.IN_PROGRESS, State.WAITING, State.SETTLED, State.REFUSED, State.DROPPED}),
    State.IN_PROGRESS: frozenset({State.RECEIVED, State.WAITING, State.SETTLED, State.REFUSED, State.DROPPED}),
    State.WAITING: frozenset({State.RECEIVED, State.IN_PROGRESS, State.SETTLED, State.REFUSED, State.DROPPED}),
    State.SETTLED: frozenset({State.IN_PROGRESS}),
    State.REFUSED: frozenset({State.IN_PROGRESS}),
    State.DROPPED: frozenset({State.IN_PROGRESS}),
}
OPEN = frozenset({State.RECEIVED, State.IN_PROGRESS, State.WAITING})
CLOSED = frozenset({State.SETTLED, State.REFUSED, State.DROPPED})


# Words nearly every case has: they find nothing and weigh much. Neither kept nor asked for.
EMPTY_WORDS = frozenset(["a", "au", "aux", "d", "de", "des", "du", "en", "et", "l", "la", "le", "les", "rue"])


class Tray(StrEnum):
    """Where a case lies in the inbox."""

    DRAFT = "draft"
    TODO = "todo"
    WAITING = "waiting"
    DONE = "done"


def tray_of(state: State) -> Tray:
    if state == State.DRAFT:
        return Tray.DRAFT
    if state == State.WAITING:
        return Tray.WAITING
    return Tray.DONE if state in CLOSED else Tray.TODO


def reference(prefix: str, year: int, number: int) -> str:
    """Write the number people quote: BAC-26-00418."""
    return f"{prefix}-{year % 100:02d}-{number:05d}"


_REFERENCE = re.compile(r"([A-Z]{3})[^A-Z0-9]*(\d{2})[^A-Z0-9]*(\d{1,9})")


def typed_reference(text: str) -> str:
    """What a person typed as a reference, in its own form; as typed (cut short) when it is not one."""
    match = _REFERENCE.fullmatch(text.strip().upper())
    return f"{match[1]}-{match[2]}-{int(match[3]):05d}" if match else text.strip().upper()[:40]


_TICKET = re.compile(r"/SUIVI/OUVRIR/([A-Z]{3}-\d{2}-\d{5,9})/([A-Z0-9]{12})/?$")


def scanned_codes(text: str) -> tuple[str, str] | None:
    """The reference and the secret in a ticket's QR code, as a hand scanner types its address; None for anything else."""
    match = _TICKET.search(text.strip().upper())
    return (match[1], match[2]) if match else None


def due_after(received: date, working_days: int) -> date:
    """The last day of the announced delay; the day of receipt does not count."""
    return add_working_days(received, working_days)


def due_after_pause(due: date, paused: date, resumed: date) -> date:
    """The clock stood still while the resident was asked for something: move the last day by as many working days."""
    return add_working_days(due, max(0, working_days_between(paused, resumed)))


def silence_after(received: date, months: int) -> date:
    """The day on which silence decides: so many months after receipt, on the next working day when nobody works then."""
    return working_day_from(add_months(received, months))


def silence_after_pause(
    silence: date, *, accepts: bool, months: int, paused: date, resumed: date, limit: date | None
) -> date:
    """The day on which silence decides, once the missing papers are there (CRPA, L.114-5).

    An acceptance runs from their receipt alone. A rejection was only suspended, at most until `limit`, the day given
    to produce them.
    """
    if accepts:
        return silence_after(resumed, months)
    until = min(resumed, limit) if limit else resumed
    return working_day_from(silence + max(until - paused, timedelta(0)))


def working_day_from(day: date) -> date:
    """The day itself, or the first working day that follows."""
    while not is_working_day(day):
        day += timedelta(days=1)
    return day


# Long enough for a letter to come, a paper to be found and a letter to come back.
PAPER_WORKING_DAYS = 15


def papers_until(asked: date) -> date:
    """The last day given to produce a missing paper (CRPA, L.114-5)."""
    return add_working_days(asked, PAPER_WORKING_DAYS)
