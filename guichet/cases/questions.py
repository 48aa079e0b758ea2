"""What a request asks: steps, questions, choices. Pure values; a face turns them into fields."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

Answers = Mapping[str, str]

FILES_PER_QUESTION = 5


class Kind(StrEnum):
    ONE_OF = "one-of"
    TEXT = "text"
    LONG_TEXT = "long-text"
    EMAIL = "email"
    PHONE = "phone"
    FILES = "files"


@dataclass(frozen=True)
class Choice:
    value: str
    label: str
    hint: str = ""


def as_typed(text: str) -> str:
    return text


@dataclass(frozen=True)
class Question:
    """One thing asked. `read` turns what was typed into what is kept, or raises a Refusal that tells how to mend it.

    `only_if` is (name, values): asked when the answer to an earlier question of the same step is one of these values.
    `prefill` names what the portal knows already: "postcode" or "city".
    `skip` is the way round said with an error ("continuez sans le numéro"), for an optional question.
    `suggest` names what is proposed as one types: "communes" or "addresses".

    Of files: `most` at once; with `pages` they are the pages of one document, joined; with `stamped` each page is
    crossed by these words and the day; with `until_decided` they are erased as soon as the case is decided.
    """

    name: str
    label: str
    kind: Kind = Kind.TEXT
    hint: str = ""
    missing: str = ""
    optional: bool = False
    choices: tuple[Choice, ...] = ()
    only_if: tuple[str, frozenset[str]] | None = None
    width: str = "full"
    autocomplete: str = ""
    inputmode: str = ""
    max_length: int = 200
    prefill: str = ""
    skip: str = ""
    suggest: str = ""
    pages: bool = False
    stamped: str = ""
    most: int = FILES_PER_QUESTION
    until_decided: bool = False
    read: Callable[[str], str] = as_typed

    def is_asked(self, answers: Answers) -> bool:
        return self.only_if is None or answers.get(self.only_if[0]) in self.only_if[1]

    def spoken(self, value: str) -> str:
        """The answer as it is shown: a choice's label, or what was typed."""
        return next((choice.label for choice in self.choices if choice.value == value), value)


def always(answers: Answers) -> bool:
    return True


def nothing_wrong(answers: Answers) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True)
class Step:
    """One page of the request: one thing, or three small ones that belong together at most.

    `aside` names a help the face may draw beside the fields. `check` looks at all the answers together, this page's
    included: it returns a sentence for each question that must be answered again. `served`: its town must be one that
    the body of the portal serves.
    """

    slug: str
    title: str
    questions: tuple[Question, ...]
    when: Callable[[Answers], bool] = always
    aside: str = ""
    check: Callable[[Answers], Mapping[str, str]] = nothing_wrong
    served: bool = False

    def asked(self, answers: Answers) -> tuple[Question, ...]:
        return tuple(question for question in self.questions if question.is_asked(answers))

    def is_complete(self, answers: Answers) -> bool:
        """Answered, and nothing to blame: an answer changed on another page may make this one wrong."""
        return self.is_answered(answers) and not self.check(answers)

    def is_answered(self, answers: Answers) -> bool:
        """Every required question that is asked has its answer, and the page was seen when it only asks options."""
        return all(
            question.name in answers if question.optional else bool(answers.get(question.name))
            for question in self.asked(answers)
        )


def visible_steps(steps: tuple[Step, ...], answers: Answers) -> tuple[Step, ...]:
    """The pages this request goes through, given what is known."""
    return tuple(step for step in steps if step.when(answers))


class _Noting(Mapping[str, str]):
    """Answers that note which ones somebody wanted and did not find."""

    def __init__(self, answers: Answers) -> None:
        self.answers = answers
        self.wanted: set[str] = set()

    def __getitem__(self, name: str) -> str:
        if name not in self.answers:
            self.wanted.add(name)
        return self.answers[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.answers)

    def __len__(self) -> int:
        return len(self.answers)


def is_length_known(steps: tuple[Step, ...], answers: Answers) -> bool:
    """Will the number of pages stay as it is? Not while a question that opens or closes one may still be answered."""
    noting = _Noting(answers)
    open_steps = [step for step in visible_steps(steps, noting) if not step.is_answered(answers)]
    return not any(question.name in noting.wanted for step in open_steps for question in step.questions)


def first_incomplete(steps: tuple[Step, ...], answers: Answers) -> Step | None:
    return next((step for step in visible_steps(steps, answers) if not step.is_complete(answers)), None)


def kept_answers(steps: tuple[Step, ...], answers: Answers) -> dict[str, str]:
    """Only the answers of questions still asked: what a changed mind left behind is dropped."""
    asked = [question for step in visible_steps(steps, answers) for question in step.asked(answers)]
    return {question.name: answers[question.name] for question in asked if question.name in answers}
