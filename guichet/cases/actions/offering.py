"""Open what a body takes online: its offers, and where each subject goes until its editor says otherwise."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db import transaction

from guichet.cases.actions.routing import set_routing
from guichet.cases.models import Routing
from guichet.cases.types import CASE_TYPES, CaseType
from guichet.cases.types.base import HeldBy
from guichet.catalogue.actions import close_offer, offer_procedure
from guichet.catalogue.models import Offer, Procedure
from guichet.communes.models import Body, Department
from guichet.kit.actor import Actor


def types_of(body: Body) -> list[CaseType]:
    """The requests that a body of this kind takes."""
    held_by = HeldBy.COMMUNE if body.is_commune else HeldBy.INTERCOMMUNAL
    return [kind for kind in CASE_TYPES.values() if kind.held_by == held_by]


@transaction.atomic
def offer_requests(body: Body, departments: Mapping[str, Department], *, by: Actor) -> list[Offer]:
    """Offer every request this body takes, by type: each in its department, `""` naming the one of all the others.

    Each subject goes to that department; one that an editor moved stays where she put it.
    """
    offers = []
    for kind in types_of(body):
        department = departments.get(kind.slug, departments[""])
        procedures = Procedure.objects.filter(slug__in=list(kind.procedures)).order_by("slug")
        offers += [
            offer_procedure(procedure, body=body, department=department, case_type=kind.slug, by=by)
            for procedure in procedures
        ]
        _route(kind, body, department, by=by)
    return offers


@dataclass(frozen=True)
class Prepared:
    """What a body lacked: offers, now ready but closed, and subjects that went nowhere."""

    offers: tuple[Offer, ...]
    routes: tuple[Routing, ...]


@transaction.atomic
def prepare_requests(body: Body, *, by: Actor) -> Prepared:
    """Make what a body with a portal lacks of the requests it takes: its editor opens them. Again, it changes nothing.

    They lie where the body treats this type already, or in its first department. What is there, open or closed, is left alone.
    """
    Body.objects.select_for_update().get(pk=body.pk)  # run twice at once, the second finds what the first made
    first = body.departments.order_by("pk").first()
    assert body.has_portal, "an outside body offers nothing"
    assert first is not None, "a body opens with a department"
    offers: list[Offer] = []
    routes: list[Routing] = []
    for kind in types_of(body):
        known = Offer.objects.filter(body=body, procedure__slug__in=list(kind.procedures)).order_by("pk")
        likewise = known.filter(case_type=kind.slug).select_related("department").first()
        department = likewise.department if likewise else first
        lacking = Procedure.objects.filter(slug__in=list(kind.procedures)).exclude(pk__in=known.values("procedure"))
        for procedure in lacking.order_by("slug"):
            offer = offer_procedure(procedure, body=body, department=department, case_type=kind.slug, by=by)
            close_offer(offer, by=by)
            offers.append(offer)
        routes += _route(kind, body, department, by=by)
    return Prepared(tuple(offers), tuple(routes))


def _route(kind: CaseType, body: Body, department: Department, *, by: Actor) -> list[Routing]:
    known = set(Routing.objects.filter(body=body, case_type=kind.slug).values_list("key", flat=True))
    return [
        set_routing(body=body, case_type=kind.slug, key=key, department=department, by=by)
        for key in _missing(kind, known)
    ]


def _missing(kind: CaseType, known: Iterable[str]) -> list[str]:
    return [key for key, _label in kind.routes if key not in set(known)]
