"""The door of what was done in somebody's name: the two codes of a visit, or of a mandate.

The same patience and the same evening as for a request (guard.py), with a cookie of its own beside it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Concatenate, ParamSpec
from urllib.parse import urlencode

from django.conf import settings
from django.core import signing
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from guichet.accounts.models import Person
from guichet.communes.models import Body
from guichet.journal.models import Record
from guichet.mandates.models import Mandate, ids_of_one
from guichet.portal.guard import LASTS, MOST_CASES, PortalRequest, private
from guichet.visits.models import Visit

P = ParamSpec("P")

COOKIE = "guichet_nom"
SALT = "guichet.portal.nom"
TRAILS = ("VIS-", "MDT-")  # how the references of visits and mandates begin


@dataclass(frozen=True)
class Trail:
    """What a pair of codes opens: of a visit, what was done at it; of a mandate, what its body did in her name.

    Neither tells what another body did, nor a visit what was done another day: who finds a receipt finds one visit.
    """

    subject: Visit | Mandate

    @property
    def reference(self) -> str:
        return self.subject.reference

    @property
    def secret(self) -> str:
        return self.subject.secret

    @property
    def person(self) -> Person | None:
        return self.subject.person

    @property
    def mark(self) -> tuple[str, int]:
        """How the cookie calls it: its reference, and the version of its secret."""
        return self.reference, self.subject.secret_version

    @property
    def url(self) -> str:
        return reverse("portal:trail", args=[self.reference])

    def records(self) -> list[Record]:
        """What was done at the visit, but for another; or in her name for the body of the mandate, or at its visits."""
        subject = self.subject
        hers = Q(for_id__in=ids_of_one(self.person.pk) if self.person else ())
        if isinstance(subject, Visit):
            wanted = Q(visit_id=subject.pk) & (hers | Q(for_id=None))
        else:
            visits = Visit.objects.of_body(subject.body).values("pk")
            wanted = hers & (Q(body_id=subject.body_id) | Q(visit_id__in=visits))
        return list(Record.objects.filter(wanted).order_by("pk"))

    def mandates(self) -> list[Mandate]:
        """Those she signed for this body, the last first."""
        if self.person is None:
            return []
        hers = Mandate.objects.of_body(self.subject.body).for_person(self.person)
        return list(hers.exclude(signed_at=None).select_related("body"))


def trail_of(town: Body, reference: str) -> Trail | None:
    """The visit or the mandate of this reference that this portal's body received; another's does not exist here."""
    if not reference.startswith(TRAILS):
        return None
    visit = Visit.objects.of_body(town).select_related("person", "body").filter(reference=reference).first()
    if visit is not None:
        return Trail(visit)
    mandates = Mandate.objects.of_body(town).of_reference(reference).exclude(signed_at=None)
    mandate = mandates.select_related("person", "body").first()
    return Trail(mandate) if mandate else None


def granted(request: PortalRequest) -> dict[str, int]:
    """Reference → version of its secret, for the codes typed on this device in the last hours."""
    try:
        pairs = signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=LASTS)
    except signing.BadSignature:
        return {}
    return {str(reference): int(version) for reference, version in pairs}


def granted_trails(request: PortalRequest) -> list[Trail]:
    """What this device may open now, the latest first."""
    found = [(trail_of(request.town, reference), version) for reference, version in granted(request).items()]
    return [trail for trail, version in reversed(found) if trail and trail.mark[1] == version]


def grant_trail(request: PortalRequest, response: HttpResponse, trail: Trail) -> None:
    """Let this device open it until the evening; the oldest of too many is forgotten."""
    versions = granted(request)
    versions.pop(trail.reference, None)
    response.set_cookie(
        COOKIE,
        signing.dumps([*versions.items(), trail.mark][-MOST_CASES:], salt=SALT, compress=True),
        max_age=LASTS,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def forget_trails(response: HttpResponse) -> None:
    response.delete_cookie(COOKIE, samesite="Lax")


def trail_view(
    view: Callable[Concatenate[PortalRequest, Trail, P], HttpResponseBase],
) -> Callable[..., HttpResponseBase]:
    """Give the view what this device may open, or send to the page that asks for the codes."""

    @wraps(view)
    def guarded(request: PortalRequest, reference: str, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        trail = trail_of(request.town, reference)
        if trail is None:
            raise Http404
        if granted(request).get(reference) != trail.mark[1]:
            return private(redirect(f"{reverse('portal:follow')}?{urlencode({'reference': reference})}"))
        return private(view(request, trail, *args, **kwargs))

    return guarded
