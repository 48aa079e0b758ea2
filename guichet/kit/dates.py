"""French days: holidays, working days, and dates as one says them. Times are aware and in UTC unless said otherwise."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

PARIS = ZoneInfo("Europe/Paris")
DAYS = ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche")
MONTHS = (
    "janvier", "février", "mars", "avril", "mai", "juin",
    "juillet", "août", "septembre", "octobre", "novembre", "décembre",
)  # fmt: skip

SHORT_MONTHS = (
    "janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.", "nov.", "déc.",
)  # fmt: skip


_pretended: ContextVar[datetime | None] = ContextVar("pretended", default=None)


def now() -> datetime:
    """The present moment, or the one that is pretended."""
    return _pretended.get() or datetime.now(UTC)


@contextmanager
def pretending(at: datetime) -> Iterator[None]:
    """Let what is done inside happen at another moment: the invented cases of the demonstration, tests of delays."""
    token = _pretended.set(at)
    try:
        yield
    finally:
        _pretended.reset(token)


def paris_date(at: datetime) -> date:
    """The calendar day in Paris at this moment."""
    return at.astimezone(PARIS).date()


def start_of(day: date) -> datetime:
    """Midnight in Paris at the beginning of this day."""
    return datetime.combine(day, time(), PARIS)


def easter(year: int) -> date:
    """Easter Sunday of the Gregorian calendar (anonymous algorithm, Nature 1876)."""
    a, b, c = year % 19, year // 100, year % 100
    d = (19 * a + b - b // 4 - (b - (b + 8) // 25 + 1) // 3 + 15) % 30
    e = (32 + 2 * (b % 4) + 2 * (c // 4) - d - c % 4) % 7
    f = d + e - 7 * ((a + 11 * d + 22 * e) // 451) + 114
    return date(year, f // 31, f % 31 + 1)


@lru_cache(maxsize=32)
def french_holidays(year: int) -> frozenset[date]:
    """The eleven legal holidays of metropolitan France outside Alsace-Moselle (code du travail, art. L.3133-1)."""
    sunday = easter(year)
    moving = (sunday + timedelta(days=n) for n in (1, 39, 50))
    fixed = ((1, 1), (5, 1), (5, 8), (7, 14), (8, 15), (11, 1), (11, 11), (12, 25))
    return frozenset([*moving, *(date(year, month, day) for month, day in fixed)])


def is_working_day(day: date) -> bool:
    """Monday to Friday, holidays left out (*jours ouvrés*)."""
    return day.weekday() < 5 and day not in french_holidays(day.year)


def add_working_days(day: date, count: int) -> date:
    """The day that comes `count` working days after `day`; the day itself does not count (CRPA: day of receipt excluded)."""
    while count > 0:
        day += timedelta(days=1)
        count -= is_working_day(day)
    return day


def working_days_between(start: date, end: date) -> int:
    """How many working days after `start`, up to and including `end`; negative when `end` comes first."""
    if end < start:
        return -working_days_between(end, start)
    return sum(is_working_day(start + timedelta(days=n)) for n in range(1, (end - start).days + 1))


def add_months(day: date, months: int) -> date:
    """The same day of the month later, or its last day (*de quantième à quantième*)."""
    index = day.year * 12 + day.month - 1 + months
    year, month = divmod(index, 12)
    last = (date(year + (month == 11), (month + 1) % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month + 1, min(day.day, last))


def day_in_words(day: date, *, year: bool = True) -> str:
    """Say a day: "mardi 8 décembre 2026", with no-break spaces between the number and the month."""
    number = "1er" if day.day == 1 else str(day.day)
    text = f"{DAYS[day.weekday()]} {number}\u00a0{MONTHS[day.month - 1]}"
    return f"{text}\u00a0{day.year}" if year else text


def hour_in_words(at: datetime) -> str:
    """Say an hour: "10 h 47" in Paris, "17 h" on the hour."""
    local = at.astimezone(PARIS)
    return f"{local.hour}\u00a0h\u00a0{local.minute:02d}" if local.minute else f"{local.hour}\u00a0h"
