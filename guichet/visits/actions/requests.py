"""A request filled in with the person: sent in her name, from the visit."""

from uuid import UUID, uuid5

from django.db import transaction

from guichet.accounts.actions import merge_people
from guichet.accounts.models import Person
from guichet.cases.actions import submit
from guichet.cases.models import Case
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.visits.actions.visits import held
from guichet.visits.facts import VisitNamed
from guichet.visits.models import Visit

_REQUESTS = UUID("6f0a5f52-5a0e-4a55-9df0-9d1c7f1f0a11")


def request_key(visit: Visit, slug: str) -> UUID:
    """One draft for each procedure of a visit, however often its page is opened."""
    return uuid5(_REQUESTS, f"{visit.pk}:{slug}")


@transaction.atomic
def send_request(visit: Visit, draft: Case, *, by: Actor) -> Case:
    """Receive a complete draft in the name of the person of the visit; sent again, it is the same case.

    Who asks is the person in front of the agent: nobody was named yet, or a person of the same name, the two are one.
    Asked for somebody else, of another name, they stay two.
    """
    with held(visit, by=by) as current:
        case = submit(draft, by=by.at_visit(current.pk))
        if case.person and current.person is None:
            current.person, current.first_name = case.person, ""
            record(VisitNamed(current.pk, case.person.pk), by=by.at_visit(current.pk), body_id=current.body_id)
        elif case.person and current.person and _same_name(current.person, case.person):
            merge_people(current.person, case.person, by=by)
    return case


def _same_name(one: Person, other: Person) -> bool:
    return one.pk != other.pk and one.folded_name == other.folded_name
