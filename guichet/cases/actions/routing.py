"""Where a body sends each subject of its requests."""

from django.db import transaction
from django.utils.translation import gettext as _

from guichet.cases.actions.transmitting import can_receive
from guichet.cases.facts import RoutingSet
from guichet.cases.models import Routing
from guichet.cases.types import CASE_TYPES
from guichet.communes.models import Body, Department
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.kit.refusal import Refusal


@transaction.atomic
def set_routing(*, body: Body, case_type: str, key: str, department: Department, by: Actor) -> Routing:
    """Send this subject to this department from now on; cases already received stay where they are."""
    assert key in dict(CASE_TYPES[case_type].routes), f"{case_type} has no subject {key}"
    if department.body_id != body.pk and not can_receive(department.body, body):
        raise Refusal("body-elsewhere", _("Cet organisme ne reçoit pas de dossiers de votre collectivité."))
    routing, _is_new = Routing.objects.update_or_create(
        body=body, case_type=case_type, key=key, defaults={"department": department}
    )
    record(RoutingSet(routing.pk), by=by, body_id=body.pk)
    return routing
