"""A request at the kiosk: the same questions as on the portal, one thing per page, kept at each step.

A half-filled one is kept under its two codes as soon as the person asks for them; a draft whose codes nobody saw is
erased when the session ends, since nobody could open it again.
"""

from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guichet.cases.acknowledgement import acknowledgement
from guichet.cases.actions import save_step, start_draft, submit
from guichet.cases.addresses import follow_page, ticket_url
from guichet.cases.asking.files import detach, join_asked, missing_files
from guichet.cases.asking.forms import StepForm
from guichet.cases.models import Case
from guichet.cases.questions import Kind, Step, visible_steps
from guichet.cases.routing import destination_of, is_ours
from guichet.cases.types import CASE_TYPES, CaseType
from guichet.cases.types.base import straight_on
from guichet.catalogue.models import Offer
from guichet.catalogue.papers import paper_line
from guichet.communes.models import Body
from guichet.devices.actions import show_code
from guichet.kiosk.frame import page
from guichet.kiosk.guard import KioskRequest, case_view, grant, kiosk_page, resident
from guichet.kiosk.views.sheets import procedure_or_404
from guichet.kit.dates import day_in_words
from guichet.kit.refusal import Refusal

KEEP = "garder"  # the button of the warning: keep what is typed, and show the codes


@require_safe
@kiosk_page
def start(request: KioskRequest, slug: str) -> HttpResponse:
    """What is asked, how long it takes, who reads it."""
    offer = _offer_or_404(request, slug)
    kind = CASE_TYPES[offer.case_type]
    context = {
        **_promise(kind, offer.body),
        "procedure": offer.procedure,
        "minutes": kind.minutes,
        "papers": [paper_line(paper) for paper in offer.procedure.sheet.papers],
        "first_url": reverse("kiosk:request-first", args=[slug, kind.steps[0].slug]),
    }
    back = reverse("kiosk:sheet", args=[slug])
    return page(
        request, "kiosk/requests/start.html", context, web_url=reverse("portal:request", args=[slug]), back_url=back
    )


@require_http_methods(["GET", "HEAD", "POST"])
@kiosk_page
def first_step(request: KioskRequest, slug: str, step: str) -> HttpResponse:
    """Its answers make the draft. Pressed twice, it is the same draft, until it is sent or its codes were read."""
    offer = _offer_or_404(request, slug)
    kind = CASE_TYPES[offer.case_type]
    first = kind.steps[0]
    if step != first.slug:
        return redirect("kiosk:request", slug)
    given = kind.procedures.get(slug, {})
    if request.method != "POST":
        return _first_page(request, offer, StepForm(first, given, request.town))
    form = StepForm(first, given, request.town, request.POST)
    if KEEP not in request.POST:
        if not form.is_valid:
            return _first_page(request, offer, form)
        if not is_ours(kind, form.cleaned):
            return redirect("kiosk:sheet", slug)
    with transaction.atomic():  # a draft that the session does not know could be opened by nobody
        draft = start_draft(
            offer.case_type,
            commune=request.town,
            department=offer.department,
            procedure=slug,
            answers=form.cleaned,
            by=resident(request),
            page=_page_of(request, slug),
        )
        grant(request, draft, unseen=True)
    return redirect(_kept_url(draft) if KEEP in request.POST else _url_after(draft, first))


def _page_of(request: KioskRequest, slug: str) -> UUID:
    """The name of this page in this session. What was sent, or kept under its codes, is left as it is: another follows."""
    passage = request.passage
    mine = Case.objects.filter(pk__in=passage.cases, procedure=slug).order_by("-pk")
    unread = mine.filter(pk__in=passage.unseen, received_at=None).exclude(first_page=None).first()
    if unread is not None and unread.first_page is not None:
        return unread.first_page
    last = mine.values_list("pk", flat=True).first()
    return uuid5(passage.key, f"{slug}:{last or 0}")


