"""A visit from its key to its end."""

from datetime import timedelta
from uuid import uuid4

import pytest

from guichet.accounts.actions import Contact, name_person
from guichet.accounts.facts import PersonRead
from guichet.accounts.models import Person
from guichet.journal.models import Record
from guichet.kit.dates import now, paris_date, pretending
from guichet.kit.refusal import Refusal
from guichet.visits.actions import (
    close_left_open,
    close_visit,
    correct_outcome,
    forget_names,
    meet_person,
    name_visit,
    note_done,
    open_visit,
    reopen_visit,
    turn_to,
)
from guichet.visits.facts import VisitClosed, VisitNamed, VisitOpened
from guichet.visits.models import Visit
from guichet.visits.rules import LEFT_OPEN, NAMED_FOR, Channel, Outcome
from guichet.visits.tests.base import a_matter, a_visit
from tests.base import facts

pytestmark = pytest.mark.django_db


def test_one_key_opens_a_visit_of_nobody_at_the_desk(manon):
    visit = a_visit(manon)
    assert (visit.who, visit.channel, visit.is_open) == ("", Channel.DESK, True)
    assert visit.reference.startswith("VIS-")
    row = Record.objects.at_visit(visit.pk).get()
    assert (row.fact, row.actor_id, row.body_id) == (VisitOpened(visit.pk, "desk"), manon.account_id, manon.body_id)


def test_the_same_page_pressed_twice_opens_one_visit(manon):
    page = uuid4()
    assert a_visit(manon, page=page) == a_visit(manon, page=page)
    assert Visit.objects.count() == 1


def test_two_are_held_and_a_third_waits(manon):
    first, second = a_visit(manon), a_visit(manon)
    with pytest.raises(Refusal, match="déjà deux visites"):
        a_visit(manon)
    close_visit(first, Outcome.SETTLED, by=manon.actor)
    assert list(Visit.objects.held_by(manon.account_id)) == [second]
    a_visit(manon)


def test_the_visit_turned_to_last_comes_first(manon):
    first, second = a_visit(manon), a_visit(manon)
    assert list(Visit.objects.held_by(manon.account_id)) == [second, first]
    turn_to(first, by=manon.actor)
    assert list(Visit.objects.held_by(manon.account_id)) == [first, second]


def test_a_colleague_touches_nothing_of_it(manon, sophie):
    visit = a_visit(manon)
    with pytest.raises(Refusal, match="Un collègue"):
        name_visit(visit, first_name="Bernard", by=sophie.actor)


def test_who_came_is_a_first_name_or_a_person_never_both(manon):
    visit = name_visit(a_visit(manon), first_name=" Bernard ", by=manon.actor)
    assert visit.who == "Bernard"
    person = name_person(Contact("Lucie", "Dubois"))
    visit = name_visit(visit, first_name="Lucie Dubois", person=person, by=manon.actor)
    assert (visit.first_name, visit.who) == ("", "Lucie Dubois")
    assert [fact.person for fact in facts(VisitNamed)] == [0, person.pk]


def test_a_person_named_by_mistake_and_by_nothing_else_is_forgotten(manon):
    person = name_person(Contact("Lucie", "Dubois"))
    visit = name_visit(a_visit(manon), person=person, by=manon.actor)
    name_visit(visit, by=manon.actor)
    assert not Person.objects.exists()


@pytest.mark.parametrize("outcome", [Outcome.COULD_NOT, Outcome.REFERRED])
def test_what_stopped_us_is_said_with_its_reason(manon, outcome):
    visit = a_visit(manon)
    with pytest.raises(Refusal, match="Dites pourquoi"):
        close_visit(visit, outcome, why="  ", by=manon.actor)
    assert close_visit(visit, outcome, why="France Titres en panne", by=manon.actor).why == "France Titres en panne"


def test_waiting_and_service_are_told_without_a_click(manon):
    arrived = now()
    with pretending(arrived):
        visit = a_visit(manon)
    with pretending(arrived + timedelta(minutes=9)):
        visit = close_visit(visit, Outcome.SETTLED, by=manon.actor)
    assert (visit.waited, visit.lasted) == (timedelta(0), timedelta(minutes=9))


