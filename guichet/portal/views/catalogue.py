"""The procedures: by life event, one by one, by what people type."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet.cases.types import CASE_TYPES
from guichet.catalogue.models import LifeEvent, Offer, Procedure
from guichet.catalogue.rules import Paper
from guichet.catalogue.search import find
from guichet.kit.dates import now
from guichet.kit.words import clean
from guichet.portal.frame import page
from guichet.portal.guard import PortalRequest
from guichet.portal.welcome import presence_words, procedure_line, sheet_url

LONGEST_SEARCH = 120


@require_safe
def procedures(request: PortalRequest) -> HttpResponse:
    """Everything there is, below what happens to people."""
    known = {
        found.pk: procedure_line(found) for found in Procedure.objects.most_asked(request.town).defer("sheet_data")
    }
    groups = []
    for event in LifeEvent.objects.prefetch_related("procedures").filter(procedures__isnull=False).distinct():
        lines = [known[found.pk] for found in event.procedures.all()]
        groups.append({"event": event, "lines": lines})
    crumbs = [{"text": _("Accueil"), "url": "/"}, {"text": _("Démarches")}]
    return page(request, "portal/catalogue/procedures.html", {"groups": groups, "crumbs": crumbs}, section="procedures")


@require_safe
def sheet(request: PortalRequest, slug: str) -> HttpResponse:
    """What to know and to bring; and the way to do it here, when there is one."""
    procedure = Procedure.objects.with_offer(request.town).filter(slug=slug).first()
    if procedure is None:
        raise Http404
    offer = Offer.objects.on_portal(request.town, procedure)
    presence = request.town.presence() if request.town.opening_hours.exists() else None
    crumbs = [
        {"text": _("Accueil"), "url": "/"},
        {"text": _("Démarches"), "url": reverse("portal:procedures")},
        {"text": procedure.short_title},
    ]
    context = {
        "procedure": procedure,
        "sheet": procedure.sheet,
        "facts": _facts(procedure),
        "papers": [paper_line(paper) for paper in procedure.sheet.papers],
        "next": [
            {"name": following.title, "why": why, "url": sheet_url(following), "drawing": following.drawing}
            for following, why in procedure.next_procedures
        ],
        "offer": offer,
        "minutes": CASE_TYPES[offer.case_type].minutes if offer else None,
        "presence": presence_words(presence, now()) if presence else None,
        "crumbs": crumbs,
    }
    until = presence.changes_at if presence else None
    return page(request, "portal/catalogue/sheet.html", context, section="procedures", until=until)


@require_safe
def search(request: PortalRequest) -> HttpResponse:
    """What answers the words typed; honest when nothing does."""
    text = clean(request.GET.get("q", ""))[:LONGEST_SEARCH]
    found = find(text, body=request.town) if text else []
    crumbs = [{"text": _("Accueil"), "url": "/"}, {"text": _("Recherche")}]
    lines = [{**procedure_line(procedure), "name": procedure.title, "note": procedure.summary} for procedure in found]
    asked = Procedure.objects.most_asked(request.town).defer("sheet_data")[:4] if not lines else []
    context = {
        "query": text,
        "lines": lines,
        "asked": [procedure_line(procedure) for procedure in asked],
        "crumbs": crumbs,
    }
    return page(request, "portal/catalogue/search.html", context)


def _facts(procedure: Procedure) -> list[dict[str, str]]:
    sheet = procedure.sheet
    facts = [("currency-euro", _("Prix"), sheet.cost)]
    if sheet.deadline:
        facts.append(("calendar-event", _("À faire sous"), sheet.deadline))
    facts += [("clock", _("Délai"), sheet.delay), ("user-check", _("Qui"), sheet.who)]
    if sheet.validity:
        facts.append(("certificate", _("Valable"), sheet.validity))
    return [{"icon": icon, "term": term, "value": answer.short, "note": answer.more} for icon, term, answer in facts]


def paper_line(paper: Paper) -> dict[str, str]:
    """A paper of the list, with what makes it precise and who needs it."""
    condition = _("Seulement si %(condition)s.") % {"condition": paper.only_if} if paper.only_if else ""
    more = f"{paper.more[:1].upper()}{paper.more[1:]}." if paper.more else ""
    return {"text": paper.text, "note": " ".join(part for part in (more, condition) if part)}
