"""The procedures as residents read them: lists, sheets, the town's words, papers to print, the search."""

import json

import pypdfium2 as pdfium
import pytest
from bs4 import BeautifulSoup
from wagtail.models import PageViewRestriction, Site

from guichet.catalogue.actions import write_local_sheet
from guichet.catalogue.loading import packaged_files
from guichet.catalogue.models import LifeEvent, Procedure, Theme
from guichet.communes.actions import published
from guichet.content.actions import publish_banner
from guichet.content.models import HomePage, SearchedWords, TextPage
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now
from guichet.portal.frame import EXPIRES
from guichet.portal.structured import sheet_data
from guichet.portal.tests.base import begin, browser_at, url_of
from tests.base import text_of

SLUGS = list(packaged_files().procedures)


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


def write(slug, body, **words):
    return write_local_sheet(Procedure.objects.get(slug=slug), words, body=body, by=SYSTEM)


def test_the_list_holds_every_procedure_by_situation_and_by_theme(lucie):
    by_event, by_theme = soup(lucie.get("/demarches/")), soup(lucie.get("/demarches/par-theme/"))
    for page, sections in ((by_event, LifeEvent), (by_theme, Theme)):
        links = {link["href"] for link in page.select(".procedure-item")}
        assert links == {f"/demarches/{slug}/" for slug in SLUGS}
        assert [section["id"] for section in page.select("section[id]")] == [one.slug for one in sections.objects.all()]


def test_every_sheet_opens_with_its_answers_its_papers_and_its_neighbours(lucie):
    for slug in SLUGS:
        page, sheet = soup(lucie.get(f"/demarches/{slug}/")), packaged_files().procedures[slug].sheet
        text = page.get_text(" ")
        assert sheet.cost.short in text, slug
        assert len(page.select(".checklist__input")) == len(sheet.papers), slug
        after = {f"/demarches/{step.slug}/" for step in (*sheet.next, *([sheet.first] if sheet.first else []))}
        assert after <= {link["href"] for link in page.find_all("a", href=True)}, slug
        assert not [said for said in (*sheet.to_check, sheet.desk.words) if said in text], slug
        assert all(link.whose in text for link in sheet.links), slug


def test_a_sheet_tells_machines_what_it_is(lucie):
    block = soup(lucie.get("/demarches/cession-vehicule/")).find("script", type="application/ld+json")
    data = json.loads(block.string)
    assert data["@type"] == "GovernmentService"
    assert data["url"].endswith("/demarches/cession-vehicule/")
    sheet = packaged_files().procedures["cession-vehicule"].sheet
    assert data["offers"]["description"] == sheet.cost.short
    assert [channel["serviceUrl"] for channel in data["availableChannel"]] == [link.url for link in sheet.links]


def test_no_text_closes_the_block_of_data(portal):
    procedure = Procedure.objects.get(slug="plu")
    procedure.title = "</script><b>"
    assert "</script><b>" not in sheet_data(portal.anor, procedure, None)


def test_the_towns_words_stand_on_its_sheet_and_not_next_door(portal, lucie):
    write(
        "location-salle",
        portal.anor,
        price="80 € le week-end",
        where="Bureau 2",
        whom="Claire",
        note="Clés le vendredi.",
    )
    here = soup(lucie.get("/demarches/location-salle/")).get_text(" ")
    assert all(words in here for words in ("80 € le week-end", "Bureau 2", "Claire", "Clés le vendredi."))
    assert "Bureau 2" not in text_of(browser_at(portal.fourmies).get("/demarches/location-salle/"))


def test_what_the_town_hides_does_not_exist_there(portal, lucie):
    write("location-salle", portal.anor, is_hidden=True)
    assert lucie.get("/demarches/location-salle/").status_code == 404
    assert lucie.get("/demarches/location-salle/fiche.pdf").status_code == 404
    assert "location-salle" not in text_of(lucie.get("/demarches/"))
    assert "location-salle" not in text_of(lucie.get("/recherche/?q=salle+des+fetes"))


def test_what_the_town_hides_takes_no_new_request_and_lets_a_draft_end(portal, lucie):
    draft = begin(lucie)
    write("bacs-ordures", portal.anor, is_hidden=True)
    assert lucie.get("/demarches/bacs-ordures/demande/").status_code == 404
    assert lucie.get("/demarches/bacs-ordures/demande/etape/besoin/").status_code == 404
    assert lucie.get(url_of(draft, "bac")).status_code == 200


def test_each_word_of_the_town_comes_before_the_intercommunal_one(portal, lucie):
    write("location-salle", portal.body, where="Au siège", price="Selon la commune")
    write("location-salle", portal.anor, price="80 €")
    text = soup(lucie.get("/demarches/location-salle/")).get_text(" ")
    assert "Au siège" in text
    assert "80 €" in text
    assert "Selon la commune" not in text


@pytest.mark.parametrize("file", ["fiche.pdf", "fiche-gros-caracteres.pdf"])
def test_every_paper_sheet_is_tagged_and_keeps_to_two_pages(lucie, file):
    for slug in SLUGS:
        response = lucie.get(f"/demarches/{slug}/{file}")
        assert response.headers["Content-Type"] == "application/pdf"
        assert EXPIRES in response.headers
        with pdfium.PdfDocument(response.content) as pdf:
            assert 1 <= len(pdf) <= 2, slug
            assert pdf.is_tagged(), slug
            read = letters("".join(page.get_textpage().get_text_range() for page in pdf))
        sheet = packaged_files().procedures[slug].sheet
        told = (
            f"/demarches/{slug}",
            sheet.cost.short,
            sheet.delay.short,
            *sheet.filling,
            *(one.text for one in sheet.papers),
        )
        assert not [said for said in told if letters(said) not in read], slug


