"""What letter models may speak of: the room above that knows the cases declares it, once, when the program starts."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from guichet.notifications.letter_rules import LetterText, fill, left_open, parse

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


@dataclass(frozen=True)
class LetterField:
    """What a model writes between brackets: its name, an example, and what it is."""

    name: str
    example: str
    help: "StrOrPromise"


@dataclass(frozen=True)
class LetterCondition:
    """What a model writes after « si »."""

    name: str
    help: "StrOrPromise"


@dataclass(frozen=True)
class LetterSubject:
    """A sort of case a model may be about, with its outcomes as (code, words)."""

    slug: str
    title: str
    outcomes: tuple[tuple[str, str], ...]


@dataclass
class Vocabulary:
    """All that the models of this instance may say."""

    fields: tuple[LetterField, ...] = ()
    conditions: tuple[LetterCondition, ...] = ()
    subjects: Callable[[], Iterable[LetterSubject]] = field(default=lambda: ())

    @property
    def names(self) -> list[str]:
        return [one.name for one in self.fields]

    def read(self, text: str) -> LetterText:
        """Read the text of a model; raises `Unreadable`."""
        return parse(text, fields=self.names, conditions=[one.name for one in self.conditions])

    def example_of(self, text: str) -> str:
        """The text with the examples in it and every condition held true; raises `Unreadable`."""
        letter = self.read(text)
        return fill(letter, {one.name: one.example for one in self.fields}, letter.conditions)

    def left_open(self, text: str) -> str:
        """The first field nobody filled in; empty when there is none."""
        return left_open(text, self.names)


vocabulary = Vocabulary()


def letters_speak_of(
    *,
    fields: Sequence[LetterField],
    conditions: Sequence[LetterCondition],
    subjects: Callable[[], Iterable[LetterSubject]],
) -> None:
    """Declare what models may say. `subjects` is asked each time a list of them is shown."""
    vocabulary.fields, vocabulary.conditions, vocabulary.subjects = tuple(fields), tuple(conditions), subjects
