from datetime import date

import pytest

from guichet.journal.chores import Chore, _chores, run_chores
from guichet.journal.facts import ChoreDone
from tests.base import facts

DAY = date(2026, 11, 24)


@pytest.fixture
def chores(db, monkeypatch):
    ours: dict[str, Chore] = {}
    monkeypatch.setattr("guichet.journal.chores._chores", ours)
    return ours


def test_a_chore_runs_once_a_day(chores):
    days = []

    def sweep(day):
        days.append(day)
        return 3

    chores["tests.sweep"] = sweep
    assert (run_chores(DAY), run_chores(DAY)) == (1, 0)
    assert run_chores(date(2026, 11, 25)) == 1
    assert days == [DAY, date(2026, 11, 25)]
    assert facts(ChoreDone)[0] == ChoreDone(DAY.toordinal(), "tests.sweep", 3)


def test_a_chore_that_fails_keeps_nobody_waiting_and_is_tried_again(chores):
    answers = iter([ValueError("plus de place"), 1])

    def fragile(day):
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    chores["tests.fragile"] = fragile
    chores["tests.sound"] = lambda day: 0
    assert run_chores(DAY) == 1
    assert run_chores(DAY) == 1
    assert {fact.chore for fact in facts(ChoreDone)} == {"tests.fragile", "tests.sound"}


def test_the_house_has_its_chores():
    assert {"cases.erase_drafts", "cases.erase_closed", "accounts.forget_wrong_secrets"} <= set(_chores)
