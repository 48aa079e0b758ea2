"""An act that no town here keeps: nothing is kept, the way is shown, the letter is ready."""

import pypdfium2
import pytest
from django.test import Client

from guichet.cases.act_letters import service_of
from guichet.cases.models import Case
from guichet.cases.types.entitlement import Act
from guichet.communes.official import commune_of
from guichet.portal.planting import plant_pages
from tests.base import text_of
from tests.requests import offer_everything

FIRST = "/demarches/acte-naissance/demande/etape/acte/"
ELSEWHERE = "/demarches/acte-naissance/demande/ailleurs/"
LILLE = f"{ELSEWHERE}birth/59350/?commune=Lille+%2859%29"
LETTER = {
    "act_last_name": "Carpentier", "act_first_names": "Élise Anne", "event_on": "14/5/1991", "document": "full",
    "quality": "self", "parent_1": "Marie Petit", "parent_2": "", "first_name": "Élise", "last_name": "Carpentier",
    "street": "14 rue Léo-Lagrange", "postcode": "59186", "city": "Anor",
}  # fmt: skip


@pytest.fixture
def portal(world, settings) -> Client:
    settings.FORM_MINIMUM_SECONDS = 0
    offer_everything(world)
    plant_pages(world.anor)
    return Client(headers={"host": "localhost"})


def begin(portal: Client, **answers: str):
    page = text_of(portal.get(FIRST))
    stamp = page.split('name="page" value="')[1].split('"')[0]
    return portal.post(FIRST, {"act": "birth", "page": stamp, **answers})


def test_born_in_another_town_nothing_is_kept_and_the_way_is_shown(portal):
    answer = begin(portal, place="france", commune="Lille")
    assert answer.status_code == 302
    assert answer.headers["Location"].startswith(ELSEWHERE)
    assert not Case.objects.exists()
    page = text_of(portal.get(answer.headers["Location"]))
    assert "Cet acte est à la mairie de Lille" in page
    assert "R1406" in page
    assert "Rien n’est enregistré" in page


def test_born_abroad_nantes_is_shown(portal):
    page = text_of(portal.get(begin(portal, place="abroad").headers["Location"]))
    assert "Nantes" in page
    assert service_of(Act.BIRTH, None) in page
    assert "44941 NANTES CEDEX 9" in page
    assert not Case.objects.exists()


def test_born_in_a_town_that_shares_the_desk_the_request_goes_on(portal):
    answer = begin(portal, place="france", commune="Fourmies")
    assert Case.objects.get().answers["commune"] == "Fourmies (59610)"
    assert "/document/" in answer.headers["Location"]


def test_a_changed_mind_leaves_the_draft_as_it_was_and_leads_back_to_it(portal):
    begin(portal, place="france", commune="Anor")
    draft = Case.objects.get()
    step = f"/demarches/acte-naissance/demande/{draft.reference}/acte/"
    answer = portal.post(step, {"act": "birth", "place": "france", "commune": "Lille"})
    assert answer.headers["Location"].startswith(ELSEWHERE)
    assert Case.objects.get().answers["commune"] == "Anor (59186)"
    assert f"Revenir à {draft.reference}" in text_of(portal.get(answer.headers["Location"]))


def test_the_letter_is_a_pdf_and_nothing_of_it_is_kept(portal):
    answer = portal.post(LILLE, LETTER)
    assert answer.headers["Content-Type"] == "application/pdf"
    assert answer.headers["Cache-Control"] == "no-store"
    text = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_range()
    for said in ("Mairie de Lille", "LILLE", "Élise Anne", "Marie Petit", "copie intégrale", "Cet acte est le mien"):
        assert said in text
    assert not Case.objects.exists()


def test_the_letter_to_nantes_says_the_town_and_the_country(portal):
    abroad = f"{ELSEWHERE}birth/abroad/"
    assert "Écrivez le pays" in text_of(portal.post(abroad, {**LETTER, "event_town": "Chimay"}))
    answer = portal.post(abroad, {**LETTER, "event_town": "Chimay", "event_country": "Belgique"})
    text = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_range()
    assert "Ville ou village de naissance : Chimay" in text.replace("\u00a0", " ")
    assert "Pays : Belgique" in text.replace("\u00a0", " ")
    assert "event_country" not in text_of(portal.get(LILLE))


@pytest.mark.parametrize(("typed", "said"), [("mai 1950", "05/1950"), ("1950", "1950"), ("1er mai 1950", "01/05/1950")])
def test_the_letter_says_what_is_known_of_the_date(portal, typed, said):
    answer = portal.post(LILLE, {**LETTER, "event_on": typed})
    text = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_range()
    assert f"Date de naissance : {said}" in text.replace("\u00a0", " ")


@pytest.mark.parametrize(
    "changes",
    [{"document": "without_parents"}, {"document": "full", "event_on": "14/5/1921", "parent_1": "Marie Petit"}],
)
def test_what_is_open_to_anyone_is_asked_for_without_a_kinship(portal, changes):
    answer = portal.post(LILLE, {**LETTER, "quality": "", "parent_1": "", **changes})
    assert answer.headers["Content-Type"] == "application/pdf"


@pytest.mark.parametrize(("code", "said"), [("80001", "Mairie d’Abbeville"), ("76351", "Mairie du Havre")])
def test_the_letter_and_the_page_name_the_town_hall_as_people_do(portal, code, said):
    page = text_of(portal.get(f"{ELSEWHERE}birth/{code}/"))
    assert said in page
    assert said.replace("Mairie", "mairie") in page


def test_a_past_commune_writes_to_the_one_of_today(portal):
    past = f"{ELSEWHERE}birth/01033/?commune=Bellegarde-sur-Valserine+%2801200%29"
    page = text_of(portal.get(past))
    assert commune_of("01033").now_name in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"quality": "other"}, "extrait sans filiation"),
        ({"event_on": "hier"}, "jour, le mois"),
        ({"parent_1": ""}, "la loi ne permet pas"),
        ({"quality": ""}, "Dites qui vous êtes"),
        ({"postcode": "59610"}, "Fourmies"),
        ({"act_last_name": ""}, "nom de naissance"),
    ],
)
def test_what_the_letter_lacks_is_said_beside_it(portal, changes, said):
    answer = portal.post(LILLE, {**LETTER, **changes})
    assert answer.headers["Content-Type"].startswith("text/html")
    assert said in text_of(answer)


@pytest.mark.parametrize(
    "query", ["", "?acte=birth", "?acte=birth&lieu=99999", "?acte=x&lieu=etranger", "?acte=birth&lieu=%00"]
)
def test_an_address_written_by_hand_does_not_exist(portal, query):
    assert portal.get(f"{ELSEWHERE}{query}").status_code == 404


def test_no_letter_goes_to_a_city_whose_arrondissements_keep_the_registers(portal):
    assert portal.get(f"{ELSEWHERE}birth/75056/").status_code == 404
    assert portal.get(f"{ELSEWHERE}birth/75112/").status_code == 200
    assert "Quel arrondissement" in text_of(begin(portal, place="france", commune="Paris"))


def test_the_town_typed_by_hand_in_the_address_is_shown_only_if_it_is_that_one(portal):
    page = portal.post(f"{ELSEWHERE}birth/59350/?commune=Paul+Dupont", LETTER)
    text = pypdfium2.PdfDocument(page.content)[0].get_textpage().get_text_range()
    assert "Paul Dupont" not in text
