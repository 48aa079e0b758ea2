"""What fields propose: communes out of the official list, addresses out of the service of the instance."""

import pytest

from guichet.communes.actions import forget_addresses
from guichet.communes.tests.peers import address_peer
from guichet.portal.tests.base import browser_at


@pytest.fixture
def anor(world):
    return browser_at(world.anor)


def results(browser, address, text):
    return browser.get(address, {"q": text}).json()["results"]


def test_a_commune_comes_with_what_tells_it_from_its_homonyms(anor):
    assert results(anor, "/communes.json", "Anor")[0] == {
        "value": "Anor (59186)",
        "text": "Anor",
        "hint": "59186, Nord",
    }
    assert results(anor, "/communes.json", "lyon")[0] == {"value": "Lyon (69)", "text": "Lyon", "hint": "Rhône"}
    assert results(anor, "/communes.json", "arbignieu")[0]["hint"] == "aujourd’hui Arboys en Bugey, Ain"


def test_who_does_not_see_the_list_is_told_how_long_it_is(anor):
    said = [anor.get("/communes.json", {"q": text}).json()["said"] for text in ("zzzz", "59186", "anor", "saint")]
    assert said == ["Aucune commune trouvée.", "1 commune trouvée.", "1 commune trouvée.", "8 communes trouvées."]


def test_communes_may_be_kept_by_a_browser_and_what_she_types_of_her_address_may_not(anor, settings):
    settings.DEMONSTRATION = True
    assert anor.get("/communes.json?q=anor").headers["Cache-Control"] == "public, max-age=86400"
    assert anor.get("/adresses.json?q=rue").headers["Cache-Control"] == "no-store"


def test_an_address_brings_its_postcode_and_its_town(anor, settings):
    settings.DEMONSTRATION = True
    assert results(anor, "/adresses.json", "14 rue d'hir") == [
        {
            "value": "14 rue d’Hirson",
            "text": "14 rue d’Hirson",
            "hint": "59186 Anor",
            "fill": {"postcode": "59186", "city": "Anor"},
        }
    ]


@pytest.mark.parametrize("address", ["/communes.json", "/adresses.json"])
@pytest.mark.parametrize("query", ["", "?q=", "?q=%00", "?q=a&q=%FF", "?q=" + "x" * 5000])
def test_no_question_is_too_strange(anor, settings, address, query):
    settings.DEMONSTRATION = True
    assert anor.get(address + query).json()["results"] == []


def test_one_network_asks_the_service_only_so_often(anor, settings):
    settings.DEMONSTRATION, settings.SUBMISSIONS_PER_HOUR = False, 1
    forget_addresses()
    with address_peer() as peer:
        settings.ADDRESSES_URL = peer.url
        for number in range(40):
            results(anor, "/adresses.json", f"{number} rue d'hirson")
        assert len(peer.asked) == 30
        assert results(anor, "/adresses.json", "0 rue d'hirson") != []  # known, and free
    forget_addresses()
