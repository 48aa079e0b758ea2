"""A visit asked for on the portal waits for a round."""

import pytest

from guichet.accounts.models import Person
from guichet.cases.actions import erase_case
from guichet.cases.facts import CaseReceived
from guichet.journal.actions import _subscribers, deliver_all
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM
from guichet.visits.models import HomeVisit
from tests.requests import FOR_HERSELF, FOR_MOTHER, WORDS, a_request, offer_everything


@pytest.fixture
def anor(world):
    return offer_everything(world).anor


def test_a_request_for_a_mother_is_one_visit_to_her_asked_by_her_daughter(anor):
    case = a_request("visite-domicile", FOR_MOTHER, anor)
    deliver_all()
    visit = HomeVisit.objects.get()
    assert (visit.body, visit.case_id, visit.asked_by, visit.suits) == (anor, case.pk, "family", "le matin")
    assert visit.asker == "Élise Carpentier, 06\u00a012\u00a034\u00a056\u00a078"
    assert str(visit.person) == "Yvette Carpentier"
    assert visit.person.postal_address.street == "12 rue du Bois"
    assert (visit.why, visit.place) == ("Refaire sa carte d’identité", "Résidence Les Ormes, 12")
    assert case.person.postal_address is None


def test_who_asks_for_herself_is_the_person_of_the_case(anor):
    case = a_request("visite-domicile", FOR_HERSELF, anor)
    deliver_all()
    visit = HomeVisit.objects.get()
    assert (visit.person, visit.asked_by, visit.asker, visit.suits) == (case.person, "person", "", "")


def test_the_fact_delivered_twice_or_of_another_kind_makes_no_second_visit(anor):
    a_request("visite-domicile", FOR_MOTHER, anor)
    a_request("message", WORDS, anor)
    deliver_all()
    for row in Record.objects.filter(kind=CaseReceived.__name__):
        _subscribers[CaseReceived.__name__]["visits.note_home_visit"](row.fact, row)
    assert HomeVisit.objects.count() == 1


@pytest.mark.parametrize("answers", [FOR_MOTHER, FOR_HERSELF])
def test_a_case_erased_takes_the_visit_that_came_of_it(anor, answers):
    case = a_request("visite-domicile", answers, anor)
    deliver_all()
    erase_case(case, reason="retention", by=SYSTEM)
    deliver_all()
    assert not HomeVisit.objects.exists()
    assert not Person.objects.exists()
