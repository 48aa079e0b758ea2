"""The beginning and the end of somebody's time at the kiosk, and what makes it comfortable."""

from typing import Any

from django.conf import settings
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from guichet.devices.actions import call_agent, end_session, enter_session, keep_comfort, open_session
from guichet.devices.models import KioskSession, Terminal
from guichet.kiosk.frame import LARGEST_TEXT, Comfort, page
from guichet.kiosk.guard import (
    COOKIE,
    PATH,
    KioskRequest,
    kiosk_page,
    let_in,
    page_behind,
    passage_of,
    private,
)
from guichet.kiosk.views.home import hours_words, presence_words
from guichet.kit.refusal import Refusal

# Everything but "executionContexts": the page that says goodbye is still in sight.
NOTHING_REMAINS = '"cache", "cookies", "storage"'


@require_safe
def enter(request: KioskRequest, token: str) -> HttpResponse:
    """The address that the kiosk's program opens, once: its browser gets the cookie of the session."""
    try:
        passage, secret = enter_session(token, body=request.town)
    except Refusal:
        return private(redirect("kiosk:closed"))
    response = private(redirect("kiosk:home"))
    let_in(response, passage, secret)
    return response


@require_safe
def closed(request: KioskRequest) -> HttpResponse:
    """Who comes without a kiosk: where the same services are. The demonstration's kiosk may be begun from here."""
    context = {
        "may_begin": _fake_of(request) is not None,
        "presence": presence_words(request.town),
        "hours": hours_words(request.town),
        "address": _spoken_address(request),
    }
    return private(page(request, "kiosk/closed.html", context, web_url=reverse("portal:kiosk")))


def _spoken_address(request: KioskRequest) -> str:
    """The address of the portal as one tells it: without what comes before the name."""
    return request.town.url.partition("//")[2]


@require_POST
def begin(request: KioskRequest) -> HttpResponse:
    """Begin at the kiosk that has no hardware: what its program does for a real one."""
    terminal = _fake_of(request)
    if terminal is None:
        raise Http404
    try:
        _opened, token = open_session(terminal)
    except Refusal:
        return private(redirect("kiosk:closed"))
    return private(redirect("kiosk:enter", token))


def _fake_of(request: KioskRequest) -> Terminal | None:
    """The kiosk without hardware, which anybody may begin: in the demonstration alone."""
    if not settings.DEMONSTRATION:
        return None
    return Terminal.objects.of_body(request.town).filter(kind=Terminal.Kind.FAKE).first()


@require_POST
def end(request: KioskRequest) -> HttpResponse:
    """End the session here and now; its browser is told to forget, and its program throws it away.

    No form stands on the page that follows: the cookie of its token would be forgotten with the others.
    """
    passage = passage_of(request)
    if passage is not None:
        why = KioskSession.Ended.IDLE if request.POST.get("why") == "idle" else KioskSession.Ended.PERSON
        end_session(passage, why)
    may_begin = bool(passage and passage.terminal.is_fake)
    ended = {"ended": True, "may_begin": may_begin, "address": _spoken_address(request)}
    response = private(page(request, "kiosk/ended.html", ended))
    response.headers["Clear-Site-Data"] = NOTHING_REMAINS
    response.delete_cookie(COOKIE, path=PATH, samesite="Strict")
    return response


@require_POST
@kiosk_page
def present(request: KioskRequest) -> HttpResponse:
    """Somebody touches the screen without asking for a page: the guard has noted it."""
    return HttpResponse(status=204)


@require_POST
@kiosk_page
def comfort(request: KioskRequest) -> HttpResponse:
    """Change one thing of how the pages are drawn, and come back to the page."""
    now = Comfort.of(request.passage)
    wanted = request.POST.get("change", "")
    changed: dict[str, dict[str, object]] = {
        "texte": {"text": now.text % LARGEST_TEXT + 1},
        "contraste": {"contrast": not now.contrast},
        "bas": {"low": not now.low},
    }
    if wanted in changed:
        keep_comfort(request.passage, changed[wanted])
    return redirect(page_behind(request))


@require_POST
@kiosk_page
def call(request: KioskRequest) -> HttpResponse:
    """Ring at the counter; the page that follows says what became of it and leads back."""
    call_agent(request.passage)
    return redirect(f"{reverse('kiosk:called')}?{urlencode({'retour': page_behind(request)})}")


@require_safe
@kiosk_page
def called(request: KioskRequest) -> HttpResponse:
    """What became of the bell: it rings, or somebody comes."""
    back = page_behind(request)
    return page(request, "kiosk/called.html", {**_ringing(request), "return_url": back}, back_url=back)


@require_safe
@kiosk_page
def called_state(request: KioskRequest) -> HttpResponse:
    """The same, as the fragment that the page asks for until somebody comes."""
    return page(request, "kiosk/fragment_called.html", _ringing(request))


def _ringing(request: KioskRequest) -> dict[str, Any]:
    rung = request.passage.calls.order_by("-pk").first()
    presence = request.town.presence() if request.town.opening_hours.exists() else None
    return {
        "hides_call": True,  # the page says it itself
        "is_answered": rung is not None and rung.answered_at is not None,
        "is_open": presence is None or presence.is_open,
    }
