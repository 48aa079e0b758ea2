"""Requests that tell of the same thing: whoever reports a hole sees that it is known, and by nobody's name."""

from guichet.cases.models import Case
from guichet.cases.types.signalement_voirie import street_words

MOST_READ = 200


def twins_of(draft: Case) -> list[Case]:
    """The open cases that tell of the same as this draft, the latest first.

    One that must be answered sooner than they are is not told by them: a danger never hides behind a calm report.
    """
    wanted = draft.kind.twin(draft.answers)
    if not wanted:
        return []
    days = draft.clock.working_days
    beside = Case.objects.open_beside(draft).matching(street_words(draft.answers)).order_by("-id")[:MOST_READ]
    return [case for case in beside if case.kind.twin(case.answers) == wanted and case.clock.working_days <= days]
