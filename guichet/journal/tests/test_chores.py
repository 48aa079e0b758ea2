from datetime import date

import pytest

from guichet.journal.chores import CHORES, run_chores, run_often
from guichet.journal.facts import ChoreDone
from tests.base import facts

DAY = date(2026, 11, 24)


@pytest.mark.django_db
def test_a_chore_runs_once_a_day():
    days = []

    def sweep(day):
        days.append(day)
        return 3

    chores = {"tests.sweep": sweep}
    assert (run_chores(DAY, chores), run_chores(DAY, chores)) == (1, 0)
    assert run_chores(date(2026, 11, 25), chores) == 1
    assert days == [DAY, date(2026, 11, 25)]
    assert facts(ChoreDone)[0] == ChoreDone(DAY.toordinal(), "tests.sweep", 3)


@pytest.mark.django_db
def test_a_chore_that_fails_keeps_nobody_waiting_and_is_tried_again():
    answers = iter([ValueError("plus de place"), 1])

    def fragile(day):
        answer = next(answers)
        if isinstance(answer, Exception):
            raise answer
        return answer

    chores = {"tests.fragile": fragile, "tests.sound": lambda day: 0}
    assert run_chores(DAY, chores) == 1
    assert run_chores(DAY, chores) == 1
    assert {fact.chore for fact in facts(ChoreDone)} == {"tests.fragile", "tests.sound"}


def test_the_house_has_its_chores():
    assert {"cases.erase_drafts", "cases.erase_closed", "accounts.forget_wrong_secrets"} <= set(CHORES)


def test_what_is_done_often_is_done_each_time_and_one_that_fails_keeps_nobody_waiting():
    done = []

    def broken():
        raise ValueError("l’antivirus est en panne")

    def sound():
        done.append(True)
        return 2

    chores = {"tests.broken": broken, "tests.sound": sound}
    assert (run_often(chores), run_often(chores)) == (2, 2)
    assert len(done) == 2
