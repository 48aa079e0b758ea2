from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.cases.models import Case
from guichet.cases.rules import State
from guichet.desk.inbox import BY_ARRIVAL, BY_DEADLINE, BY_DECISION
from guichet.desk.keyset import page_of
from guichet.desk.tests.base import many_cases


def forwards(order, size):
    """Every page from the first to the last."""
    pages, after = [], ""
    while True:
        page = page_of(Case.objects.all(), order, after=after, size=size)
        pages.append(page)
        if not page.after:
            return pages
        after = page.after


@pytest.mark.parametrize("order", [BY_DEADLINE, BY_ARRIVAL, BY_DECISION])
@pytest.mark.parametrize("size", [1, 4, 10, 23, 50])
def test_pages_show_every_case_once_and_in_order(world, order, size):
    many_cases(world, 23, state=State.SETTLED)
    shown = [row.pk for page in forwards(order, size) for row in page.rows]
    sign = "-" if order.newest_first else ""
    assert shown == list(Case.objects.order_by(*(sign + field for field in order.fields)).values_list("pk", flat=True))


@pytest.mark.parametrize("order", [BY_DEADLINE, BY_DECISION])
def test_walking_back_shows_the_same_pages(world, order):
    many_cases(world, 23, state=State.SETTLED)
    pages = forwards(order, 5)
    before, walked = pages[-1].before, []
    while before:
        page = page_of(Case.objects.all(), order, before=before, size=5)
        walked.append([row.pk for row in page.rows])
        before = page.before
    assert walked[::-1] == [[row.pk for row in page.rows] for page in pages[:-1]]


def test_a_case_that_leaves_between_two_pages_hides_no_other(world):
    many_cases(world, 12)
    first = page_of(Case.objects.all(), BY_DEADLINE, size=4)
    rest = [row.pk for row in Case.objects.order_by("due_on", "id")[4:]]
    Case.objects.filter(pk=first.rows[-1].pk).delete()
    second = page_of(Case.objects.all(), BY_DEADLINE, after=first.after, size=4)
    assert [row.pk for row in second.rows] == rest[:4]


def test_when_the_page_emptied_meanwhile_the_first_one_is_shown(world):
    cases = many_cases(world, 3)
    page = page_of(Case.objects.all(), BY_DEADLINE, after=f"2030-01-01~{cases[0].pk}")
    assert len(page.rows) == 3
    assert not page.before


def test_one_page_costs_one_question(world, django_assert_num_queries):
    many_cases(world, 30)
    deep = page_of(Case.objects.all(), BY_DEADLINE, size=4).after
    with django_assert_num_queries(1):
        page_of(Case.objects.all(), BY_DEADLINE, after=deep, size=4)


@given(st.text(max_size=40))
def test_a_mark_written_by_hand_never_breaks(text):
    for order in (BY_DEADLINE, BY_DECISION, BY_ARRIVAL):
        values = order.values(text)
        assert values is None or len(values) == len(order.fields)


@given(st.dates(), st.integers(0, 2**63 - 1))
def test_a_mark_travels_and_comes_back(day: date, pk: int):
    assert BY_DEADLINE.values(BY_DEADLINE.mark(Case(pk=pk, due_on=day))) == (day, pk)
    at = datetime(day.year, day.month, day.day, 10, 47, 3, 123456, tzinfo=UTC)
    assert BY_DECISION.values(BY_DECISION.mark(Case(pk=pk, decided_at=at))) == (at, pk)
