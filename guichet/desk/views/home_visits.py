"""Home visits: what is asked, a round that joins several, its sheet, each visit begun at the door."""

from collections.abc import Callable, Sequence
from uuid import uuid4

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guichet.accounts.rules import Right
from guichet.desk.finding import may_name
from guichet.desk.forms.home_visits import HomeVisitForm, RoundForm
from guichet.desk.guard import DeskRequest, agent_view
from guichet.desk.home_visits import round_context, rounds_of, waiting_rows
from guichet.desk.page import page
from guichet.desk.views.case_files import pdf_response
from guichet.kit.dates import day_in_words, now, paris_date
from guichet.kit.refusal import Refusal
from guichet.ui.forms import error_list, render_field
from guichet.visits.actions import (
    add_stops,
    ask_home_visit,
    drop_home_visit,
    finish_round,
    move_stop_up,
    plan_round,
    remove_stop,
    start_stop,
)
from guichet.visits.models import HomeVisit, Round
from guichet.visits.round_sheet import round_pdf


@require_safe
@agent_view(may=Right.RECEIVE_PEOPLE)
def home_visits(request: DeskRequest) -> HttpResponse:
    """What is asked and not planned, and the rounds."""
    return _show(request, RoundForm(request.role))


@agent_view(may=Right.RECEIVE_PEOPLE)
def home_visit_new(request: DeskRequest) -> HttpResponse:
    """Note a home visit, the person or her family at the counter or on the telephone."""
    body = request.role.body
    given = request.POST if request.method == "POST" else None
    form = HomeVisitForm(
        body, given, known=lambda pk: may_name(request.role, pk), initial={"page": uuid4(), **_known(request)}
    )
    if form.is_valid():
        home_visit = ask_home_visit(
            body=body,
            who=form.who,
            wish=form.wish,
            procedures=form.procedures,
            page=form.cleaned_data["page"],
            by=request.actor,
        )
        messages.success(request, _("C’est noté. %(name)s attend une tournée.") % {"name": home_visit.person})
        return redirect("desk:home-visits")
    context = {
        "hidden": [render_field(field) for field in form.hidden_fields()],
        "name_field": form["name"],
        "fields": {field.name: render_field(field, width="full") for field in form.visible_fields()},
        "errors": error_list(form),
    }
    return page(request, "desk/home/new.html", context, here="reception", status=422 if form.errors else 200)


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def home_visit_drop(request: DeskRequest, home_visit: int) -> HttpResponse:
    """Nobody needs it any more."""
    found = _home_visit_or_404(request, home_visit)
    try:
        drop_home_visit(found, by=request.actor)
    except Refusal as no:
        messages.error(request, no.sentence)
    else:
        told = _("Visite annulée. Elle venait du portail : répondez aussi à son dossier.")
        messages.success(request, told if found.case_id else _("Visite annulée."))
    return redirect("desk:home-visits")


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def round_plan(request: DeskRequest) -> HttpResponse:
    """Join the ticked visits in one round."""
    form = RoundForm(request.role, request.POST)
    ticked = _ticked(request)
    if not form.is_valid():
        return _show(request, form, ticked=ticked)
    body = request.role.body
    found = HomeVisit.objects.of_body(body).in_bulk(ticked)
    try:
        planned = plan_round(
            body=body,
            place=form.cleaned_data["place"],
            on=form.cleaned_data["on"],
            starts_at=form.cleaned_data["starts_at"],
            agent=form.cleaned_data["agent"],
            stops=[found[pk] for pk in ticked if pk in found],
            by=request.actor,
        )
    except Refusal as no:
        form.add_error({"past-day": "on", "no-place": "place", "not-here": "agent"}.get(no.code), no.sentence)
        return _show(request, form, ticked=ticked)
    messages.success(request, _("Tournée prévue %(day)s. Imprimez sa feuille.") % {"day": day_in_words(planned.on)})
    return redirect("desk:round", planned.pk)


