"""The forms cabinet: find a paper, print it with its note, hand it out, say what comes next."""

from http import HTTPStatus
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from guichet.accounts.rules import Right
from guichet.cabinet import refusals
from guichet.cabinet.actions import hand_out, restock
from guichet.cabinet.facts import FormsHandedOut
from guichet.cabinet.models import Drawer
from guichet.cabinet.papers import visitor_pdf
from guichet.content.editors import bodies_edited_by
from guichet.desk.cabinet import (
    Asked,
    drawers_of,
    forget_handed,
    handed_of,
    listing_of,
    papers_of,
)
from guichet.desk.forms.cabinet import PageForm, RestockForm
from guichet.desk.guard import DeskRequest, agent_view
from guichet.desk.page import page
from guichet.desk.views.case_files import pdf_response
from guichet.journal.models import Record
from guichet.kit.refusal import Refusal


@require_safe
@agent_view(may=Right.HAND_OUT_FORMS)
def cabinet(request: DeskRequest) -> HttpResponse:
    """The whole cabinet, or what answers the words typed."""
    asked = Asked.read(request.GET)
    listed = _list(request, asked)
    context = {
        **listed,
        **handed_of(request.session, request.role),
        "chosen_words": listed["listing"].chosen_words,
        "low": drawers_of(request.role.body).low(),
        "search_url": "",  # this page has its own search, in the same place and under the same key
        "text": asked.text,
        "large": asked.large,
    }
    return page(request, "desk/cabinet/cabinet.html", context, here="cabinet")


@require_safe
@agent_view(may=Right.HAND_OUT_FORMS)
def cabinet_list(request: DeskRequest) -> HttpResponse:
    """The list alone, while one types."""
    return render(request, "desk/cabinet/fragment_list.html", _list(request, Asked.read(request.GET)))


@require_safe
@agent_view(may=Right.HAND_OUT_FORMS)
def cabinet_handed(request: DeskRequest) -> HttpResponse:
    """What the person has received, alone: the page asks for it once the papers have opened in their own tab."""
    return render(request, "desk/cabinet/fragment_handed.html", handed_of(request.session, request.role))


@require_POST
@agent_view(may=Right.HAND_OUT_FORMS)
def cabinet_print(request: DeskRequest) -> HttpResponse:
    """The ticked papers are handed out, and open at their own address: shown again there, they are not given again."""
    asked = Asked.read(request.POST)
    body = request.role.body
    items = papers_of(body, sheets=asked.sheets, blanks=asked.blanks)
    try:
        page_key = _page_key(request)
        visitor_pdf(items, body=body, large=asked.large)  # what cannot be printed is not handed out
    except Refusal as no:
        return _refused(request, no)
    row = hand_out(
        body=body,
        procedures=[item.procedure for item in items],
        blanks=[drawer for item in items for drawer in item.blanks],
        large=asked.large,
        page=page_key,
        by=request.actor,
    )
    return HttpResponseRedirect(reverse("desk:cabinet-papers", args=[row.pk]), status=HTTPStatus.SEE_OTHER)


@require_safe
@agent_view(may=Right.HAND_OUT_FORMS)
def cabinet_papers(request: DeskRequest, record: int) -> HttpResponse:
    """The printed papers of one hand-out as one PDF, made again from what the journal tells; nothing is counted."""
    body = request.role.body
    row = get_object_or_404(Record.objects.about("body", body.pk), kind=FormsHandedOut.__name__, pk=record)
    fact = row.fact
    assert isinstance(fact, FormsHandedOut)
    items = papers_of(body, sheets=fact.procedures, blanks=fact.blanks) if fact.printed else []
    if not items:
        raise Http404
    try:
        pdf = visitor_pdf(items, body=body, large=fact.large)
    except Refusal as no:
        return _refused(request, no)
    return pdf_response(pdf, _("Armoire.pdf"))


@require_POST
@agent_view(may=Right.HAND_OUT_FORMS)
def cabinet_take(request: DeskRequest, drawer: int) -> HttpResponse:
    """One paper form was taken out of the drawer; what is ticked for the same person stays ticked."""
    found = get_object_or_404(drawers_of(request.role.body).exclude(label=""), pk=drawer)
    try:
        hand_out(body=request.role.body, taken=[found], page=_page_key(request), by=request.actor)
    except Refusal as no:
        return _refused(request, no)
    return _back(Asked.read(request.POST), anchor="remis")


@require_POST
@agent_view(may=Right.HAND_OUT_FORMS)
def cabinet_restock(request: DeskRequest, drawer: int) -> HttpResponse:
    """The paper forms of a drawer were counted."""
    found: Drawer = get_object_or_404(drawers_of(request.role.body).exclude(label=""), pk=drawer)
    form = RestockForm(request.POST)
    try:
        if not form.is_valid():
            raise Refusal("restock", form.sentence)
        counted = restock(found, form.cleaned_data["stock"], by=request.actor).stock or 0
    except Refusal as no:
        return _refused(request, no)
    told = ngettext("Tiroir %(number)s : %(n)s feuille.", "Tiroir %(number)s : %(n)s feuilles.", counted)
    messages.success(request, told % {"number": found.number, "n": counted})
    return _back(Asked.read(request.POST))


@require_POST
@agent_view(may=Right.HAND_OUT_FORMS)
def cabinet_next(request: DeskRequest) -> HttpResponse:
    """The person has left: nothing of hers stays on the screen."""
    forget_handed(request.session)
    return redirect("desk:cabinet")


def _list(request: DeskRequest, asked: Asked) -> dict[str, Any]:
    body = request.role.body
    listing = listing_of(body, asked)
    may_arrange = not listing.has_drawers and bodies_edited_by(request.user).filter(pk=body.pk).exists()
    return {
        "listing": listing,
        "body": body,
        "arrange_url": reverse("tiroirs:add") if may_arrange else "",
    }


def _page_key(request: DeskRequest) -> UUID:
    """The page these papers are asked on."""
    form = PageForm(request.POST)
    if not form.is_valid():
        raise refusals.stale_page()
    key: UUID = form.cleaned_data["page"]
    return key


def _refused(request: DeskRequest, no: Refusal) -> HttpResponse:
    """Say why, on the page as it was ticked."""
    messages.error(request, no.sentence)
    return _back(Asked.read(request.POST))


def _back(asked: Asked, anchor: str = "") -> HttpResponse:
    address = reverse("desk:cabinet")
    query, place = asked.query, f"#{anchor}" if anchor else ""
    return redirect(f"{address}?{query}{place}" if query else f"{address}{place}")
