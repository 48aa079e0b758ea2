"""The simple mandate, at a visit: give it, read it aloud, have it signed on the screen or on paper, revoke it."""

from http import HTTPStatus
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.accounts.rules import Right
from guichet.desk.finding import may_name
from guichet.desk.forms.mandates import MandateForm, PaperForm, SigningForm
from guichet.desk.guard import DeskRequest, agent_view
from guichet.desk.page import page
from guichet.desk.views.case_files import pdf_response
from guichet.desk.views.visits import visit_or_404
from guichet.documents.actions import discard, join_pages, keep_upload
from guichet.documents.models import StoredFile
from guichet.documents.reading import open_file
from guichet.kit.actor import Actor
from guichet.kit.dates import day_in_words, now, paris_date
from guichet.kit.refusal import Refusal
from guichet.mandates.actions import (
    give_mandate,
    note_mandate_read,
    revoke_mandate,
    sign_mandate_on_glass,
    sign_mandate_on_paper,
)
from guichet.mandates.models import Mandate, ids_of_one
from guichet.mandates.papers import copies_pdf
from guichet.mandates.rules import DURATIONS, Theme, blocks_of, duration_words
from guichet.visits.actions import turn_to
from guichet.visits.models import Visit

USUAL_DAYS = 31


@require_http_methods(["GET", "HEAD", "POST"])
@agent_view(may=Right.RECEIVE_PEOPLE)
def mandate(request: DeskRequest, reference: str) -> HttpResponse:
    """Choose what a new mandate allows and until when, beside those she has; without her name there is none."""
    visit = visit_or_404(request, reference)
    if request.method != "POST":
        return _choose(request, visit, MandateForm({"days": USUAL_DAYS}))
    form = MandateForm(request.POST)
    try:
        turn_to(visit, by=request.actor)
        if visit.person is None:
            raise Refusal("mandate-nameless", _("Un mandat porte le nom de la personne. Notez d’abord son nom."))
        given = give_mandate(person=visit.person, body=visit.body, by=_acting(request, visit), **form.given())
    except Refusal as no:
        return _choose(request, visit, form, refusal=no)
    return redirect("desk:mandate-sign", visit.reference, given.reference)


@require_http_methods(["GET", "HEAD", "POST"])
@agent_view(may=Right.RECEIVE_PEOPLE)
def mandate_sign(request: DeskRequest, reference: str, mandate: str) -> HttpResponse:
    """The text in large letters, to read aloud; then she signs on the screen."""
    visit, found = _both_or_404(request, reference, mandate)
    if request.method != "POST":
        return redirect("desk:mandate", visit.reference) if found.is_signed else _read_and_sign(request, visit, found)
    is_read_aloud, drawing = SigningForm(request.POST).given()
    try:
        turn_to(visit, by=request.actor)
        sign_mandate_on_glass(found, drawing, is_read_aloud=is_read_aloud, by=_acting(request, visit))
    except Refusal as no:
        kept = drawing if no.code == "mandate-unread" else ""  # she need not sign again for a box that was forgotten
        return _read_and_sign(request, visit, found, refusal=no, is_read_aloud=is_read_aloud, drawing=kept)
    return _signed(request, visit)


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def mandate_paper(request: DeskRequest, reference: str, mandate: str) -> HttpResponse:
    """She signed both copies by hand: ours is scanned, in one file or several, and becomes one PDF.

    The day is the one on the paper: signed at her home one evening, it comes to the counter the next morning.
    """
    visit, found = _both_or_404(request, reference, mandate)
    is_read_aloud = bool(request.POST.get("read_aloud"))
    pages: list[StoredFile] = []
    scan: StoredFile | None = None
    try:
        is_read_aloud, signed_on = PaperForm(request.POST).given()
        turn_to(visit, by=request.actor)
        for upload in request.FILES.getlist("files"):
            pages.append(keep_upload(upload, name=upload.name or "", body=visit.body, by=request.actor))
        if not pages:
            raise Refusal("no-scan", _("Joignez la photo ou le scan de l’exemplaire signé."))
        scan = join_pages(pages, name=_("Mandat %s") % found.reference, body=visit.body, by=request.actor)
        sign_mandate_on_paper(found, scan, signed_on=signed_on, is_read_aloud=is_read_aloud, by=_acting(request, visit))
    except Refusal as no:
        discard([*pages, *([scan] if scan else [])], by=request.actor)
        return _read_and_sign(request, visit, found, refusal=no, is_read_aloud=is_read_aloud)
    discard(pages, by=request.actor)
    return _signed(request, visit)


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def mandate_revoke(request: DeskRequest, reference: str, mandate: str) -> HttpResponse:
    """She wants it no more, or the body gives it up."""
    visit, found = _both_or_404(request, reference, mandate)
    try:
        turn_to(visit, by=request.actor)
        revoke_mandate(found, by=_acting(request, visit))
    except Refusal as no:
        messages.error(request, no.sentence)
    else:
        messages.success(request, _("Le mandat %s est révoqué : plus rien n’est fait avec lui.") % found.reference)
    return redirect("desk:mandate", visit.reference)


