"""A request filled in with the person: sent in her name, from the visit."""

import logging
from uuid import UUID, uuid5

from django.db import transaction

from guichet.accounts.actions import merge_people
from guichet.accounts.likeness import folded_name
from guichet.accounts.models import Person, PersonMerge
from guichet.cases.actions import submit, take_over
from guichet.cases.facts import DraftTakenOver
from guichet.cases.models import Case, CaseQuerySet
from guichet.catalogue.models import Procedure
from guichet.journal.actions import record
from guichet.journal.models import Record
from guichet.kit.actor import Actor
from guichet.kit.refusal import Refusal
from guichet.visits.actions.acting import in_her_name
from guichet.visits.actions.matters import add_matter
from guichet.visits.actions.visits import held
from guichet.visits.facts import VisitNamed
from guichet.visits.models import Matter, Visit

log = logging.getLogger(__name__)

_REQUESTS = UUID("6f0a5f52-5a0e-4a55-9df0-9d1c7f1f0a11")


def request_key(visit: Visit, slug: str, rank: int = 1) -> UUID:
    """One draft for each request of a visit, however often its page is opened; `rank` tells two of one procedure apart."""
    return uuid5(_REQUESTS, f"{visit.pk}:{slug}:{rank}")


@transaction.atomic
def resume_request(visit: Visit, draft: Case, procedure: Procedure, *, by: Actor) -> Matter:
    """Go on at this visit with a request that the person began alone: it is one more thing she came for.

    Whose it is is known when it is sent. Taken over again, at this visit or at another, it is the same request.
    """
    matter = add_matter(visit, procedure, by=by)
    take_over(draft, by=by.at_visit(visit.pk))
    return matter


def resumed_at(visit: Visit) -> CaseQuerySet:
    """The requests begun elsewhere with which this visit went on, drafts or sent by now, the last begun first."""
    told = Record.objects.at_visit(visit.pk).filter(kind=DraftTakenOver.__name__).order_by()
    return Case.objects.filter(pk__in=told.values("subject_id")).order_by("-pk")


@transaction.atomic
def send_request(visit: Visit, draft: Case, procedure: Procedure, *, by: Actor) -> Case:
    """Receive a complete draft in the name of who asks; sent again, it is the same case.

    Nobody was named yet: who asks is the person of the visit. Asked by the person of the visit, under her mandate when
    one covers it, the two rows are joined (an agent has her in front of her), unless what they say of themselves
    differs. Asked for somebody of another name, it is in that person's name, and no mandate of the visit covers it.
    """
    with held(visit, by=by) as current:
        is_hers = current.person is not None and _same_name(current.person, draft)
        acting = in_her_name(current, by=by, procedure=procedure) if is_hers else by.at_visit(current.pk)
        case = submit(draft, by=acting)
        if case.person and current.person is None:
            current.person, current.first_name = case.person, ""
            record(VisitNamed(current.pk, case.person.pk), by=acting, body_id=current.body_id)
        elif case.person and current.person and is_hers:
            _join(current.person, case.person, by=by)
    return case


def _same_name(person: Person, draft: Case) -> bool:
    asks = draft.kind.recipient(draft.answers)
    return bool(person.folded_name) and person.folded_name == folded_name(asks.first_name, asks.last_name)


def _join(person: Person, asks: Person, *, by: Actor) -> None:
    """One person, unless an address, a number or an e-mail of theirs says two. A merge is undone by a word."""
    if person.pk == asks.pk or _contradict(person, asks):
        return
    above = PersonMerge.objects.in_force().filter(other=person).select_related("kept").first()
    try:
        with transaction.atomic():
            merge_people(above.kept if above else person, asks, by=by)
    except Refusal:  # a colleague said otherwise meanwhile: the request goes, the agent sees both
        log.info("people-not-joined visit-person=%s case-person=%s", person.pk, asks.pk)


def _contradict(one: Person, other: Person) -> bool:
    known = {point.channel: point.folded for point in one.contact_points.all()}
    return any(known.get(point.channel, point.folded) != point.folded for point in other.contact_points.all())
