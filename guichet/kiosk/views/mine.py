"""My request: by its two codes, typed or shown to the camera; then where it stands."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guichet.accounts.actions import check_secret
from guichet.cases.acknowledgement import appeal
from guichet.cases.models import Case, Entry
from guichet.cases.rules import State, scanned_codes, typed_reference
from guichet.cases.timeline import resident_timeline
from guichet.kiosk.frame import page, suite
from guichet.kiosk.guard import KioskRequest, case_view, grant, kiosk_page
from guichet.kiosk.views.requests import due_url
from guichet.kit.dates import day_in_words, hour_in_words, paris_date
from guichet.kit.refusal import Refusal
from guichet.kit.words import clean

LONGEST = 60
LONGEST_QR = 300
TOO_SOON = 429
EVENTS, LOW_EVENTS = 4, 2


@require_http_methods(["GET", "HEAD", "POST"])
@kiosk_page
def mine(request: KioskRequest) -> HttpResponse:
    """Ask for the two codes, or read them from the ticket held before the camera."""
    if request.method != "POST":
        return _form(request, reference=clean(request.GET.get("reference", ""))[:LONGEST])
    if shown := request.POST.get("ticket", "")[:LONGEST_QR]:
        ticket = scanned_codes(shown)
        if ticket is None:
            return _form(
                request,
                error=_(
                    "Ce code n’est pas celui d’un ticket de la mairie. Montrez le carré de votre ticket, ou tapez vos deux codes."
                ),
            )
        reference, secret = ticket
    else:
        reference = clean(request.POST.get("reference", ""))[:LONGEST]
        secret = clean(request.POST.get("secret", ""))[:LONGEST]
    if not reference or not secret:
        return _form(
            request,
            reference=reference,
            error=_("Tapez la référence et le code secret : les deux sont sur votre ticket."),
        )
    reference = typed_reference(reference)
    found = Case.objects.filter(reference=reference).first()
    if found is not None and request.town.pk not in {found.commune_id, found.owner_id}:
        found = None
    try:
        # Several people type here one after the other: what is counted is the reference, never the kiosk.
        check_secret(secret, found.secret if found else None, reference=reference, address=None)
    except Refusal as no:
        return _form(request, reference=reference, error=no.sentence, status=TOO_SOON if no.code == "too-soon" else 200)
    assert found is not None, "no secret is right for nothing"
    grant(request, found)
    return redirect(due_url(found) if found.is_draft else reverse("kiosk:case", args=[found.reference]))


def _form(request: KioskRequest, *, reference: str = "", error: str = "", status: int = 200) -> HttpResponse:
    context = {"reference": reference, "error": error, "camera": "camera" in request.GET and not error}
    return page(
        request,
        "kiosk/mine.html",
        context,
        web_url=reverse("portal:follow"),
        back_url=reverse("kiosk:home"),
        status=status,
    )


@require_safe
@kiosk_page
@case_view
def case(request: KioskRequest, case: Case) -> HttpResponse:
    """Where the request stands, what was said, and its receipt to print."""
    if case.is_draft:
        return redirect(due_url(case))
    events = [
        {
            "title": event.title,
            "when": _("%(day)s à %(hour)s")
            % {"day": day_in_words(paris_date(event.at), year=False), "hour": hour_in_words(event.at)},
            "text": event.text,
        }
        for event in reversed(resident_timeline(case))
    ]
    shown = suite(request, events, EVENTS, LOW_EVENTS)
    context = {
        "case": case,
        "state": _state_words(case),
        "due": day_in_words(case.due_on) if case.due_on and case.is_open else "",
        "decision": case.entries.filter(kind=Entry.Kind.DECISION).last() if case.is_closed else None,
        "appeal": appeal(case) if case.state == State.REFUSED else "",
        "events": shown.items,
        "suite": shown,
    }
    web_url = reverse("portal:case", args=[case.reference])
    return page(request, "kiosk/case.html", context, web_url=web_url, back_url=reverse("kiosk:mine"))


def _state_words(case: Case) -> str:
    return {
        State.RECEIVED: _("Reçue"),
        State.IN_PROGRESS: _("En cours"),
        State.WAITING: _("Nous attendons votre réponse"),
        State.SETTLED: case.outcome_label,
        State.REFUSED: _("Refusée"),
        State.DROPPED: _("Classée sans suite"),
    }[State(case.state)]
