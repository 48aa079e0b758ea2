"""A procedure: what to know and to bring, and the ways to do it from here; and the search that finds it."""

from typing import Any

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet.catalogue.models import LocalSheet, LocalWords, Procedure
from guichet.catalogue.papers import paper_line
from guichet.catalogue.rules import Answer
from guichet.content.search.index import find
from guichet.content.search.matching import Document
from guichet.kiosk.frame import page, suite
from guichet.kiosk.guard import KioskRequest, kiosk_page
from guichet.kiosk.views.home import procedure_line
from guichet.kit.words import clean
from guichet.national.models import NationalSheet

LONGEST_SEARCH = 120
MOST_FOUND = 12
LINES, LOW_LINES = 5, 3
MOST_FACTS = 3


@require_safe
@kiosk_page
def sheet(request: KioskRequest, slug: str) -> HttpResponse:
    """The short answers and the papers first; the chapters and what comes next on a second page, turned by its screens."""
    procedure = procedure_or_404(request, slug)
    local = LocalSheet.objects.on_portal(request.town, procedure)
    around = procedure.neighbours(request.town)
    chapters, after = chapters_of(procedure, local), [_card(*step) for step in around.after]
    pages = 2 if chapters or after else 1
    number = 1 if request.GET.get("page", "1") in {"", "0", "1"} else pages
    here = reverse("kiosk:sheet", args=[slug])
    context = {
        "procedure": procedure,
        "facts": facts_of(procedure, local),
        "papers": [paper_line(paper) for paper in procedure.sheet.papers],
        "first": _card(*around.first) if around.first else None,
        "next": after if number == pages else [],
        "chapters": chapters if number > 1 else [],
        "links": [] if procedure.is_offered else procedure.sheet.links,
        "turn": {
            "page": number,
            "pages": pages,
            "previous_url": here if number > 1 else "",
            "next_url": f"{here}?page={pages}" if number < pages else "",
        },
        "national": _national(procedure),
        "tracks": slug == "suivi-titre",
    }
    event = procedure.events.first()
    back = reverse("kiosk:event", args=[event.slug]) if event else reverse("kiosk:home")
    web_url = reverse("portal:sheet", args=[slug])
    return page(request, "kiosk/sheet.html", context, web_url=web_url, back_url=back)


def procedure_or_404(request: KioskRequest, slug: str) -> Procedure:
    """A procedure this town shows: one that it hides does not exist here."""
    found = Procedure.objects.shown_on(request.town).filter(slug=slug).first()
    if found is None:
        raise Http404
    return found


def facts_of(procedure: Procedure, local: LocalWords | None) -> list[dict[str, str]]:
    """Three short answers: the price, the time one has or it takes, the minutes at the counter."""
    sheet = procedure.sheet
    cost = Answer(local.price) if local and local.price else sheet.cost
    told = [(_("Prix"), cost.short)]
    if sheet.deadline:
        told.append((_("À faire"), sheet.deadline.short))
    told.append((_("Délai"), sheet.delay.short))
    if sheet.desk.minutes:
        told.append((_("Sur place"), _("%(n)s minutes") % {"n": sheet.desk.minutes}))
    return [{"term": term, "value": value} for term, value in told[:MOST_FACTS]]


def chapters_of(procedure: Procedure, local: LocalWords | None) -> list[dict[str, Any]]:
    """What stands behind the first page, each a title with sentences; empty chapters are left out."""
    sheet = procedure.sheet
    here = [words for words in (local.where, local.when, local.whom, local.note) if words] if local else []
    ways = [words for words in (sheet.where.online, sheet.where.counter, sheet.where.post) if words]
    answers = [
        (_("Prix"), sheet.cost),
        (_("À faire"), sheet.deadline),
        (_("Délai"), sheet.delay),
        (_("Qui"), sheet.who),
        (_("Valable"), sheet.validity),
    ]
    precise = [
        _("%(term)s : %(short)s. %(more)s")
        % {"term": term, "short": one.short, "more": f"{one.more[:1].upper()}{one.more[1:]}."}
        for term, one in answers
        if one and one.more
    ]
    told = (
        (_("De quoi il s’agit"), [procedure.summary, *procedure.about]),
        (_("Comment ça se passe"), sheet.steps),
        (_("Pour remplir le formulaire") if sheet.forms else _("Pour bien faire"), sheet.filling),
        (_("En détail"), precise),
        (_("Où la faire"), [*here, *ways]),
        (_("Bon à savoir"), sheet.advice),
    )
    return [
        {"title": title, "sentences": list(sentences), "numbered": sentences is sheet.steps}
        for title, sentences in told
        if sentences
    ]


def _card(procedure: Procedure, why: str) -> dict[str, str]:
    return {**procedure_line(procedure), "title": procedure.title, "why": why, "drawing": procedure.drawing}


def _national(procedure: Procedure) -> str:
    """The address here of the State's sheet that the procedure names, when it is held."""
    held = procedure.national and NationalSheet.objects.shown().filter(national_id=procedure.national).exists()
    return reverse("kiosk:national-sheet", args=[procedure.national]) if held else ""


@require_safe
@kiosk_page
def search(request: KioskRequest) -> HttpResponse:
    """What answers the words typed on our keyboard; honest when nothing does, and the most asked then."""
    text = clean(request.GET.get("q", ""))[:LONGEST_SEARCH]
    found = find(text, body=request.town, limit=MOST_FOUND) if text else []
    lines = _lines(request, found)
    shown = suite(request, lines, LINES, LOW_LINES)
    context = {
        "query": text,
        "lines": shown.items,
        "suite": shown,
        "asked": [] if lines else [procedure_line(one) for one in _most_asked(request)],
    }
    web_url = f"{reverse('portal:search')}?{urlencode({'q': text})}" if text else reverse("portal:search")
    template = "kiosk/fragment_found.html" if "liste" in request.GET else "kiosk/search.html"
    return page(request, template, context, web_url=web_url, back_url=reverse("kiosk:home"))


def _most_asked(request: KioskRequest) -> list[Procedure]:
    return list(Procedure.objects.most_asked(request.town).defer("sheet_data")[:4])


def _lines(request: KioskRequest, found: list[Document]) -> list[dict[str, Any]]:
    """What was found, each with its address at the kiosk; what has none here is left out."""
    slugs = [one.slug for one in found if one.kind == "procedure"]
    shown = {
        one.slug: one for one in Procedure.objects.shown_on(request.town).filter(slug__in=slugs).defer("sheet_data")
    }
    lines = []
    for one in found:
        if procedure := shown.get(one.slug):
            lines.append({**procedure_line(procedure), "name": procedure.title})
        elif url := url_of(one):
            lines.append({"url": url, "name": one.title, "note": one.note, "icon": "file-text"})
    return lines


def url_of(document: Document) -> str:
    """Where the kiosk shows what was found; nothing for a place it does not have."""
    if document.kind == "national":
        return reverse("kiosk:national-sheet", args=[document.slug])
    path = document.slug.removeprefix("/")
    if path.startswith("#"):  # the counter's hours, on the portal's first page
        return reverse("kiosk:someone")
    if path.startswith("affichage-legal/"):
        return reverse("kiosk:legal-notice", args=[path.removeprefix("affichage-legal/").strip("/")])
    return reverse("kiosk:written", args=[path]) if document.kind != "procedure" and path else ""
