"""The search: a page, the same as one types, and the question whether it was found."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseForbidden, JsonResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from guichet.accounts.rules import Sent
from guichet.catalogue.models import Procedure
from guichet.content.search.asking import Verdict, note_search
from guichet.content.search.index import find
from guichet.content.search.matching import Document
from guichet.kit.refusal import Refusal
from guichet.kit.words import clean
from guichet.portal.frame import page
from guichet.portal.guard import PortalRequest, comes_from_here, count_sent
from guichet.portal.welcome import procedure_line

LONGEST_SEARCH = 120
AS_YOU_TYPE = 6
ASKED = 4


@require_safe
def search(request: PortalRequest) -> HttpResponse:
    """What answers the words typed, and the way to say that it does not; honest when nothing does."""
    text = _asked(request)
    found = find(text, body=request.town) if text else []
    if text and not found and request.method == "GET" and "avis" not in request.GET:
        _note(request, text, Verdict.NOTHING)
    context = {
        "query": text,
        "lines": _lines(request, found),
        "asked": [] if found else [procedure_line(one) for one in _most_asked(request)],
        "thanks": request.GET.get("avis", ""),
        "crumbs": [{"text": _("Accueil"), "url": "/"}, {"text": _("Recherche")}],
    }
    return page(request, "portal/catalogue/search.html", context)


@require_safe
def as_you_type(request: PortalRequest) -> JsonResponse:
    """The first answers for what is typed so far: `{"results": [{"slug", "title", "url", "kind"}]}`, best first."""
    text = _asked(request)
    found = find(text, body=request.town, limit=AS_YOU_TYPE) if text else []
    results = [{"slug": one.slug, "title": one.title, "url": url_of(one), "kind": one.kind} for one in found]
    return JsonResponse({"results": results}, json_dumps_params={"ensure_ascii": False})


# The page carries no token: it may come from a cache; `comes_from_here` does the token's work.
@csrf_exempt
@require_POST
def verdict(request: PortalRequest) -> HttpResponse:
    """Count whether she found what she looked for; nothing of her is kept."""
    if not comes_from_here(request):
        return HttpResponseForbidden()
    text, said = clean(request.POST.get("q", ""))[:LONGEST_SEARCH], request.POST.get("trouve", "")
    verdicts = {"oui": Verdict.FOUND, "non": Verdict.NOT_FOUND}
    if not text or said not in verdicts:
        raise Http404
    _note(request, text, verdicts[said])
    return redirect(f"{reverse('portal:search')}?{urlencode({'q': text, 'avis': said})}#avis")


def _note(request: PortalRequest, text: str, said: Verdict) -> None:
    """Count these words for the editors; beyond what people type from one network in an hour, nothing is counted."""
    try:
        count_sent(request, Sent.SEARCH)
    except Refusal:
        return
    note_search(text, said, body=request.town)


def url_of(document: Document) -> str:
    """The page of what was found. A new kind of document needs its line here."""
    if document.kind == "procedure":
        return reverse("portal:sheet", args=[document.slug])
    if document.kind == "national":
        return reverse("portal:national-sheet", args=[document.slug])
    return document.slug


def _asked(request: PortalRequest) -> str:
    return clean(request.GET.get("q", ""))[:LONGEST_SEARCH]


def _most_asked(request: PortalRequest) -> list[Procedure]:
    return list(Procedure.objects.most_asked(request.town).defer("sheet_data")[:ASKED])


def _lines(request: PortalRequest, found: list[Document]) -> list[dict[str, Any]]:
    slugs = [one.slug for one in found if one.kind == "procedure"]
    shown = {
        one.slug: one for one in Procedure.objects.shown_on(request.town).filter(slug__in=slugs).defer("sheet_data")
    }
    lines = []
    for one in found:
        if procedure := shown.get(one.slug):
            lines.append({**procedure_line(procedure), "name": procedure.title, "note": procedure.summary})
        elif one.kind != "procedure":
            line = {"url": url_of(one), "name": one.title, "note": one.note, "icon": "file-text"}
            lines.append({**line, "tag": _("Fiche de l’État")} if one.kind == "national" else line)
    return lines
