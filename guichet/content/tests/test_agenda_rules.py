"""When events take place, held against the library that calendars use."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from dateutil.rrule import FR, MO, MONTHLY, SA, SU, TH, TU, WE, WEEKLY, rrule
from hypothesis import given, settings
from hypothesis import strategies as some

from guichet.content.agenda import coming_days, day_to_show
from guichet.content.agenda_rules import (
    SHORTEST_MONTH,
    Fault,
    Repeat,
    Rule,
    faults,
    occurrences,
)
from guichet.kit.dates import PARIS

WEEKDAYS = (MO, TU, WE, TH, FR, SA, SU)
YEARS = some.dates(date(2026, 1, 1), date(2029, 12, 31))
AGAIN = [one for one in Repeat if one != Repeat.NONE]


def days_of(rule, first, last):
    return [one.first_day for one in occurrences(rule, first, last)]


def by_the_book(rule, last):
    """The same days from dateutil."""
    weekday = WEEKDAYS[rule.starts_on.weekday()]
    words = {
        Repeat.WEEKLY: {"freq": WEEKLY},
        Repeat.FORTNIGHTLY: {"freq": WEEKLY, "interval": 2},
        Repeat.MONTHLY_BY_DATE: {"freq": MONTHLY, "bymonthday": rule.starts_on.day},
        Repeat.MONTHLY_BY_WEEKDAY: {"freq": MONTHLY, "byweekday": weekday(rule.nth)},
    }[rule.repeat]
    start, end = (datetime.combine(day, time()) for day in (rule.starts_on, min(last, rule.until or last)))
    return [one.date() for one in rrule(dtstart=start, until=end, **words)]


@given(start=YEARS, repeat=some.sampled_from(AGAIN), until=some.none() | YEARS, days=some.integers(0, 800))
@settings(max_examples=60, deadline=None)
def test_an_event_comes_back_on_the_days_that_calendars_find(start, repeat, until, days):
    rule, last = Rule(start, repeat=repeat, until=until), start + timedelta(days=days)
    assert days_of(rule, start - timedelta(days=9), last) == by_the_book(rule, last)


@given(
    start=YEARS,
    repeat=some.sampled_from(list(Repeat)),
    length=some.integers(0, 6),
    first=YEARS,
    span=some.integers(0, 200),
    cut=some.integers(0, 200),
)
@settings(max_examples=60, deadline=None)
def test_two_spans_side_by_side_miss_nothing_and_each_day_touches_its_span(start, repeat, length, first, span, cut):
    rule = Rule(start, ends_on=start + timedelta(days=length), repeat=repeat)
    last, middle = first + timedelta(days=span), first + timedelta(days=min(cut, span))
    whole = list(occurrences(rule, first, last))
    parts = {*occurrences(rule, first, middle), *occurrences(rule, min(middle + timedelta(days=1), last), last)}
    assert parts == set(whole)
    assert all(one.first_day <= last and one.last_day >= first for one in whole)
    assert whole == sorted(whole, key=lambda one: one.first_day)


@pytest.mark.parametrize(
    ("start", "repeat", "days"),
    [
        # the second Saturday of each month
        (date(2026, 12, 12), Repeat.MONTHLY_BY_WEEKDAY, [(12, 12), (1, 9), (2, 13), (3, 13)]),
        # a month without a fifth Saturday is passed
        (date(2026, 10, 31), Repeat.MONTHLY_BY_WEEKDAY, [(10, 31), (1, 30), (5, 29)]),
        # so is one without a 31st
        (date(2026, 10, 31), Repeat.MONTHLY_BY_DATE, [(10, 31), (12, 31), (1, 31), (3, 31), (5, 31)]),
        (date(2026, 12, 19), Repeat.FORTNIGHTLY, [(12, 19), (1, 2), (1, 16)]),
        (date(2026, 12, 19), Repeat.NONE, [(12, 19)]),
    ],
)
def test_the_days_of_a_rule(start, repeat, days):
    last = date(2026 if days[-1][0] > 9 else 2027, *days[-1])
    assert [(day.month, day.day) for day in days_of(Rule(start, repeat=repeat), start, last)] == days


def test_the_hour_stays_that_of_the_clock_when_it_changes():
    rule = Rule(date(2026, 10, 24), time(8), ends_at=time(12), repeat=Repeat.WEEKLY)
    before, after = occurrences(rule, date(2026, 10, 24), date(2026, 10, 31))
    assert (before.starts.astimezone(UTC).hour, after.starts.astimezone(UTC).hour) == (6, 7)
    assert (before.starts.astimezone(PARIS).hour, after.starts.astimezone(PARIS).hour) == (8, 8)


def test_the_day_of_the_change_lasts_an_hour_more():
    (day,) = occurrences(Rule(date(2026, 10, 25)), date(2026, 10, 25), date(2026, 10, 25))
    assert day.ends.astimezone(UTC) - day.starts.astimezone(UTC) == timedelta(hours=25)


def test_a_cancelled_day_stays_in_the_list_with_its_reason_and_is_not_the_next_one():
    christmas = date(2026, 12, 25)
    rule = Rule(date(2026, 12, 18), time(9), repeat=Repeat.WEEKLY, cancelled={christmas: "Noël"})
    told = [(one.is_cancelled, one.reason) for one in occurrences(rule, date(2026, 12, 18), date(2027, 1, 1))]
    assert told == [(False, ""), (True, "Noël"), (False, "")]
    assert day_to_show(coming_days(rule, datetime(2026, 12, 20, tzinfo=PARIS))).first_day == date(2027, 1, 1)


def test_what_is_called_off_shows_its_first_day_and_why():
    rule = Rule(date(2026, 12, 18), called_off="Orage")
    day = day_to_show(coming_days(rule, datetime(2026, 12, 1, tzinfo=PARIS)))
    assert day.reason == "Orage"


def test_an_event_is_over_at_its_end_and_without_one_at_the_end_of_its_day():
    evening = Rule(date(2026, 12, 12), time(20), ends_at=time(22))
    open_end = Rule(date(2026, 12, 12), time(20))
    at = datetime(2026, 12, 12, 22, 1, tzinfo=PARIS)
    assert coming_days(evening, at) == []
    assert len(coming_days(open_end, at)) == 1


def test_an_evening_that_ends_in_the_night_is_one_day():
    (ball,) = occurrences(
        Rule(date(2026, 12, 31), time(21), date(2027, 1, 1), time(3)), date(2026, 12, 31), date(2026, 12, 31)
    )
    assert ball.is_one_day
    (fair,) = occurrences(Rule(date(2026, 12, 5), ends_on=date(2026, 12, 6)), date(2026, 12, 6), date(2026, 12, 6))
    assert not fair.is_one_day


FRIDAY = date(2026, 12, 18)


@pytest.mark.parametrize(
    ("rule", "found"),
    [
        (Rule(FRIDAY), []),
        (Rule(FRIDAY, time(21), FRIDAY + timedelta(days=1), time(2)), []),
        (Rule(FRIDAY, time(21), ends_at=time(2)), [Fault.ENDS_BEFORE]),
        (Rule(FRIDAY, ends_on=FRIDAY - timedelta(days=1)), [Fault.ENDS_BEFORE]),
        (Rule(FRIDAY, ends_at=time(2)), [Fault.END_WITHOUT_START]),
        (Rule(FRIDAY, until=FRIDAY), [Fault.UNTIL_ALONE]),
        (Rule(FRIDAY, repeat=Repeat.WEEKLY, until=FRIDAY - timedelta(days=1)), [Fault.UNTIL_BEFORE]),
        (Rule(FRIDAY, ends_on=FRIDAY + timedelta(days=7), repeat=Repeat.WEEKLY), [Fault.MEETS_ITSELF]),
        (Rule(FRIDAY, ends_on=FRIDAY + timedelta(days=6), repeat=Repeat.WEEKLY), []),
        (Rule(FRIDAY, ends_on=FRIDAY + SHORTEST_MONTH, repeat=Repeat.MONTHLY_BY_DATE), [Fault.MEETS_ITSELF]),
        (Rule(FRIDAY, repeat=Repeat.WEEKLY, cancelled={FRIDAY + timedelta(days=7): "Noël"}), []),
        (Rule(FRIDAY, repeat=Repeat.WEEKLY, cancelled={FRIDAY + timedelta(days=6): "?"}), [Fault.NOT_ITS_DAY]),
        (Rule(FRIDAY, repeat=Repeat.WEEKLY, cancelled={FRIDAY - timedelta(days=7): "?"}), [Fault.NOT_ITS_DAY]),
    ],
)
def test_what_cannot_be_is_named(rule, found):
    assert faults(rule) == found
