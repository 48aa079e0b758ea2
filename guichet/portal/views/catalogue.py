"""The procedures: by life event or theme, and one by one."""

from django.db.models import Prefetch, QuerySet, prefetch_related_objects
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet.cases.types import CASE_TYPES
from guichet.catalogue.models import LifeEvent, LocalSheet, LocalWords, Procedure, Theme
from guichet.catalogue.papers import paper_line
from guichet.catalogue.rules import Answer
from guichet.kit.dates import now
from guichet.portal.frame import page
from guichet.portal.guard import PortalRequest
from guichet.portal.structured import sheet_data
from guichet.portal.views.national import national_card
from guichet.portal.welcome import event_card, presence_words, procedure_line, sheet_url


@require_safe
def procedures(request: PortalRequest) -> HttpResponse:
    """Everything there is, below what happens to people."""
    return _list(request, LifeEvent.objects.all())


@require_safe
def procedures_by_theme(request: PortalRequest) -> HttpResponse:
    """The same, for those who know which office they need."""
    return _list(request, Theme.objects.all())


def _list(request: PortalRequest, sections: QuerySet[LifeEvent] | QuerySet[Theme]) -> HttpResponse:
    asked = Procedure.objects.most_asked(request.town).defer("sheet_data")
    known = {found.pk: procedure_line(found) for found in asked}
    groups = []
    for section in sections.prefetch_related(Prefetch("procedures", Procedure.objects.only("pk"))):
        if lines := [known[found.pk] for found in section.procedures.all() if found.pk in known]:
            groups.append((section, lines))
    crumbs = [{"text": _("Accueil"), "url": "/"}, {"text": _("Démarches")}]
    by_theme = sections.model is Theme
    context = {
        "groups": groups,
        "total": len(known),
        "cards": [event_card(section) for section, _lines in groups if isinstance(section, LifeEvent)],
        "ways": [
            {"text": _("Par situation"), "url": reverse("portal:procedures"), "current": not by_theme},
            {"text": _("Par thème"), "url": reverse("portal:procedures-by-theme"), "current": by_theme},
        ],
        "crumbs": crumbs,
    }
    return page(request, "portal/catalogue/procedures.html", context, section="procedures")


@require_safe
def sheet(request: PortalRequest, slug: str) -> HttpResponse:
    """What to know and to bring; and the way to do it here, when there is one."""
    procedure = procedure_or_404(request, slug)
    prefetch_related_objects([request.town], "opening_hours")
    local = LocalSheet.objects.on_portal(request.town, procedure)
    presence = request.town.presence() if request.town.opening_hours.all() else None
    around = procedure.neighbours(request.town)
    event = procedure.events.first()
    crumbs = [
        {"text": _("Accueil"), "url": "/"},
        {"text": _("Démarches"), "url": reverse("portal:procedures")},
        *([{"text": event.title, "url": event_card(event)["url"]}] if event else []),
        {"text": procedure.short_title},
    ]
    context = {
        "procedure": procedure,
        "sheet": procedure.sheet,
        "local": local,
        "facts": facts(procedure, local),
        "papers": [paper_line(paper) for paper in procedure.sheet.papers],
        "national": national_card(procedure),
        "first": neighbour_card(*around.first) if around.first else None,
        "next": [neighbour_card(*step) for step in around.after],
        "offer": procedure.is_offered,
        "minutes": CASE_TYPES[procedure.case_type_here].minutes if procedure.is_offered else None,
        "presence": presence_words(presence, now()) if presence else None,
        "data": sheet_data(request.town, procedure, local),
        "tracks": slug == "suivi-titre",
        "crumbs": crumbs,
    }
    until = presence.changes_at if presence else None
    return page(request, "portal/catalogue/sheet.html", context, section="procedures", until=until)


def procedure_or_404(request: PortalRequest, slug: str) -> Procedure:
    """A procedure this portal shows: one that the town hides does not exist here."""
    found = Procedure.objects.shown_on(request.town).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def facts(procedure: Procedure, local: LocalWords | None) -> list[dict[str, str]]:
    """The short answers at the top of a sheet, in the order people ask; the town's own price before the national one."""
    sheet = procedure.sheet
    cost = Answer(local.price) if local and local.price else sheet.cost
    told = [("currency-euro", _("Prix"), cost)]
    if sheet.deadline:
        told.append(("calendar-event", _("À faire"), sheet.deadline))
    told += [("clock", _("Délai"), sheet.delay), ("user-check", _("Qui"), sheet.who)]
    if sheet.validity:
        told.append(("certificate", _("Valable"), sheet.validity))
    return [{"icon": icon, "term": term, "value": answer.short, "note": answer.more} for icon, term, answer in told]


def neighbour_card(procedure: Procedure, why: str) -> dict[str, str]:
    return {"name": procedure.title, "why": why, "url": sheet_url(procedure), "drawing": procedure.drawing}