def letters(text):
    """Letters and digits alone: lines are cut where paper wants it."""
    return "".join(sign for sign in text if sign.isalnum())


def test_the_number_of_a_card_leads_to_the_states_own_page_and_is_kept_nowhere(lucie):
    assert 'name="number"' in text_of(lucie.get("/demarches/suivi-titre/"))
    right = lucie.post("/demarches/suivi-titre/numero/", {"number": "k3gv 8trp q2"})
    page = soup(right)
    assert "K3GV8TRPQ2" in page.get_text()
    assert page.select_one("main a.button")["href"].startswith("https://")
    assert right.headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(("number", "said"), [("", "dix lettres"), ("K3GV", "tapé 4"), ("K3GV8TRPÉ2", "sans accent")])
def test_a_wrong_number_is_told_what_it_lacks(lucie, number, said):
    response = lucie.post("/demarches/suivi-titre/numero/", {"number": number})
    assert said in text_of(response)
    assert "Erreur" in soup(response).title.string


def test_the_search_answers_as_one_types_with_addresses(lucie):
    results = lucie.get("/recherche.json", {"q": "papier pour vendre ma voiture"}).json()["results"]
    assert results[0] == {
        "slug": "cession-vehicule",
        "title": "Vendre ou donner un véhicule",
        "url": "/demarches/cession-vehicule/",
        "kind": "procedure",
    }
    assert lucie.get("/recherche.json").json() == {"results": []}
    assert lucie.get("/recherche.json?q=%ff%00").json() == {"results": []}


def test_a_page_of_the_town_is_found_too(planted, lucie):
    results = lucie.get("/recherche.json", {"q": "mentions légales"}).json()["results"]
    assert {"kind": "page", "url": "/mentions-legales/"}.items() <= results[0].items()
    assert "/mentions-legales/" in text_of(lucie.get("/recherche/?q=mentions+legales"))


def test_a_page_kept_private_is_not_found(planted, lucie):
    site = Site.objects.get(hostname=planted.anor.host)
    page = TextPage.objects.descendant_of(site.root_page).get(slug="mentions-legales")
    PageViewRestriction.objects.create(page=page, restriction_type=PageViewRestriction.LOGIN)
    published(planted.anor, by=SYSTEM)
    assert "/mentions-legales/" not in text_of(lucie.get("/recherche.json?q=mentions+legales"))


def test_no_page_type_can_be_made_private(planted):
    assert [kind.private_page_options for kind in (HomePage, TextPage)] == [(), ()]


def test_a_paper_has_one_address(lucie):
    response = lucie.get("/demarches/plu/fiche.pdf?x=1")
    assert (response.status_code, response.headers["Location"]) == (301, "/demarches/plu/fiche.pdf")


def test_a_search_without_answer_is_counted_for_the_editors(portal, lucie):
    assert "Rien pour" in text_of(lucie.get("/recherche/?q=zorglub"))
    lucie.head("/recherche/?q=zorglub")
    lucie.get("/recherche/?q=zorglub&avis=non")
    assert SearchedWords.objects.get(body=portal.anor).without_result == 1


def test_a_flood_of_searches_from_one_network_is_counted_up_to_a_limit(portal, lucie, settings):
    settings.SUBMISSIONS_PER_HOUR = 1
    for number in range(20):
        lucie.get(f"/recherche/?q=zorglub{chr(97 + number)}")
    assert 0 < SearchedWords.objects.count() < 20


def test_she_says_whether_she_found(portal, lucie):
    page = text_of(lucie.get("/recherche/?q=poubelle"))
    assert "Avez-vous trouvé" in page
    thanks = lucie.post("/recherche/avis/", {"q": "poubelle", "trouve": "non"}, follow=True)
    assert "l’accueil lira ces mots" in text_of(thanks)
    lucie.post("/recherche/avis/", {"q": "poubelle", "trouve": "oui"})
    row = SearchedWords.objects.get(body=portal.anor, words="poubelle")
    assert (row.not_found, row.found) == (1, 1)
    assert lucie.post("/recherche/avis/", {"q": "poubelle", "trouve": "bof"}).status_code == 404
    elsewhere = lucie.post("/recherche/avis/", {"q": "x", "trouve": "oui"}, HTTP_ORIGIN="https://ailleurs.example")
    assert elsewhere.status_code == 403


@pytest.mark.parametrize("typed", ["horaires", "téléphone mairie", "ouverture de la mairie"])
def test_what_people_ask_most_of_a_town_hall_is_found(lucie, typed):
    first = lucie.get("/recherche.json", {"q": typed}).json()["results"][0]
    assert first["url"] == "/#accueil"


@pytest.mark.parametrize("typed", ["nounou", "bibliothèque", "chasse", "a" * 9000])
def test_nothing_is_answered_rather_than_nonsense(lucie, typed):
    assert lucie.get("/recherche.json", {"q": typed}).json() == {"results": []}


def test_the_towns_notice_does_not_stand_over_the_questions(portal, lucie):
    publish_banner(body=portal.anor, text="Rue fermée.", starts_at=now(), by=SYSTEM)
    assert "Rue fermée." in text_of(lucie.get("/demarches/"))
    assert "Rue fermée." not in text_of(lucie.get(url_of(begin(lucie), "bac")))
