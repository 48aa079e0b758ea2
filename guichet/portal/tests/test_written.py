"""Sections, articles and news, as editors write them and residents read them."""

import json
from datetime import date, timedelta
from xml.etree import ElementTree

import pytest
from bs4 import BeautifulSoup
from django.core.cache import cache
from django.core.exceptions import ValidationError
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from guichet.catalogue.actions import write_local_sheet
from guichet.catalogue.models import Procedure
from guichet.content.blocks import LinkBlock, PictureBlock
from guichet.content.faces import Face, shown
from guichet.content.models import ArticlePage, NewsIndexPage, NewsPage, SectionPage
from guichet.content.search.index import find
from guichet.content.tests.legal_factories import a_posted_notice
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now
from guichet.portal.planting import plant_pages
from guichet.portal.tests.base import browser_at
from guichet.portal.views.written import NEWS_ON_A_PAGE
from tests.base import text_of

ATOM = "{http://www.w3.org/2005/Atom}"
HOSTILE = "<script>alert(1)</script>"
EVERY_BLOCK = [
    ("text", "<h2>Les tarifs</h2><p>Payés <b>d’avance</b>.</p>"),
    ("note", {"kind": "attention", "text": f"Apportez l’assurance {HOSTILE}"}),
    ("steps", {"title": "Réserver", "steps": [{"title": "Appelez", "text": ""}, {"title": "Signez", "text": "le jour même"}]}),
    ("table", {"title": "Prix", "lines": [{"what": "Week-end", "value": "230 €"}]}),
    ("contact", {"name": "Manon", "place": "", "phone": "03 53 01 59 86", "email": "", "hours": "le matin"}),
    ("procedures", ["bacs-ordures", "passeport", "disparue"]),
    ("links", [{"text": "Le site de l’État", "page": None, "url": "https://www.example.fr/"}]),
]  # fmt: skip


@pytest.fixture
def home(portal):
    plant_pages(portal.fourmies)
    return plant_pages(portal.anor)


@pytest.fixture
def section(home):
    return home.add_child(
        instance=SectionPage(title="La mairie", slug="mairie", intro="Qui fait quoi.", drawing="townhall")
    )


def an_article(section, **changes):
    given = {"title": "La salle des fêtes", "slug": "salle", "intro": "Cent places.", "content": EVERY_BLOCK}
    return section.add_child(instance=ArticlePage(**{**given, **changes}))


def a_news(home, slug="neige", **changes):
    index = NewsIndexPage.objects.child_of(home).get()
    given = {"title": "Il neige", "slug": slug, "intro": "Les saleuses sortent.", "day": date(2026, 11, 20)}
    return index.add_child(instance=NewsPage(**{**given, **changes}))


def test_a_section_shows_its_articles_and_says_so_when_it_has_none(section, lucie):
    assert "Les pages de cette rubrique arrivent." in text_of(lucie.get("/mairie/"))
    an_article(section)
    an_article(section, title="En préparation", slug="brouillon", live=False)
    page = text_of(lucie.get("/mairie/"))
    assert "/mairie/salle/" in page
    assert "En préparation" not in page


def test_an_article_shows_every_block_and_nothing_an_editor_typed_is_markup(section, lucie, world):
    write_local_sheet(Procedure.objects.get(slug="passeport"), {"is_hidden": True}, body=world.anor, by=SYSTEM)
    an_article(section)
    page = text_of(lucie.get("/mairie/salle/"))
    for words in ("Les tarifs", "le jour même", "230 €", "03 53 01 59 86", "Bac à ordures", "https://www.example.fr/"):
        assert words in page
    assert HOSTILE not in page
    assert "Passeport" not in page  # this counter hides it
    assert page.count('class="procedure-item"') == 1


def test_a_link_names_a_page_or_an_address_never_both_nor_none(home):
    block = LinkBlock()
    for page, url in ((home, "https://www.example.fr/"), (None, "")):
        with pytest.raises(ValidationError) as refused:
            block.clean(block.to_python({"text": "Ici", "page": page and page.pk, "url": url}))
        assert "l’une des deux" in str(vars(refused.value)["block_errors"]["url"])


