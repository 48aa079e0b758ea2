"""Home visits asked, planned, done and forgotten."""

from datetime import UTC, datetime, time, timedelta
from uuid import uuid4

import pytest

from guichet.accounts.actions import Contact
from guichet.accounts.models import Person
from guichet.cabinet.tests.factories import a_procedure
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now, paris_date, pretending
from guichet.kit.refusal import Refusal
from guichet.visits.actions import (
    Wish,
    add_stops,
    ask_home_visit,
    drop_home_visit,
    finish_round,
    forget_home_visits,
    move_stop_up,
    open_visit,
    plan_round,
    remove_stop,
    start_stop,
)
from guichet.visits.facts import HomeVisitStarted, RoundFinished, RoundPlanned, StopAdded, StopRemoved, VisitOpened
from guichet.visits.models import HomeVisit, Round, Visit
from guichet.visits.tests.home_factories import a_home_visit, a_round
from tests.base import an_agent, facts

State = HomeVisit.State


def again(row):
    return type(row).objects.get(pk=row.pk)


@pytest.fixture
def yvette(world):
    return a_home_visit(world.anor, procedures=[a_procedure()])


@pytest.fixture
def marcel(world):
    return a_home_visit(world.anor, "Marcel Lefebvre")


def test_a_visit_asked_twice_on_one_page_is_asked_once(world, manon):
    page = uuid4()
    asked = [
        ask_home_visit(
            body=world.anor,
            who=Contact("Odette", "Delcourt"),
            wish=Wish(HomeVisit.AskedBy.AGENT, why="Sa carte"),
            page=page,
            by=manon.actor,
        )
        for _press in range(2)
    ]
    assert asked[0] == asked[1]
    assert Person.objects.count() == 1


def test_who_waits_longest_is_first_to_plan(world, yvette, marcel):
    HomeVisit.objects.filter(pk=marcel.pk).update(asked_at=now() - timedelta(days=3))
    assert list(HomeVisit.objects.of_body(world.anor).to_plan()) == [marcel, yvette]


def test_a_round_joins_several_in_the_order_chosen(manon, yvette, marcel):
    planned = a_round(manon, [marcel, yvette])
    assert list(planned.stops.in_order()) == [marcel, yvette]
    assert again(yvette).state == State.PLANNED
    assert facts(RoundPlanned) == [RoundPlanned(planned.pk, [marcel.pk, yvette.pk])]


def refused(act):
    with pytest.raises(Refusal) as no:
        act()
    return no.value.code


def test_a_round_on_a_past_day_without_a_place_or_with_nobody_is_refused(manon, paul, yvette):
    at = {"body": manon.body, "starts_at": time(9), "by": manon.actor, "agent": manon.account}
    today = paris_date(now())
    yesterday = today - timedelta(days=1)
    assert refused(lambda: plan_round(place="Village", on=yesterday, stops=[yvette], **at)) == "past-day"
    assert refused(lambda: plan_round(place=" ", on=today, stops=[yvette], **at)) == "no-place"
    assert refused(lambda: plan_round(place="Village", on=today, stops=[], **at)) == "no-stop"
    other = {**at, "agent": paul.account}
    assert refused(lambda: plan_round(place="Village", on=today, stops=[yvette], **other)) == "not-here"
    assert not Round.objects.exists()


def test_a_person_is_once_in_a_round(world, manon, yvette):
    wish = Wish(HomeVisit.AskedBy.FAMILY, asker="Lucie, 06 12 34 56 78", why="Encore")
    second = ask_home_visit(body=world.anor, who=yvette.person, wish=wish, by=SYSTEM)
    assert refused(lambda: a_round(manon, [yvette, second])) == "twice"
    planned = a_round(manon, [yvette])
    assert refused(lambda: add_stops(planned, [second], by=manon.actor)) == "twice"


def test_a_visit_that_another_round_holds_or_of_another_body_is_refused(world, manon, yvette):
    a_round(manon, [yvette])
    assert refused(lambda: a_round(manon, [yvette])) == "stop-taken"
    assert refused(lambda: a_round(manon, [a_home_visit(world.fourmies)])) == "stop-taken"
    assert Round.objects.count() == 1


def test_a_thirteenth_person_waits_for_another_round(world, manon):
    many = [a_home_visit(world.anor, f"Personne {number}") for number in range(13)]
    assert refused(lambda: a_round(manon, many)) == "many-stops"
    planned = a_round(manon, many[:12])
    assert refused(lambda: add_stops(planned, [many[12]], by=manon.actor)) == "many-stops"


def test_a_stop_is_added_moved_up_and_removed(manon, yvette, marcel):
    planned = a_round(manon, [yvette])
    for _press in range(2):
        add_stops(planned, [marcel], by=manon.actor)
    move_stop_up(planned, marcel, by=manon.actor)
    assert list(planned.stops.in_order()) == [marcel, yvette]
    for _press in range(2):
        remove_stop(planned, marcel, by=manon.actor)
    assert again(marcel).state == State.ASKED
    assert list(planned.stops.all()) == [yvette]
    assert (len(facts(StopAdded)), len(facts(StopRemoved))) == (1, 1)


