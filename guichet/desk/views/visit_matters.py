"""What is done about one matter of a visit: papers ticked, printed, official site, done on the spot."""

from collections.abc import Mapping
from http import HTTPStatus

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guichet.accounts.rules import Right
from guichet.cabinet.papers import items_of, visitor_pdf
from guichet.desk.cabinet import drawers_of
from guichet.desk.guard import DeskRequest, agent_view
from guichet.desk.views.case_files import pdf_response
from guichet.desk.views.visits import matter_or_404, page_key, to_visit
from guichet.kit.refusal import Refusal
from guichet.visits.actions import check_papers, give_papers, note_bring_back, note_done, note_site
from guichet.visits.models import Matter
from guichet.visits.papers import bring_back_pdf

HAS, LACKS = "a", "manque"


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def matter_papers(request: DeskRequest, reference: str, slug: str) -> HttpResponse:
    """What is ticked with the person; `tout` says that she has everything."""
    matter = matter_or_404(request, reference, slug)
    places = range(len(matter.procedure.sheet.papers))
    told = {place: request.POST.get(f"papier-{place}", "") for place in places}
    before = {place: _word(matter, place) for place in places}
    brought = list(places) if "tout" in request.POST else [place for place in places if told[place] == HAS]
    missing = [place for place in places if told[place] == LACKS and place not in brought]
    try:
        check_papers(matter, brought=brought, missing=missing, by=request.actor)
    except Refusal as no:
        return _refused(request, matter, no)
    if "rapporter" in request.POST:
        return _bring_back(request, matter)
    changed = _changed(before, told)
    return to_visit(matter.visit, wanted=slug, extra=f"&papier={changed}" if changed is not None else "")


def _changed(before: Mapping[int, str], told: Mapping[int, str]) -> int | None:
    """The paper that was ticked just now: the cursor stands there again."""
    return next((place for place, word in told.items() if word != before[place]), None)


def _bring_back(request: DeskRequest, matter: Matter) -> HttpResponse:
    """The list of what is missing leaves with the person: it opens at its own address."""
    try:
        note_bring_back(matter, by=request.actor)
    except Refusal as no:
        return _refused(request, matter, no)
    return _opens("desk:matter-bring-back", matter)


def _word(matter: Matter, place: int) -> str:
    return HAS if place in matter.brought else LACKS if place in matter.missing else ""


@require_safe
@agent_view(may=Right.RECEIVE_PEOPLE)
def matter_bring_back(request: DeskRequest, reference: str, slug: str) -> HttpResponse:
    matter = matter_or_404(request, reference, slug)
    if not matter.missing:
        raise Http404
    return pdf_response(bring_back_pdf(matter), _("A-rapporter.pdf"))


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def matter_print(request: DeskRequest, reference: str, slug: str) -> HttpResponse:
    """The sheet and its blank forms leave with the person, told once in the cabinet as in the visit."""
    matter = matter_or_404(request, reference, slug)
    body, procedure = request.role.body, matter.procedure
    blanks = list(drawers_of(body).filter(procedure=procedure).exclude(blank=None))
    large = bool(request.POST.get("gros"))
    try:
        visitor_pdf(items_of([procedure], blanks), body=body, large=large)  # what cannot be printed is not handed out
        row = give_papers(matter, blanks=blanks, large=large, page=page_key(request), by=request.actor)
    except Refusal as no:
        return _refused(request, matter, no)
    return HttpResponseRedirect(reverse("desk:cabinet-papers", args=[row.pk]), status=HTTPStatus.SEE_OTHER)


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def matter_site(request: DeskRequest, reference: str, slug: str, link: int) -> HttpResponse:
    """The official site opens with the person: her passwords are hers to type."""
    matter = matter_or_404(request, reference, slug)
    links = matter.procedure.sheet.links
    if link >= len(links):
        raise Http404
    try:
        note_site(matter, link, by=request.actor)
    except Refusal as no:
        return _refused(request, matter, no)
    # Not a redirection: a form of ours may not lead to another site (form-action), a page may.
    return render(request, "desk/visits/leaving.html", {"link": links[link]})


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def matter_done(request: DeskRequest, reference: str, slug: str) -> HttpResponse:
    matter = matter_or_404(request, reference, slug)
    try:
        note_done(matter, by=request.actor)
    except Refusal as no:
        return _refused(request, matter, no)
    return to_visit(matter.visit, wanted=slug)


def _opens(name: str, matter: Matter) -> HttpResponse:
    address = reverse(name, args=[matter.visit.reference, matter.procedure.slug])
    return HttpResponseRedirect(address, status=HTTPStatus.SEE_OTHER)


def _refused(request: DeskRequest, matter: Matter, no: Refusal) -> HttpResponse:
    messages.error(request, no.sentence)
    return to_visit(matter.visit, wanted=matter.procedure.slug)
