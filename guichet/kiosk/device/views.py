"""A kiosk enrols, tells its state, begins and ends its sessions, says that it did what it was asked."""

from mimetypes import guess_type
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import reverse

from guichet.accounts.sessions import network_address
from guichet.devices.actions import end_session, enrol, open_session, order_done, tell_state, touch_session
from guichet.devices.models import KioskSession, Order
from guichet.devices.telling import state_for
from guichet.kiosk.device.door import DeviceRequest, device_view, nonsense, nothing_there
from guichet.kiosk.device.pack import file_of, pack_of

SOCKET = "borne/"  # below the address of the live process
_ENDED_BY_KIOSK = {"idle", "person", "crash", "hours", "restart"}


@device_view("POST", has_key=False)
def enrolment(request: DeviceRequest) -> HttpResponse:
    """The code typed on the kiosk becomes its key, told this once."""
    code = request.told.get("code")
    if not isinstance(code, str):
        raise nonsense()
    terminal, key = enrol(code[:40], body=request.town, address=network_address(request))
    told = {"name": terminal.name, "place": terminal.place, "body": terminal.body.short_name}
    return JsonResponse({"key": key, "terminal": told, "live": f"{request.live_url}{SOCKET}"}, status=201)


@device_view("POST")
def state(request: DeviceRequest) -> HttpResponse:
    """How it is, every half minute; answered by how it is set and what to do.

    Over a site we hear nothing of the person: the kiosk tells that somebody touches its screen, and the session lives.
    """
    if request.told.get("touched") is True:
        for session in KioskSession.objects.running().filter(terminal=request.terminal, was_used=True):
            touch_session(session)
    return JsonResponse(state_for(tell_state(request.terminal, request.told.get("health"))))


@device_view("POST")
def begin(request: DeviceRequest) -> HttpResponse:
    """A new session, with the address that its browser opens once; the one that ran ends."""
    session, token = open_session(request.terminal)
    path = reverse("kiosk:enter", args=[token])
    url = f"{settings.GUICHET_SCHEME}://{request.get_host()}{path}"
    return JsonResponse({"session": str(session.key), "url": url}, status=201)


@device_view("POST")
def end(request: DeviceRequest, key: UUID) -> HttpResponse:
    """Its browser is gone, or is about to."""
    session = KioskSession.objects.filter(key=key, terminal=request.terminal).first()
    if session is None:
        raise nothing_there()
    why = request.told.get("why")
    if not isinstance(why, str) or why not in _ENDED_BY_KIOSK:
        raise nonsense()
    end_session(session, why, from_device=True)
    return HttpResponse(status=204)


@device_view("POST")
def done(request: DeviceRequest, key: UUID) -> HttpResponse:
    """It did what it was asked."""
    order = Order.objects.filter(key=key, terminal=request.terminal).first()
    if order is None:
        raise nothing_there()
    order_done(order)
    return HttpResponse(status=204)


@device_view("GET")
def pack(request: DeviceRequest) -> HttpResponse:
    """What to keep for when the network is cut; nothing until the worker has made it, a minute after the enrolment."""
    found = pack_of(request.town)
    if found is None:
        raise nothing_there()
    return JsonResponse(found.listed())


@device_view("GET")
def packed(request: DeviceRequest, path: str) -> HttpResponse:
    """One file of it."""
    data = file_of(request.town, path)
    if data is None:
        raise nothing_there()
    return HttpResponse(data, content_type=guess_type(path)[0] or "application/octet-stream")
