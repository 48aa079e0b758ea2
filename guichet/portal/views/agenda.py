"""The agenda: what is coming, month by month; an event; both in calendars and feeds."""

import re
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from guichet.content.agenda import (
    AHEAD,
    changes_at,
    coming_days,
    day_to_show,
    days_in_words,
    happening,
    hours_in_words,
    in_month,
    months_of,
    repeat_in_words,
    still_ahead,
)
from guichet.content.agenda_rules import Occurrence
from guichet.content.faces import Face, shows
from guichet.content.models import AgendaPage, EventPage, EventQuerySet, EventTheme, ListedEvent
from guichet.kit.dates import add_months, now, paris_date
from guichet.portal.agenda import by_month, day_tile, month_in_words
from guichet.portal.calendars import calendar
from guichet.portal.facets import Facet, turned
from guichet.portal.feeds import LONGEST_FEED, Entry, atom
from guichet.portal.frame import home_of, town_of
from guichet.portal.guard import PortalRequest
from guichet.portal.paths import path_of
from guichet.portal.structured import event_data
from guichet.portal.views.written import written_page
from guichet.portal.written import lines_of

DAYS_ON_A_PAGE = 30
MONTHS_BEHIND = 12
NEXT_DAYS = 6
THEMES = Facet("theme", dict(EventTheme.choices))
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@shows(Face.PORTAL, AgendaPage)
def agenda(request: HttpRequest, page: AgendaPage) -> HttpResponse:
    """What is coming, or one month of the year behind and the year ahead, by theme."""
    at = now()
    today = paris_date(at)
    first, last = add_months(today.replace(day=1), -MONTHS_BEHIND), today + AHEAD
    events = EventPage.objects.child_of(page).live().touching(first, last).listed() if page.pk else []
    everything = happening(events, first, last)
    months, ahead = months_of(everything), still_ahead(everything, at)
    asked = {"mois": _month_asked(request, months), THEMES.name: THEMES.chosen(request.GET.dict())}
    month = date.fromisoformat(f"{asked['mois']}-01") if asked["mois"] else None
    of_time = in_month(everything, month) if month else ahead
    shown = [one for one in of_time if asked["theme"] in {"", one.event.theme}]
    pages = Paginator(shown, DAYS_ON_A_PAGE).get_page(request.GET.get("page"))
    return written_page(
        request,
        "portal/pages/agenda.html",
        page,
        feed_url=reverse("portal:agenda-feed"),
        until=changes_at(ahead, at),
        months=by_month(pages.object_list, month or today),
        themes=THEMES.links({one.event.pk: one.event.theme for one in of_time}.values(), asked),
        choices=_month_choices(months, today, asked["mois"]),
        asked=asked,
        words=_words_of(pages.paginator.count),
        **turned(pages, asked),
    )


@shows(Face.PORTAL, EventPage)
def event(request: HttpRequest, page: EventPage) -> HttpResponse:
    """One event: when, where, for how much, its next days, and the way to keep it in one's own calendar."""
    at = now()
    days = coming_days(page.rule, at)
    on, asso = day_to_show(days), page.shown_association
    return written_page(
        request,
        "portal/pages/event.html",
        page,
        until=days[0].ends if days else None,
        on=on,
        facts=_facts(page, days),
        next_days=[{**day_tile(one.first_day), "on": one, "hours": hours_in_words(one)} for one in days[:NEXT_DAYS]],
        repeats=bool(repeat_in_words(page.rule)),
        association={"title": asso.title, "url": path_of(asso)} if asso else None,
        calendar_url=reverse("portal:event-calendar", args=[page.slug]) if page.live else "",
        blocks=lines_of(page.content, town_of(request)),
        data=event_data(town_of(request), page, on) if on else "",
    )


@require_safe
def event_calendar(request: PortalRequest, slug: str) -> HttpResponse:
    event = next(_shown_on(request).filter(slug=slug).listed(), None)
    if event is None:
        raise Http404
    return calendar(request, [event], name=event.title, file=f"{slug}.ics")


@require_safe
def whole_calendar(request: PortalRequest) -> HttpResponse:
    """All that is not long over, also before there is anything: a calendar that is followed keeps its last month."""
    since = paris_date(now()) - timedelta(days=31)
    events = _shown_on(request).touching(since).order_by("starts_on", "pk").listed()
    return calendar(request, events, name=_("Agenda"), file="agenda.ics")


@require_safe
def feed(request: PortalRequest) -> HttpResponse:
    """The events that are not over, the latest written first."""
    at = now()
    events = _shown_on(request).touching(paris_date(at)).order_by("-first_published_at", "-pk").listed()
    ahead = [(one, days) for one in events if (days := coming_days(one.rule, at))][:LONGEST_FEED]
    return atom(
        request,
        title=_("Agenda"),
        path=reverse("portal:agenda-feed"),
        entries=[
            Entry(
                id=f"page:{one.pk}",
                title=one.title,
                path=path_of(one),
                summary=_summary(one, days[0]),
                published=one.published_at,
                updated=one.changed_at,
            )
            for one, days in ahead
        ],
        until=min((days[0].ends for _one, days in ahead), default=None),
    )


def _shown_on(request: PortalRequest) -> EventQuerySet:
    home = home_of(request.town)
    found: EventQuerySet = EventPage.objects.descendant_of(home).live() if home else EventPage.objects.none()
    return found


def _summary(page: ListedEvent, day: Occurrence) -> str:
    when = f"{days_in_words(day)} {hours_in_words(day)}".strip()
    cancelled = _("Annulé. %s") % day.reason if day.is_cancelled else ""
    return " – ".join(filter(None, (cancelled, capfirst(when), page.place, page.intro)))


def _facts(page: EventPage, days: Sequence[Any]) -> list[dict[str, str]]:
    on = day_to_show(days)
    facts = [{"icon": "map-pin", "term": _("Où"), "value": page.place, "note": page.address}]
    if on:
        hours = hours_in_words(on)
        when = {"icon": "calendar-event", "term": _("Quand"), "value": capfirst(days_in_words(on)), "note": hours}
        facts.insert(0, when)
    if repeat := repeat_in_words(page.rule):
        facts.append({"icon": "repeat", "term": _("Revient"), "value": capfirst(repeat), "note": ""})
    if page.price:
        facts.append({"icon": "currency-euro", "term": _("Prix"), "value": page.price, "note": ""})
    return facts


def _month_asked(request: HttpRequest, months: Sequence[date]) -> str:
    """The month in the address, if something takes place in it."""
    written = request.GET.get("mois", "")
    return written if _MONTH.fullmatch(written) and date.fromisoformat(f"{written}-01") in months else ""


def _month_choices(months: Sequence[date], today: date, asked: str) -> list[dict[str, Any]]:
    """What is coming, then the months of the year ahead, then those behind, the latest first."""
    this_month = today.replace(day=1)
    ahead = [month for month in months if month >= this_month]
    behind = [month for month in reversed(months) if month < this_month]
    choices = [{"value": "", "text": _("Ce qui vient"), "selected": not asked}]
    for month in (*ahead, *behind):
        value = f"{month:%Y-%m}"
        choices.append({"value": value, "text": month_in_words(month), "selected": value == asked})
    return choices


def _words_of(count: int) -> str:
    return ngettext("%(n)s rendez-vous", "%(n)s rendez-vous", count) % {"n": count} if count else ""
