"""Find the person who stands at the counter: among those of a case this role may see, or of a visit to this counter.

There is no list of the population (arrêté du 4 juillet 2013): who never came nor asked for anything is not found.
"""

from collections.abc import Iterable, Sequence
from typing import TypedDict

from guichet.accounts.models import Person, PersonMerge, Role
from guichet.cases.models import Case
from guichet.desk.people import seen_person
from guichet.kit.dates import now
from guichet.kit.words import words
from guichet.visits.models.visit import Visit, VisitQuerySet
from guichet.visits.rules import NAMED_FOR

SHORTEST = 2  # letters: nobody leafs through the people of a town
READ = 60  # the newest cases and visits that answer: a name borne by more is typed with its first name


class Found(TypedDict):
    """As the field proposes it: her name, what tells her from a namesake, and her id."""

    value: str
    text: str
    hint: str
    fill: dict[str, str]


def found_people(role: Role, typed: str, *, limit: int) -> list[Found]:
    """Those whose names begin with the words typed, each once, who came or asked last first."""
    wanted = words(typed)
    if sum(len(word) for word in wanted) < SHORTEST:
        return []
    asked = Case.objects.visible_to(role).matching(typed).exclude(person=None).order_by("-received_at")
    came = _visits_known_to(role).exclude(person=None).order_by("-arrived_at")
    for word in wanted:
        came = came.filter(person__folded_name__contains=word)
    ids = [*asked.values_list("person_id", flat=True)[:READ], *came.values_list("person_id", flat=True)[:READ]]
    people = Person.objects.prefetch_related("contact_points").in_bulk(_kept(ids))
    hers = (people[pk] for pk in dict.fromkeys(_kept(ids)) if pk in people)
    return [_told(person) for person in hers if _answers(person, wanted)][:limit]


def may_name(role: Role, person_id: int) -> Person | None:
    """The person of this id when this role may know her; None otherwise."""
    if came := _visits_known_to(role).filter(person=person_id).select_related("person").first():
        return came.person
    seen = seen_person(role, person_id)
    return seen.person if seen else None


def _visits_known_to(role: Role) -> VisitQuerySet:
    """Those of the whole counter, or of this agent alone when she works for one department: sectors stay apart."""
    # Beyond that the names are gone; said here, the search reads no older row.
    visits = Visit.objects.of_body(role.body).filter(arrived_at__gte=now() - NAMED_FOR)
    return visits.filter(agent=role.account_id) if role.department_id else visits


def _kept(ids: Sequence[int]) -> list[int]:
    """Under whom each is shown: one joined to another of these is the other. Whom this role does not know stays away."""
    joined = dict(PersonMerge.objects.in_force().filter(other__in=ids, kept__in=ids).values_list("other_id", "kept_id"))
    return [joined.get(pk, pk) for pk in ids]


def _answers(person: Person, wanted: Iterable[str]) -> bool:
    names = words(str(person))
    return all(any(name.startswith(word) for name in names) for word in wanted)


def _told(person: Person) -> Found:
    address = person.postal_address
    hint = f"{address.street}, {address.city}" if address else ""
    return {"value": str(person), "text": str(person), "hint": hint, "fill": {"personne": str(person.pk)}}
