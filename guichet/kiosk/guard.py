"""The only door of the kiosk: the running session of an enrolled terminal, whose browser shows its secret.

Nobody is signed in here. What the codes typed at the kiosk opened is written in the session's own row, and dies with it.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar

from django.conf import settings
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

from guichet.cases.models import Case
from guichet.communes.models import Body
from guichet.devices.actions import grant_case, session_of, touch_session
from guichet.devices.models import KioskSession
from guichet.kit.actor import Actor, ActorKind
from guichet.kit.refusal import Refusal

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)

COOKIE = "guichet_borne"
PATH = "/borne/"
ASKED_BY_ITSELF = "/etat/"  # where a job stands: asked by the page, not by a hand


class KioskRequest(HttpRequest):
    """A request whose host is known, of somebody who stands before a kiosk."""

    town: Body
    passage: KioskSession


def resident(request: KioskRequest) -> Actor:
    return Actor(ActorKind.RESIDENT, None, request.town.pk)


def passage_of(request: HttpRequest) -> KioskSession | None:
    """The running session whose cookie this browser shows, on this host."""
    key, _dot, secret = request.COOKIES.get(COOKIE, "").partition(".")
    town: Body = request.town  # type: ignore[attr-defined]  # put there by KnownHost
    return session_of(key, secret, body=town) if secret else None


def kiosk_page(
    view: Callable[Concatenate[KioskRequest, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Give the view the running session, and note that somebody is there; without one, say what this address is."""

    @wraps(view)
    def guarded(request: KioskRequest, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        passage = passage_of(request)
        if passage is None:
            return private(redirect("kiosk:closed"))
        request.passage = passage
        try:
            if not request.path.endswith(ASKED_BY_ITSELF):
                # The first screen opens by itself: a kiosk that waits for somebody is no use of it.
                touch_session(passage, by_hand=passage.was_used or request.path != reverse("kiosk:home"))
            return private(view(request, *args, **kwargs))
        except Refusal as no:
            if no.code != "session-over":
                raise
            return private(redirect("kiosk:closed"))  # it ended meanwhile

    return guarded


def page_behind(request: HttpRequest) -> str:
    """The page one came from, `retour`, if it is one of the kiosk's; else its first."""
    back = request.POST.get("retour", "") or request.GET.get("retour", "")
    is_ours = back.startswith(PATH) and url_has_allowed_host_and_scheme(back, allowed_hosts=None)
    return back if is_ours else reverse("kiosk:home")


def let_in(response: HttpResponseBase, passage: KioskSession, secret: str) -> None:
    """The cookie lives as long as its browser: a kiosk may wait for somebody longer than any number of hours."""
    response.set_cookie(
        COOKIE,
        f"{passage.key}.{secret}",
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Strict",
    )


def private(response: R) -> R:
    """Neither kept by a browser or a proxy nor read by a search engine; the page may play sounds and draw a paper."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    response._csp_update = {"media-src": ["data:", "blob:", "'self'"]}  # type: ignore[attr-defined]  # read by django-csp
    return response


def grant(request: KioskRequest, case: Case, *, unseen: bool = False) -> None:
    """Let this session open the case until its end; `unseen` when it was begun here, as long as nobody read its codes."""
    grant_case(request.passage, case.pk, case.secret_version, unseen=unseen)


def may_open(request: KioskRequest, case: Case) -> bool:
    return bool(request.passage.cases.get(str(case.pk)) == case.secret_version)


def case_view(
    view: Callable[Concatenate[KioskRequest, Case, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Give the view a case that this session may open, or send to the page that asks for its codes."""

    @wraps(view)
    def guarded(request: KioskRequest, reference: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        case = Case.objects.filter(reference=reference).first()
        if case is None or request.town.pk not in {case.commune_id, case.owner_id}:
            raise Http404
        if not may_open(request, case):
            return redirect(f"{reverse('kiosk:mine')}?reference={case.reference}")
        return view(request, case, *args, **kwargs)

    return guarded
