"""Events readied for the portal's templates: by month, by day, a line each."""

from collections.abc import Iterable
from datetime import date, timedelta
from itertools import groupby
from typing import Any

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from guichet.content.agenda import Dated, changes_at, happening, hours_in_words, still_ahead
from guichet.content.agenda_rules import Occurrence
from guichet.content.models import EventPage, HomePage
from guichet.kit.dates import MONTHS, SHORT_MONTHS, day_in_words, now, paris_date
from guichet.portal.paths import path_of

COMING_AT_HOME = 4
LOOKED_AHEAD_AT_HOME = timedelta(days=90)


def month_in_words(day: date) -> str:
    return f"{capfirst(MONTHS[day.month - 1])}\u00a0{day.year}"


def day_tile(day: date) -> dict[str, Any]:
    """A day as the leaf of a calendar, and as it is read aloud."""
    return {
        "day": day,
        "number": day.day,
        "month": SHORT_MONTHS[day.month - 1],
        "words": capfirst(day_in_words(day)),
    }


def event_line(one: Dated) -> dict[str, Any]:
    """An event on one of its days, as lists show it."""
    on = one.on
    return {
        "url": path_of(one.event),
        "title": one.event.title,
        "when": _when(on),
        "place": one.event.place,
        "theme": one.event.theme_words,
        "is_cancelled": on.is_cancelled,
        "reason": on.reason,
    }


def by_month(found: Iterable[Dated], first: date) -> list[dict[str, Any]]:
    """Months, their days, the events of each; what began before `first` stands on that day."""

    def day_of(one: Dated) -> date:
        return max(one.on.first_day, first)

    days = [
        (day, {**day_tile(day), "events": [event_line(one) for one in those]})
        for day, those in groupby(sorted(found, key=day_of), key=day_of)
    ]
    months = groupby(days, key=lambda pair: pair[0].replace(day=1))
    return [{"title": month_in_words(month), "days": [tile for _day, tile in those]} for month, those in months]


def coming_at_home(home: HomePage) -> dict[str, Any]:
    """The next events, each once, on its next day; and when one of them is over."""
    at = now()
    today = paris_date(at)
    last = today + LOOKED_AHEAD_AT_HOME
    found = EventPage.objects.descendant_of(home).live().touching(today, last)
    ahead = still_ahead(happening(found.listed(), today, last), at)
    firsts: dict[int, Dated] = {}
    for one in ahead:
        firsts.setdefault(one.event.pk, one)
    shown = list(firsts.values())[:COMING_AT_HOME]
    return {"coming": [line_from(one, today) for one in shown], "changes_at": changes_at(shown, at)}


def line_from(one: Dated, today: date) -> dict[str, Any]:
    """An event with the leaf of its day; one that has begun stands on today's."""
    return {**event_line(one), **day_tile(max(one.on.first_day, today))}


def _when(on: Occurrence) -> str:
    """Its hours; for an event of several days, until when."""
    if on.is_one_day:
        return hours_in_words(on)
    return _("jusqu’au %s") % day_in_words(on.last_day, year=False)