@require_http_methods(["GET", "HEAD", "POST"])
@kiosk_page
@case_view
def step(request: KioskRequest, case: Case, step: str) -> HttpResponse:
    """One page of a draft."""
    asked = case.kind.step(step)
    if asked is None:
        raise Http404
    if not case.is_draft:
        return redirect("kiosk:receipt", case.reference)
    is_visible = asked in case.steps
    if request.method == "POST" and is_visible:
        return _keep(request, case, asked)
    due = case.first_incomplete
    if not is_visible or (due is not None and case.steps.index(due) < case.steps.index(asked)):
        return redirect(due_url(case))
    return _step_page(request, case, StepForm(asked, case.answers, request.town))


def _keep(request: KioskRequest, case: Case, asked: Step) -> HttpResponse:
    """Keep what is right on this page, whatever is wrong beside it."""
    form = StepForm(asked, case.answers, request.town, request.POST)
    by = resident(request)
    try:
        case = save_step(case, form.cleaned, by=by)
        if key := request.POST.get("retirer"):
            detach(case, key, by=by)
            return redirect(request.path)
    except Refusal as no:
        return _step_page(request, case, form, notices=[no.sentence])
    if KEEP in request.POST:
        return redirect(_kept_url(case))
    if not form.is_valid:
        return _step_page(request, case, form)
    if any(question.kind == Kind.FILES for question in asked.questions):
        case.refresh_from_db(fields=["answers"])
        if wanting := missing_files(case, asked) or join_asked(case, asked, by=by):
            return _step_page(request, case, form, notices=wanting)
    return redirect(_url_after(case, asked))


@require_http_methods(["GET", "HEAD", "POST"])
@kiosk_page
@case_view
def check(request: KioskRequest, case: Case) -> HttpResponse:
    """Read everything again, then send. Sent twice, it is the same case and the same receipt."""
    if not case.is_draft:
        return redirect("kiosk:receipt", case.reference)
    if case.first_incomplete is not None:
        return redirect(due_url(case))
    notices = []
    if request.method == "POST":
        if KEEP in request.POST:
            return redirect(_kept_url(case))
        try:
            submit(case, by=resident(request))
            return redirect("kiosk:receipt", case.reference)
        except Refusal as no:
            notices = [no.sentence]
    destination = destination_of(case) if case.kind.direct is not straight_on else None
    context = {
        **_promise(case.kind, destination.department.body if destination else case.owner),
        "case": case,
        "title": _("Vérifiez vos réponses"),
        "rows": [_row(case, one, question) for one in case.steps for question in one.asked(case.answers)],
        "number": len(case.steps) + 1,
        "total": len(case.steps) + 1,
        "keep_url": request.path,
        "notices": notices,
    }
    back = reverse("kiosk:request-step", args=[case.reference, case.steps[-1].slug])
    return page(request, "kiosk/requests/check.html", context, web_url=_web_url(case), back_url=back)


def _row(case: Case, step: Step, question: Any) -> dict[str, str]:
    if question.kind == Kind.FILES:
        answer = str(case.attachments.filter(question=question.name).count() or "")
    else:
        answer = _(question.spoken(case.answers[question.name])) if case.answers.get(question.name) else ""
    url = reverse("kiosk:request-step", args=[case.reference, step.slug])
    return {"question": _(question.label), "answer": answer, "change_url": url}


@require_safe
@kiosk_page
@case_view
def kept(request: KioskRequest, case: Case) -> HttpResponse:
    """The two codes of a half-filled request: they open it at the counter, at home, on this kiosk again."""
    if not case.is_draft:
        return redirect("kiosk:receipt", case.reference)
    request.passage = show_code(request.passage, case.pk)
    asked = set(case.attachments.values_list("question", flat=True))
    is_paper = bool(asked) and case.answers.keys() <= asked  # scanned here, for no request yet
    context = {**_ticket(case), "case": case, "go_on_url": due_url(case), "is_paper": is_paper}
    return page(request, "kiosk/requests/kept.html", context, web_url=_web_url(case), back_url=reverse("kiosk:home"))


@require_safe
@kiosk_page
@case_view
def receipt(request: KioskRequest, case: Case) -> HttpResponse:
    """It has arrived: what happens now, and the ticket to keep."""
    if case.is_draft:
        return redirect(due_url(case))
    words = acknowledgement(case)
    context = {
        **_ticket(case),
        "case": case,
        "first_name": case.person.first_name if case.person else "",
        "words": words,
        "due": day_in_words(case.due_on) if case.due_on else "",
    }
    return page(
        request,
        "kiosk/requests/receipt.html",
        context,
        web_url=reverse("portal:receipt", args=[case.reference]),
        back_url=reverse("kiosk:home"),
    )


