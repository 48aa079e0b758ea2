"""The kiosk rings at the counter: who comes says so, and the others stop hearing it."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guichet.accounts.rules import Right
from guichet.desk.guard import DeskRequest, agent_view
from guichet.desk.kiosk import kiosk_news
from guichet.devices.actions import answer_call, close_incident
from guichet.devices.health_rules import SILENT
from guichet.devices.models import Call, Incident


@require_safe
@agent_view(may=Right.RECEIVE_PEOPLE)
def kiosk(request: DeskRequest) -> HttpResponse:
    """The strip alone, for a page that heard that a kiosk rings, or that something is wrong with it."""
    return _strip(request)


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def kiosk_answer(request: DeskRequest, call: int) -> HttpResponse:
    """She goes: it stops ringing everywhere. A colleague who said so first, or a person who left, is told."""
    calls = Call.objects.filter(session__terminal__body=request.role.body_id).select_related("session__terminal")
    found = answer_call(get_object_or_404(calls, pk=call), by=request.actor)
    if found.answered_by_id is None:
        return _done(request, _("La personne n’est plus à la borne."))
    return _done(request, "" if found.answered_by_id == request.role.account_id else _("Un collègue y va déjà."))


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def kiosk_settled(request: DeskRequest, incident: int) -> HttpResponse:
    """Somebody looked after a kiosk that says nothing; of anything else the kiosk itself says when it is over."""
    silent = Incident.objects.filter(terminal__body=request.role.body_id, kind=SILENT).select_related("terminal")
    close_incident(get_object_or_404(silent, pk=incident), by=request.actor)
    return _done(request)


def _done(request: DeskRequest, note: str = "") -> HttpResponse:
    """A page that asked by itself stays as it is, with what is typed in it; any other is shown again."""
    if "X-Requested-With" in request.headers:
        return _strip(request, note)
    if note:
        messages.success(request, note)
    wanted = request.POST.get("retour", "")
    is_ours = wanted.startswith("/guichet/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return redirect(wanted if is_ours else "desk:home")


def _strip(request: DeskRequest, note: str = "") -> HttpResponse:
    context = {"kiosk": kiosk_news(request.role), "kiosk_note": note}
    return render(request, "desk/kiosk/fragment_news.html", context)
