from dataclasses import dataclass

from guichet.journal.facts import Fact


@dataclass(frozen=True)
class MandateGiven(Fact):
    """Its text is written; it allows nothing before it is signed."""

    subject_kind = "mandate"
    mandate: int
    themes: list[str]
    days: int


@dataclass(frozen=True)
class MandateSigned(Fact):
    """From now on it allows what it says. `how` is "glass" or "paper"."""

    subject_kind = "mandate"
    mandate: int
    how: str


@dataclass(frozen=True)
class MandateRevoked(Fact):
    subject_kind = "mandate"
    mandate: int


@dataclass(frozen=True)
class MandateRead(Fact):
    """An agent opened its paper, signed or to be signed."""

    subject_kind = "mandate"
    mandate: int


@dataclass(frozen=True)
class MandateErased(Fact):
    """It ended six years ago, or nobody signed it in time."""

    subject_kind = "mandate"
    mandate: int