def _ticket(case: Case) -> dict[str, str]:
    return {
        "reference": case.reference,
        "secret": case.spoken_secret,
        "qr_data": ticket_url(case, case.secret),
        "follow": follow_page(case.commune),
    }


def _first_page(request: KioskRequest, offer: Offer, form: StepForm) -> HttpResponse:
    kind = CASE_TYPES[offer.case_type]
    context = {
        **_about(kind, offer.body, form),
        "number": 1,
        "total": _total(kind, form.cleaned),
        "keep_url": request.path,
    }
    back = reverse("kiosk:request", args=[offer.procedure.slug])
    web_url = reverse("portal:request", args=[offer.procedure.slug])
    return page(request, "kiosk/requests/step.html", context, web_url=web_url, back_url=back)


def _step_page(
    request: KioskRequest, case: Case, form: StepForm, *, notices: list[str] | tuple[()] = ()
) -> HttpResponse:
    steps = case.steps
    number = steps.index(form.step) + 1
    before = steps[number - 2] if number > 1 else None
    files = [question for question in form.step.questions if question.kind == Kind.FILES]
    context = {
        **_about(case.kind, case.owner, form),
        "case": case,
        "number": number,
        "total": _total(case.kind, case.answers),
        "keep_url": request.path,
        "notices": notices,
        "scans": [
            {
                "label": _(question.label),
                "hint": _(question.hint),
                "files": [one.file for one in case.attachments.filter(question=question.name).select_related("file")],
                "most": question.most,
            }
            for question in files
        ],
        "scan_url": reverse("kiosk:scan-for", args=[case.reference, form.step.slug]) if files else "",
    }
    if before:
        back = reverse("kiosk:request-step", args=[case.reference, before.slug])
    else:
        back = reverse("kiosk:request", args=[case.procedure])
    return page(request, "kiosk/requests/step.html", context, web_url=_web_url(case), back_url=back)


def _about(kind: CaseType, owner: Body, form: StepForm) -> dict[str, Any]:
    return {
        **_promise(kind, owner),
        "title": _(form.step.title),
        "fields": [{**field, "suggest": ""} for field in form.fields],
        "errors": form.error_list,
    }


def _promise(kind: CaseType, owner: Body) -> dict[str, Any]:
    """What these answers are for, who reads them, when they go (RGPD, art. 13)."""
    return {
        "kind_title": _(kind.title),
        "reader": owner.the_name[:1].upper() + owner.the_name[1:],
        "purpose": _(kind.purpose),
        "kept": _(kind.kept_words),
    }


def _total(kind: CaseType, answers: Any) -> int:
    """The pages that these answers ask for, the last reading included: an answer may still open or close one."""
    return len(visible_steps(kind.steps, answers)) + 1


def _url_after(case: Case, step: Step) -> str:
    """The page that follows this one, unless an earlier one lacks an answer."""
    steps, due = case.steps, case.first_incomplete
    place = steps.index(step) + 1 if step in steps else len(steps)
    if place < len(steps) and (due is None or place <= steps.index(due)):
        return reverse("kiosk:request-step", args=[case.reference, steps[place].slug])
    return due_url(case)


def due_url(case: Case) -> str:
    """The first page that lacks an answer, or the check page."""
    due = case.first_incomplete
    if due:
        return reverse("kiosk:request-step", args=[case.reference, due.slug])
    return reverse("kiosk:request-check", args=[case.reference])


def _kept_url(case: Case) -> str:
    return reverse("kiosk:request-kept", args=[case.reference])


def _web_url(case: Case) -> str:
    return reverse("portal:request", args=[case.procedure])


def _offer_or_404(request: KioskRequest, slug: str) -> Offer:
    offer = Offer.objects.on_portal(request.town, procedure_or_404(request, slug))
    if offer is None:
        raise Http404
    return offer