def test_an_ended_visit_is_not_gone_on_with_but_taken_up_again_the_same_day(manon):
    visit = close_visit(a_visit(manon), Outcome.SETTLED, by=manon.actor)
    with pytest.raises(Refusal, match="Cette visite est finie"):
        turn_to(visit, by=manon.actor)
    assert reopen_visit(visit, by=manon.actor).is_open
    close_visit(visit, Outcome.SETTLED, by=manon.actor)
    with pretending(now() + timedelta(days=1)), pytest.raises(Refusal, match="ne peut plus être reprise"):
        reopen_visit(visit, by=manon.actor)


def test_a_visit_left_open_closes_itself_says_so_and_is_corrected(manon):
    matter = a_matter(manon)
    note_done(matter, by=manon.actor)
    assert close_left_open() == 0
    with pretending(now() + LEFT_OPEN + timedelta(minutes=1)):
        assert close_left_open() == 1
        assert close_left_open() == 0
    visit = Visit.objects.get()
    assert (visit.closed_itself, visit.outcome) == (True, Outcome.SETTLED)
    assert facts(VisitClosed) == [VisitClosed(visit.pk, "settled", by_itself=True)]
    visit = correct_outcome(visit, Outcome.COMES_BACK, by=manon.actor)
    assert (visit.closed_itself, visit.outcome) == (False, Outcome.COMES_BACK)
    with pytest.raises(Refusal, match="reste comme elle l’a dite"):
        correct_outcome(visit, Outcome.SETTLED, by=manon.actor)


def test_a_visit_that_closed_itself_lasted_until_the_last_thing_done_and_is_corrected_with_its_reason(manon):
    opened = now()
    with pretending(opened):
        visit = a_visit(manon)
    with pretending(opened + timedelta(minutes=7)):
        turn_to(visit, by=manon.actor)
    with pretending(opened + timedelta(hours=3)):
        close_left_open()
    visit.refresh_from_db()
    assert visit.lasted == timedelta(minutes=7)
    with pytest.raises(Refusal, match="Dites pourquoi"):
        correct_outcome(visit, Outcome.COULD_NOT, by=manon.actor)


def test_named_anew_the_codes_printed_before_open_it_no_more(manon):
    visit = name_visit(a_visit(manon), person=name_person(Contact("Lucie", "Dubois")), by=manon.actor)
    printed = visit.secret
    assert name_visit(visit, person=visit.person, by=manon.actor).secret == printed
    assert name_visit(visit, person=name_person(Contact("Paul", "Petit")), by=manon.actor).secret != printed


def test_who_was_not_known_is_met_and_that_she_was_shown_is_kept(manon):
    visit = meet_person(a_visit(manon), Contact("Yvette", "Lambert", street="3 rue du Bois"), by=manon.actor)
    assert str(visit.person) == "Yvette Lambert"
    assert facts(PersonRead) == [PersonRead(visit.person.pk)]


def test_two_agents_may_press_the_same_page(manon, sophie):
    page = uuid4()
    assert a_visit(manon, page=page) != a_visit(sophie, page=page)


def test_what_is_done_keeps_a_visit_open(manon):
    matter = a_matter(manon)
    with pretending(now() + LEFT_OPEN - timedelta(minutes=1)):
        turn_to(matter.visit, by=manon.actor)
    with pretending(now() + LEFT_OPEN + timedelta(minutes=1)):
        assert close_left_open() == 0


def test_six_months_later_the_visit_has_no_name_and_the_person_is_gone(manon):
    person = name_person(Contact("Lucie", "Dubois"))
    visit = open_visit(body=manon.body, person=person, by=manon.actor)
    close_visit(visit, Outcome.SETTLED, by=manon.actor)
    assert forget_names(paris_date(now())) == 0
    later = paris_date(now() + NAMED_FOR + timedelta(days=2))
    assert (forget_names(later), forget_names(later)) == (1, 0)
    assert not Person.objects.exists()
    assert Visit.objects.get().person is None
