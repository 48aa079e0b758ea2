"""Who acts: every action takes `by=` one of these, and the journal keeps it."""

from dataclasses import dataclass
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
    """

    kind: ActorKind
    id: int | None = None
    body_id: int | None = None


SYSTEM = Actor(ActorKind.SYSTEM)
