"""What every request passes: errors in French, a known host, the workshop's (CMS) own door and policy."""

import logging
from collections.abc import Callable
from typing import Any

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse
from django.http.request import split_domain_port

from guichet.config import errors, hosts
from guichet.config.live_address import live_address
from guichet.config.workshop.door import pass_door
from guichet.desk.guard import may_enter_workshop, to_sign_in

log = logging.getLogger(__name__)
Next = Callable[[HttpRequest], HttpResponse]

# Wagtail's admin carries inline scripts and styles: a looser policy, on its own path only.
WORKSHOP_POLICY = {
    "DIRECTIVES": {
        "default-src": ["'self'"],
        "script-src": ["'self'", "'unsafe-inline'", "'unsafe-eval'"],
        "style-src": ["'self'", "'unsafe-inline'"],
        "img-src": ["'self'", "data:", "blob:"],
        "font-src": ["'self'", "data:"],
        "frame-src": ["'self'"],
        "frame-ancestors": ["'self'"],
        "base-uri": ["'self'"],
        "form-action": ["'self'"],
    }
}


class Guarded:
    """Answers with a French page to what no view could receive: a body too large, too many fields."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        try:
            return self.get_response(request)
        except (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent):
            return errors.too_large(request)


class KnownHost:
    """Puts the body of the host on the request as `town`; an unknown host is refused before anything is read."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path in {"/healthz", "/readyz"}:
            return self.get_response(request)
        host, _port = split_domain_port(request.META.get("HTTP_HOST", ""))
        town = hosts.body_of(host)
        if town is None:
            return errors.unknown_host(request)
        request.town = town  # type: ignore[attr-defined]  # typed on PortalRequest and DeskRequest
        return self.get_response(request)


class Workshop:
    """The door of /cms/: an agent signed in with two factors who edits content, and in it what is hers alone."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/cms/"):
            return self.get_response(request)
        if not may_enter_workshop(request):
            response = to_sign_in(request)
        else:
            response = self.get_response(request)
        response._csp_config = WORKSHOP_POLICY["DIRECTIVES"]  # type: ignore[attr-defined]  # read by django-csp
        return response

    def process_view(
        self, request: HttpRequest, view: Callable[..., HttpResponse], args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponse | None:
        return pass_door(request, view, args, kwargs) if request.path.startswith("/cms/") else None


class Live:
    """Lets the desk's pages, and only them, open a socket to the live process; tells kiosks where theirs is."""

    def __init__(self, get_response: Next) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if request.path.startswith("/borne/appareil/"):
            request.live_url = live_address(request)  # type: ignore[attr-defined]  # typed on DeviceRequest
        response = self.get_response(request)
        if request.path.startswith("/guichet/"):
            response._csp_update = {"connect-src": [live_address(request)]}  # type: ignore[attr-defined]  # read by django-csp
        return response
