"""What editors see in the preview « À la borne »."""

import pytest

from guichet.content.actions import open_workshop
from guichet.content.faces import Face
from guichet.content.models import ArticlePage, EditingGroup, NewsIndexPage, NewsPage, SectionPage, TextPage
from guichet.content.tests.download_factories import a_document
from guichet.content.tests.page_factories import a_home
from guichet.devices.tests.factories import a_terminal
from guichet.kiosk.tests.base import Visitor
from tests.base import text_of


@pytest.fixture
def home(world):
    return a_home(world.anor)


def at_the_kiosk(page):
    answer = page.make_preview_request(preview_mode=Face.KIOSK)
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    return text_of(answer)


def test_every_kind_of_page_has_a_look_at_the_kiosk(home):
    section = home.add_child(instance=SectionPage(title="La mairie", slug="mairie", intro="Qui fait quoi."))
    article = section.add_child(
        instance=ArticlePage(
            title="La salle",
            slug="salle",
            intro="Cent places.",
            content=[("note", {"kind": "info", "text": "Clé à 17 h"})],
        )
    )
    index = NewsIndexPage.objects.child_of(home).get()
    news = index.add_child(instance=NewsPage(title="Il neige", slug="neige", intro="Les saleuses sortent."))
    text = TextPage.objects.child_of(home).first()
    assert "Qui fait quoi" not in at_the_kiosk(home)  # a tile is a name, not a sentence
    assert "La mairie" in at_the_kiosk(home)
    assert "Cent places." in at_the_kiosk(section)
    assert "Clé à 17 h" in at_the_kiosk(article)
    assert "Il neige" in at_the_kiosk(index)
    assert "Les saleuses sortent." in at_the_kiosk(news)
    assert text.title in at_the_kiosk(text)


def test_nothing_at_the_kiosk_leads_to_another_site(home):
    section = home.add_child(instance=SectionPage(title="La mairie", slug="mairie", intro="Qui fait quoi."))
    links = [("links", [{"text": "Ailleurs", "page": None, "url": "https://ailleurs.example/"}])]
    article = section.add_child(instance=ArticlePage(title="La salle", slug="salle", intro="Cent.", content=links))
    assert "ailleurs.example" not in at_the_kiosk(article)


def test_a_link_in_a_sentence_is_a_line_below_it_to_where_the_kiosk_goes(home, world):
    section = home.add_child(instance=SectionPage(title="La mairie", slug="mairie", intro="Qui fait quoi."))
    text = (
        f'<p>Voir <a linktype="page" id="{section.pk}">la mairie</a>, <a href="https://www.caf.fr/aides">la CAF</a>,'
        ' <a href="https://ailleurs.example/">ailleurs</a>, <a href="mailto:a@b.example">un mot</a>,'
        ' <a href="/demarches/passeport/">le passeport</a>.</p>'
    )
    links = [{"text": "Le rôle", "page": section, "url": ""}]
    section.add_child(
        instance=ArticlePage(title="Oui", slug="oui", intro="x", content=[("text", text), ("links", links)])
    )
    page = Visitor(a_terminal(world.anor)).reads("/borne/pages/mairie/oui/")
    words = page.find(class_="kiosk__text")
    assert words.find("a") is None
    assert words.text.strip() == "Voir la mairie, la CAF, ailleurs, un mot, le passeport."
    lines = [
        (one["href"], one.find("b").text, one.has_attr("data-outside")) for one in page.select("a.kiosk-line__card")
    ]
    assert lines == [
        ("/borne/pages/mairie/", "la mairie", False),
        ("https://www.caf.fr/aides", "la CAF", True),
        ("/borne/demarches/passeport/", "le passeport", False),
        ("/borne/pages/mairie/", "Le rôle", False),
    ]


def test_a_document_is_named_at_the_kiosk_and_leads_nowhere(home, world, media_apart):
    open_workshop(world.anor)
    document = a_document(EditingGroup.objects.get(body=world.anor).collection)
    section = home.add_child(instance=SectionPage(title="La mairie", slug="mairie", intro="Qui fait quoi."))
    given = [("documents", [{"document": document, "title": ""}])]
    article = section.add_child(instance=ArticlePage(title="Midi", slug="midi", intro="x", content=given))
    page = at_the_kiosk(article)
    assert "Le menu de décembre" in page
    assert "PDF, " in page
    assert document.url not in page


def test_an_empty_section_says_so(home):
    section = home.add_child(instance=SectionPage(title="La mairie", slug="mairie", intro="Qui fait quoi."))
    assert "Rien ici pour l’instant." in at_the_kiosk(section)
