"""What the kiosk leads to: no door without a place, the most asked in two touches, one search."""

from urllib.parse import urlsplit

import pytest

from guichet.catalogue.loading import read_files
from guichet.catalogue.models import LifeEvent, Procedure
from guichet.content.models import SearchedWords
from guichet.devices.actions import change_terminal
from guichet.devices.rules import OFFICIAL_HOSTS, is_host_allowed
from guichet.devices.tests.factories import a_partner
from guichet.kiosk.tests.base import links_of
from guichet.kit.actor import SYSTEM
from tests.base import text_of

HOME = "/borne/"


def words_of(page):
    return " ".join(page.get_text(" ").split())


def test_the_first_screen_has_nine_events_four_doors_and_the_search(town, visitor):
    page = visitor.reads(HOME)
    assert len([link for link in links_of(page) if link.startswith("/borne/situations/")]) == 9
    assert {"/borne/ma-demande/", "/borne/plus-demandees/", "/borne/papiers/", "/borne/tout/"} <= set(links_of(page))
    assert page.find("input", attrs={"name": "q"})


def test_the_low_screen_has_the_same_places(town, visitor):
    first = links_of(visitor.reads(HOME))
    visitor.browser.post("/borne/confort/", {"change": "bas"})
    assert links_of(visitor.reads(HOME)) == first


def test_a_door_that_may_leave_the_first_screen_stands_first_behind_the_last_one(visitor, fake):
    page = visitor.reads(HOME)
    assert links_of(page)[-1] == "/borne/tout/"
    spare = [door.a["href"] for door in page.select(".kiosk-door--spare")]
    assert spare == links_of(visitor.reads("/borne/tout/"))[1:3]
    change_terminal(fake, {"hidden_tiles": ["my-request", "most-asked", "print"]}, by=SYSTEM)
    assert links_of(visitor.reads(HOME))[-1] == "/borne/tout/"


def test_internet_has_a_door_where_the_town_offers_it(visitor, fake):
    assert "/borne/internet/" not in links_of(visitor.reads("/borne/tout/"))
    assert visitor.browser.get("/borne/internet/").status_code == 404
    change_terminal(fake, {"internet_minutes": 30}, by=SYSTEM)
    assert "/borne/internet/" in links_of(visitor.reads("/borne/tout/"))
    page = words_of(visitor.reads("/borne/internet/"))
    assert "30 minutes" in page
    assert "L.34-1" in page  # the legal notice on traffic data
    assert "n’est noté nulle part" in page


@pytest.mark.parametrize(
    ("tile", "gone"),
    [
        ("most-asked", "/borne/plus-demandees/"),
        ("town-life", "/borne/vie-locale/"),
        ("state", "/borne/services-publics/"),
        ("my-request", "/borne/ma-demande/"),
        ("print", "/borne/papiers/"),
    ],
)
def test_a_town_hides_a_tile(visitor, fake, tile, gone):
    change_terminal(fake, {"hidden_tiles": [tile]}, by=SYSTEM)
    assert gone not in links_of(visitor.reads(HOME)) + links_of(visitor.reads("/borne/tout/"))


def test_the_twenty_most_asked_are_two_touches_away(town, visitor):
    first = links_of(visitor.reads(HOME))
    reached = {second for link in first for second in links_of(visitor.reads(link))}
    asked = Procedure.objects.most_asked(town.anor)[:20]
    missing = [one.slug for one in asked if f"/borne/demarches/{one.slug}/" not in reached]
    assert missing == []


def test_a_sheet_tells_everything_over_its_pages(town, visitor):
    procedure = Procedure.objects.get(slug="bacs-ordures")
    path, told = f"/borne/demarches/{procedure.slug}/", ""
    page = visitor.reads(path)
    while True:
        told += words_of(page)
        further = page.find("a", attrs={"data-turn-on": True})
        if further is None:
            break
        page = visitor.reads(str(further["href"]))
    sheet = procedure.sheet
    for sentence in (
        *procedure.about,
        *sheet.steps,
        *sheet.filling,
        *sheet.advice,
        *(one.text for one in sheet.papers),
    ):
        assert " ".join(sentence.split()) in told


@pytest.mark.parametrize("page", ["0", "99", "x", "-1", "²", "9" * 30])
def test_a_page_that_does_not_exist_is_the_nearest(town, visitor, page):
    assert visitor.browser.get(f"/borne/demarches/passeport/?page={page}").status_code == 200
    assert visitor.browser.get(f"/borne/situations/?page={page}").status_code == 200


def test_the_search_finds_in_one_go_and_is_honest(town, visitor):
    assert "/borne/demarches/bacs-ordures/" in links_of(visitor.reads("/borne/recherche/?q=poubelle"))
    page = visitor.reads("/borne/recherche/?q=xyzzyx")
    assert "Rien ne répond à « xyzzyx »" in words_of(page)
    assert not SearchedWords.objects.exists(), "what somebody types here is kept nowhere"
    fragment = text_of(visitor.browser.get("/borne/recherche/?liste&q=poubelle"))
    assert "<html" not in fragment
    assert "bacs-ordures" in fragment


def test_a_partner_s_kiosk_is_told_with_its_place_and_hours(visitor, fake):
    a_partner(fake.body, url="https://www.caf.fr/")
    page = visitor.reads("/borne/voir-quelqu-un/")
    assert "CAF du Nord" in words_of(page)
    assert "Aux heures de la mairie." in words_of(page)
    link = page.find("a", href="https://www.caf.fr/")
    assert link is not None
    assert link.has_attr("data-outside")


def test_a_partner_s_site_is_led_to_where_this_kiosk_opens_it(visitor, fake):
    a_partner(fake.body, url="https://www.mission-locale.example/")
    shown = {"href": "https://www.mission-locale.example/"}
    assert visitor.reads("/borne/voir-quelqu-un/").find("a", **shown) is None
    change_terminal(fake, {"allowed_hosts": "*.mission-locale.example"}, by=SYSTEM)
    assert visitor.reads("/borne/voir-quelqu-un/").find("a", **shown) is not None


def test_what_does_not_exist_is_not_found(town, visitor):
    for path in ("situations/rien/", "demarches/rien/", "pages/rien/", "affichage-legal/rien/"):
        assert visitor.browser.get(f"/borne/{path}").status_code == 404, path


def test_every_event_lists_its_procedures(town, visitor):
    for event in LifeEvent.objects.filter(procedures__isnull=False).distinct():
        assert any("/demarches/" in link for link in links_of(visitor.reads(f"/borne/situations/{event.slug}/")))


def test_where_our_sheets_lead_every_kiosk_goes():
    sites = {urlsplit(link.url).hostname for one in read_files().procedures.values() for link in one.sheet.links}
    assert sites
    assert {host for host in sites if not is_host_allowed(host, OFFICIAL_HOSTS)} == set()