@require_safe
@agent_view(may=Right.RECEIVE_PEOPLE)
def round_page(request: DeskRequest, planned: int) -> HttpResponse:
    """One round: its stops in order, what to take along."""
    found = _round_or_404(request, planned)
    today = paris_date(now())
    context = round_context(found, request.role, today)
    if found.is_open:
        context["waiting"] = waiting_rows(request.role, today)
    return page(request, "desk/home/round.html", context, here="reception")


@require_safe
@agent_view(may=Right.RECEIVE_PEOPLE)
def round_sheet(request: DeskRequest, planned: int) -> HttpResponse:
    """The sheet to print."""
    found = _round_or_404(request, planned)
    pdf = round_pdf(found, body=request.role.body, printed_by=str(request.user))
    return pdf_response(pdf, _("Tournee-%(day)s.pdf") % {"day": found.on.isoformat()})


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def round_add(request: DeskRequest, planned: int) -> HttpResponse:
    """More people to see: all those ticked, or none."""
    found = _round_or_404(request, planned)
    ticked = HomeVisit.objects.of_body(request.role.body).filter(pk__in=_ticked(request))
    chosen = list(ticked.order_by("asked_at", "pk"))
    return _acted(request, found, lambda: add_stops(found, chosen, by=request.actor))


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def stop_remove(request: DeskRequest, planned: int, stop: int) -> HttpResponse:
    """Not this time."""
    found, home_visit = _round_or_404(request, planned), _home_visit_or_404(request, stop)
    return _acted(request, found, lambda: remove_stop(found, home_visit, by=request.actor))


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def stop_up(request: DeskRequest, planned: int, stop: int) -> HttpResponse:
    """Before the one above her."""
    found, home_visit = _round_or_404(request, planned), _home_visit_or_404(request, stop)
    return _acted(request, found, lambda: move_stop_up(found, home_visit, by=request.actor))


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def stop_start(request: DeskRequest, planned: int, stop: int) -> HttpResponse:
    """At her door: the visit opens."""
    found, home_visit = _round_or_404(request, planned), _home_visit_or_404(request, stop)
    try:
        visit = start_stop(found, home_visit, by=request.actor)
    except Refusal as no:
        messages.error(request, no.sentence)
        return redirect("desk:round", found.pk)
    return redirect("desk:visit", visit.reference)


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def round_finish(request: DeskRequest, planned: int) -> HttpResponse:
    """The agent is back."""
    found = _round_or_404(request, planned)
    finish_round(found, by=request.actor)
    messages.success(request, _("Tournée finie. Qui n’a pas été vu attend de nouveau une tournée."))
    return redirect("desk:home-visits")


def _show(request: DeskRequest, form: RoundForm, *, ticked: Sequence[int] = ()) -> HttpResponse:
    today = paris_date(now())
    context = {
        "waiting": waiting_rows(request.role, today, ticked),
        "rounds": rounds_of(request.role.body, today),
        "fields": [render_field(field, width="full") for field in form],
        "errors": error_list(form),
    }
    return page(request, "desk/home/home_visits.html", context, here="reception", status=422 if form.errors else 200)


def _known(request: DeskRequest) -> dict[str, object]:
    """Somebody whose page led here: named already."""
    asked = request.GET.get("personne", "")
    person = may_name(request.role, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 19 else None
    return {"personne": person.pk, "name": str(person)} if person else {}


def _round_or_404(request: DeskRequest, planned: int) -> Round:
    return get_object_or_404(Round.objects.select_related("agent", "body"), pk=planned, body=request.role.body_id)


def _home_visit_or_404(request: DeskRequest, home_visit: int) -> HomeVisit:
    return get_object_or_404(HomeVisit.objects.of_body(request.role.body), pk=home_visit)


def _ticked(request: DeskRequest) -> list[int]:
    texts = request.POST.getlist("visite")
    return list(dict.fromkeys(int(t) for t in texts if t.isascii() and t.isdigit() and len(t) < 19))


def _acted(request: DeskRequest, planned: Round, act: Callable[[], object]) -> HttpResponse:
    """Do it, or say why not; the round is shown as it is now."""
    try:
        act()
    except Refusal as no:
        messages.error(request, no.sentence)
    return redirect("desk:round", planned.pk)
