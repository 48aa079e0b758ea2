"""The only door of the portal: somebody who holds the two codes of a request.

A resident has no account and no session. The requests her codes opened on this device are named in one signed
cookie, each with the version of its secret: a renewed code closes the door of the old one at once.
"""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from guichet.accounts.actions import take_submission
from guichet.accounts.models import Account
from guichet.accounts.rules import Sent
from guichet.accounts.sessions import has_second_factor, network_address
from guichet.cases.models import Case, CaseQuerySet
from guichet.communes.models import Body
from guichet.kit.actor import Actor, ActorKind

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)

COOKIE = "guichet_suivi"
SALT = "guichet.portal.suivi"
LASTS = 12 * 3600
MOST_CASES = 20


class PortalRequest(HttpRequest):
    """A request whose host is known; `user` is somebody only when an agent is signed in on the same host."""

    town: Body
    user: Account


def resident(request: PortalRequest) -> Actor:
    return Actor(ActorKind.RESIDENT, None, request.town.pk)


def cases_of(town: Body) -> CaseQuerySet:
    """The requests that exist on this portal: those it took and those its body treats."""
    return Case.objects.filter(Q(commune=town) | Q(owner=town))


def granted(request: PortalRequest) -> dict[int, int]:
    """Case → version of its secret, for the codes that were typed on this device in the last hours."""
    try:
        pairs = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return {}
    return {int(case): int(version) for case, version in pairs}


def granted_cases(request: PortalRequest) -> list[Case]:
    """What this device may open now, the latest first."""
    versions = granted(request)
    if not versions:
        return []
    found = cases_of(request.town).filter(pk__in=versions)
    return sorted((case for case in found if versions[case.pk] == case.secret_version), key=lambda case: -case.pk)


def grant(request: PortalRequest, response: HttpResponse, case: Case) -> None:
    """Let this device open the case until the evening; the oldest of too many is forgotten."""
    versions = granted(request)
    versions.pop(case.pk, None)
    pairs = [*versions.items(), (case.pk, case.secret_version)][-MOST_CASES:]
    response.set_cookie(
        COOKIE,
        signing.dumps(pairs, salt=SALT, compress=True),
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget(response: HttpResponse) -> None:
    """Leave nothing of her codes on this device."""
    response.delete_cookie(COOKIE, samesite="Lax")


def case_or_404(request: PortalRequest, reference: str) -> Case | None:
    """The case when this device may open it, None when its codes must be typed first.

    What belongs to another commune does not exist here.
    """
    case = Case.objects.filter(reference=reference).first()
    if case is None or request.town.pk not in {case.commune_id, case.owner_id}:
        raise Http404
    _give_bodies(case, request.town)
    return case if may_open(request, case) else None


def may_open(request: PortalRequest, case: Case) -> bool:
    """Were its codes typed on this device?"""
    return granted(request).get(case.pk) == case.secret_version


def _give_bodies(case: Case, town: Body) -> None:
    """The town and its intercommunal body are read already: nearly every case asks for no others."""
    for body in (town, town.member_of):
        if body is not None and body.pk == case.commune_id:
            case.commune = body
        if body is not None and body.pk == case.owner_id:
            case.owner = body


def case_view(view: Callable[Concatenate[PortalRequest, Case, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view a case this device may open, or send to the page that asks for the codes."""

    @wraps(view)
    def guarded(request: PortalRequest, reference: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        case = case_or_404(request, reference)
        if case is None:
            return private(redirect(f"{reverse('portal:follow')}?{urlencode({'reference': reference})}"))
        return private(view(request, case, *args, **kwargs))

    return guarded


def private(response: R) -> R:
    """Neither kept by a browser or a proxy nor read by a search engine."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def counted_address(request: PortalRequest) -> str | None:
    """The address that patience counts by; None for a signed-in agent, who acts for many people.

    A password alone is not signed in: whoever found one would try codes without end.
    """
    if settings.SESSION_COOKIE_NAME in request.COOKIES and request.user.is_authenticated and has_second_factor(request):
        return None
    return network_address(request)


def count_sent(request: PortalRequest, what: Sent, number: int = 1) -> None:
    """Count what comes from this network; refuse too much of it."""
    address = counted_address(request)
    if address is not None:
        take_submission(address, what, number)


def comes_from_here(request: HttpRequest) -> bool:
    """Was this form sent from one of this host's own pages? For forms on cached pages, which carry no CSRF token."""
    origin = request.headers.get("Origin")
    if origin is not None:
        return urlsplit(origin).netloc == request.get_host()
    return request.headers.get("Sec-Fetch-Site", "same-origin") in {"same-origin", "none"}
