"""The legal display: what is shown now, what was, each act with its document and its hash."""

from collections.abc import Sequence
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet.content.faces import Face, shows
from guichet.content.legal_rules import Means
from guichet.content.legal_words import online_since, until_in_words
from guichet.content.models import DisplayChoice, LegalNotice
from guichet.documents.reading import open_file
from guichet.kit.dates import now, paris_date
from guichet.kit.refusal import Refusal
from guichet.kit.words import clean
from guichet.portal.feeds import LONGEST_FEED, Entry, atom
from guichet.portal.frame import page
from guichet.portal.guard import PortalRequest

ON_A_PAGE = 20
LONGEST_SEARCH = 80


@require_safe
def notices(request: PortalRequest) -> HttpResponse:
    """The acts of the moment, then the older ones, by kind and by year."""
    everything = LegalNotice.objects.public(request.town)
    kind, year, text = _asked(request, everything)
    found = everything
    if kind:
        found = found.filter(kind=kind)
    if year:
        found = found.filter(acted_on__year=year)
    if text:
        found = found.filter(Q(title__icontains=text) | Q(number__icontains=text))
    today = paris_date(now())
    current = found.current(today)
    older = Paginator(found.exclude(pk__in=current.values("pk")), ON_A_PAGE).get_page(request.GET.get("page"))
    context = {
        "current": [_line(one) for one in current] if older.number == 1 else [],
        "older": [_line(one) for one in older.object_list],
        "is_filtered": bool(kind or year or text),
        "text": text,
        "kinds": _choices(LegalNotice.KINDS, kind),
        "years": _choices([(str(one), str(one)) for one in _years(everything)], year),
        "previous_url": _turn(request, older.previous_page_number()) if older.has_previous() else "",
        "next_url": _turn(request, older.next_page_number()) if older.has_next() else "",
        "choice": _choice(request),
        "crumbs": [{"text": _("Accueil"), "url": "/"}, {"text": _("Affichage légal")}],
    }
    return page(request, "portal/legal/notices.html", context)


@require_safe
def notice(request: PortalRequest, reference: str) -> HttpResponse:
    """One act: when it was put online, until when, its document, and how to check that it never changed."""
    return show(request, get_object_or_404(LegalNotice.objects.public(request.town), reference=reference))


@shows(Face.PORTAL, LegalNotice)
def show(request: HttpRequest, found: LegalNotice, *, status: int = HTTPStatus.OK) -> HttpResponse:
    """The page of an act; of a draft too, for the preview of its editor."""
    is_posted = found.posted_at is not None
    context = {
        "notice": found,
        "since": online_since(found) if is_posted else _("Aperçu : pas encore en ligne"),
        "until": until_in_words(found),
        "act_url": reverse("portal:legal-act", args=[found.reference])
        if is_posted and not found.document.is_infected
        else "",
        "crumbs": [
            {"text": _("Accueil"), "url": "/"},
            {"text": _("Affichage légal"), "url": reverse("portal:legal")},
            {"text": found.title},
        ],
    }
    return page(request, "portal/legal/notice.html", context, status=status)


@require_safe
def act(request: PortalRequest, reference: str) -> FileResponse | HttpResponse:
    """The document, byte for byte what its hash tells; the one of a withdrawn act is no longer given."""
    found = get_object_or_404(LegalNotice.objects.public(request.town), reference=reference)
    if found.withdrawn_at is not None:
        return show(request, found, status=HTTPStatus.GONE)
    try:
        content = open_file(found.document)
    except Refusal as no:
        raise Http404 from no
    answer = FileResponse(content, filename=f"{found.reference}.pdf", content_type=found.document.media_type)
    answer.headers["ETag"] = f'"{found.sha256}"'
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer


@require_safe
def feed(request: PortalRequest) -> HttpResponse:
    entries = [
        Entry(
            id=f"legal:{one.pk}",
            title=f"{one.get_kind_display()} : {one.title}",
            path=reverse("portal:legal-notice", args=[one.reference]),
            summary=". ".join(filter(None, (online_since(one), until_in_words(one)))),
            published=one.posted_at,
            updated=one.withdrawn_at or one.posted_at,
        )
        for one in LegalNotice.objects.public(request.town)[:LONGEST_FEED]
        if one.posted_at is not None
    ]
    return atom(request, title=_("Affichage légal"), path=reverse("portal:legal-feed"), entries=entries)


def _line(one: LegalNotice) -> dict[str, Any]:
    return {
        "url": reverse("portal:legal-notice", args=[one.reference]),
        "title": one.title,
        "kind": one.get_kind_display(),
        "number": one.number,
        "acted_on": one.acted_on,
        "since": online_since(one),
        "until": until_in_words(one),
        "is_withdrawn": one.withdrawn_at is not None,
    }


def _choices(known: Sequence[tuple[str, Any]], chosen: str) -> list[dict[str, Any]]:
    every = {"value": "", "text": _("Toutes"), "selected": not chosen}
    return [every, *({"value": value, "text": words, "selected": value == chosen} for value, words in known)]


def _asked(request: PortalRequest, everything: Any) -> tuple[str, str, str]:
    """The kind, the year and the words asked for; what means nothing is left out."""
    kind, year = request.GET.get("nature", ""), request.GET.get("annee", "")
    text = clean(request.GET.get("q", ""))[:LONGEST_SEARCH]
    known = {value for value, _words in LegalNotice.KINDS}
    years = {str(one) for one in _years(everything)} if year else set()
    return kind if kind in known else "", year if year in years else "", text


def _years(everything: Any) -> Sequence[int]:
    return [day.year for day in everything.dates("acted_on", "year", order="DESC")]


def _turn(request: PortalRequest, number: int) -> str:
    asked = {name: value for name, value in request.GET.items() if name in {"nature", "annee", "q"} and value}
    return f"?{urlencode({**asked, 'page': number})}"


def _choice(request: PortalRequest) -> DisplayChoice | None:
    choice = DisplayChoice.objects.select_related("body").filter(body=request.town).first()
    return choice if choice is not None and choice.in_force != Means.ONLINE else None
