"""What an agent sends to another body, and follows; what must be answered today."""

from io import BytesIO

import pikepdf
import pytest

from guichet.cases.actions import decide, note_reading, take, transmit, write_note
from guichet.cases.actions.transmitting import can_receive, departments_within_reach
from guichet.cases.models import Case
from guichet.communes.actions import open_body
from guichet.communes.models import Body, Department
from guichet.journal.actions import deliver_all
from guichet.kit.actor import SYSTEM, Actor, ActorKind
from guichet.kit.dates import now, paris_date
from guichet.notifications.models import Message
from tests.base import an_agent, signed_in, text_of
from tests.requests import COUNTY_HOLE, HOLE, WAYS, WHO, a_request, offer_everything


@pytest.fixture
def offered(world):
    return offer_everything(world)


@pytest.fixture
def didier(offered):
    return an_agent("didier", offered.anor, offered.technical)


@pytest.fixture
def case(offered):
    return a_request("signalement-voirie", HOLE, offered.anor)


def links_in(pdf):
    """The addresses of the case in a printed receipt: they hold the secret."""
    with pikepdf.open(BytesIO(pdf)) as paper:
        links = [str(note.A.URI) for page in paper.pages for note in page.get("/Annots", []) if "/A" in note]
    return [link for link in links if "/suivi/" in link]


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
    row = text_of(browser.get("/guichet/dossiers/?onglet=transmis"))
    assert "Transmis à" in row
    assert "voirie, Département du Nord" in row
    assert "prendre/" not in row
    assert browser.get(f"/guichet/dossiers/{case.reference}/nouvelles/?version=1").status_code == 200
    act = browser.post(f"/guichet/dossiers/{case.reference}/ecrire/", {"version": 3, "voice": "note", "text": "Vu"})
    assert act.status_code == 404


def test_who_follows_reads_no_note_of_the_other_body(offered, didier, sophie, case):
    sent = transmit(case, department=offered.world.waste, text="Pour vous", seen_version=case.version, by=didier.actor)
    write_note(sent, "Entre nous : rien à voir", by=sophie.actor)
    page = text_of(signed_in(didier).get(f"/guichet/dossiers/{case.reference}/"))
    assert "Pour vous" in page
    assert "Entre nous" not in page
    assert "Entre nous" in text_of(signed_in(sophie).get(f"/guichet/dossiers/{case.reference}/"))


def test_who_follows_does_not_read_who_reads_at_the_other_body(offered, didier, sophie, case):
    sent = transmit(case, department=offered.world.waste, text="Pour vous", seen_version=case.version, by=didier.actor)
    sent = take(sent, seen_version=sent.version, by=sophie.actor)
    note_reading(sent, by=sophie.actor)
    page = text_of(signed_in(didier).get(f"/guichet/dossiers/{case.reference}/"))
    assert "Sophie" not in page
    assert "Qui a vu" not in page
    assert "Sophie" in text_of(signed_in(sophie).get(f"/guichet/dossiers/{case.reference}/"))


def test_who_follows_prints_a_receipt_without_the_codes(offered, didier, sophie, case):
    transmit(case, department=offered.world.waste, text="Pour vous", seen_version=case.version, by=didier.actor)
    assert links_in(signed_in(sophie).get(f"/guichet/dossiers/{case.reference}/recu.pdf").content)
    assert not links_in(signed_in(didier).get(f"/guichet/dossiers/{case.reference}/recu.pdf").content)


def test_who_follows_prints_the_letters_of_its_own_body_alone(offered, didier, sophie):
    own = a_request("signalement-voirie", {**HOLE, **WHO, **WAYS, "email": ""}, offered.anor)
    deliver_all()
    sent = transmit(own, department=offered.world.waste, text="Pour vous", seen_version=own.version, by=didier.actor)
    decide(sent, outcome="mended", text="Ramassé.", seen_version=sent.version, by=sophie.actor)
    deliver_all()
    browser = signed_in(didier)
    letters = Message.objects.about("case", own.pk).to_people().values_list("pk", "body")
    statuses = {
        body: browser.get(f"/guichet/dossiers/{own.reference}/lettres/{pk}.pdf").status_code for pk, body in letters
    }
    assert statuses == {offered.anor.pk: 200, offered.world.body.pk: 404}


def test_the_page_says_which_body_acted_last(offered, didier, case):
    news = f"/guichet/dossiers/{case.reference}/nouvelles/?version=1"
    sent = transmit(case, department=offered.roads, text="Pour vous", seen_version=case.version, by=didier.actor)
    assert "Didier vient de modifier" in text_of(signed_in(didier).get(news))
    expert = Actor(ActorKind.EXPERT, None, offered.county.pk)
    sent = transmit(sent, department=offered.technical, text="Non.", seen_version=sent.version, by=expert)
    assert "Département du Nord vient de modifier" in text_of(signed_in(didier).get(news))


def test_what_may_be_chosen_is_what_may_receive(offered):
    lone = open_body(
        kind=Body.Kind.COMMUNE, official_code="59350", departments=["accueil"], name="Lille", short_name="Lille",
        host="lille.localhost", office="Mairie de Lille", street="place Augustin-Laurent", postcode="59000",
        city="Lille", by=SYSTEM,
    )  # fmt: skip
    for sender in (lone, offered.anor, offered.world.body, offered.county):
        others = Department.objects.exclude(body=sender).select_related("body")
        assert set(departments_within_reach(sender)) == {one for one in others if can_receive(one.body, sender)}


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
