"""The two delays of a request, over holidays, changes of hour and of year."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.cases.rules import (
    due_after,
    papers_until,
    silence_after,
    silence_after_pause,
    working_day_from,
)
from guichet.kit.dates import french_holidays, is_working_day, paris_date, working_days_between

DAYS = st.dates(date(2024, 1, 1), date(2034, 1, 1))
MONTHS = st.sampled_from([1, 2, 3])
PAUSES = st.integers(0, 120)


@pytest.mark.parametrize(
    ("received", "months", "silence"),
    [
        (date(2026, 11, 24), 2, date(2027, 1, 25)),  # the 24th is a Sunday
        (date(2026, 10, 25), 2, date(2026, 12, 28)),  # Christmas is a Friday
        (date(2026, 12, 31), 2, date(2027, 3, 1)),  # February ends on a Sunday
        (date(2027, 1, 6), 2, date(2027, 3, 8)),
        (date(2027, 3, 14), 2, date(2027, 5, 14)),
        (date(2028, 3, 8), 2, date(2028, 5, 9)),  # the 8th of May is a holiday
    ],
)
def test_silence_decides_on_a_day_when_somebody_works(received, months, silence):
    assert silence_after(received, months) == silence


@given(DAYS, MONTHS)
def test_silence_never_comes_early_nor_more_than_a_few_days_late(received, months):
    found = silence_after(received, months)
    assert is_working_day(found)
    assert timedelta(days=28 * months - 1) <= found - received <= timedelta(days=31 * months + 5)


@given(DAYS, st.integers(1, 40))
def test_the_announced_day_is_a_working_day_with_as_many_before_it(received, count):
    due = due_after(received, count)
    assert is_working_day(due)
    assert working_days_between(received, due) == count


@given(DAYS, MONTHS, PAUSES)
def test_an_acceptance_runs_from_the_papers_alone(received, months, pause):
    resumed = received + timedelta(days=pause)
    found = silence_after_pause(
        silence_after(received, months),
        accepts=True,
        months=months,
        paused=received,
        resumed=resumed,
        limit=papers_until(received),
    )
    assert found == silence_after(resumed, months)


@given(DAYS, MONTHS, PAUSES, PAUSES)
def test_a_rejection_waits_no_longer_than_the_time_given_for_the_papers(received, months, before, pause):
    paused = received + timedelta(days=before)
    silence, limit = silence_after(received, months), papers_until(paused)
    found = silence_after_pause(
        silence, accepts=False, months=months, paused=paused, resumed=paused + timedelta(days=pause), limit=limit
    )
    assert silence <= found <= working_day_from(silence + (limit - paused))
    assert is_working_day(found)


@given(DAYS)
def test_papers_are_given_fifteen_working_days(asked):
    assert working_days_between(asked, papers_until(asked)) == 15


@given(st.integers(2024, 2040))
def test_no_delay_ends_on_a_holiday(year):
    for holiday in french_holidays(year):
        assert working_day_from(holiday) > holiday
        assert due_after(holiday, 1) not in french_holidays(year)


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        (datetime(2026, 3, 29, 0, 59, tzinfo=UTC), date(2026, 3, 29)),  # the hour that summer takes
        (datetime(2026, 10, 25, 22, 59, tzinfo=UTC), date(2026, 10, 25)),  # the hour that winter gives back
        (datetime(2026, 10, 25, 23, 0, tzinfo=UTC), date(2026, 10, 26)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_day_of_receipt_is_the_one_in_paris(moment, day):
    assert paris_date(moment) == day
