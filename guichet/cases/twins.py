"""Requests that tell of the same thing: whoever reports a hole sees that it is known, and by nobody's name."""

from guichet.cases.models import Case
from guichet.kit.words import words

MOST_READ = 200


def twins_of(draft: Case) -> list[Case]:
    """The open cases that tell of the same as this draft, the latest first."""
    wanted = draft.kind.twin(draft.answers)
    if not wanted:
        return []
    street = " ".join(word for word in words(draft.answers.get("street", "")) if not word.isdigit())
    beside = Case.objects.open_beside(draft).matching(street).order_by("-id")[:MOST_READ]
    return [case for case in beside if case.kind.twin(case.answers) == wanted]
