from datetime import UTC, date, datetime

import pytest

from guichet.cases.models import Case
from guichet.cases.rules import State
from guichet.desk.deadlines import Deadline, deadline_of


def a_case_due(day: date, state: State = State.IN_PROGRESS, **fields) -> Case:
    return Case(state=state, due_on=day, received_at=datetime(2026, 11, 10, 9, tzinfo=UTC), **fields)


@pytest.mark.parametrize(
    ("due", "text", "state"),
    [
        (date(2026, 11, 23), "en retard de 1 jour", "late"),
        (date(2026, 11, 20), "en retard de 4 jours", "late"),
        (date(2026, 11, 24), "aujourd’hui", "soon"),
        (date(2026, 11, 25), "demain", "soon"),
        (date(2026, 11, 26), "2 jours", "soon"),
        (date(2026, 11, 27), "3 jours", ""),
        (date(2026, 12, 8), "14 jours", ""),
    ],
)
def test_a_deadline_is_said_in_words_and_colour(due, text, state):
    found = deadline_of(a_case_due(due), date(2026, 11, 24))
    assert found is not None
    assert (found.text, found.state) == (text, state)


def test_the_bar_fills_from_receipt_to_deadline():
    found = deadline_of(a_case_due(date(2026, 12, 8)), date(2026, 11, 24))
    assert found == Deadline("14 jours", "", 50)


def test_a_case_that_waits_for_the_person_is_paused_however_late_it_would_be():
    case = a_case_due(date(2026, 11, 20), State.WAITING, paused_on=date(2026, 11, 15))
    assert deadline_of(case, date(2026, 11, 24)) == Deadline("en pause", "paused", 50)


@pytest.mark.parametrize("state", [State.DRAFT, State.SETTLED, State.REFUSED, State.DROPPED])
def test_a_closed_case_has_no_deadline(state):
    assert deadline_of(a_case_due(date(2026, 11, 24), state), date(2026, 11, 24)) is None
