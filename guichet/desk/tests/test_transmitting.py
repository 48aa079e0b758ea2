"""What an agent sends to another body, and follows; what must be answered today."""

import pytest

from guichet.cases.actions import take, transmit, write_note
from guichet.cases.models import Case
from guichet.kit.dates import now, paris_date
from tests.base import an_agent, signed_in, text_of
from tests.requests import COUNTY_HOLE, HOLE, a_request, offer_everything


@pytest.fixture
def offered(world):
    return offer_everything(world)


@pytest.fixture
def didier(offered):
    return an_agent("didier", offered.anor, offered.technical)


@pytest.fixture
def case(offered):
    return a_request("signalement-voirie", HOLE, offered.anor)


def hand_over(role, case, to, text=""):
    url = f"/guichet/dossiers/{case.reference}/transmettre/"
    return signed_in(role).post(url, {"version": case.version, "to": str(to.pk), "text": text})


def test_the_agent_chooses_among_her_own_and_the_bodies_near(offered, didier, case):
    page = text_of(signed_in(didier).get(f"/guichet/dossiers/{case.reference}/"))
    assert "Autre organisme : voirie, Département du Nord" in page
    assert "Autre organisme : service déchets, CC du Sud-Avesnois" in page


def test_to_another_body_she_says_why(offered, didier, case):
    answer = hand_over(didier, case, offered.roads)
    assert answer.status_code == 422
    assert "Dites pourquoi" in text_of(answer)
    assert Case.objects.get(pk=case.pk).owner == offered.anor


def test_sent_on_it_is_followed_and_no_longer_treated(offered, didier, case):
    answer = hand_over(didier, case, offered.roads, "C’est une départementale.")
    assert answer.status_code == 302
    browser = signed_in(didier)
    page = text_of(browser.get(f"/guichet/dossiers/{case.reference}/"))
    assert "vous le suivez" in page
    assert "transmettre/" not in page
    assert case.reference in text_of(browser.get("/guichet/dossiers/?onglet=transmis"))
    act = browser.post(f"/guichet/dossiers/{case.reference}/ecrire/", {"version": 3, "voice": "note", "text": "Vu"})
    assert act.status_code == 404


def test_who_follows_reads_no_note_of_the_other_body(offered, didier, sophie, case):
    sent = transmit(case, department=offered.world.waste, text="Pour vous", seen_version=case.version, by=didier.actor)
    write_note(sent, "Entre nous : rien à voir", by=sophie.actor)
    page = text_of(signed_in(didier).get(f"/guichet/dossiers/{case.reference}/"))
    assert "Pour vous" in page
    assert "Entre nous" not in page
    assert "Entre nous" in text_of(signed_in(sophie).get(f"/guichet/dossiers/{case.reference}/"))


def test_another_department_of_the_sender_sees_nothing_of_it(offered, case):
    a_request("signalement-voirie", COUNTY_HOLE, offered.anor)
    colette = an_agent("colette", offered.anor, offered.registry)
    sent = Case.objects.get(sender=offered.technical)
    assert signed_in(colette).get(f"/guichet/dossiers/{sent.reference}/").status_code == 404


def test_what_is_due_today_is_counted_and_filtered(offered, didier, case):
    Case.objects.filter(pk=case.pk).update(due_on=paris_date(now()))
    other = a_request("signalement-voirie", {**HOLE, "street": "rue Pasteur"}, offered.anor)
    page = text_of(signed_in(didier).get("/guichet/dossiers/?echeance=aujourdhui"))
    assert "1 à répondre aujourd’hui" in page
    assert case.reference in page
    assert other.reference not in page


def test_two_agents_at_once_the_second_is_told(offered, didier, case):
    take(case, seen_version=case.version, by=didier.actor)
    assert hand_over(didier, case, offered.roads, "Pour vous").status_code == 409
