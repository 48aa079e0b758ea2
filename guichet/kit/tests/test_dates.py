from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.kit.dates import (
    add_months,
    add_working_days,
    day_in_words,
    easter,
    french_holidays,
    hour_in_words,
    is_working_day,
    paris_date,
    working_days_between,
)

DAYS = st.dates(date(2000, 1, 1), date(2100, 1, 1))


@pytest.mark.parametrize(
    ("year", "day"),
    [(2024, date(2024, 3, 31)), (2025, date(2025, 4, 20)), (2026, date(2026, 4, 5)), (2038, date(2038, 4, 25))],
)
def test_easter_falls_where_the_calendar_says(year, day):
    assert easter(year) == day


def test_a_year_has_eleven_holidays_and_pentecost_monday_is_one():
    assert len(french_holidays(2026)) == 11
    assert date(2026, 5, 25) in french_holidays(2026)


@pytest.mark.parametrize(
    ("start", "count", "end"),
    [
        (date(2026, 11, 24), 10, date(2026, 12, 8)),
        (date(2026, 12, 24), 1, date(2026, 12, 28)),  # Christmas and a week-end between
        (date(2026, 4, 30), 2, date(2026, 5, 5)),  # the first of May is a Friday
        (date(2026, 11, 22), 1, date(2026, 11, 23)),  # received on a Sunday
    ],
)
def test_the_day_of_receipt_does_not_count(start, count, end):
    assert add_working_days(start, count) == end


@given(DAYS, st.integers(1, 60))
def test_a_delay_ends_on_a_working_day_and_counts_back_to_itself(day, count):
    end = add_working_days(day, count)
    assert is_working_day(end)
    assert working_days_between(day, end) == count


@given(DAYS, DAYS)
def test_counting_backwards_is_the_opposite(one, other):
    assert working_days_between(one, other) == -working_days_between(other, one)


@given(DAYS, st.integers(0, 36))
def test_months_keep_the_day_or_take_the_last_one(day, months):
    later = add_months(day, months)
    assert (later.year * 12 + later.month) - (day.year * 12 + day.month) == months
    assert later.day == day.day or (later + timedelta(days=1)).day == 1


def test_two_months_after_new_year_s_eve_is_the_last_of_february():
    assert add_months(date(2026, 12, 31), 2) == date(2027, 2, 28)


@pytest.mark.parametrize(
    ("at", "day"),
    [
        (datetime(2026, 3, 28, 23, 30, tzinfo=UTC), date(2026, 3, 29)),
        (datetime(2026, 10, 24, 21, 59, tzinfo=UTC), date(2026, 10, 24)),
        (datetime(2026, 12, 31, 23, 0, tzinfo=UTC), date(2027, 1, 1)),
    ],
)
def test_the_day_is_the_one_on_the_wall_in_paris(at, day):
    assert paris_date(at) == day


def test_days_and_hours_are_said_as_people_say_them():
    assert day_in_words(date(2026, 12, 8)) == "mardi 8\u00a0décembre\u00a02026"
    assert day_in_words(date(2027, 1, 1), year=False) == "vendredi 1er\u00a0janvier"
    assert hour_in_words(datetime(2026, 11, 24, 9, 47, tzinfo=UTC)) == "10\u00a0h\u00a047"
    assert hour_in_words(datetime(2026, 7, 1, 15, 0, tzinfo=UTC)) == "17\u00a0h"
