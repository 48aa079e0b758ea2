"""For whom an agent acts during a visit, and what allows her to."""

from guichet.catalogue.models import Procedure
from guichet.kit.actor import Actor
from guichet.kit.dates import now, paris_date
from guichet.mandates.actions import mandate_for
from guichet.mandates.models import Mandate
from guichet.visits.models import Visit


def in_her_name(visit: Visit, *, by: Actor, procedure: Procedure | None = None) -> Actor:
    """The agent at this visit: for the person of it when she is named, under her mandate when one covers this.

    What is recorded with it is decided while the visit is locked: a mandate stopped meanwhile allows nothing.
    """
    by = by.at_visit(visit.pk)
    if visit.person is None:
        return by
    mandate = mandate_of(visit, procedure)
    return by.in_the_name_of(visit.person.pk, mandate.pk if mandate else None)


def mandate_of(visit: Visit, procedure: Procedure | None) -> Mandate | None:
    """The mandate in force that covers this procedure, given to this body by the person of the visit."""
    if visit.person is None or procedure is None:
        return None
    return mandate_for(visit.person, procedure, paris_date(now()), body=visit.body)
