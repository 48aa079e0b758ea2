"""A paper laid on the glass: scanned, looked at, then joined to the request or kept under a code."""

from uuid import UUID

from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.cases.actions import attach_file, start_draft
from guichet.cases.models import Case
from guichet.cases.questions import Kind
from guichet.cases.types.message import MESSAGE
from guichet.catalogue.models import Offer, Procedure
from guichet.devices.actions import drop_scan, order_scan, take_scan
from guichet.devices.models import ScanJob
from guichet.documents.reading import page_asked
from guichet.documents.reading import preview as drawn
from guichet.kiosk.frame import page, suite
from guichet.kiosk.guard import KioskRequest, case_view, grant, kiosk_page, may_open, resident
from guichet.kiosk.views.jobs import at_work, job_or_404
from guichet.kit.refusal import Refusal

PREVIEW_WIDTH = 800
SOURCES = {"vitre": ScanJob.Source.FLATBED, "chargeur": ScanJob.Source.FEEDER}


@require_http_methods(["GET", "HEAD", "POST"])
@kiosk_page
def scan(request: KioskRequest) -> HttpResponse:
    """Scan a paper that belongs to no request yet: it is kept under a code, for the counter."""
    if request.method == "POST":
        return _ordered(request, purpose="")
    can_keep = _message_offer(request) is not None
    context = {"title": _("Numériser un papier"), "action": request.path, "under_code": can_keep}
    return page(
        request,
        "kiosk/scan.html" if can_keep else "kiosk/refused.html",
        context | ({} if can_keep else {"text": _("Ici, un papier se joint à une demande. Commencez par elle.")}),
        web_url=reverse("portal:kiosk"),
        back_url=reverse("kiosk:home"),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@kiosk_page
@case_view
def scan_for(request: KioskRequest, case: Case, step: str) -> HttpResponse:
    """Scan a paper for the page of a request that asks for one."""
    asked = case.kind.step(step)
    if asked is None or not case.is_draft or not any(one.kind == Kind.FILES for one in asked.questions):
        raise Http404
    if request.method == "POST":
        return _ordered(request, purpose=f"{case.reference}/{step}")
    back = reverse("kiosk:request-step", args=[case.reference, step])
    context = {"title": _(asked.title), "action": request.path, "under_code": False}
    return page(
        request, "kiosk/scan.html", context, web_url=reverse("portal:request", args=[case.procedure]), back_url=back
    )


def _ordered(request: KioskRequest, *, purpose: str) -> HttpResponse:
    source = SOURCES.get(request.POST.get("source", ""), ScanJob.Source.FLATBED)
    try:
        job = order_scan(request.passage, source=source, format=ScanJob.Format.PDF, purpose=purpose)
        return at_work(job, request.path)
    except Refusal as no:
        context = {"title": _("La borne ne numérise pas pour l’instant."), "text": no.sentence}
        return page(request, "kiosk/refused.html", context, back_url=reverse("kiosk:home"), status=409)


@require_safe
@kiosk_page
def preview(request: KioskRequest, key: UUID) -> HttpResponse:
    """The scanned paper, to look at before it is kept; `?image=2` is the picture of a page."""
    job = _scan_or_404(request, key)
    assert job.file is not None, "a scan that can be seen has a file"
    if asked := request.GET.get("image", ""):
        try:
            return HttpResponse(drawn(job.file, width=PREVIEW_WIDTH, page=page_asked(asked)), content_type="image/jpeg")
        except (IndexError, Refusal):
            raise Http404 from None
    context = {
        "job": job,
        "suite": suite(request, range(1, job.file.pages + 1), 1, 1),
        "for_request": job.purpose.partition("/")[0],
    }
    return page(request, "kiosk/scanned.html", context, back_url=_again_url(job))


@require_POST
@kiosk_page
def keep(request: KioskRequest, key: UUID) -> HttpResponse:
    """Join the scan to its request, or keep it under a code; or erase it at once."""
    job = _scan_or_404(request, key)
    reference, _slash, step = job.purpose.partition("/")
    if "effacer" in request.POST:
        drop_scan(job)
        return redirect(_again_url(job))
    try:
        with transaction.atomic():  # refused, the paper is the session's again, and no request was begun for it
            case, question = _receiver(request, reference, step)
            attach_file(case, take_scan(job), question=question, by=resident(request))
    except Refusal as no:
        context = {"title": _("Ce papier n’a pas pu être joint."), "text": no.sentence}
        return page(request, "kiosk/refused.html", context, back_url=_again_url(job), status=409)
    if reference:
        return redirect("kiosk:request-step", reference, step)
    return redirect("kiosk:request-kept", case.reference)


def _receiver(request: KioskRequest, reference: str, step: str) -> tuple[Case, str]:
    """The draft that takes the scan, and its question; without one, a message to the town hall is begun for it."""
    if reference:
        case = Case.objects.filter(reference=reference).first()
        if case is None or not may_open(request, case) or not case.is_draft:
            raise Http404
        asked = case.kind.step(step)
        files = [one for one in asked.questions if one.kind == Kind.FILES] if asked else []
    else:
        offer = _message_offer(request)
        if offer is None:
            raise Http404
        case = start_draft(
            MESSAGE.slug,
            commune=request.town,
            department=offer.department,
            procedure=offer.procedure.slug,
            answers={},
            by=resident(request),
        )
        grant(request, case, unseen=True)
        files = [one for asked in MESSAGE.steps for one in asked.questions if one.kind == Kind.FILES]
    if not files:
        raise Http404
    return case, files[0].name


def _message_offer(request: KioskRequest) -> Offer | None:
    """The town's "write to us", which takes a paper that belongs to nothing yet."""
    procedures = Procedure.objects.shown_on(request.town).filter(slug__in=MESSAGE.procedures)
    offers = (Offer.objects.on_portal(request.town, one) for one in procedures)
    return next((one for one in offers if one is not None), None)


def _scan_or_404(request: KioskRequest, key: UUID) -> ScanJob:
    job = job_or_404(request, key)
    if not isinstance(job, ScanJob) or job.file is None:
        raise Http404
    return job


def _again_url(job: ScanJob) -> str:
    reference, _slash, step = job.purpose.partition("/")
    return reverse("kiosk:scan-for", args=[reference, step]) if reference else reverse("kiosk:scan")
