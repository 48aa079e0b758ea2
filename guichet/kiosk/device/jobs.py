"""What the kiosk prints and scans: only for its running session, never another's."""

import re
from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.conf import settings
from django.core.files.base import ContentFile
from django.http import HttpResponse, JsonResponse
from django.utils.translation import gettext as _

from guichet.devices.actions import order_site_print, print_bytes, receive_scan, tell_print, tell_scan
from guichet.devices.models import KioskSession, PrintJob, ScanJob
from guichet.devices.refusals import session_over
from guichet.kiosk.device.door import DeviceRequest, announced_length, device_view, nonsense, nothing_there, too_large

_PRINT_STATES = ("printing", "retrying", "done", "failed", "cancelled")
_SCAN_STATES = ("scanning", "failed", "cancelled")
_SCANNED = {"application/pdf", "image/jpeg"}
_REASON = re.compile(r"[a-z-]{1,20}")


@device_view("GET")
def paper(request: DeviceRequest, key: UUID) -> HttpResponse:
    """The PDF to print."""
    job = PrintJob.objects.filter(key=key, session__in=_running(request)).first()
    try:
        pdf = print_bytes(job) if job else b""
    except FileNotFoundError:
        pdf = b""
    if not pdf:
        raise nothing_there()
    return HttpResponse(pdf, content_type="application/pdf")


@device_view("POST")
def printed(request: DeviceRequest, key: UUID) -> HttpResponse:
    """Where a paper stands; what is told of one whose session is over changes nothing."""
    job = PrintJob.objects.filter(key=key, session__terminal=request.terminal).select_related("session").first()
    if job is None:
        raise nothing_there()
    tell_print(job, *_state_told(request.told, _PRINT_STATES))
    return HttpResponse(status=204)


@device_view("POST")
def site_print(request: DeviceRequest) -> HttpResponse:
    """The kiosk prints a page of a foreign site, or a paper the person received: it counts in the quota, we see nothing."""
    pages, what = request.told.get("pages"), request.told.get("what")
    if not isinstance(pages, int) or isinstance(pages, bool) or pages < 1:
        raise nonsense()
    session = _running(request).first()
    if session is None:
        raise session_over()
    title = _("Document reçu") if what == "download" else _("Page d’un site")
    return JsonResponse({"job": str(order_site_print(session, pages=pages, title=title).key)}, status=201)


@device_view("PUT")
def scanned(request: DeviceRequest, key: UUID) -> HttpResponse:
    """The page that was scanned, as it is."""
    job = ScanJob.objects.filter(key=key, session__in=_running(request)).select_related("session").first()
    if job is None:
        raise nothing_there()
    if request.content_type not in _SCANNED:
        raise nonsense()
    length = announced_length(request)
    if length > settings.FILE_MAX_BYTES:
        tell_scan(job, "failed", "too-large")
        raise too_large()
    receive_scan(job, ContentFile(request.read(length)), name=_("Papier numérisé"))
    return HttpResponse(status=201)


@device_view("POST")
def scanning(request: DeviceRequest, key: UUID) -> HttpResponse:
    """Where a scan stands, until its page comes."""
    job = ScanJob.objects.filter(key=key, session__terminal=request.terminal).select_related("session").first()
    if job is None:
        raise nothing_there()
    tell_scan(job, *_state_told(request.told, _SCAN_STATES))
    return HttpResponse(status=204)


def _running(request: DeviceRequest) -> Any:
    return KioskSession.objects.running().filter(terminal=request.terminal)


def _state_told(told: dict[str, Any], states: Collection[str]) -> tuple[str, str]:
    state, reason = told.get("state"), told.get("reason") or ""
    if state not in states or not isinstance(reason, str):
        raise nonsense()
    return str(state), reason if _REASON.fullmatch(reason) else "other" if reason else ""
