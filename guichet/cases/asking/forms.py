"""A step of a request as a form: what is shown, what was typed, what may be kept.

Not a `django.forms.Form`: the questions, their readers and their sentences are the case type's own, and the page
is drawn by our components; a form class per step and per visitor would add nothing but work.
"""

from collections.abc import Mapping
from typing import Any

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from guichet.cases.questions import Answers, Kind, Question, Step
from guichet.cases.territory import doubts_on
from guichet.communes.models import Body
from guichet.kit.refusal import Refusal
from guichet.kit.words import clean

LONGEST_TEXT = 4000
WIDTHS = {"short": "short", "mid": "middle"}
INPUT_TYPES = {Kind.EMAIL: "email", Kind.PHONE: "tel"}
# What a field proposes while one types, and where it asks.
SUGGESTIONS = {"communes": "/communes.json", "addresses": "/adresses.json"}
BROKEN_LETTER = "\N{REPLACEMENT CHARACTER}"
# Sent by the button "continuez sans le numéro": leave this optional answer empty; or by "C’est bien ma commune": keep
# this answer, of which we doubt.
SKIP = "passer"


class StepForm:
    """`typed` is None for a page just opened. After that `cleaned` holds the answers that may be kept, `errors` the rest."""

    def __init__(self, step: Step, saved: Answers, town: Body, typed: Mapping[str, str] | None = None) -> None:
        self.step = step
        self.saved = saved
        self.town = town
        self.errors: dict[str, str] = {}
        self.doubts: Mapping[str, str] = {}
        self.cleaned: dict[str, str] = {}
        self.focus = ""  # the question on which the cursor stands when the page opens
        if typed is None:
            self.values = {question.name: _known(question, saved, town) for question in step.questions}
            if step.is_answered(saved):  # what was right when it was answered may be wrong since
                self.errors = dict(step.check(saved))
        else:
            self.values = {question.name: clean(typed.get(question.name, "")) for question in step.questions}
            self._read(typed.get(SKIP, ""))

    def _read(self, skipped: str) -> None:
        for question in self.step.questions:
            if not question.is_asked(self.cleaned):
                continue
            if question.name == skipped and question.optional:
                self.values[question.name] = ""
            if question.kind == Kind.FILES:  # the files themselves are the answer: their count is kept as they come
                self.cleaned[question.name] = self.saved.get(question.name, "")
                continue
            try:
                self.cleaned[question.name] = read_answer(question, self.values[question.name])
            except Refusal as no:
                self.errors[question.name] = no.sentence
        if not self.errors:
            answers = {**self.saved, **self.cleaned}
            doubts = doubts_on(self.step, answers, self.town)
            self.doubts = {name: sentence for name, sentence in doubts.items() if name != skipped}
            self.errors = {**self.doubts, **self.step.check(answers)}
            self.cleaned = {name: value for name, value in self.cleaned.items() if name not in self.errors}

    def point(self) -> bool:
        """Put the cursor on what is wrong, or still to be answered; False when nothing is."""
        for question in self.step.questions:
            is_empty = not self.values[question.name] and not question.optional and question.is_asked(self.values)
            if question.kind != Kind.FILES and (question.name in self.errors or is_empty):
                self.focus = question.name
                return True
        return False

    @property
    def is_valid(self) -> bool:
        return not self.errors

    @property
    def error_list(self) -> list[dict[str, str]]:
        """For the summary above the form, in the order of the page."""
        asked = [question for question in self.step.questions if question.name in self.errors]
        return [{"href": f"#{_target(question)}", "text": self.errors[question.name]} for question in asked]

    @property
    def fields(self) -> list[dict[str, Any]]:
        """What the page draws; a question that depends on a choice lies inside the choice that opens it."""
        return [self._field(question) for question in self.step.questions if question.only_if is None]

    def _field(self, question: Question) -> dict[str, Any]:
        error = self.errors.get(question.name, "")
        field: dict[str, Any] = {
            "kind": question.kind.value,
            "id": question.name,
            "name": question.name,
            "label": _(question.label),
            "hint": _(question.hint) if question.hint else "",
            "optional": question.optional,
            "value": self.values[question.name],
            "error": error,
            "way_round": self._way_round(question, error),
            "way_round_name": SKIP,
            "type": INPUT_TYPES.get(question.kind, "text"),
            "width": WIDTHS.get(question.width, ""),
            "inputmode": question.inputmode,
            "autocomplete": question.autocomplete,
            "suggest": SUGGESTIONS.get(question.suggest, ""),
            "autofocus": question.name == self.focus,
            "maxlength": LONGEST_TEXT if question.kind == Kind.LONG_TEXT else question.max_length,
        }
        if question.kind == Kind.ONE_OF:
            field["items"] = [self._choice(question, number) for number in range(len(question.choices))]
        return field

    def _way_round(self, question: Question, error: str) -> str:
        """What the button beside an error says, when there is a way to go on without mending it."""
        if question.skip and question.optional and error.endswith(f"{_(question.skip)}."):
            return _(question.skip)
        return _("C’est bien ma commune") if error and error == self.doubts.get(question.name) else ""

    def _choice(self, question: Question, number: int) -> dict[str, Any]:
        choice = question.choices[number]
        return {
            "value": choice.value,
            "text": _(choice.label),
            "hint": _(choice.hint) if choice.hint else "",
            "checked": self.values[question.name] == choice.value,
            "autofocus": question.name == self.focus and number == 0,
            "reveal": self._revealed(question, choice.value),
        }

    def _revealed(self, question: Question, value: str) -> SafeString | str:
        """The questions this choice opens; without JavaScript and without `:has` they stay in sight, unheeded."""
        opened = [
            other
            for other in self.step.questions
            if other.only_if and other.only_if[0] == question.name and value in other.only_if[1]
        ]
        drawn = [render_to_string("cases/asking/field.html", {"field": self._field(other)}) for other in opened]
        return SafeString("".join(drawn))


def read_answer(question: Question, text: str) -> str:
    """What is kept of what was typed (already cleaned), or a Refusal with the sentence for the field."""
    if BROKEN_LETTER in text:
        raise Refusal("broken-letters", _("Certaines lettres sont arrivées abîmées. Tapez cette réponse de nouveau."))
    if question.kind == Kind.ONE_OF:
        text = text if text in {choice.value for choice in question.choices} else ""
    elif question.kind != Kind.LONG_TEXT:
        text = " ".join(text.split())
    if not text and not question.optional:
        raise Refusal("missing", _(question.missing))
    longest = LONGEST_TEXT if question.kind == Kind.LONG_TEXT else question.max_length
    if len(text) > longest:
        sentence = _("Votre réponse a %(n)s signes, nous en gardons %(max)s au plus. Raccourcissez-la.")
        raise Refusal("too-long", sentence % {"n": len(text), "max": longest})
    return question.read(text) if text else ""


def _known(question: Question, saved: Answers, town: Body) -> str:
    """The answer given before, else what the portal knows by itself."""
    if question.name in saved:
        return saved[question.name]
    known = {"postcode": town.postcode, "city": town.city} if town.is_commune else {}
    return known.get(question.prefill, "")


def _target(question: Question) -> str:
    return f"{question.name}-1" if question.kind == Kind.ONE_OF else question.name
