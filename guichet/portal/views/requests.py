"""A request, one thing per page: start, steps, check, send. Everything is kept at each step."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guichet.accounts.rules import Sent
from guichet.cases.actions import save_step, start_draft, submit
from guichet.cases.asking.files import attach_each, detach, join_asked, missing_files, move_up
from guichet.cases.asking.forms import StepForm
from guichet.cases.models import Case
from guichet.cases.questions import Kind, Step
from guichet.cases.routing import is_ours
from guichet.cases.twins import twins_of
from guichet.cases.types import CASE_TYPES
from guichet.catalogue.models import Offer, Procedure
from guichet.kit.refusal import Refusal
from guichet.portal.guard import (
    PortalRequest,
    case_view,
    count_sent,
    grant,
    granted_cases,
    may_open,
    private,
    resident,
)
from guichet.portal.robots import filled_hidden_field, is_too_fast, stamped_page
from guichet.portal.views.elsewhere import elsewhere_url
from guichet.portal.views.request_pages import (
    RETURN,
    already_sent,
    check_page,
    first_page,
    start_page,
    step_page,
)
from guichet.portal.walk import Walk

STAYING = frozenset({"joindre", "retirer", "monter"})  # buttons that change the files of a page and come back to it


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
    given = kind.procedures.get(slug, {})
    if request.method != "POST":
        return private(first_page(request, offer, StepForm(first, given, request.town)))
    form = StepForm(first, given, request.town, request.POST)
    if not form.is_valid:
        return private(first_page(request, offer, form))
    if not is_ours(kind, form.cleaned):
        return private(redirect(elsewhere_url(slug, form.cleaned)))
    try:
        draft = _begin(request, offer, form)
    except Refusal as no:
        return private(first_page(request, offer, form, refusal=no))
    response = private(redirect(Walk(draft).url_after(first)))
    grant(request, response, draft)
    return response


def _begin(request: PortalRequest, offer: Offer, form: StepForm) -> Case:
    """The draft of this very page: its first sending makes it, the others find it."""
    _refuse_robots(request)
    page = stamped_page(request)
    known = Case.objects.filter(first_page=page).first() if page else None
    if page is None or (known is not None and not _may_go_on(request, known, form.step)):
        raise Refusal(
            "stale-page",
            _(
                "Cette page a déjà servi, ou elle est ouverte depuis trop longtemps. Vos réponses sont gardées : appuyez encore une fois."
            ),
        )
    if known is None:
        count_sent(request, Sent.DRAFT)
    return start_draft(
        offer.case_type,
        commune=request.town,
        department=offer.department,
        procedure=offer.procedure.slug,
        answers=form.cleaned,
        by=resident(request),
        page=page,
    )


def _may_go_on(request: PortalRequest, draft: Case, first: Step) -> bool:
    """The answer that carried its codes may never have come. Until it says more than its first page, the page that
    made it opens it; after that its codes do, or a page left open on a shared device would tell what it says."""
    return may_open(request, draft) or set(draft.answers) <= {question.name for question in first.questions}


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
    if form.is_valid and not is_ours(case.kind, changed := {**case.answers, **form.cleaned}):
        return redirect(elsewhere_url(case.procedure, changed, draft=case))
    try:
        walk.case = save_step(case, form.cleaned, by=resident(request))
        refused = _take_files(request, case, asked)
    except Refusal as no:
        if no.code == "already-sent":  # meanwhile, in another window
            return already_sent(case)
        refused = [no.sentence]
    if refused or not form.is_valid:
        return step_page(request, walk, form, refused=refused)
    if STAYING & set(request.POST):
        return redirect(request.get_full_path())
    if any(question.kind == Kind.FILES for question in asked.questions):
        walk.case.refresh_from_db(fields=["answers"])  # which count the files
    if wanting := missing_files(walk.case, asked) or join_asked(walk.case, asked, by=resident(request)):
        return step_page(request, walk, form, refused=wanting)
    if asked == _last_of_twin(walk.case) and twins_of(walk.case):
        return redirect("portal:request-known", slug=walk.slug, reference=case.reference)
    return redirect(walk.due_url if request.GET.get(RETURN) else walk.url_after(asked))


def _last_of_twin(case: Case) -> Step | None:
    """The page after which a request that may be known already is compared with the others: the one of the street."""
    return next((step for step in case.steps if any(q.name == "street" for q in step.questions)), None)


def _take_files(request: PortalRequest, case: Case, asked: Step) -> list[str]:
    """Take off and add the files of this page; a sentence for each that was refused."""
    refused: list[str] = []
    for question in asked.questions:
        if question.kind == Kind.FILES:
            if key := request.POST.get("retirer"):
                detach(case, key, by=resident(request))
            if key := request.POST.get("monter"):
                move_up(case, key, by=resident(request))
            if uploads := request.FILES.getlist(question.name):
                count_sent(request, Sent.FILE, len(uploads))
                refused += attach_each(uploads, case, question=question.name, by=resident(request))
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
    _refuse_robots(request)
    if is_too_fast(case.created_at):
        raise Refusal(
            "too-fast",
            _(
                "Cette demande est allée très vite. Vos réponses sont gardées : relisez-les, puis appuyez encore une fois sur « Envoyer »."
            ),
        )
    count_sent(request, Sent.REQUEST)
    submit(case, by=resident(request))


def _refuse_robots(request: PortalRequest) -> None:
    if filled_hidden_field(request):
        raise Refusal(
            "hidden-field",
            _(
                "Un champ caché de cette page a été rempli, sans doute par votre navigateur. Nous l’avons vidé et vos réponses sont gardées : appuyez encore une fois."
            ),
        )


def _offer_or_404(request: PortalRequest, slug: str) -> Offer:
    procedure = Procedure.objects.shown_on(request.town).filter(slug=slug).first()
    offer = Offer.objects.on_portal(request.town, procedure) if procedure else None
    if offer is None:
        raise Http404
    return offer
