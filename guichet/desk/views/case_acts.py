"""What an agent does with a case: one address per verb, by POST alone."""

from collections.abc import Callable
from urllib.parse import parse_qsl, urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guichet.accounts.models import Account
from guichet.accounts.rules import Right
from guichet.cases.actions import (
    ask_for_paper,
    decide,
    hand_over,
    renew_code,
    reopen,
    take,
    transmit,
    write_message,
    write_note,
)
from guichet.cases.models import Case, Entry
from guichet.communes.models import Department
from guichet.desk.forms.cases import ActForm, DecideForm, HandOverForm, ReopenForm, WriteForm
from guichet.desk.guard import DeskRequest, agent_view, case_or_404
from guichet.desk.views.cases import show_case
from guichet.kit.refusal import Refusal


@require_POST
@agent_view(may=Right.TREAT_CASES)
def case_take(request: DeskRequest, reference: str) -> HttpResponse:
    """Take a case, from its page or from a row of the inbox (then back to the same list)."""
    case = case_or_404(request, reference)
    form = ActForm(request.POST)
    back = request.POST.get("back")
    if back is None:
        return _acted(
            request, case, form, lambda: take(case, seen_version=form.seen_version, by=request.actor),
            _("Ce dossier est à vous."),
        )  # fmt: skip
    try:
        _check(form)
        take(case, seen_version=form.seen_version, by=request.actor)
    except Refusal as no:
        messages.error(request, f"{case.reference} : {no.sentence}")
    else:
        messages.success(request, _("%(reference)s est à vous.") % {"reference": case.reference})
    return redirect(f"{reverse('desk:inbox')}?{urlencode(parse_qsl(back))}")


@require_POST
@agent_view(may=Right.TREAT_CASES)
def case_write(request: DeskRequest, reference: str) -> HttpResponse:
    """Write to the person, ask her for a paper, or leave a note to colleagues."""
    case = case_or_404(request, reference)
    form = WriteForm(request.POST)

    def act() -> Case:
        text, voice = form.cleaned_data["text"], form.cleaned_data["voice"]
        if voice == Entry.Kind.NOTE:
            return write_note(case, text, by=request.actor)
        write = ask_for_paper if voice == Entry.Kind.PAPER else write_message
        return write(case, text, seen_version=form.seen_version, by=request.actor)

    return _acted(request, case, form, act, _said(request.POST.get("voice", "")))


@require_POST
@agent_view(may=Right.TREAT_CASES)
def case_hand_over(request: DeskRequest, reference: str) -> HttpResponse:
    """Give the case to another department, or to a colleague."""
    case = case_or_404(request, reference)
    form = HandOverForm(request.POST)

    def act() -> Case:
        department = Department.objects.select_related("body").filter(pk=form.department_id).first()
        colleague = Account.objects.filter(pk=form.colleague_id).first() if form.colleague_id else None
        if department is None or (form.colleague_id and colleague is None):
            raise Refusal("no-receiver", str(HandOverForm.incomplete))
        if department.body_id != case.owner_id:
            words = form.cleaned_data["text"]
            if not words.strip():
                raise Refusal("no-reason", str(HandOverForm.unexplained))
            return transmit(case, department=department, text=words, seen_version=form.seen_version, by=request.actor)
        return hand_over(
            case, department=department, colleague=colleague, seen_version=form.seen_version, by=request.actor
        )

    return _acted(request, case, form, act, _("%(reference)s est transmis.") % {"reference": case.reference})


@require_POST
@agent_view(may=Right.TREAT_CASES)
def case_decide(request: DeskRequest, reference: str) -> HttpResponse:
    """Close the case with an outcome; the person is told."""
    case = case_or_404(request, reference)
    form = DecideForm(case, request.POST)

    def act() -> Case:
        outcome = form.cleaned_data["outcome"]
        return decide(case, outcome=outcome, text=form.text, seen_version=form.seen_version, by=request.actor)

    told = _("C’est décidé. La personne est prévenue, et la lettre se prépare.")
    if case.person is not None and not case.person.contact_points.exists():
        told = _(
            "C’est décidé. La lettre se prépare : imprimez-la dans « Courrier », la personne n’a pas d’autre moyen."
        )
    return _acted(request, case, form, act, told)


@require_POST
@agent_view(may=Right.TREAT_CASES)
def case_reopen(request: DeskRequest, reference: str) -> HttpResponse:
    """Take a closed case up again."""
    case = case_or_404(request, reference)
    form = ReopenForm(request.POST)

    def act() -> Case:
        text = form.cleaned_data["text"]
        return reopen(case, text=text, seen_version=form.seen_version, by=request.actor)

    return _acted(
        request, case, form, act, _("Le dossier est rouvert, avec un nouveau délai. La personne est prévenue.")
    )


@require_POST
@agent_view(may=Right.TREAT_CASES)
def case_renew_code(request: DeskRequest, reference: str) -> HttpResponse:
    """Give a new secret to the case: the old ticket opens nothing any more."""
    case = case_or_404(request, reference)
    form = ActForm(request.POST)
    return _acted(
        request, case, form, lambda: renew_code(case, seen_version=form.seen_version, by=request.actor),
        _("L’ancien code n’ouvre plus rien. Le nouveau part par lettre ; vous pouvez aussi imprimer le ticket."),
    )  # fmt: skip


def _said(voice: str) -> str:
    if voice == Entry.Kind.NOTE:
        return _("Note gardée, pour vous et vos collègues.")
    if voice == Entry.Kind.PAPER:
        return _("C’est demandé. Le délai est en pause jusqu’à la réponse.")
    return _("C’est parti. La réponse arrivera dans ce fil.")


def _acted(request: DeskRequest, case: Case, form: ActForm, act: Callable[[], Case], said: str) -> HttpResponse:
    """Do it and show the case again; a refusal shows the page with its sentence and all that was typed."""
    try:
        _check(form)
        act()
    except Refusal as no:
        return show_case(request, case_or_404(request, case.reference), form=form, refusal=no)
    messages.success(request, said)
    if not Case.objects.readable_by(request.role).filter(pk=case.pk).exists():
        return redirect("desk:inbox")
    return redirect("desk:case", case.reference)


def _check(form: ActForm) -> None:
    if not form.is_valid():
        raise Refusal("form", str(form.incomplete))