def test_a_stale_page_takes_nobody_out_of_another_round(manon, yvette, marcel):
    first, second = a_round(manon, [yvette]), a_round(manon, [marcel])
    remove_stop(first, marcel, by=manon.actor)
    move_stop_up(first, marcel, by=manon.actor)
    assert list(second.stops.all()) == [marcel]


def test_the_first_press_at_the_door_opens_one_visit_with_its_matters(manon, yvette):
    planned = a_round(manon, [yvette])
    visit = start_stop(planned, yvette, by=manon.actor)
    assert start_stop(planned, yvette, by=manon.actor) == visit
    assert (visit.channel, visit.person, visit.body) == ("home", yvette.person, manon.body)
    assert [matter.procedure.slug for matter in visit.matters.all()] == ["cession-vehicule"]
    assert again(yvette).state == State.DONE
    assert (len(facts(VisitOpened)), len(facts(HomeVisitStarted))) == (1, 1)
    assert {row.kind for row in Record.objects.at_visit(visit.pk)} == {"VisitOpened", "MatterAdded", "HomeVisitStarted"}


def test_a_third_visit_held_is_refused_and_the_stop_still_waits(world, manon, yvette):
    planned = a_round(manon, [yvette])
    for _person in range(2):
        open_visit(body=world.anor, by=manon.actor)
    assert refused(lambda: start_stop(planned, yvette, by=manon.actor)) == "two-visits"
    assert again(yvette).state == State.PLANNED


def test_a_visit_in_no_round_or_in_another_does_not_begin(manon, yvette, marcel):
    planned = a_round(manon, [yvette])
    assert refused(lambda: start_stop(planned, marcel, by=manon.actor)) == "not-planned"
    a_round(manon, [marcel])
    assert refused(lambda: start_stop(planned, marcel, by=manon.actor)) == "not-planned"
    assert not Visit.objects.exists()


def test_a_visit_that_a_colleague_began_is_hers(world, manon, yvette):
    planned = a_round(manon, [yvette])
    start_stop(planned, yvette, by=manon.actor)
    nadia = an_agent("nadia", world.anor)
    assert refused(lambda: start_stop(planned, yvette, by=nadia.actor)) == "visit-elsewhere"


def test_several_are_added_together_or_not_at_all(world, manon, yvette, marcel):
    planned, odette = a_round(manon, [yvette]), a_home_visit(world.anor, "Odette Delcourt")
    drop_home_visit(odette, by=manon.actor)
    assert refused(lambda: add_stops(planned, [marcel, odette], by=manon.actor)) == "stop-taken"
    assert list(planned.stops.all()) == [yvette]
    assert facts(StopAdded) == []


def test_a_finished_round_gives_back_whom_it_did_not_see(manon, yvette, marcel):
    planned = a_round(manon, [yvette, marcel])
    start_stop(planned, yvette, by=manon.actor)
    for _press in range(2):
        finish_round(planned, by=manon.actor)
    assert (again(yvette).state, again(marcel).state) == (State.DONE, State.ASKED)
    assert facts(RoundFinished) == [RoundFinished(planned.pk, 1, 1)]
    assert refused(lambda: add_stops(planned, [marcel], by=manon.actor)) == "round-done"


def test_a_dropped_visit_leaves_its_round_and_one_begun_is_not_dropped(manon, yvette, marcel):
    planned = a_round(manon, [yvette, marcel])
    for _press in range(2):
        drop_home_visit(marcel, by=manon.actor)
    assert list(planned.stops.all()) == [yvette]
    start_stop(planned, yvette, by=manon.actor)
    assert refused(lambda: drop_home_visit(yvette, by=manon.actor)) == "visit-done"


def test_six_months_later_nothing_is_left_of_whom_it_was_for(world, manon):
    with pretending(datetime(2026, 1, 5, 9, tzinfo=UTC)):
        dropped, waiting = a_home_visit(world.anor), a_home_visit(world.anor, "Marcel Lefebvre")
        drop_home_visit(dropped, by=manon.actor)
    assert forget_home_visits(datetime(2026, 7, 1).date()) == 0
    assert forget_home_visits(datetime(2026, 8, 1).date()) == 1
    assert forget_home_visits(datetime(2026, 8, 1).date()) == 0
    assert list(HomeVisit.objects.all()) == [waiting]
    assert list(Person.objects.all()) == [waiting.person]


def test_a_year_after_it_was_asked_a_visit_nobody_did_is_forgotten_unless_a_round_goes_there(world, manon):
    with pretending(datetime(2026, 1, 5, 9, tzinfo=UTC)):
        waiting, past = a_home_visit(world.anor), a_home_visit(world.anor, "Marcel Lefebvre")
        a_round(manon, [past])
        going = a_home_visit(world.anor, "Odette Delcourt")
    with pretending(datetime(2027, 1, 4, 9, tzinfo=UTC)):
        a_round(manon, [going])
    assert forget_home_visits(datetime(2027, 1, 5).date()) == 0
    assert forget_home_visits(datetime(2027, 1, 6).date()) == 2
    assert list(HomeVisit.objects.all()) == [going]
    assert not Person.objects.filter(pk__in=[waiting.person_id, past.person_id]).exists()
    assert forget_home_visits(datetime(2027, 1, 10).date()) == 1
