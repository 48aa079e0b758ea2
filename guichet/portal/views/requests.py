"""A request, one thing per page: start, steps, check, send. Everything is kept at each step."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guichet.accounts.actions import take_submission
from guichet.cases.actions import save_step, start_draft, submit
from guichet.cases.models import Case
from guichet.cases.questions import Kind, Step
from guichet.cases.types import CASE_TYPES, CaseType
from guichet.catalogue.models import Offer, Procedure
from guichet.kit.refusal import Refusal
from guichet.portal.forms.cases import StepForm
from guichet.portal.forms.files import attach_each, detach
from guichet.portal.guard import PortalRequest, case_view, counted_address, grant, granted_cases, private, resident
from guichet.portal.robots import filled_hidden_field, is_too_fast, stamped_at
from guichet.portal.views.request_pages import (
    HIDDEN_FIELD_FILLED,
    RETURN,
    already_sent,
    check_page,
    first_page,
    start_page,
    step_page,
)
from guichet.portal.walk import Walk


@require_safe
def start(request: PortalRequest, slug: str) -> HttpResponse:
    """What is asked, how long it takes, who reads it; nothing is kept before the first answer."""
    offer = _offer_or_404(request, slug)
    kind = CASE_TYPES[offer.case_type]
    drafts = [case for case in granted_cases(request) if case.is_draft and case.type_slug == kind.slug]
    return start_page(request, offer, drafts)


@require_http_methods(["GET", "HEAD", "POST"])
def first_step(request: PortalRequest, slug: str, step: str) -> HttpResponse:
    """The only page that is open without codes: its answers make the draft, and the draft its codes."""
    offer = _offer_or_404(request, slug)
    kind = CASE_TYPES[offer.case_type]
    first = kind.steps[0]
    if step != first.slug:
        return private(redirect("portal:request", slug))
    if request.method != "POST":
        return private(first_page(request, offer, StepForm(first, {}, request.town)))
    form = StepForm(first, {}, request.town, request.POST)
    if not form.is_valid or filled_hidden_field(request):
        return private(first_page(request, offer, form, robot=form.is_valid))
    draft = _draft_of_this_page(request, kind)
    if draft is None:
        draft = start_draft(
            kind.slug, commune=request.town, department=offer.department, answers=form.cleaned, by=resident(request)
        )
    else:
        draft = save_step(draft, form.cleaned, by=resident(request))
    response = private(redirect(Walk(draft).url_after(first)))
    grant(request, response, draft)
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@case_view
def step(request: PortalRequest, case: Case, slug: str, step: str) -> HttpResponse:
    """One page of a draft. An answer may come in any order; the pages are shown in theirs."""
    asked, walk = case.kind.step(step), Walk(case)
    if asked is None or slug != walk.slug:
        raise Http404
    if not case.is_draft:
        return already_sent(case)
    is_visible = asked in case.steps
    if request.method == "POST" and is_visible:
        return _keep(request, walk, asked)
    due = case.first_incomplete
    if not is_visible or (due is not None and case.steps.index(due) < case.steps.index(asked)):
        return redirect(walk.due_url)
    return step_page(request, walk, StepForm(asked, case.answers, request.town))


def _keep(request: PortalRequest, walk: Walk, asked: Step) -> HttpResponse:
    """Keep what is right on this page, whatever is wrong beside it."""
    case = walk.case
    form = StepForm(asked, case.answers, request.town, request.POST)
    try:
        refused = _take_files(request, case, asked)
        walk.case = case = save_step(case, form.cleaned, by=resident(request))
    except Refusal:  # sent meanwhile, in another window
        return already_sent(case)
    if refused or not form.is_valid:
        return step_page(request, walk, form, refused=refused)
    if "joindre" in request.POST or "retirer" in request.POST:
        return redirect(request.get_full_path())
    return redirect(walk.due_url if request.GET.get(RETURN) else walk.url_after(asked))


def _take_files(request: PortalRequest, case: Case, asked: Step) -> list[str]:
    """Take off and add the files of this page; a sentence for each that was refused."""
    refused: list[str] = []
    for question in asked.questions:
        if question.kind == Kind.FILES:
            if key := request.POST.get("retirer"):
                detach(case, key, by=resident(request))
            refused += attach_each(
                request.FILES.getlist(question.name), case, question=question.name, by=resident(request)
            )
    return refused


@require_http_methods(["GET", "HEAD", "POST"])
@case_view
def check(request: PortalRequest, case: Case, slug: str) -> HttpResponse:
    """Read everything again, then send. Sent twice from a stale page, it is the same case and the same receipt."""
    walk = Walk(case)
    if slug != walk.slug:
        raise Http404
    if not case.is_draft:
        return redirect("portal:receipt", case.reference) if request.method == "POST" else already_sent(case)
    if case.first_incomplete is not None:
        return redirect(walk.due_url)
    if request.method != "POST":
        return check_page(request, walk)
    try:
        _send(request, case)
    except Refusal as no:
        return check_page(request, walk, refusal=no)
    return redirect("portal:receipt", case.reference)


def _send(request: PortalRequest, case: Case) -> None:
    if filled_hidden_field(request):
        raise Refusal("hidden-field", str(HIDDEN_FIELD_FILLED))
    if is_too_fast(case.created_at):
        raise Refusal(
            "too-fast",
            _(
                "Cette demande est allée très vite. Vos réponses sont gardées : relisez-les, puis appuyez encore une fois sur « Envoyer »."
            ),
        )
    address = counted_address(request)
    if address is not None:
        take_submission(address)
    submit(case, by=resident(request))


def _offer_or_404(request: PortalRequest, slug: str) -> Offer:
    procedure = Procedure.objects.filter(slug=slug).first()
    offer = Offer.objects.on_portal(request.town, procedure) if procedure else None
    if offer is None:
        raise Http404
    return offer


def _draft_of_this_page(request: PortalRequest, kind: CaseType) -> Case | None:
    """The draft that this very page already made on this device: it came back from the history, or was pressed twice."""
    drawn_at = stamped_at(request)
    if drawn_at is None:
        return None
    drafts = (case for case in granted_cases(request) if case.is_draft and case.type_slug == kind.slug)
    return next((draft for draft in drafts if draft.created_at >= drawn_at), None)