@require_safe
@agent_view(may=Right.RECEIVE_PEOPLE)
def mandate_pdf(request: DeskRequest, reference: str) -> HttpResponse:
    """Its paper: both copies while nobody signed, then what was signed, for who may know her. That she looked is kept."""
    mandates = Mandate.objects.of_body(request.role.body).of_reference(reference)
    found = get_object_or_404(mandates.select_related("body", "person", "signature__file", "scan"))
    if not _may_know(request, found):
        raise Http404
    name = _("Mandat %s.pdf") % found.reference
    note_mandate_read(found, by=request.actor)
    if found.file is None:
        return pdf_response(copies_pdf(found), name)
    try:
        with open_file(found.file) as content:
            return pdf_response(content.read(), name)
    except Refusal as no:
        messages.error(request, no.sentence)
        return redirect("desk:home")


def _may_know(request: DeskRequest, found: Mandate) -> bool:
    """A reference is a number that anybody counts up to: the person, under one of her names, must be known to this role,
    or in front of the agent."""
    ids = ids_of_one(found.person_id)
    held = Visit.objects.held_by(request.role.account_id).filter(body=request.role.body_id, person__in=ids)
    return held.exists() or any(may_name(request.role, pk) for pk in ids)


def _both_or_404(request: DeskRequest, reference: str, mandate: str) -> tuple[Visit, Mandate]:
    """A mandate of the person who came, given to this body."""
    visit = visit_or_404(request, reference)
    if visit.person is None:
        raise Http404
    hers = Mandate.objects.of_body(visit.body).for_person(visit.person)
    return visit, get_object_or_404(hers.of_reference(mandate).select_related("body", "person"))


def _acting(request: DeskRequest, visit: Visit) -> Actor:
    """The agent, at this visit; the action adds in whose name."""
    return request.actor.at_visit(visit.pk)


def _choose(request: DeskRequest, visit: Visit, form: MandateForm, *, refusal: Refusal | None = None) -> HttpResponse:
    ticked = form.given()
    context = {
        "visit": visit,
        "is_named": visit.person is not None and bool(visit.person.last_name),
        "themes": [
            {"value": t.value, "text": _(t.label), "hint": _(t.examples), "checked": t.value in ticked["themes"]}
            for t in Theme
        ],
        "durations": [
            {"value": days, "text": _(duration_words(days)), "checked": days == ticked["days"]} for days in DURATIONS
        ],
        "declared": ticked["is_declared"],
        "rows": _rows(visit),
        "error": refusal.sentence if refusal else "",
    }
    return page(request, "desk/mandates/choose.html", context, here="reception", status=_status(refusal))


def _rows(visit: Visit) -> list[dict[str, Any]]:
    """Her mandates that count today, and those still to be signed."""
    if visit.person is None:
        return []
    today = paris_date(now())
    hers = Mandate.objects.of_body(visit.body).for_person(visit.person).select_related("body")
    shown = [one for one in hers if one.is_in_force(today) or not (one.is_signed or one.is_revoked)]
    return [
        {
            "mandate": one,
            "until": day_in_words(one.ends_on),
            "themes": ", ".join(one.theme_labels),
        }
        for one in shown
    ]


def _read_and_sign(
    request: DeskRequest,
    visit: Visit,
    found: Mandate,
    *,
    refusal: Refusal | None = None,
    is_read_aloud: bool = False,
    drawing: str = "",
) -> HttpResponse:
    context = {
        "visit": visit,
        "mandate": found,
        "blocks": blocks_of(found.text),
        "is_read_aloud": is_read_aloud,
        "drawing": drawing,
        "signed_on": request.POST.get("signed_on") or paris_date(now()).isoformat(),
        "max_bytes": settings.FILE_MAX_BYTES,
        "error": refusal.sentence if refusal else "",
    }
    return page(request, "desk/mandates/sign.html", context, here="reception", status=_status(refusal))


def _signed(request: DeskRequest, visit: Visit) -> HttpResponse:
    messages.success(
        request,
        _(
            "Le mandat est signé. Imprimez l’exemplaire de la personne ; le reçu de la visite porte les codes avec lesquels elle relit cette visite, et peut l’arrêter."
        ),
    )
    return redirect("desk:mandate", visit.reference)


def _status(refusal: Refusal | None) -> int:
    return HTTPStatus.UNPROCESSABLE_ENTITY if refusal else HTTPStatus.OK
