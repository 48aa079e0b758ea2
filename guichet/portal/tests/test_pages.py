"""Pages anybody reads: home, procedures, search, text; what may be cached and until when."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from guichet.communes.actions import close_counter
from guichet.communes.models import Body
from guichet.content.models import Banner, HomePage, TextPage
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import PARIS, now
from guichet.portal.frame import EXPIRES
from guichet.portal.planting import plant_pages
from guichet.portal.tests.base import browser_at
from guichet.portal.welcome import closures_ahead, presence_words
from tests.base import text_of

PUBLIC = (
    "/",
    "/demarches/",
    "/demarches/bacs-ordures/",
    "/demarches/bacs-ordures/demande/",
    "/suivi/",
    "/accessibilite/",
)


def soup(response):
    return BeautifulSoup(response.content, "html.parser")


@pytest.mark.parametrize("path", PUBLIC)
def test_a_public_page_carries_no_cookie_no_token_and_says_when_it_grows_old(planted, lucie, path):
    response = lucie.get(path)
    assert response.status_code == 200
    assert not response.cookies
    assert "Cookie" not in response.headers.get("Vary", "")
    assert "csrfmiddlewaretoken" not in text_of(response)
    assert now().timestamp() < int(response.headers[EXPIRES]) <= (now() + timedelta(days=1)).timestamp()


def test_every_link_of_the_home_page_leads_somewhere(planted, lucie):
    links = {link["href"].split("#")[0] for link in soup(lucie.get("/")).find_all("a", href=True)}
    ours = {link for link in links if link.startswith("/") and not link.startswith("/affichage/")}
    assert len(ours) > 10
    assert {link: lucie.get(link).status_code for link in ours} == dict.fromkeys(ours, 200)


def test_the_home_page_says_the_town_its_hours_and_what_is_asked_most(lucie):
    text = text_of(lucie.get("/"))
    assert "Mairie d’Anor" in text
    assert "8\u00a0h\u00a030 – 12\u00a0h" in text
    assert "Bac à ordures" in text
    assert text.count('class="opening-hours__today"') <= 1


def test_a_portal_whose_home_page_nobody_wrote_still_opens(world):
    assert "que peut-\u2060on faire" in text_of(browser_at(world.anor).get("/"))


def test_the_page_dies_when_a_banner_begins(lucie, portal):
    soon = now() + timedelta(minutes=3)
    Banner.objects.create(body=portal.body, text="Tournée annulée demain.", starts_at=soon)
    assert int(lucie.get("/demarches/").headers[EXPIRES]) == int(soon.timestamp())


def test_the_banner_of_the_intercommunal_body_shows_on_its_members_portals(lucie, portal):
    Banner.objects.create(body=portal.body, text="Tournée annulée demain.", starts_at=now() - timedelta(minutes=1))
    assert "Tournée annulée demain." in text_of(lucie.get("/demarches/"))


@pytest.mark.parametrize(
    ("at", "said"),
    [
        (datetime(2026, 11, 24, 9, 0, tzinfo=PARIS), "jusqu’à 12\u00a0h"),
        (datetime(2026, 11, 24, 7, 0, tzinfo=PARIS), "il ouvre à 8\u00a0h\u00a030"),
        (datetime(2026, 11, 24, 13, 0, tzinfo=PARIS), "il ouvre demain à 8\u00a0h\u00a030"),
        (datetime(2026, 11, 27, 13, 0, tzinfo=PARIS), "il ouvre lundi à 8\u00a0h\u00a030"),
    ],
)
def test_the_hour_stands_beside_open_and_closed(portal, at, said):
    assert presence_words(portal.anor.presence(at), at)["note"] == said


def test_a_counter_without_any_hour_in_sight_says_closed_and_no_more(portal):
    at = datetime(2026, 11, 24, tzinfo=UTC)
    assert presence_words(portal.body.presence(at), at)["note"] == ""


def test_the_sheet_offers_the_request_only_where_it_is_taken(lucie, portal):
    assert "/demarches/bacs-ordures/demande/" in text_of(lucie.get("/demarches/bacs-ordures/"))
    assert "/demande/" not in text_of(lucie.get("/demarches/dechetterie/"))
    assert lucie.get("/demarches/dechetterie/demande/").status_code == 404


def test_the_sheet_of_another_site_says_whose_it_is(lucie):
    text = text_of(lucie.get("/demarches/cession-vehicule/"))
    assert "Nous ne voyons rien de ce que vous y tapez." in text
    assert "Vérifié le" in text


def test_a_sheet_nobody_wrote_does_not_exist(lucie):
    assert lucie.get("/demarches/inconnue/").status_code == 404


def test_the_search_finds_by_the_words_people_use_and_says_when_it_does_not(lucie):
    assert "/demarches/bacs-ordures/" in text_of(lucie.get("/recherche/", {"q": "poubelle cassée"}))
    nothing = text_of(lucie.get("/recherche/", {"q": "<q>zzz\x00"}))
    assert "Rien pour «\u00a0&lt;q&gt;zzz\u00a0»" in nothing
    assert lucie.get("/recherche/?q=%ff%fe%00").status_code == 200


def test_high_contrast_is_kept_and_comes_back_to_the_page(lucie):
    response = lucie.get("/affichage/", {"contraste": "1", "retour": "/demarches/"})
    assert response.headers["Location"] == "/demarches/"
    assert 'data-theme="contrast"' in text_of(lucie.get("/demarches/"))
    lucie.get("/affichage/", {"contraste": "0", "retour": "/"})
    assert "data-theme" not in text_of(lucie.get("/demarches/"))


@pytest.mark.parametrize(
    "elsewhere", ["https://ailleurs.example/", "//ailleurs.example/", "/\\ailleurs.example", "javascript:x"]
)
def test_high_contrast_sends_nobody_to_another_site(lucie, elsewhere):
    assert lucie.get("/affichage/", {"retour": elsewhere}).headers["Location"] == "/"


def test_days_of_other_hours_are_told_like_closures(portal):
    at = datetime(2026, 12, 20, 9, tzinfo=PARIS)
    eve, day_after = date(2026, 12, 24), date(2026, 12, 26)
    close_counter(
        body=portal.anor, first_on=eve, last_on=eve, hours=[(time(8, 30), time(17))], reason="Noël", by=SYSTEM
    )
    close_counter(body=portal.anor, first_on=day_after, last_on=day_after, by=SYSTEM)
    said = [sentence.replace("\N{NO-BREAK SPACE}", " ") for sentence in closures_ahead(portal.anor, at)]
    assert said == ["Le jeudi 24 décembre : 8 h 30 – 17 h (Noël).", "Fermé le samedi 26 décembre."]


def test_the_first_pages_are_planted_once_and_stay_as_edited(planted):
    page = TextPage.objects.get(slug="mentions-legales", path__startswith=HomePage.objects.get(title="Anor").path)
    page.title = "Qui publie"
    page.save()
    plant_pages(planted.anor)
    assert TextPage.objects.filter(slug="mentions-legales").count() == 3
    assert TextPage.objects.get(pk=page.pk).title == "Qui publie"


def test_publishing_withdrawing_and_moving_a_page_ages_the_pages_of_its_body(planted):
    page = TextPage.objects.filter(
        slug="mentions-legales", path__startswith=HomePage.objects.get(title="Anor").path
    ).get()

    def version(body):
        return Body.objects.get(pk=body.pk).version

    before, neighbour = version(planted.anor), version(planted.fourmies)
    page.save_revision().publish()
    assert version(planted.anor) == before + 1
    page.unpublish()
    assert version(planted.anor) == before + 2
    assert version(planted.fourmies) == neighbour


def test_a_withdrawn_page_leaves_the_footer(planted, lucie):
    home = HomePage.objects.get(title="Anor")
    TextPage.objects.child_of(home).get(slug="accessibilite").unpublish()
    assert "/accessibilite/" not in text_of(lucie.get("/demarches/"))
    assert lucie.get("/accessibilite/").status_code == 404


def test_a_text_page_is_served_by_its_own_portal_alone(lucie, planted):
    home = HomePage.objects.get(title="Fourmies")
    home.add_child(instance=TextPage(title="Le marché", slug="marche", text="<p>Place Verte.</p>"))
    assert lucie.get("/marche/").status_code == 404
    response = browser_at(planted.fourmies).get("/marche/")
    assert "Place Verte." in text_of(response)
    assert EXPIRES in response.headers


@pytest.mark.parametrize("kind", [HomePage, TextPage])
def test_the_workshop_previews_every_kind_of_page(planted, kind):
    page = kind.objects.filter(path__startswith=HomePage.objects.get(title="Anor").path).first()
    response = page.make_preview_request()
    assert response.status_code == 200
    assert planted.anor.office in text_of(response)


def test_the_userbar_is_nowhere_but_in_the_preview(planted, lucie):
    assert "userbar" not in text_of(lucie.get("/")) + text_of(lucie.get("/accessibilite/"))


def test_the_names_of_the_addresses_are_stable():
    assert reverse("portal:home") == "/"
    assert reverse("portal:follow") == "/suivi/"
    assert reverse("portal:sheet", args=["bacs-ordures"]) == "/demarches/bacs-ordures/"


@pytest.mark.parametrize("path", PUBLIC)
def test_a_page_that_is_not_cached_asks_little_of_the_database(planted, lucie, path, django_assert_max_num_queries):
    with django_assert_max_num_queries(10):
        lucie.get(path)