def test_a_picture_is_described_or_only_decorates_never_both_nor_none(home):
    block, picture = PictureBlock(), Image.objects.create(title="Salle", file=get_test_image_file(filename="salle.png"))
    for alt, decorative, is_taken in (("La salle", 0, 1), ("", 1, 1), (" ", 0, 0), ("La salle", 1, 0)):
        value = block.to_python({"image": picture.pk, "alt": alt, "decorative": bool(decorative), "caption": ""})
        if is_taken:
            assert block.clean(value)["alt"] == alt
            continue
        with pytest.raises(ValidationError) as refused:
            block.clean(value)
        assert "ou cochez qu’elle ne fait que décorer" in str(vars(refused.value)["block_errors"]["alt"])


def test_a_picture_placed_before_words_were_asked_is_shown_as_it_was(section, lucie):
    picture = Image.objects.create(title="Salle", file=get_test_image_file(filename="ancienne.png"))
    article = an_article(section)
    article.content = json.dumps(
        [{"type": "picture", "value": {"image": picture.pk, "alt": "", "caption": "La salle"}}]
    )
    article.save()
    page = BeautifulSoup(lucie.get("/mairie/salle/").content, "html.parser")
    assert page.find("figure").find("img")["alt"] == ""


def test_a_link_to_a_page_that_left_the_site_is_not_shown(section, home, lucie):
    gone = a_news(home)
    an_article(section, content=[("links", [{"text": "La neige", "page": gone, "url": ""}])])
    assert "La neige" in text_of(lucie.get("/mairie/salle/"))
    gone.unpublish()
    assert "La neige" not in text_of(lucie.get("/mairie/salle/"))


def test_a_link_to_a_page_of_another_body_leads_to_its_portal(section, world, lucie, settings):
    settings.GUICHET_SCHEME, settings.GUICHET_PORT = "http", 8970
    theirs = plant_pages(world.fourmies).get_children().get(slug="agenda")
    an_article(section, content=[("links", [{"text": "Chez eux", "page": theirs, "url": ""}])])
    assert f'href="http://{world.fourmies.host}:8970/agenda/"' in text_of(lucie.get("/mairie/salle/"))


def test_the_home_page_shows_the_three_last_news_and_the_sections(section, home, lucie):
    for number in range(4):
        a_news(home, f"n{number}", title=f"Nouvelle {number}", day=date(2026, 11, 1) + timedelta(days=number))
    page = text_of(lucie.get("/"))
    assert [f"Nouvelle {number}" in page for number in range(4)] == [False, True, True, True]
    assert "Qui fait quoi." in page


def test_the_news_are_read_ten_by_ten_the_latest_first(home, lucie):
    for number in range(NEWS_ON_A_PAGE + 1):
        a_news(home, f"n{number}", title=f"Nouvelle n° {number}.", day=date(2026, 11, 1) + timedelta(days=number))
    first, second = text_of(lucie.get("/actualites/")), text_of(lucie.get("/actualites/?page=2"))
    assert first.index("Nouvelle n° 10.") < first.index("Nouvelle n° 9.")
    assert "Nouvelle n° 0." not in first
    assert "Nouvelle n° 0." in second
    assert "Nouvelle n° 10." in text_of(lucie.get("/actualites/?page=hier"))


def test_the_feed_of_the_news_is_atom_and_each_entry_keeps_its_name(home, lucie):
    page = a_news(home, title=f"Il neige {HOSTILE}")
    answer = lucie.get("/actualites/flux.xml")
    assert answer.headers["Content-Type"].startswith("application/atom+xml")
    entry = ElementTree.fromstring(answer.content).find(f"{ATOM}entry")
    before = entry.findtext(f"{ATOM}id")
    assert entry.findtext(f"{ATOM}title") == page.title
    page.title = "Il ne neige plus"
    page.save_revision().publish()
    after = ElementTree.fromstring(lucie.get("/actualites/flux.xml").content).find(f"{ATOM}entry")
    assert after.findtext(f"{ATOM}id") == before


