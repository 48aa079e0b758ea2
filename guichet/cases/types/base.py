"""What a type of case is made of."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from guichet.cases.questions import Answers, Question, Step
from guichet.cases.rules import State


class Silence(StrEnum):
    """What the law makes of our silence (CRPA, L.231-1 and L.231-4)."""

    ACCEPTANCE = "acceptance"
    REJECTION = "rejection"


@dataclass(frozen=True)
class Outcome:
    """One way a case of this type ends: what the agent chooses, and the words the resident reads."""

    slug: str
    state: State
    label: str
    hint: str
    told: str  # the sentence proposed to the agent for the resident


@dataclass(frozen=True)
class Recipient:
    """Who asks and how to answer, read from the answers."""

    first_name: str
    last_name: str
    email: str
    phone: str
    street: str
    extra: str
    postcode: str
    city: str


@dataclass(frozen=True)
class CaseType:
    """Form, wording and delays of one request.

    `prefix` opens the reference (three capital letters). `working_days` is the announced delay, `silence_months`
    the legal one. `kept_days` is how long a closed case is kept. `subject` says the case in a few words.
    """

    slug: str
    prefix: str
    title: str
    noun: str  # "demande de bac"
    purpose: str  # what the answers are for, after "pour"
    steps: tuple[Step, ...]
    outcomes: tuple[Outcome, ...]
    working_days: int
    silence: Silence
    silence_months: int
    kept_days: int
    kept_words: str
    minutes: int
    next_step: str  # what happens after the receipt
    todo: tuple[str, ...]  # what the resident does meanwhile
    subject: Callable[[Answers], str]
    recipient: Callable[[Answers], Recipient]

    def step(self, slug: str) -> Step | None:
        return next((step for step in self.steps if step.slug == slug), None)

    def question(self, name: str) -> Question | None:
        return next((question for step in self.steps for question in step.questions if question.name == name), None)

    def outcome(self, slug: str) -> Outcome | None:
        return next((outcome for outcome in self.outcomes if outcome.slug == slug), None)
