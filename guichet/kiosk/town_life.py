"""The agenda and the associations, as the kiosk shows them."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from guichet.content.agenda import (
    Dated,
    coming_days,
    day_to_show,
    days_in_words,
    happening,
    hours_in_words,
    repeat_in_words,
    still_ahead,
)
from guichet.content.agenda_rules import Occurrence
from guichet.content.faces import Face, shows
from guichet.content.models import AgendaPage, AssociationPage, DirectoryPage, EventPage
from guichet.content.models.agenda import EventQuerySet
from guichet.content.reading import blocks_of
from guichet.kiosk.frame import town_of
from guichet.kiosk.places import home_of
from guichet.kiosk.showing import line_of, listed, shown
from guichet.kit.dates import SHORT_MONTHS, now, paris_date

LOOKED_AHEAD = timedelta(days=60)
NEXT_DAYS = 4


@shows(Face.KIOSK, AgendaPage)
def agenda(request: HttpRequest, page: AgendaPage) -> HttpResponse:
    return listed(request, page, _ahead(request, EventPage.objects.child_of(page).live()) if page.pk else [])


def coming_events(request: HttpRequest) -> list[dict[str, Any]]:
    """What is ahead in this town, soonest first, as lines."""
    home = home_of(town_of(request))
    return _ahead(request, EventPage.objects.descendant_of(home).live()) if home else []


def _ahead(request: HttpRequest, events: EventQuerySet) -> list[dict[str, Any]]:
    at = now()
    today = paris_date(at)
    dated = happening(events.touching(today, today + LOOKED_AHEAD).listed(), today, today + LOOKED_AHEAD)
    return [_line(request, one) for one in still_ahead(dated, at)]


@shows(Face.KIOSK, EventPage)
def event(request: HttpRequest, page: EventPage) -> HttpResponse:
    days = coming_days(page.rule, now())
    on = day_to_show(days)
    again = repeat_in_words(page.rule)
    return shown(
        request,
        "kiosk/pages/event.html",
        page,
        when=_when(on) if on else "",
        reason=page.called_off or (on.reason if on else ""),
        facts=_facts(page, on, again),
        days=[{"words": capfirst(days_in_words(one)), "note": _note(one)} for one in days[:NEXT_DAYS]] if again else [],
        blocks=blocks_of(page.content, town_of(request)),
    )


@shows(Face.KIOSK, DirectoryPage)
def directory(request: HttpRequest, page: DirectoryPage) -> HttpResponse:
    found = AssociationPage.objects.child_of(page).live().order_by("title") if page.pk else ()
    return listed(request, page, [line_of(request, one, one.purpose) for one in found])


@shows(Face.KIOSK, AssociationPage)
def association(request: HttpRequest, page: AssociationPage) -> HttpResponse:
    return shown(request, "kiosk/pages/association.html", page, blocks=blocks_of(page.content, town_of(request)))


def _line(request: HttpRequest, one: Dated) -> dict[str, Any]:
    """An event in a list: its day on a leaf, what is called off said first."""
    said = _("Annulé. %s") % one.on.reason if one.on.is_cancelled else f"{_when(one.on)}. {one.event.place}"
    first = one.on.first_day
    return {**line_of(request, one.event, said), "day": str(first.day), "month": SHORT_MONTHS[first.month - 1]}


def _when(on: Occurrence) -> str:
    return capfirst(f"{days_in_words(on)} {hours_in_words(on)}".strip())


def _note(on: Occurrence) -> str:
    return _("Annulé. %s") % on.reason if on.is_cancelled else capfirst(hours_in_words(on))


def _facts(page: EventPage, on: Occurrence | None, again: str) -> list[dict[str, str]]:
    where = ", ".join(filter(None, (page.place, page.address)))
    lines = (
        (_("Quand"), _when(on) if on else ""),
        (_("Revient"), capfirst(again)),
        (_("Où"), where),
        (_("Prix"), page.price),
        (_("Organisé par"), page.organiser or str(page.shown_association or "")),
        (_("Réserver"), page.booking),
    )
    return [{"term": term, "value": value} for term, value in lines if value]
