"""Opening hours: whether the counter is open, until when, and when that changes."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from guichet.kit.dates import PARIS, french_holidays


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


def presence(slots: Iterable[Slot], closed: Iterable[date], at: datetime) -> Presence:
    """Tell it for an aware time; days of `closed` and French holidays have no opening."""
    slots = sorted(slots, key=lambda slot: (slot.weekday, slot.opens))
    shut = frozenset(closed)
    local = at.astimezone(PARIS)
    for ahead in range(15):
        day = local.date() + timedelta(days=ahead)
        if day in shut or day in french_holidays(day.year):
            continue
        for slot in slots:
            if slot.weekday != day.weekday():
                continue
            opens = datetime.combine(day, slot.opens, PARIS)
            closes = datetime.combine(day, slot.closes, PARIS)
            if opens <= local < closes:
                return Presence(is_open=True, changes_at=closes)
            if local < opens:
                return Presence(is_open=False, changes_at=opens)
    return Presence(is_open=False, changes_at=None)
