"""When an event takes place: its days, their repetition, those that are cancelled. Pure: no database, no clock.

Hours are those of the clock in Paris: a market at 8 h stays at 8 h when the hour changes.
"""

from calendar import monthrange
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from guichet.kit.dates import PARIS, start_of

WEEK = 7
MONTHS_OF_YEAR = 12
END_OF_NIGHT = time(7)
SHORTEST_MONTH = timedelta(days=28)


class Repeat(StrEnum):
    NONE = "none"
    WEEKLY = "weekly"
    FORTNIGHTLY = "fortnightly"
    MONTHLY_BY_DATE = "monthly-date"  # the 12th of each month
    MONTHLY_BY_WEEKDAY = "monthly-weekday"  # the second Saturday of each month


@dataclass(frozen=True)
class Rule:
    """What an editor said. Without an hour it lasts the whole day; `cancelled` holds days of the rule and why;
    `called_off` says why none takes place.

    A month without such a day (a 31st, a fifth Saturday) is passed, as calendars do (RFC 5545, 3.3.10).
    """

    starts_on: date
    starts_at: time | None = None
    ends_on: date | None = None
    ends_at: time | None = None
    repeat: Repeat = Repeat.NONE
    until: date | None = None
    cancelled: Mapping[date, str] = field(default_factory=dict)
    called_off: str = ""

    @property
    def length(self) -> timedelta:
        """Days from its first to its last one; none for an event of one day."""
        return (self.ends_on or self.starts_on) - self.starts_on

    @property
    def nth(self) -> int:
        """The place of its weekday in the month: 2 for the second Saturday."""
        return (self.starts_on.day - 1) // WEEK + 1


@dataclass(frozen=True)
class Occurrence:
    """The event on one of its days; `cancelled` says why it does not take place, or nothing."""

    first_day: date
    last_day: date
    starts_at: time | None
    ends_at: time | None
    is_cancelled: bool = False
    reason: str = ""

    @property
    def is_one_day(self) -> bool:
        """Also an evening that ends in the night."""
        next_day = self.first_day + timedelta(days=1)
        in_the_night = bool(self.starts_at and self.ends_at and self.ends_at <= END_OF_NIGHT)
        return self.last_day == self.first_day or (self.last_day == next_day and in_the_night)

    @property
    def starts(self) -> datetime:
        return _moment(self.first_day, self.starts_at) if self.starts_at else start_of(self.first_day)

    @property
    def ends(self) -> datetime:
        """When it is over; without an hour of end, when its last day is."""
        return _moment(self.last_day, self.ends_at) if self.ends_at else start_of(self.last_day + timedelta(days=1))


class Fault(StrEnum):
    """What cannot be in a rule."""

    ENDS_BEFORE = "ends-before"
    END_WITHOUT_START = "end-without-start"
    UNTIL_BEFORE = "until-before"
    UNTIL_ALONE = "until-alone"
    MEETS_ITSELF = "meets-itself"
    NOT_ITS_DAY = "not-its-day"


def occurrences(rule: Rule, first: date, last: date) -> Iterator[Occurrence]:
    """The event on each of its days that touches the days from `first` to `last`, both counted, in order."""
    for day in _days(rule, first - rule.length, last):
        yield Occurrence(
            first_day=day,
            last_day=day + rule.length,
            starts_at=rule.starts_at,
            ends_at=rule.ends_at,
            is_cancelled=bool(rule.called_off) or day in rule.cancelled,
            reason=rule.cancelled.get(day, "") or rule.called_off,
        )


def first_occurrence(rule: Rule) -> Occurrence:
    """The event on its first day."""
    return next(occurrences(rule, rule.starts_on, rule.starts_on))


def faults(rule: Rule) -> list[Fault]:
    """What is wrong in what an editor said, worst first."""
    found = []
    if rule.ends_at and not rule.starts_at:
        found.append(Fault.END_WITHOUT_START)
    if rule.length < timedelta(0) or _ends_before_it_starts(rule):
        found.append(Fault.ENDS_BEFORE)
    if rule.until and rule.repeat == Repeat.NONE:
        found.append(Fault.UNTIL_ALONE)
    if rule.until and rule.until < rule.starts_on:
        found.append(Fault.UNTIL_BEFORE)
    if not found and rule.repeat != Repeat.NONE and rule.length >= _shortest_step(rule.repeat):
        found.append(Fault.MEETS_ITSELF)
    if not found and any(day not in _days(rule, day, day) for day in rule.cancelled):
        found.append(Fault.NOT_ITS_DAY)
    return found


def _moment(day: date, at: time) -> datetime:
    return datetime.combine(day, at, PARIS)


def _ends_before_it_starts(rule: Rule) -> bool:
    same_day = rule.length == timedelta(0)
    return bool(same_day and rule.starts_at and rule.ends_at and rule.ends_at <= rule.starts_at)


def _shortest_step(repeat: Repeat) -> timedelta:
    return {Repeat.WEEKLY: timedelta(days=WEEK), Repeat.FORTNIGHTLY: timedelta(days=2 * WEEK)}.get(
        repeat, SHORTEST_MONTH
    )


def _days(rule: Rule, first: date, last: date) -> Iterator[date]:
    """The days on which it begins, from `first` to `last`, both counted."""
    first = max(first, rule.starts_on)
    last = min(last, rule.until) if rule.until else last
    if rule.repeat == Repeat.NONE:
        days = iter((rule.starts_on,))
    elif rule.repeat in {Repeat.WEEKLY, Repeat.FORTNIGHTLY}:
        days = _stepping(rule, first, last)
    else:
        days = _monthly(rule, first, last)
    return (day for day in days if first <= day <= last)


def _stepping(rule: Rule, first: date, last: date) -> Iterator[date]:
    step = WEEK if rule.repeat == Repeat.WEEKLY else 2 * WEEK
    passed = -(-(first - rule.starts_on).days // step)
    day = rule.starts_on + timedelta(days=passed * step)
    while day <= last:
        yield day
        day += timedelta(days=step)


def _monthly(rule: Rule, first: date, last: date) -> Iterator[date]:
    for index in range(_month_index(first), _month_index(last) + 1):
        year, month = divmod(index, MONTHS_OF_YEAR)
        number = _day_of_month(rule, year, month + 1)
        if number <= monthrange(year, month + 1)[1]:
            yield date(year, month + 1, number)


def _month_index(day: date) -> int:
    return day.year * MONTHS_OF_YEAR + day.month - 1


def _day_of_month(rule: Rule, year: int, month: int) -> int:
    """The number of its day in this month; more than the month has when it has no such day."""
    if rule.repeat == Repeat.MONTHLY_BY_DATE:
        return rule.starts_on.day
    to_first = (rule.starts_on.weekday() - monthrange(year, month)[0]) % WEEK
    return 1 + to_first + (rule.nth - 1) * WEEK
