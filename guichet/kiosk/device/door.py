"""The door of the device API: the key of one enrolled terminal, on the host of its own body."""

import json
from collections.abc import Callable, Collection
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt

from guichet.communes.models import Body
from guichet.devices.keys import terminal_of_key
from guichet.devices.models import Terminal
from guichet.kit.refusal import Refusal

P = ParamSpec("P")

LARGEST_TOLD = 64_000  # bytes: a state with all its incidents is a tenth of it
_STATUS = {
    "too-large": 413,
    "file-too-big": 413,
    "nonsense": 400,
    "too-soon": 429,
    "unknown-key": 401,
    "wrong-code": 403,
    "session-over": 403,
    "scan-over": 403,
    "not-found": 404,
}
_OTHERWISE = 409


class DeviceRequest(HttpRequest):
    """A request whose host is known, of an enrolled kiosk."""

    town: Body
    live_url: str
    terminal: Terminal
    told: dict[str, Any]


View = Callable[..., HttpResponseBase]


def device_view(
    *methods: str, has_key: bool = True
) -> Callable[[Callable[Concatenate[DeviceRequest, P], HttpResponseBase]], View]:
    """Give the view the terminal whose key is shown and what it tells; a refusal leaves as JSON, with its sentence."""

    def decorated(view: Callable[Concatenate[DeviceRequest, P], HttpResponseBase]) -> View:
        return csrf_exempt(_guarded(view, methods, has_key))  # no cookie opens anything here

    return decorated


def _guarded(
    view: Callable[Concatenate[DeviceRequest, P], HttpResponseBase], methods: Collection[str], has_key: bool
) -> View:
    @wraps(view)
    def guarded(request: DeviceRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            if has_key:
                request.terminal = _terminal_of(request)
            if request.method not in methods:
                return _kept_by_nobody(HttpResponse(status=405, headers={"Allow": ", ".join(methods)}))
            if request.method == "POST":
                request.told = _told(request)
            return _kept_by_nobody(view(request, *args, **kwargs))
        except Refusal as no:
            told = {"error": no.sentence, "code": no.code}
            return _kept_by_nobody(JsonResponse(told, status=_STATUS.get(no.code, _OTHERWISE)))

    return guarded


def nothing_there() -> Refusal:
    """What is another session's, another terminal's or nobody's."""
    return Refusal("not-found", _("Il n’y a rien ici pour cette borne."))


def nonsense() -> Refusal:
    return Refusal("nonsense", _("La borne a envoyé quelque chose que le serveur ne comprend pas."))


def too_large() -> Refusal:
    return Refusal("too-large", _("La borne a envoyé plus que le serveur ne prend."))


def announced_length(request: HttpRequest) -> int:
    """How many bytes are said to come; 0 when nothing is said."""
    try:
        return max(int(request.META.get("CONTENT_LENGTH") or 0), 0)
    except ValueError:
        return 0


def key_shown(authorization: str) -> str:
    """The key in the header of a request or of a socket."""
    scheme, _space, key = authorization.partition(" ")
    return key.strip() if scheme.lower() == "bearer" else ""


def _terminal_of(request: DeviceRequest) -> Terminal:
    key = key_shown(request.headers.get("Authorization", ""))
    terminal = terminal_of_key(key, request.town) if key else None
    if terminal is None:
        raise Refusal("unknown-key", _("Cette borne n’est plus reconnue. Inscrivez-la de nouveau depuis l’atelier."))
    return terminal


def _told(request: HttpRequest) -> dict[str, Any]:
    if announced_length(request) > LARGEST_TOLD:
        raise too_large()
    try:
        told = json.loads(request.body or b"{}")
    except (ValueError, RecursionError):
        raise nonsense() from None
    if not isinstance(told, dict):
        raise nonsense()
    return told


def _kept_by_nobody(answer: HttpResponseBase) -> HttpResponseBase:
    answer.headers["Cache-Control"] = "no-store"
    return answer
