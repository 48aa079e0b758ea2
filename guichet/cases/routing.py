"""Which department a request lands in, and why: its type says what is competent, the town where that is here."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from guichet.cases.models import Case, Routing
from guichet.cases.questions import Answers
from guichet.cases.types.base import CaseType, always_ours
from guichet.catalogue.models import Offer
from guichet.communes.models import Department


@dataclass(frozen=True)
class Destination:
    """A department, and the reason told to the person when it is not the one she knocked at."""

    department: Department
    reason: str = ""


def is_ours(kind: CaseType, answers: Answers) -> bool:
    """May a commune of this instance answer this request?"""
    if kind.is_ours is always_ours:
        return True
    offers = Offer.objects.filter(case_type=kind.slug, is_open=True)
    return kind.is_ours(answers, set(offers.values_list("body__official_code", flat=True)))


def destination_of(case: Case) -> Destination:
    """Where a draft would land now. What no town routes stays with the department that offers the request."""
    direction = case.kind.direct(case.answers)
    department = None
    if direction.code:
        offers = Offer.objects.filter(body__official_code=direction.code, case_type=case.type_slug, is_open=True)
        offer = offers.select_related("department__body").first()
        department = offer.department if offer else None
    elif direction.key:
        routes = Routing.objects.filter(case_type=case.type_slug, key=direction.key, body_id=case.commune_id)
        route = routes.select_related("department__body").first()
        department = route.department if route else None
    if department is None or department.pk == case.department_id:
        return Destination(case.department)
    return Destination(department, _(direction.reason) if direction.reason else "")
