"""A counter with its catalogue, for tests of every floor."""

from guichet.accounts.models import Role
from guichet.catalogue.actions import load_procedures
from guichet.catalogue.models import Procedure
from guichet.kit.actor import SYSTEM
from guichet.visits.actions import add_matter, open_visit
from guichet.visits.models import Matter, Visit

CAR = "cession-vehicule"


def a_visit(role: Role, **changes: object) -> Visit:
    return open_visit(body=role.body, by=role.actor, **changes)


def a_matter(role: Role, slug: str = CAR, visit: Visit | None = None) -> Matter:
    """Somebody came for this; the catalogue is loaded when it is not."""
    if not Procedure.objects.exists():
        load_procedures(by=SYSTEM)
    return add_matter(visit or a_visit(role), Procedure.objects.get(slug=slug), by=role.actor)
