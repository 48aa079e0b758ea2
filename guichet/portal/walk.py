"""The pages of one request: their addresses, and which comes after which."""

from django.urls import reverse

from guichet.cases.models import Case
from guichet.cases.questions import Step


class Walk:
    def __init__(self, case: Case) -> None:
        self.case = case
        self.slug = case.procedure

    @property
    def start_url(self) -> str:
        return reverse("portal:request", args=[self.slug])

    @property
    def check_url(self) -> str:
        return reverse("portal:request-check", args=[self.slug, self.case.reference])

    def step_url(self, step: Step) -> str:
        return reverse("portal:request-step", args=[self.slug, self.case.reference, step.slug])

    def url_after(self, step: Step) -> str:
        """The page that follows this one, unless an earlier one lacks an answer."""
        steps, due = self.case.steps, self.case.first_incomplete
        place = steps.index(step) + 1 if step in steps else len(steps)
        if place < len(steps) and (due is None or place <= steps.index(due)):
            return self.step_url(steps[place])
        return self.due_url

    @property
    def due_url(self) -> str:
        """The first page that lacks an answer, or the check page."""
        due = self.case.first_incomplete
        return self.step_url(due) if due else self.check_url


def due_url(case: Case) -> str:
    """Where a draft goes on."""
    return Walk(case).due_url
