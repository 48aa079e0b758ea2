"""A whole request on one screen, for who fills it in beside the person."""

from collections.abc import Collection, Mapping

from guichet.cases.asking.forms import StepForm
from guichet.cases.questions import Answers, Question, Step
from guichet.cases.types import CaseType
from guichet.communes.models import Body


class WholeForm:
    """Every page that these answers open, in its order; `typed` is None for a screen just opened.

    `known` is what is proposed and not yet kept: who the person is, what is mostly answered at a counter. `shown` are
    the pages that were on the screen (slugs): one that an answer just opened comes with what is known, and is asked
    the next time. `answers` is all that may be kept.
    """

    def __init__(
        self,
        kind: CaseType,
        saved: Answers,
        known: Answers,
        town: Body,
        *,
        typed: Mapping[str, str] | None = None,
        shown: Collection[str] = (),
    ) -> None:
        self.kind = kind
        self.answers: dict[str, str] = dict(saved)
        self.forms: list[StepForm] = []
        self.opened: list[Step] = []
        proposed = {**known, **saved}
        for step in kind.steps:
            if not step.when(proposed if typed is None else self.answers):
                continue
            if typed is not None and step.slug in shown:
                form = StepForm(step, self.answers, town, typed)
                self.answers |= form.cleaned
            else:
                form = StepForm(step, {**known, **self.answers}, town)
                self.opened.append(step)
            self.forms.append(form)
        self._point()

    @property
    def is_valid(self) -> bool:
        """Everything was on the screen, and nothing is wrong."""
        return not self.opened and all(form.is_valid for form in self.forms)

    @property
    def wanting(self) -> int:
        """How many answers are wrong or still to be given."""
        return sum(len(form.errors) for form in self.forms) + sum(len(_unanswered(step)) for step in self.opened)

    def _point(self) -> None:
        """Put the cursor on what is to be answered first."""
        for form in self.forms:
            if form.point():
                return


def _unanswered(step: Step) -> list[Question]:
    return [question for question in step.questions if not question.optional and question.only_if is None]
