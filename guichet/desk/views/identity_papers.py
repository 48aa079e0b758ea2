"""Identity papers to hand out: arrived, scanned or typed; handed over with one key."""

from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from guichet.accounts.rules import Right
from guichet.catalogue.rules import application_number
from guichet.desk.forms.identity_papers import ArrivalForm
from guichet.desk.guard import DeskRequest, agent_view
from guichet.desk.identity_papers import SUBJECT, handed_papers, kind_words, told_words, waiting_papers
from guichet.desk.page import capitalised, page
from guichet.kit.dates import day_in_words, paris_date
from guichet.kit.refusal import Refusal
from guichet.notifications.models import Message
from guichet.ui.forms import error_list, render_field
from guichet.visits.actions import hand_over_paper, paper_arrived, undo_hand_over
from guichet.visits.models import IdentityPaper, Visit


@agent_view(may=Right.RECEIVE_PEOPLE)
def identity_papers(request: DeskRequest) -> HttpResponse:
    """Those that wait; with the number field ready, what arrives is noted."""
    if request.method != "POST":
        return _show(request, ArrivalForm())
    form = ArrivalForm(request.POST)
    known = _known(request, form)
    if known is not None:
        return _already_here(request, known)
    if form.has_number_alone and application_number(form.data["number"]):
        return _show(request, ArrivalForm(initial=request.POST.dict()), now_name=True)
    if form.is_valid():
        try:
            paper = paper_arrived(
                body=request.role.body,
                kind=IdentityPaper.Kind(form.cleaned_data["kind"]),
                number=form.cleaned_data["number"],
                contact=form.contact,
                by=request.actor,
            )
        except Refusal as no:
            form.add_error("number", no.sentence)
        else:
            return _noted(request, paper)
    return _show(request, form)


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def identity_paper_hand(request: DeskRequest, paper: int) -> HttpResponse:
    """She has it in her hands; during her visit, the visit keeps it. Another's visit says nothing of her."""
    found = _paper_or_404(request, paper)
    visit = _visit_held(request)
    is_hers = visit is not None and _may_be_hers(visit, found)
    handed = hand_over_paper(found, by=request.actor.at_visit(visit.pk) if visit and is_hers else request.actor)
    told = _("%(kind)s de %(name)s\N{NO-BREAK SPACE}: remise notée. Le nom et le numéro s’effacent dans 30 jours.")
    sentences = [told % {"kind": capitalised(kind_words(handed)), "name": handed.person}]
    if visit and not is_hers:
        apart = _("La visite %(reference)s est à un autre nom\N{NO-BREAK SPACE}: son reçu ne dit rien de cette remise.")
        sentences.append(apart % {"reference": visit.reference})
    messages.success(request, " ".join(sentences))
    return _back(request)


@require_POST
@agent_view(may=Right.RECEIVE_PEOPLE)
def identity_paper_undo(request: DeskRequest, paper: int) -> HttpResponse:
    """It was ticked by mistake."""
    found = _paper_or_404(request, paper)
    try:
        undo_hand_over(found, by=request.actor)
    except Refusal as no:
        messages.error(request, no.sentence)
    else:
        messages.success(request, _("Remise annulée\N{NO-BREAK SPACE}: le titre attend de nouveau."))
    return _back(request)


def _show(request: DeskRequest, form: ArrivalForm, *, now_name: bool = False) -> HttpResponse:
    text = request.GET.get("q", "").strip()[:60]
    wrong = next((bound.name for bound in form if bound.errors), "")
    focused = "name" if now_name else wrong or ("" if text else "number")
    context = {
        "fields": [
            render_field(field, width="full", autofocus=field.name == focused, spellcheck_off=field.name == "number")
            for field in form
        ],
        "errors": error_list(form),
        "waiting": waiting_papers(request.role.body, text),
        "handed": handed_papers(request.role.body),
        "text": text,
        "visit": _visit_held(request),
        "search_url": "",  # this page has its own search, in the same place and under the same key
    }
    status = 422 if form.errors else 200
    return page(request, "desk/identity/identity_papers.html", context, here="reception", status=status)


def _known(request: DeskRequest, form: ArrivalForm) -> IdentityPaper | None:
    """The paper of this number, when it is here already."""
    number = application_number(form.data.get("number", ""))
    papers = IdentityPaper.objects.of_body(request.role.body).select_related("person")
    return papers.filter(number=number).first() if number else None


def _already_here(request: DeskRequest, paper: IdentityPaper) -> HttpResponse:
    """A number scanned again: to hand it over, or it was."""
    if paper.handed_at is None:
        return _back(request, q=paper.number)
    told = _("Ce titre a été remis %(day)s à %(name)s.")
    day = day_in_words(paris_date(paper.handed_at), year=False)
    messages.error(request, told % {"day": day, "name": paper.person})
    return _back(request)


def _noted(request: DeskRequest, paper: IdentityPaper) -> HttpResponse:
    message = Message.objects.about(SUBJECT, paper.pk).get()
    told = _("%(kind)s de %(name)s\N{NO-BREAK SPACE}: arrivée notée. %(told)s.")
    words = {"kind": capitalised(kind_words(paper)), "name": paper.person, "told": capitalised(told_words(message))}
    messages.success(request, told % words)
    return _back(request)


def _paper_or_404(request: DeskRequest, paper: int) -> IdentityPaper:
    papers = IdentityPaper.objects.of_body(request.role.body).select_related("person")
    return get_object_or_404(papers, pk=paper)


def _visit_held(request: DeskRequest) -> Visit | None:
    """The visit this page was opened from (`?visite=`), while this agent holds it."""
    reference = request.POST.get("visite") or request.GET.get("visite", "")
    held = Visit.objects.held_by(request.role.account_id).filter(body=request.role.body_id, reference=reference)
    return held.select_related("person").first() if reference else None


def _may_be_hers(visit: Visit, paper: IdentityPaper) -> bool:
    """Nobody is named in the visit, or somebody of the same name as on the paper."""
    return visit.person is None or visit.person.folded_name == paper.person.folded_name


def _back(request: DeskRequest, **asked: str) -> HttpResponse:
    visit = _visit_held(request)
    told = {**({"visite": visit.reference} if visit else {}), **asked}
    here = reverse("desk:identity-papers")
    return redirect(f"{here}?{urlencode(told)}" if told else here)
