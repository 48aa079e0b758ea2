"""What is reported already: a neighbour sees it, without any name, and need not send it again."""

import pytest
from django.test import Client

from guichet.cases.facts import ReportEchoed
from guichet.cases.models import Case
from guichet.cases.twins import place_told
from guichet.portal.planting import plant_pages
from tests.base import facts, text_of
from tests.requests import COUNTY_HOLE, HOLE, WAYS, a_draft_of, a_request, offer_everything


@pytest.fixture
def offered(world):
    found = offer_everything(world)
    plant_pages(world.anor)
    return found


def portal_of(draft: Case) -> Client:
    portal = Client(headers={"host": "localhost"})
    portal.post("/suivi/", {"reference": draft.reference, "secret": draft.secret})
    return portal


def step(draft: Case, name: str) -> str:
    return f"/demarches/signalement-voirie/demande/{draft.reference}/{name}/"


def test_after_the_street_the_neighbour_sees_that_it_is_known(offered):
    told = {**HOLE, **WAYS, "first_name": "Odette", "last_name": "Delcourt", "landmark": "chez Odette"}
    a_request("signalement-voirie", told, offered.anor)
    draft = a_draft_of("signalement-voirie", {"problem": "hole", "urgency": "calm"}, offered.anor)
    portal = portal_of(draft)
    answer = portal.post(step(draft, "lieu"), {"street": "30 rue d'Hirson", "landmark": ""})
    assert answer.headers["Location"].endswith("/deja-signale/")
    page = text_of(portal.get(answer.headers["Location"]))
    assert "Trou ou trottoir cassé, rue d&#x27;Hirson" in page
    assert "Signalé le" in page
    for secret in ("Odette", "Delcourt", "28 rue", "SIG-26-00001"):
        assert secret not in page


def test_the_neighbour_is_told_where_in_the_street_so_that_he_knows_the_hole(offered):
    told = {**HOLE, **WAYS, "street": "28 rue d'Hirson", "landmark": "devant l’école, chez M. Pont, poteau n° 214"}
    a_request("signalement-voirie", told, offered.anor)
    draft = a_draft_of("signalement-voirie", HOLE, offered.anor)
    page = text_of(portal_of(draft).get(step(draft, "deja-signale")))
    assert "Entre les numéros 20 et 29, repère\u00a0: l’école, poteau 214." in page
    assert "Pont" not in page


@pytest.mark.parametrize(
    ("street", "landmark", "told"),
    [
        ("rue d'Hirson", "chez Odette Delcourt", ""),
        ("rue d'Hirson", "chez les Gare, 06 12 34 56 78", ""),
        ("3 bis rue d'Hirson", "sous le Pont", "entre les numéros 1 et 9, repère\u00a0: le pont"),
        ("D 963", "Lampadaire 12", "poteau 12"),
    ],
)
def test_only_what_stands_there_for_everybody_is_told(street, landmark, told):
    assert place_told({"street": street, "landmark": landmark}) == told


def test_saying_that_it_is_the_same_counts_and_keeps_nothing(offered):
    report = a_request("signalement-voirie", HOLE, offered.anor)
    draft = a_draft_of("signalement-voirie", HOLE, offered.anor)
    answer = portal_of(draft).post(step(draft, "deja-signale"), {"report": "1"})
    assert answer.headers["Location"].endswith("/demande/merci/")
    assert Case.objects.get() == report
    assert len(facts(ReportEchoed)) == 1


def test_saying_no_goes_on(offered):
    a_request("signalement-voirie", HOLE, offered.anor)
    draft = a_draft_of("signalement-voirie", HOLE, offered.anor)
    answer = portal_of(draft).post(step(draft, "deja-signale"), {"report": "9"})
    assert "/verifier/" in answer.headers["Location"]
    assert Case.objects.filter(pk=draft.pk).exists()


def test_nothing_known_nothing_shown(offered):
    draft = a_draft_of("signalement-voirie", HOLE, offered.anor)
    portal = portal_of(draft)
    assert (
        portal.post(step(draft, "lieu"), {"street": "rue Pasteur", "landmark": ""})
        .headers["Location"]
        .endswith("/route/")
    )
    assert portal.get(step(draft, "deja-signale")).status_code == 302


def test_the_check_page_says_who_will_have_it_and_why(offered):
    draft = a_draft_of("signalement-voirie", COUNTY_HOLE, offered.anor)
    page = text_of(portal_of(draft).get(step(draft, "verifier")))
    assert "au Département du Nord" in page
    assert "route départementale" in page
