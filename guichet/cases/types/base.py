"""What a type of case is made of."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from guichet.cases.questions import Answers, Question, Step
from guichet.cases.rules import State


class Silence(StrEnum):
    """What the law makes of our silence (CRPA, L.231-1 and L.231-4); nothing when no decision is asked for."""

    ACCEPTANCE = "acceptance"
    REJECTION = "rejection"
    NONE = "none"


class HeldBy(StrEnum):
    """Which kind of body takes these requests."""

    COMMUNE = "commune"
    INTERCOMMUNAL = "intercommunal"


class KeptFrom(StrEnum):
    """From when the time a closed case is kept is counted."""

    ANSWER = "answer"
    RECEIPT = "receipt"


@dataclass(frozen=True)
class Clock:
    """The delays of one request: announced, in working days; then what silence means, after so many months."""

    working_days: int
    silence: Silence = Silence.NONE
    silence_months: int = 0


@dataclass(frozen=True)
class Direction:
    """Where the answers send a request.

    `key` is looked up in the town's own routing; `code` is the INSEE code of the commune that alone may answer;
    `reason` is told to the person. All empty: the department that offers the request.
    """

    key: str = ""
    code: str = ""
    reason: str = ""


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
    """Who asks and how to answer, read from the answers. Without a last name nobody is named."""

    first_name: str
    last_name: str
    email: str
    phone: str
    street: str
    extra: str
    postcode: str
    city: str


def straight_on(answers: Answers) -> Direction:
    return Direction()


def nothing_said(answers: Answers) -> str:
    return ""


def nothing_known(who: Recipient, city: str, procedure: str) -> Answers:
    return {}


def always_ours(answers: Answers, codes: Collection[str]) -> bool:
    return True


@dataclass(frozen=True)
class CaseType:
    """Form, wording and delays of one request.

    `prefix` opens the reference (three capital letters). `procedures` are the sheets that lead to it, each with the
    answers it gives already. `clock` says the delays. `kept_days` is how long a closed case is kept. `subject` says
    the case in a few words.

    `direct` says who is competent, among `routes` (key, as the town's editor reads it). `missing` is the paper that
    the person said she would bring: asked at once, the clock stands still. `is_ours` is False when no commune of this
    instance (INSEE codes) may answer: nothing is kept, and the face shows the way. `twin` is the same text for two
    requests that tell of the same thing; empty when each stands alone. `finding` is what the law says of the answers,
    for the agent who decides. `at_counter` is what an agent mostly answers who fills it in with the person, in this city,
    from this sheet: proposed to her, never kept unseen.
    """

    slug: str
    prefix: str
    title: str
    noun: str  # "demande de bac"
    purpose: str  # what the answers are for, after "pour"
    steps: tuple[Step, ...]
    outcomes: tuple[Outcome, ...]
    clock: Callable[[Answers], Clock]
    kept_days: int
    kept_words: str
    minutes: int
    next_step: str  # what happens after the receipt
    subject: Callable[[Answers], str]
    recipient: Callable[[Answers], Recipient]
    held_by: HeldBy
    procedures: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    todo: tuple[str, ...] = ()  # what the resident does meanwhile
    kept_from: KeptFrom = KeptFrom.ANSWER
    direct: Callable[[Answers], Direction] = straight_on
    routes: tuple[tuple[str, str], ...] = ()
    missing: Callable[[Answers], str] = nothing_said
    is_ours: Callable[[Answers, Collection[str]], bool] = always_ours
    twin: Callable[[Answers], str] = nothing_said
    finding: Callable[[Answers], str] = nothing_said
    at_counter: Callable[[Recipient, str, str], Answers] = nothing_known

    def step(self, slug: str) -> Step | None:
        return next((step for step in self.steps if step.slug == slug), None)

    def question(self, name: str) -> Question | None:
        return next((question for step in self.steps for question in step.questions if question.name == name), None)

    def outcome(self, slug: str) -> Outcome | None:
        return next((outcome for outcome in self.outcomes if outcome.slug == slug), None)
