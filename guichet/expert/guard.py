"""The only door of the partner's desk: who typed the one-time code sent to the department that has the case.

There is no account and no session. The cases that codes opened on this device are named in one signed cookie, each
with the hour it was opened at, and the department, the address and the day for which it was: sent on, or its address
changed, it is closed at once.
"""

from collections.abc import Callable, Mapping
from functools import wraps
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar

from django.conf import settings
from django.core import signing
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect

from guichet.accounts.secrets import veiled
from guichet.cases.models import Case
from guichet.communes.models import Body
from guichet.kit.actor import Actor, ActorKind
from guichet.kit.dates import now

P = ParamSpec("P")
R = TypeVar("R", bound=HttpResponseBase)

COOKIE = "guichet_expert"
SALT = "guichet.expert.2"  # raised with what the cookie holds: an older one opens nothing
PATH = "/expert/"
LASTS = 4 * 3600  # seconds
MOST_CASES = 20


class ExpertRequest(HttpRequest):
    """A request whose host is known."""

    town: Body


class Opening(NamedTuple):
    """A case that a code opened on this device: for whom (`_whom`), and at which second."""

    whom: str
    opened_at: int


def expert(case: Case) -> Actor:
    """Somebody of the department that has this case; nobody's account."""
    return Actor(ActorKind.EXPERT, None, case.owner_id)


def entrusted_case(request: ExpertRequest, reference: str) -> Case | None:
    """A case that this portal took and that a body without accounts treats now."""
    cases = Case.objects.of_bodies_without_accounts().filter(commune=request.town)
    rooms = ("commune", "owner", "department__body", "sender__body", "person")
    return cases.select_related(*rooms).filter(reference=reference).first()


def granted(request: ExpertRequest) -> dict[str, Opening]:
    """Reference → its opening, for the codes typed on this device in the last four hours.

    Each has its own hour: the cookie is signed again whenever another case is opened or forgotten.
    """
    try:
        kept = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT)
    except signing.BadSignature:
        return {}
    since = now().timestamp() - LASTS
    return {reference: Opening(whom, opened_at) for reference, whom, opened_at in kept if opened_at > since}


def grant(request: ExpertRequest, response: HttpResponse, case: Case) -> None:
    """Let this device open the case for four hours; the oldest of too many is forgotten."""
    opened = granted(request)
    opened.pop(case.reference, None)
    opened[case.reference] = Opening(_whom(case), int(now().timestamp()))
    _write(response, opened)


def forget(request: ExpertRequest, response: HttpResponse, reference: str) -> None:
    """Leave nothing of this case on this device."""
    opened = granted(request)
    opened.pop(reference, None)
    _write(response, opened)


def opened_case(request: ExpertRequest, reference: str) -> Case | None:
    """The case when a code opened it here, None when one must be asked for; once it has left the department, a 404."""
    opening = granted(request).get(reference)
    if opening is None:
        return None
    case = entrusted_case(request, reference)
    if case is None or _whom(case) != opening.whom:
        raise Http404
    return case


def case_view(view: Callable[Concatenate[ExpertRequest, Case, P], HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Give the view a case that a code opened here, or send to the page that sends one, whatever the reference."""

    @wraps(view)
    def guarded(request: ExpertRequest, reference: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        case = opened_case(request, reference)
        if case is None:
            return private(redirect("expert:case", reference))
        return private(view(request, case, *args, **kwargs))

    return guarded


def private(response: R) -> R:
    """Neither kept by a browser or a proxy nor read by a search engine."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def _whom(case: Case) -> str:
    """For whom, and since when: the department, its address, the day the case reached it."""
    return veiled(f"expert:{case.pk}:{case.department_id}:{case.department.email}:{case.sent_on_at}")[:20]


def _write(response: HttpResponse, opened: Mapping[str, Opening]) -> None:
    kept = [(reference, *opening) for reference, opening in opened.items()][-MOST_CASES:]
    response.set_cookie(
        COOKIE,
        signing.dumps(kept, salt=SALT, compress=True),
        max_age=LASTS,
        path=PATH,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )
