"""The door of the kiosk, its comfort, its end."""

import pytest
from django.test import Client, RequestFactory

from guichet.cases.models import Case
from guichet.communes.models import OpeningHours
from guichet.devices.actions import answer_call, end_session
from guichet.devices.facts import AgentCalled, SessionEnded
from guichet.devices.models import KioskSession
from guichet.journal.actions import deliver_all
from guichet.kiosk.guard import COOKIE, grant, kiosk_page
from guichet.kiosk.tests.base import Visitor
from guichet.kit.actor import SYSTEM
from tests.base import a_draft, facts, text_of

HOME = "/borne/"


def test_without_a_kiosk_the_address_says_where_the_same_services_are(world):
    answer = Client(headers={"host": "localhost"}).get(HOME, follow=True)
    assert "Cette adresse est celle de la borne." in text_of(answer)
    assert "/borne-publique/" in text_of(answer)
    assert "Essayer la borne" not in text_of(answer)  # this town has no kiosk without hardware


def test_the_screens_without_anybody_say_where_to_go_on(world, visitor):
    closed = text_of(Client(headers={"host": "localhost"}).get("/borne/fermee/"))
    assert world.anor.phone in closed
    assert world.anor.street in closed
    ended = text_of(visitor.browser.post("/borne/fin/"))
    for page in (closed, ended):
        assert 'aria-label="QR code du site"' in page
        assert world.anor.url.partition("//")[2] in page


def test_the_address_that_opens_a_session_works_once(visitor):
    again = Client(headers={"host": "localhost"}).get(f"/borne/ouvrir/{visitor.token}/", follow=True)
    assert "Cette adresse est celle de la borne." in text_of(again)
    assert visitor.browser.get(HOME).status_code == 200


def test_the_cookie_is_the_kiosk_s_alone(visitor):
    cookie = visitor.entered.cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/borne/", True, "Strict")


def test_another_town_does_not_know_the_session(visitor):
    elsewhere = Client(headers={"host": "fourmies.localhost"})
    elsewhere.cookies[COOKIE] = visitor.cookie
    assert elsewhere.get(HOME).headers["Location"] == "/borne/fermee/"


def test_the_kiosk_without_hardware_is_begun_by_hand(fake):
    browser = Client(headers={"host": "localhost"})
    assert "Essayer la borne de démonstration" in text_of(browser.get("/borne/fermee/"))
    assert "Qu’est-ce qui vous amène" in text_of(browser.post("/borne/commencer/", follow=True))


def test_a_town_without_one_has_nothing_to_begin(world):
    assert Client(headers={"host": "localhost"}).post("/borne/commencer/").status_code == 404


def test_at_the_end_the_server_kills_the_session_and_the_browser_forgets(visitor):
    kept = visitor.cookie
    answer = visitor.browser.post("/borne/fin/", {"why": "person"})
    assert answer.headers["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert "Rien de vous ne reste ici." in text_of(answer)
    assert answer.cookies[COOKIE].value == ""
    visitor.browser.cookies[COOKIE] = kept  # who kept it has nothing
    assert visitor.browser.get(HOME).status_code == 302
    assert visitor.passage.ended_why == KioskSession.Ended.PERSON


@pytest.mark.parametrize(("why", "kept"), [("idle", "idle"), ("anything", "person"), ("", "person")])
def test_why_it_ended_is_one_of_two_words(visitor, why, kept):
    visitor.browser.post("/borne/fin/", {"why": why})
    assert visitor.passage.ended_why == kept


def test_ending_twice_says_the_same(visitor):
    visitor.browser.post("/borne/fin/")
    assert "Rien de vous ne reste ici." in text_of(visitor.browser.post("/borne/fin/"))


def test_a_session_that_the_device_ended_opens_nothing_more(visitor):
    end_session(visitor.passage, KioskSession.Ended.CRASH, from_device=True)
    assert visitor.browser.get("/borne/tout/").headers["Location"] == "/borne/fermee/"


def test_comfort_is_kept_from_page_to_page_and_dies_with_the_session(visitor):
    for change in ("texte", "contraste", "bas"):
        visitor.browser.post("/borne/confort/", {"change": change, "retour": "/borne/tout/"})
    root = visitor.reads(HOME).html
    assert (root["data-text"], root["data-contrast"], root["data-low"]) == ("2", "1", "1")
    for _again in range(2):  # 1, 2, 3, then 1
        visitor.browser.post("/borne/confort/", {"change": "texte"})
    assert visitor.reads(HOME).html["data-text"] == "1"
    visitor.browser.post("/borne/fin/")
    assert visitor.passage.comfort == {}


@pytest.mark.parametrize(
    ("asked", "led"),
    [
        ("/borne/tout/?page=2", "/borne/tout/?page=2"),
        ("https://ailleurs.example/borne/", "/borne/"),
        ("//ailleurs.example/", "/borne/"),
        ("/guichet/", "/borne/"),
        ("", "/borne/"),
    ],
)
def test_a_button_of_comfort_leads_back_to_the_kiosk_alone(visitor, asked, led):
    answer = visitor.browser.post("/borne/confort/", {"change": "bas", "retour": asked})
    assert answer.headers["Location"] == led


def test_the_agent_is_called(visitor):
    OpeningHours.objects.all().delete()  # a counter without hours may always hear
    answer = visitor.presses("/borne/appeler/", retour="/borne/demarches/passeport/")
    assert "Ça sonne à l’accueil." in text_of(answer)
    assert 'href="/borne/demarches/passeport/"' in text_of(answer)
    assert facts(AgentCalled)
    state = text_of(visitor.browser.get("/borne/appel/etat/"))
    assert "data-over" not in state
    assert "Téléphonez" in state
    answer_call(visitor.passage.calls.get(), by=SYSTEM)
    state = text_of(visitor.browser.get("/borne/appel/etat/"))
    assert "Quelqu’un arrive." in state
    assert "data-over" in state


def test_a_request_whose_code_nobody_read_goes_with_the_session(town, visitor):
    case = visitor.begins()
    visitor.browser.post("/borne/fin/", {"why": "idle"})
    deliver_all()
    assert not Case.objects.filter(pk=case.pk).exists()
    assert facts(SessionEnded)[-1].unseen == [case.pk]


def test_a_request_whose_code_was_shown_stays(town, visitor):
    case = visitor.begins()
    visitor.reads(f"/borne/demandes/{case.reference}/code/")
    visitor.browser.post("/borne/fin/", {"why": "idle"})
    deliver_all()
    assert Case.objects.get(pk=case.pk).answers == {"need": "repair"}


def test_the_next_person_finds_nothing_of_the_one_before(town, visitor, fake):
    case = visitor.begins()
    visitor.browser.post("/borne/fin/")
    following = Visitor(fake)
    assert following.browser.get(f"/borne/demandes/{case.reference}/code/").status_code in {302, 404}
    assert following.passage.cases == {}


def test_a_page_that_does_not_exist_leads_back_to_the_kiosk(visitor):
    answer = visitor.browser.get("/borne/demarches/rien/")
    assert answer.status_code == 404
    assert 'href="/borne/"' in text_of(answer)
    assert 'href="/"' not in text_of(answer)
    assert "/borne/fin/" in text_of(answer)  # the end is in sight, on an error too


def test_a_kiosk_that_waits_is_no_use_of_it(visitor):
    visitor.reads(HOME)
    assert not visitor.passage.was_used
    assert visitor.reads("/borne/").html.get("data-unused")
    visitor.reads("/borne/tout/")
    assert visitor.passage.was_used


def test_outside_the_demonstration_nobody_begins_at_a_kiosk_without_hardware(fake, settings):
    settings.DEMONSTRATION = False
    browser = Client(headers={"host": "localhost"})
    assert "Essayer la borne" not in text_of(browser.get("/borne/fermee/"))
    assert browser.post("/borne/commencer/").status_code == 404


def test_a_session_that_ends_under_a_request_leads_to_the_page_that_says_so(world, visitor):
    """Another process ended it after the guard saw it running, and before the view wrote."""

    @kiosk_page
    def view(request):
        end_session(request.passage, KioskSession.Ended.IDLE)
        return grant(request, a_draft(world))

    request = RequestFactory().get("/borne/tout/")
    request.COOKIES[COOKIE], request.town = visitor.cookie, world.anor  # type: ignore[attr-defined]  # KnownHost puts it there
    assert view(request).headers["Location"] == "/borne/fermee/"


def test_a_request_whose_code_was_read_stays_when_another_is_begun(town, visitor):
    case = visitor.begins()
    visitor.reads(f"/borne/demandes/{case.reference}/code/")
    assert visitor.begins() != case
    visitor.browser.post("/borne/fin/", {"why": "idle"})
    deliver_all()
    assert Case.objects.filter(pk=case.pk).exists()


def test_who_rang_has_time_to_wait_for_the_agent(visitor):
    visitor.browser.post("/borne/appeler/")
    assert visitor.reads("/borne/tout/").html["data-idle-seconds"] == "600"
