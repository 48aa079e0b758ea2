"""What the department does with its case: one address per verb, by POST alone."""

from collections.abc import Callable

from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guichet.cases.actions import ask_for_paper, decide, transmit, write_message
from guichet.cases.models import Case, Entry
from guichet.expert.forms.cases import ActForm, DecideForm, GiveBackForm, WriteForm
from guichet.expert.guard import ExpertRequest, case_view, expert, forget, opened_case
from guichet.expert.page import page
from guichet.expert.views.cases import show_case
from guichet.kit.refusal import Refusal


@require_POST
@case_view
def write(request: ExpertRequest, case: Case) -> HttpResponse:
    """Write to the person, or ask her for a paper."""
    form = WriteForm(request.POST)
    asks = request.POST.get("voice") == Entry.Kind.PAPER

    def act() -> Case:
        action = ask_for_paper if asks else write_message
        return action(case, form.text_typed, seen_version=form.seen_version, by=expert(case))

    return _acted(request, case, form, act, "demande" if asks else "parti")


@require_POST
@case_view
def decide_case(request: ExpertRequest, case: Case) -> HttpResponse:
    """Close the case with an outcome; the person is told."""
    form = DecideForm(case, request.POST)

    def act() -> Case:
        outcome = form.cleaned_data["outcome"]
        return decide(case, outcome=outcome, text=form.text_typed, seen_version=form.seen_version, by=expert(case))

    return _acted(request, case, form, act, "decide")


@require_POST
@case_view
def give_back(request: ExpertRequest, case: Case) -> HttpResponse:
    """« Ce n’est pas pour nous » : the case goes back to who sent it, with the reason."""
    form = GiveBackForm(request.POST)
    try:
        form.check()
        if case.sender is None:
            raise Refusal("no-sender", _("Ce dossier vous est arrivé directement : appelez la mairie pour le rendre."))
        transmit(case, department=case.sender, text=form.text_typed, seen_version=form.seen_version, by=expert(case))
    except Refusal as no:
        return _shown_again(request, case, form, no)
    response = page(request, "expert/given_back.html", {"reference": case.reference, "receiver": case.sender})
    forget(request, response, case.reference)
    return response


def _acted(request: ExpertRequest, case: Case, form: ActForm, act: Callable[[], Case], said: str) -> HttpResponse:
    """Do it and show the case again; a refusal shows the page with its sentence and all that was typed."""
    try:
        form.check()
        act()
    except Refusal as no:
        return _shown_again(request, case, form, no)
    response = redirect("expert:case", case.reference)
    response.headers["Location"] += f"?note={said}"
    return response


def _shown_again(request: ExpertRequest, case: Case, form: ActForm, refusal: Refusal) -> HttpResponse:
    """The case as it is now, through the door once more: what refused the act may be that it has left the department."""
    current = opened_case(request, case.reference)
    if current is None:
        return redirect("expert:case", case.reference)
    return show_case(request, current, form=form, refusal=refusal)
