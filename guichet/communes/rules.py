"""Opening hours: whether the counter is open, until when, and when that changes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from guichet.kit.dates import DAYS, PARIS, french_holidays


@dataclass(frozen=True)
class Slot:
    """One opening range of the week; `weekday` 0 is Monday, times are local."""

    weekday: int
    opens: time
    closes: time


@dataclass(frozen=True)
class Presence:
    """Is the counter open at this moment, and at what time does the answer change (None: not within two weeks)?"""

    is_open: bool
    changes_at: datetime | None


# The hours of one day, in the order of the day; none when it is shut.
Hours = Sequence[tuple[time, time]]


def presence(slots: Iterable[Slot], special: Mapping[date, Hours], at: datetime) -> Presence:
    """Tell it for an aware time: on a day of `special` its hours replace the week's, French holidays have none else."""
    slots = sorted(slots, key=lambda slot: (slot.weekday, slot.opens))
    local = at.astimezone(PARIS)
    for ahead in range(15):
        day = local.date() + timedelta(days=ahead)
        for first, last in _hours_of(day, slots, special):
            opens, closes = datetime.combine(day, first, PARIS), datetime.combine(day, last, PARIS)
            if opens <= local < closes:
                return Presence(is_open=True, changes_at=closes)
            if local < opens:
                return Presence(is_open=False, changes_at=opens)
    return Presence(is_open=False, changes_at=None)


def _hours_of(day: date, slots: Sequence[Slot], special: Mapping[date, Hours]) -> Hours:
    if day in special:
        return special[day]
    if day in french_holidays(day.year):
        return ()
    return [(slot.opens, slot.closes) for slot in slots if slot.weekday == day.weekday()]


def hours_in_words(hours: Hours) -> str:
    """ "8 h 30 – 12 h, 14 h – 17 h"."""
    return ", ".join(f"{_hour(first)} – {_hour(last)}" for first, last in hours)


def week_in_words(slots: Iterable[Slot]) -> list[str]:
    """The opening hours as one says them, days with the same hours together: "lundi au vendredi, 9 h – 12 h"."""
    by_day: dict[int, list[str]] = {}
    for slot in sorted(slots, key=lambda slot: (slot.weekday, slot.opens)):
        by_day.setdefault(slot.weekday, []).append(f"{_hour(slot.opens)} – {_hour(slot.closes)}")
    runs: list[tuple[list[int], str]] = []
    for day, ranges in by_day.items():
        hours = ", ".join(ranges)
        if runs and runs[-1][1] == hours and runs[-1][0][-1] == day - 1:
            runs[-1][0].append(day)
        else:
            runs.append(([day], hours))
    return [f"{_days(days)}, {hours}" for days, hours in runs]


def _days(days: list[int]) -> str:
    if len(days) == 1:
        return DAYS[days[0]]
    joint = " et " if len(days) == 2 else " au "
    return f"{DAYS[days[0]]}{joint}{DAYS[days[-1]]}"


def _hour(at: time) -> str:
    minutes = f"\N{NO-BREAK SPACE}{at.minute:02d}" if at.minute else ""
    return f"{at.hour}\N{NO-BREAK SPACE}h{minutes}"
