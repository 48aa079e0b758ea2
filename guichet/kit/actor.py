"""Who acts: every action takes `by=` one of these, and the journal keeps it."""

from dataclasses import dataclass, replace
from enum import StrEnum


class ActorKind(StrEnum):
    AGENT = "agent"
    RESIDENT = "resident"  # somebody who holds the code of the case
    EXPERT = "expert"  # who typed the one-time code sent to a department without accounts
    SYSTEM = "system"


@dataclass(frozen=True)
class Actor:
    """Plain ids, never a name: `id` is the account of an agent, None for everybody else.

    `body_id` is the public body for which an agent or an expert acts, or on whose counter a resident stands.
    `visit_id` is the visit at which it is done. `for_id` is the person in whose name an agent does it, `mandate_id`
    what allows her to: two identities, kept with every fact.
    """

    kind: ActorKind
    id: int | None = None
    body_id: int | None = None
    visit_id: int | None = None
    for_id: int | None = None
    mandate_id: int | None = None

    def at_visit(self, visit_id: int) -> "Actor":
        return replace(self, visit_id=visit_id)

    def in_the_name_of(self, person_id: int, mandate_id: int | None = None) -> "Actor":
        return replace(self, for_id=person_id, mandate_id=mandate_id)


SYSTEM = Actor(ActorKind.SYSTEM)
