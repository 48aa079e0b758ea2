"""The base of every fact, and their register by name."""

from dataclasses import dataclass, fields
from typing import Any, ClassVar

KINDS: dict[str, type["Fact"]] = {}


@dataclass(frozen=True)
class Fact:
    """Something that happened. Subclasses are frozen dataclasses named in the past tense.

    The first field is the id of the subject (an int); the others are ids, codes, dates or counts
    that JSON can hold: never a name, an address or a text that somebody wrote.
    """

    subject_kind: ClassVar[str]

    def __init_subclass__(cls) -> None:
        assert cls.__name__ not in KINDS, f"two facts are named {cls.__name__}"
        KINDS[cls.__name__] = cls

    @property
    def subject_id(self) -> int:
        value: int = getattr(self, fields(self)[0].name)
        return value

    def details(self) -> dict[str, Any]:
        return {field.name: getattr(self, field.name) for field in fields(self)[1:]}


def fact_of(kind: str, subject_id: int, details: dict[str, Any]) -> Fact:
    """Build the fact again from what the journal keeps."""
    return KINDS[kind](subject_id, **details)  # type: ignore[call-arg]  # the base has no field, its subclasses do


@dataclass(frozen=True)
class ChoreDone(Fact):
    """A nightly chore finished; the subject is the day (proleptic ordinal)."""

    subject_kind = "day"
    day: int
    chore: str
    count: int