def test_a_neighbour_s_feed_holds_nothing_of_ours(home, world):
    a_news(home)
    feed = browser_at(world.fourmies).get("/actualites/flux.xml")
    assert ElementTree.fromstring(feed.content).find(f"{ATOM}entry") is None


def test_what_editors_write_is_found_by_its_words(section, home, world):
    an_article(section)
    a_news(home)
    assert "/mairie/salle/" in [one.slug for one in find("salle des fêtes", body=world.anor)]
    assert "/actualites/neige/" in [one.slug for one in find("saleuses", body=world.anor)]
    assert find("saleuses", body=world.fourmies) == []


def test_a_piece_of_news_tells_machines_what_it_is_and_its_list_where_to_subscribe(home, lucie):
    a_news(home)
    page = BeautifulSoup(lucie.get("/actualites/neige/").content, "html.parser")
    data = json.loads(page.find("script", type="application/ld+json").string)
    assert (data["@type"], data["headline"], data["datePublished"]) == ("NewsArticle", "Il neige", "2026-11-20")
    assert page.find("meta", attrs={"name": "description"})["content"] == "Les saleuses sortent."
    index = BeautifulSoup(lucie.get("/actualites/").content, "html.parser")
    assert index.find("link", rel="alternate")["href"] == "/actualites/flux.xml"


def test_a_page_that_expires_says_until_when_it_is_true(home, lucie):
    soon = now() + timedelta(minutes=5)
    a_news(home, expire_at=soon)
    assert int(lucie.get("/actualites/neige/").headers["X-Guichet-Expires"]) == int(soon.timestamp())


def test_a_picture_is_served_in_the_size_of_its_page_and_never_the_original(section, lucie):
    cache.clear()  # Wagtail remembers what it made of the picture of another test
    picture = Image.objects.create(title="Salle", file=get_test_image_file(filename="salle.png", size=(1600, 900)))
    an_article(section, picture=picture)
    page = text_of(lucie.get("/mairie/salle/"))
    address = page.split('src="/media/images/', 1)[1].split('"', 1)[0]
    answer = lucie.get(f"/media/images/{address}")
    assert answer.headers["Content-Type"] == "image/webp"
    assert b"".join(answer.streaming_content)
    for path in ("/media/original_images/salle.png", "/media/images/absente.png", "/media/images/salle.html"):
        assert lucie.get(path).status_code == 404


def test_a_face_that_does_not_know_a_kind_says_so():
    with pytest.raises(LookupError, match="portal shows no object"):
        shown(Face.PORTAL, None, object())


def test_the_kiosk_s_services_are_on_the_web_for_another_site_to_lead_to(section, lucie):
    page = text_of(lucie.get("/borne-publique/"))
    for path in (
        "/demarches/",
        "/suivi/",
        "/services-en-ligne/",
        "/formulaires/",
        "/simulateurs/",
        "/affichage-legal/",
    ):
        assert f'href="{path}"' in page
        assert lucie.get(path).status_code == 200
    assert "http://localhost/borne-publique/" in page


def test_the_sitemap_names_what_anybody_may_read_here_and_nothing_else(section, home, lucie, world):
    an_article(section)
    an_article(section, title="Brouillon", slug="brouillon", live=False)
    act = a_posted_notice(world.anor)
    tree = ElementTree.fromstring(lucie.get("/sitemap.xml").content)
    found = [one.text for one in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    for path in ("/", "/mairie/salle/", "/demarches/passeport/", f"/affichage-legal/{act.reference}/"):
        assert f"http://localhost{path}" in found
    assert not [one for one in found if "brouillon" in one or "fourmies" in one]
    assert {lucie.get(one.removeprefix("http://localhost")).status_code for one in found} == {200}
