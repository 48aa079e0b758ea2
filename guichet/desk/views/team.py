"""The team: what each followed, what each may settle alone, what they note for each other. Never public."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guichet.accounts.models import Account
from guichet.accounts.rules import Right
from guichet.catalogue.models import Procedure
from guichet.desk.cabinet import procedures_of
from guichet.desk.forms.team import NoteForm, TrainingForm
from guichet.desk.guard import DeskRequest, agent_view
from guichet.desk.page import page
from guichet.desk.team import (
    agents_of,
    choices_of,
    hours_by_kind,
    mastered_by,
    mastered_by_nobody,
    notes_of,
    team_of,
    trainings_of,
)
from guichet.kit.dates import now, paris_date
from guichet.kit.refusal import Refusal
from guichet.ui.forms import error_list, render_field
from guichet.visits.actions import record_training, remove_training, set_mastery, write_note
from guichet.visits.models import AgentNote, Mastery, Training


@require_safe
@agent_view()
def team(request: DeskRequest) -> HttpResponse:
    """All the agents for who manages them; her own record for anybody else."""
    _enter(request)
    if not _manages(request):
        return _show_record(request, request.user, TrainingForm())
    body, year = request.role.body, paris_date(now()).year
    context = {
        "members": team_of(body, year),
        "year": year,
        "unmastered": mastered_by_nobody(body),
        "tab": "team",
    }
    return page(request, "desk/team/team.html", {**context, **_furniture(request)}, here=_here(request))


@require_safe
@agent_view()
def team_agent(request: DeskRequest, account: int) -> HttpResponse:
    """What one agent followed and may settle alone."""
    return _show_record(request, _account_or_404(request, account), TrainingForm())


@require_POST
@agent_view()
def training_add(request: DeskRequest, account: int) -> HttpResponse:
    """Note a training, one's own or, for who manages the agents, anybody's."""
    found = _account_or_404(request, account)
    form = TrainingForm(request.POST)
    if form.is_valid():
        given = form.cleaned_data
        try:
            record_training(
                found, body=request.role.body, kind=Training.Kind(given["kind"]), on=given["on"],
                minutes=given["duration"], subject=given["subject"], with_whom=given["with_whom"], by=request.actor,
            )  # fmt: skip
        except Refusal as no:
            form.add_error("on" if no.code == "training-to-come" else None, no.sentence)
        else:
            messages.success(request, _("Formation notée."))
            return _to_record(request, found)
    return _show_record(request, found, form, status=422)


@require_POST
@agent_view()
def training_remove(request: DeskRequest, account: int, training: int) -> HttpResponse:
    """Take off what was written by mistake."""
    found = _account_or_404(request, account)
    trainings = Training.objects.of_body(request.role.body)
    remove_training(get_object_or_404(trainings, pk=training, account=found), by=request.actor)
    messages.success(request, _("Formation retirée."))
    return _to_record(request, found)


@agent_view(may=Right.MANAGE_AGENTS)
def team_mastery(request: DeskRequest, account: int) -> HttpResponse:
    """Tick the procedures that an agent may settle alone."""
    found, body = _account_or_404(request, account), request.role.body
    if request.method != "POST":
        context = {"account": found, "themes": choices_of(found, body), "search_url": "", "tab": "team"}
        return page(request, "desk/team/mastery.html", {**context, **_furniture(request)}, here=_here(request))
    asked = [pk for pk in request.POST.getlist("demarche") if pk.isascii() and pk.isdigit() and len(pk) < 19]
    shown = procedures_of(body)
    held = Mastery.objects.filter(account=found, body=body).exclude(procedure__in=shown.order_by().values("pk"))
    # What the body hides today was not on the page: it stays as it was.
    hidden = Procedure.objects.filter(pk__in=held.values("procedure"))
    set_mastery(found, [*shown.filter(pk__in=asked), *hidden], body=body, by=request.actor)
    messages.success(request, _("C’est noté."))
    return redirect("desk:team-agent", found.pk)


@require_safe
@agent_view()
def agent_notes(request: DeskRequest) -> HttpResponse:
    """Every note of the team, and where none is written yet."""
    _enter(request)
    noted, others = notes_of(request.role.body)
    context = {"noted": noted, "others": others, "search_url": "", "tab": "notes"}
    return page(request, "desk/team/notes.html", {**context, **_furniture(request)}, here=_here(request))


@agent_view()
def agent_note(request: DeskRequest, slug: str) -> HttpResponse:
    """Read and write the note of one procedure; two who write at once are told."""
    _enter(request)
    body = request.role.body
    procedure = get_object_or_404(procedures_of(body), slug=slug)
    form = NoteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            write_note(body=body, procedure=procedure, text=given["text"], seen=given["seen"], by=request.actor)
        except Refusal as no:
            form.add_error("text", no.sentence)
        else:
            messages.success(request, _("Note enregistrée.") if given["text"].strip() else _("Note retirée."))
            return redirect(_back(request) or "desk:agent-notes")
    note = AgentNote.objects.filter(body=body, procedure=procedure).select_related("written_by").first()
    typed = form["text"].value() if form.is_bound else note.text if note else ""
    context: dict[str, Any] = {
        "procedure": procedure,
        "note": note,
        "field": render_field(form["text"], value=typed, optional=False),
        "errors": error_list(form),
        "back": _back(request),
        "tab": "notes",
    }
    status = 422 if form.errors else 200
    return page(request, "desk/team/note.html", {**context, **_furniture(request)}, here=_here(request), status=status)


def _show_record(request: DeskRequest, account: Account, form: TrainingForm, status: int = 200) -> HttpResponse:
    body, year = request.role.body, paris_date(now()).year
    entries = trainings_of(account, body)
    context: dict[str, Any] = {
        "account": account,
        "is_me": account.pk == request.user.pk,
        "entries": entries,
        "year": year,
        "hours": hours_by_kind(entries, year),
        "mastered": mastered_by(account, body),
        "fields": [render_field(field) for field in form],
        "errors": error_list(form),
        "tab": "team",
    }
    return page(request, "desk/team/agent.html", {**context, **_furniture(request)}, here=_here(request), status=status)


def _enter(request: DeskRequest) -> None:
    """Who receives people, and who manages the agents; the team does not exist for the others."""
    if not (request.role.may(Right.RECEIVE_PEOPLE) or _manages(request)):
        raise Http404


def _manages(request: DeskRequest) -> bool:
    return request.role.may(Right.MANAGE_AGENTS)


def _account_or_404(request: DeskRequest, pk: int) -> Account:
    """Oneself; for who manages them, any agent of the body. The others do not exist here."""
    _enter(request)
    if not _manages(request) and pk != request.user.pk:
        raise Http404
    return get_object_or_404(agents_of(request.role.body), pk=pk)


def _here(request: DeskRequest) -> str:
    """The door of the rail: the team's, or for who has none of it, the agents'."""
    return "team" if request.role.may(Right.RECEIVE_PEOPLE) else "agents"


def _furniture(request: DeskRequest) -> dict[str, Any]:
    return {"manages": _manages(request)}


def _to_record(request: DeskRequest, account: Account) -> HttpResponse:
    return redirect("desk:team-agent", account.pk) if _manages(request) else redirect("desk:team")


def _back(request: DeskRequest) -> str:
    """The page of the desk that sent here, if one did."""
    wanted = request.POST.get("retour") or request.GET.get("retour", "")
    is_ours = wanted.startswith("/guichet/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if is_ours else ""
