"""The line at the counter: tickets, who is called, who left, when it is kept."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from uuid import uuid4

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now, paris_date, pretending, start_of
from guichet.kit.refusal import Refusal
from guichet.visits.actions import (
    call_next,
    close_visit,
    empty_lines,
    forget_names,
    keep_line,
    leave_line,
    open_visit,
    take_ticket,
)
from guichet.visits.facts import LineKept, TicketTaken, VisitClosed, VisitOpened
from guichet.visits.models import Line, Visit
from guichet.visits.rules import Outcome, Priority
from tests.base import an_agent, facts

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def at_noon():
    """Who arrived a quarter of an hour ago arrived today, whenever the tests run."""
    with pretending(start_of(paris_date(now())) + timedelta(hours=12)):
        yield


def tickets(world, role, *priorities):
    return [take_ticket(body=world.anor, priority=priority, by=role.actor) for priority in priorities]


def numbers_called(world, role, count):
    """The numbers in the order in which they are called, each visit finished before the next."""
    called = []
    for _turn in range(count):
        visit = call_next(world.anor, by=role.actor)
        called.append(visit.ticket_number)
        close_visit(visit, Outcome.SETTLED, by=role.actor)
    return called


def test_tickets_of_a_day_are_numbered_from_one_at_each_counter(world, manon, sophie):
    first, second = tickets(world, manon, Priority.NONE, Priority.PREGNANCY)
    elsewhere = take_ticket(body=world.body, by=sophie.actor)
    assert [first.ticket_number, second.ticket_number, elsewhere.ticket_number] == [1, 2, 1]
    assert "pregnancy" not in str(list(Record.objects.values_list("details", flat=True)))
    assert facts(TicketTaken) == [
        TicketTaken(first.pk, False), TicketTaken(second.pk, True), TicketTaken(elsewhere.pk, False)
    ]  # fmt: skip


def test_numbers_begin_again_at_midnight_in_paris(world, manon):
    midnight = start_of(paris_date(now()))
    with pretending(midnight - timedelta(minutes=1)):
        assert take_ticket(body=world.anor, by=manon.actor).ticket_number == 1
        assert take_ticket(body=world.anor, by=manon.actor).ticket_number == 2
    with pretending(midnight + timedelta(minutes=1)):
        assert take_ticket(body=world.anor, by=manon.actor).ticket_number == 1


def test_the_same_page_pressed_twice_gives_one_ticket(world, manon):
    page = uuid4()
    first = take_ticket(body=world.anor, page=page, by=manon.actor)
    assert take_ticket(body=world.anor, page=page, by=manon.actor) == first
    assert Visit.objects.count() == 1


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(priorities=st.lists(st.sampled_from(list(Priority)), max_size=7))
def test_priorities_go_first_and_each_group_keeps_its_order(world, priorities):
    Visit.objects.all().delete()
    at = now()
    Visit.objects.bulk_create(
        Visit(
            reference=f"VIS-{place}", body=world.anor, state=Visit.State.WAITING, ticket_number=place,
            priority=priority, has_priority=bool(priority), arrived_at=at + timedelta(seconds=place),
        )
        for place, priority in enumerate(priorities)
    )  # fmt: skip
    waiting = list(Visit.objects.of_body(world.anor).waiting().values_list("has_priority", "ticket_number"))
    assert waiting == sorted(waiting, key=lambda one: (not one[0], one[1]))
    assert len(waiting) == len(priorities)


def test_who_has_a_priority_is_called_first_then_who_came_first(world, manon):
    tickets(world, manon, Priority.NONE, Priority.NONE, Priority.OTHER, Priority.DISABILITY)
    assert numbers_called(world, manon, 4) == [3, 4, 1, 2]
    assert call_next(world.anor, by=manon.actor) is None


def test_why_she_passed_first_is_forgotten_as_soon_as_she_is_called(world, manon):
    tickets(world, manon, Priority.PREGNANCY)
    call_next(world.anor, by=manon.actor)
    called = Visit.objects.get()
    assert (called.priority, called.has_priority) == ("", True)


def test_why_who_left_would_have_passed_first_is_forgotten_with_the_names(world, manon):
    [visit] = tickets(world, manon, Priority.DISABILITY)
    Visit.objects.update(state=Visit.State.CLOSED)
    assert forget_names(paris_date(now()) + timedelta(days=200)) == 1
    assert Visit.objects.get(pk=visit.pk).priority == ""


def test_a_call_opens_the_visit_and_tells_how_long_she_waited(world, manon):
    with pretending(now() - timedelta(minutes=12)):
        take_ticket(body=world.anor, by=manon.actor)
    visit = call_next(world.anor, by=manon.actor)
    assert (visit.state, visit.agent) == (Visit.State.OPEN, manon.account)
    assert visit.waited >= timedelta(minutes=12)
    assert facts(VisitOpened) == [VisitOpened(visit.pk, "desk")]


def test_nobody_is_called_from_the_neighbour_s_line(world, sophie, manon):
    take_ticket(body=world.body, by=sophie.actor)
    assert call_next(world.anor, by=manon.actor) is None


def test_a_third_person_is_not_called_while_two_are_held(world, manon):
    tickets(world, manon, *[Priority.NONE] * 3)
    call_next(world.anor, by=manon.actor)
    call_next(world.anor, by=manon.actor)
    with pytest.raises(Refusal, match="Vous tenez déjà deux visites"):
        call_next(world.anor, by=manon.actor)
    assert Visit.objects.waiting().count() == 1


def test_call_pressed_twice_on_one_page_calls_one_person(world, manon):
    tickets(world, manon, Priority.NONE, Priority.NONE)
    open_visit(body=world.anor, by=manon.actor)  # somebody without a ticket is no call
    first = call_next(world.anor, seen=set(), by=manon.actor)
    assert call_next(world.anor, seen=set(), by=manon.actor) == first
    close_visit(Visit.objects.get(ticket_number=None), Outcome.SETTLED, by=manon.actor)
    assert call_next(world.anor, seen={first.pk}, by=manon.actor).ticket_number == 2


def test_who_left_is_not_called_and_who_was_called_has_not_left(world, manon):
    gone, stays = tickets(world, manon, Priority.NONE, Priority.NONE)
    leave_line(gone, by=manon.actor)
    leave_line(gone, by=manon.actor)
    assert call_next(world.anor, by=manon.actor) == stays
    leave_line(stays, by=manon.actor)
    assert Visit.objects.get(pk=stays.pk).is_open
    assert facts(VisitClosed) == [VisitClosed(gone.pk, "could-not")]
    assert Visit.objects.get(pk=gone.pk).why == "Parti avant son tour"


def test_at_night_the_line_of_the_day_before_is_emptied(world, manon):
    with pretending(start_of(paris_date(now())) - timedelta(hours=7)):
        forgotten = take_ticket(body=world.anor, by=manon.actor)
    today = take_ticket(body=world.anor, by=manon.actor)
    assert empty_lines(paris_date(now())) == 1
    assert empty_lines(paris_date(now())) == 0
    assert not Visit.objects.waiting().contains(forgotten)
    assert Visit.objects.waiting().contains(today)


def test_a_line_is_kept_once_it_is_said_and_no_longer_once_it_is_said(world):
    assert not Line.objects.kept_by(world.anor).exists()
    for is_kept in (False, True, True, False):
        keep_line(world.anor, is_kept=is_kept, by=SYSTEM)
        assert Line.objects.kept_by(world.anor).exists() is is_kept
    assert facts(LineKept) == [LineKept(world.anor.pk, True), LineKept(world.anor.pk, False)]


def test_a_line_does_not_end_while_somebody_waits(world, manon):
    keep_line(world.anor, is_kept=True, by=SYSTEM)
    visit = take_ticket(body=world.anor, by=manon.actor)
    with pytest.raises(Refusal, match="Des personnes attendent"):
        keep_line(world.anor, is_kept=False, by=SYSTEM)
    leave_line(visit, by=manon.actor)
    keep_line(world.anor, is_kept=False, by=SYSTEM)


def at_once(*acts):
    """What each answers, all begun at the same moment, each in a thread with its own connection."""
    start = Barrier(len(acts))

    def do(act):
        start.wait()
        try:
            return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(acts)) as threads:
        return list(threads.map(do, acts))


@pytest.mark.django_db(transaction=True)
def test_two_agents_who_call_at_once_receive_two_persons(world, manon):
    luc = an_agent("luc", world.anor)
    tickets(world, manon, Priority.NONE, Priority.NONE)
    called = at_once(*(lambda role=role: call_next(world.anor, by=role.actor) for role in (manon, luc)))
    assert {visit.ticket_number for visit in called} == {1, 2}
    assert {visit.agent_id for visit in called} == {manon.account_id, luc.account_id}


@pytest.mark.django_db(transaction=True)
def test_two_tickets_given_at_once_have_two_numbers(world, manon):
    given_ = at_once(*[lambda: take_ticket(body=world.anor, by=manon.actor)] * 3)
    assert {visit.ticket_number for visit in given_} == {1, 2, 3}
