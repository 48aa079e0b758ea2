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
    Dated,
    changes_at,
    coming_days,
    days_in_words,
    happening,
    hours_in_words,
    repeat_in_words,
    still_ahead,
)
from guichet.content.faces import Face, shows
from guichet.content.models import AgendaPage, EventPage, EventQuerySet, EventTheme
from guichet.kit.dates import add_months, now, paris_date
from guichet.portal.agenda import by_month, day_tile, month_in_words, month_starts
from guichet.portal.calendars import calendar
from guichet.portal.facets import Facet, address
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
THEMES = Facet("theme", {one.value: str(one.label) for one in EventTheme})
_MONTH = re.compile(r"(20\d\d)-(0[1-9]|1[0-2])")


@shows(Face.PORTAL, AgendaPage)
def agenda(request: HttpRequest, page: AgendaPage) -> HttpResponse:
    """What is coming, or one month of the year behind and the year ahead, by theme."""
    at = now()
    today = paris_date(at)
    first, last = add_months(today.replace(day=1), -MONTHS_BEHIND), today + AHEAD
    events = EventPage.objects.child_of(page).live().touching(first, last).listed() if page.pk else []
    everything = happening(events, first, last)
    months, ahead = month_starts(everything), still_ahead(everything, at)
    asked = {"mois": _month_asked(request, months), THEMES.name: THEMES.chosen(request.GET.dict())}
    of_time = _of_month(everything, asked["mois"]) if asked["mois"] else ahead
    shown = [one for one in of_time if asked["theme"] in {"", one.event.theme}]
    pages = Paginator(shown, DAYS_ON_A_PAGE).get_page(request.GET.get("page"))
    return written_page(
        request,
        "portal/pages/agenda.html",
        page,
        feed_url=reverse("portal:agenda-feed"),
        until=changes_at(ahead, at),
        months=by_month(pages.object_list, today if not asked["mois"] else first),
        themes=THEMES.links({one.event.pk: one.event.theme for one in of_time}.values(), asked),
        choices=_month_choices(months, today, asked["mois"]),
        asked=asked,
        words=_words_of(pages.paginator.count),
        previous_url=address({**asked, "page": str(pages.previous_page_number())}) if pages.has_previous() else "",
        next_url=address({**asked, "page": str(pages.next_page_number())}) if pages.has_next() else "",
    )


@shows(Face.PORTAL, EventPage)
def event(request: HttpRequest, page: EventPage) -> HttpResponse:
    """One event: when, where, for how much, its next days, and the way to keep it in one's own calendar."""
    at = now()
    days = coming_days(page, at)
    on = next((one for one in days if not one.is_cancelled), next(iter(days), None))
    asso = page.association
    return written_page(
        request,
        "portal/pages/event.html",
        page,
        until=days[0].ends if days else None,
        on=on,
        facts=_facts(page, days),
        next_days=[{**day_tile(one.first_day), "on": one, "hours": hours_in_words(one)} for one in days[:NEXT_DAYS]],
        repeats=bool(repeat_in_words(page.rule)),
        association={"title": asso.title, "url": path_of(asso)} if asso and _is_of_here(request, asso) else None,
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
    events = _shown_on(request).touching(paris_date(at))
    entries = [
        Entry(
            id=f"page:{page.pk}",
            title=page.title,
            path=path_of(page),
            summary=_summary(page),
            published=page.first_published_at or page.latest_revision_created_at,
            updated=page.last_published_at or page.latest_revision_created_at,
        )
        for page in events.order_by("-first_published_at", "-pk")[:LONGEST_FEED]
    ]
    return atom(request, title=_("Agenda"), path=reverse("portal:agenda-feed"), entries=entries)


def _shown_on(request: PortalRequest) -> EventQuerySet:
    home = home_of(request.town)
    found: EventQuerySet = EventPage.objects.descendant_of(home).live() if home else EventPage.objects.none()
    return found


def _summary(page: EventPage) -> str:
    day = next(iter(coming_days(page, now())), None)
    when = f"{days_in_words(day)} {hours_in_words(day)}".strip() if day else ""
    cancelled = _("Annulé. %s") % page.called_off if page.called_off else ""
    return " – ".join(filter(None, (cancelled, capfirst(when), page.place, page.intro)))


def _is_of_here(request: HttpRequest, page: Any) -> bool:
    """An association still shown, on this portal."""
    home = home_of(town_of(request))
    return bool(page.live and home and page.path.startswith(home.path))


def _facts(page: EventPage, days: Sequence[Any]) -> list[dict[str, str]]:
    on = next((one for one in days if not one.is_cancelled), next(iter(days), None))
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


def _of_month(everything: Sequence[Dated], month: str) -> list[Dated]:
    return [one for one in everything if f"{one.on.first_day:%Y-%m}" == month]


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
