"""iCalendar: the agenda of a town in the calendar of who wants it (RFC 5545)."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard

from guichet.communes.models import Body
from guichet.content.agenda_rules import Occurrence, Repeat, Rule, first_occurrence
from guichet.content.models import ListedEvent
from guichet.kit.dates import PARIS
from guichet.portal.frame import dated, town_of
from guichet.portal.paths import path_of

PRODUCT = "-//Guichet//Agenda//FR"
_WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
_EVERY_SIX_HOURS = timedelta(hours=6)


def calendar(request: HttpRequest, events: Iterable[ListedEvent], *, name: str, file: str) -> HttpResponse:
    """These events as one calendar, to be kept under this name; a calendar program asks again four times a day."""
    town = town_of(request)
    found = Calendar()
    found.add("prodid", PRODUCT)
    found.add("version", "2.0")
    found.add("method", "PUBLISH")
    found.add("x-wr-calname", f"{name} – {town.short_name}")
    found.add("x-wr-timezone", PARIS.key)
    found.add("refresh-interval", _EVERY_SIX_HOURS, parameters={"value": "DURATION"})
    found.add_component(_paris())
    for event in events:
        found.add_component(_event(request, town, event))
    answer = HttpResponse(found.to_ical(), content_type="text/calendar; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{file}"'
    return dated(request, answer)


def _event(request: HttpRequest, town: Body, page: ListedEvent) -> Event:
    rule = page.rule
    on = first_occurrence(rule)
    event = Event()
    event.add("uid", f"page-{page.pk}@{town.host}")
    event.add("dtstamp", page.changed_at)
    event.add("last-modified", page.changed_at)
    event.add("summary", page.title)
    event.add("description", page.intro)
    event.add("location", ", ".join(filter(None, (page.place, page.address))))
    event.add("url", request.build_absolute_uri(path_of(page)))
    event.add("categories", [page.theme_words])
    event.add("status", "CANCELLED" if rule.called_off else "CONFIRMED")
    event.add("dtstart", _start(on))
    if (end := _end(on)) is not None:
        event.add("dtend", end)
    if rule.repeat != Repeat.NONE:
        event.add("rrule", _repeats(rule))
        if rule.cancelled:
            event.add("exdate", [_moment(rule, day) for day in sorted(rule.cancelled)])
    elif on.is_cancelled:
        event["status"] = "CANCELLED"
    return event


def _start(on: Occurrence) -> date:
    return on.starts if on.starts_at else on.first_day


def _end(on: Occurrence) -> date | None:
    """The end does not count (RFC 5545, 3.6.1): a whole day ends at the next one. It is after the beginning or not said."""
    if on.starts_at is None:
        return on.last_day + timedelta(days=1)
    if on.ends_at:
        return on.ends
    return datetime.combine(on.last_day, on.starts_at, PARIS) if on.last_day > on.first_day else None


def _moment(rule: Rule, day: date) -> date:
    return datetime.combine(day, rule.starts_at, PARIS) if rule.starts_at else day


def _repeats(rule: Rule) -> dict[str, Any]:
    """The rule in the words of RFC 5545, 3.3.10; its last day in UTC when the event has an hour."""
    weekday = _WEEKDAYS[rule.starts_on.weekday()]
    said: dict[Repeat, dict[str, Any]] = {
        Repeat.WEEKLY: {"freq": "WEEKLY"},
        Repeat.FORTNIGHTLY: {"freq": "WEEKLY", "interval": 2},
        Repeat.MONTHLY_BY_DATE: {"freq": "MONTHLY", "bymonthday": rule.starts_on.day},
        Repeat.MONTHLY_BY_WEEKDAY: {"freq": "MONTHLY", "byday": f"{rule.nth}{weekday}"},
    }
    words = said[rule.repeat]
    if rule.until is None:
        return words
    last = _moment(rule, rule.until)
    return {**words, "until": last.astimezone(UTC) if isinstance(last, datetime) else last}


def _paris() -> Timezone:
    """The hour of Paris since 1996 (directive 2000/84/CE): the last Sundays of March and of October, at 1 h UTC."""
    zone = Timezone()
    zone.add("tzid", PARIS.key)
    for kind, month, hour, name, before, after in (
        (TimezoneDaylight, 3, 2, "CEST", 1, 2),
        (TimezoneStandard, 10, 3, "CET", 2, 1),
    ):
        part = kind()
        part.add("dtstart", datetime(1996, month, 31 if month == 3 else 27, hour))  # noqa: DTZ001  # local, as the RFC asks
        part.add("rrule", {"freq": "YEARLY", "bymonth": month, "byday": "-1SU"})
        part.add("tzname", name)
        part.add("tzoffsetfrom", timedelta(hours=before))
        part.add("tzoffsetto", timedelta(hours=after))
        zone.add_component(part)
    return zone
