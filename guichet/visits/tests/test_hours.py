"""Durations as agents type them, and how long people waited."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.visits.rules import MOST_MINUTES, mean_wait, minutes_in_words, read_minutes


@pytest.mark.parametrize(
    ("typed", "minutes"),
    [
        ("1 h 30", 90),
        ("1h30", 90),
        ("1 H 30 min", 90),
        ("1:30", 90),
        ("1\u00a0h\u00a005", 65),
        ("2 h", 120),
        ("2 heures", 120),
        ("35 h", 2100),
        ("1,5", 90),
        ("1.5", 90),
        ("0,25", 15),
        ("2", 120),
        ("1,5 h", 90),
        ("90 min", 90),
        ("90mn", 90),
        (" 45 minutes ", 45),
    ],
)
def test_a_duration_is_read_as_it_is_said(typed, minutes):
    assert read_minutes(typed) == minutes


@pytest.mark.parametrize(
    "typed", ["", "une heure", "0", "0 min", "1 h 75", "-2", "90", "1,234", "2000 h", "1 h 30 h", "½"]
)
def test_what_is_no_duration_or_could_be_two_is_not_guessed(typed):
    assert read_minutes(typed) is None


@given(st.integers(1, MOST_MINUTES))
def test_what_is_shown_is_read_back(minutes):
    assert read_minutes(minutes_in_words(minutes)) == minutes


@given(st.text(max_size=20))
def test_whatever_is_typed_is_a_duration_within_reason_or_none(typed):
    read = read_minutes(typed)
    assert read is None or 0 < read <= MOST_MINUTES


@given(st.lists(st.integers(0, 600), min_size=1))
def test_the_mean_wait_lies_between_the_shortest_and_the_longest(waits):
    mean = mean_wait(timedelta(minutes=n) for n in waits)
    assert min(waits) <= mean <= max(waits)


def test_nobody_waited_is_not_no_wait():
    assert mean_wait([]) is None
    assert mean_wait([timedelta(seconds=20)]) == 0
