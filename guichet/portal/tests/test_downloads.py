"""Documents that residents download from the pages of their town."""

import pytest
from django.core.files.base import ContentFile

from guichet.content.actions import name_section_editor, open_workshop
from guichet.content.models import ArticlePage, EditingGroup, SectionGroup, SectionPage
from guichet.content.search.index import find
from guichet.content.tests.download_factories import A_PDF, A_WORD_FILE, a_document
from guichet.kit.actor import SYSTEM
from guichet.portal.planting import plant_pages
from guichet.portal.tests.base import browser_at
from tests.base import an_agent, text_of

pytestmark = pytest.mark.usefixtures("media_apart")

NBSP = "\N{NO-BREAK SPACE}"


@pytest.fixture
def section(portal):
    plant_pages(portal.fourmies)
    return plant_pages(portal.anor).add_child(instance=SectionPage(title="École", slug="ecole", intro="Les enfants."))


def given_by(body, **details):
    open_workshop(body)
    return a_document(EditingGroup.objects.get(body=body).collection, **details)


def status(browser, path):
    """What it answers, read to its end: the file is closed then."""
    answer = browser.get(path)
    if answer.streaming:
        b"".join(answer.streaming_content)
    return answer.status_code


def an_article(section, *documents):
    content = [("documents", [{"document": one, "title": title} for one, title in documents])]
    return section.add_child(instance=ArticlePage(title="Midi", slug="midi", intro="Les repas.", content=content))


def test_a_pdf_opens_at_once_and_an_office_file_is_saved(section, lucie, world):
    for name, data, media_type, way in (
        ("menu.pdf", A_PDF, "application/pdf", "inline"),
        ("menu.docx", A_WORD_FILE, "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "attachment"),
    ):  # fmt: skip
        document = given_by(world.anor, name=name, data=data)
        answer = lucie.get(document.url)
        assert b"".join(answer.streaming_content) == data
        assert answer.headers["Content-Type"] == media_type
        assert answer.headers["X-Content-Type-Options"] == "nosniff"
        assert answer.headers["Content-Disposition"] == f'{way}; filename="{document.filename}"'


def test_a_document_replaced_keeps_its_address(section, lucie, world):
    document = given_by(world.anor)
    before = document.url
    document.file.save("menu-janvier.pdf", ContentFile(A_PDF))
    assert document.url != before
    assert status(lucie, before) == 200


def test_only_the_town_and_its_intercommunal_body_give_theirs(section, lucie, world):
    own, shared, theirs = (given_by(body, title=f"De {body}") for body in (world.anor, world.body, world.fourmies))
    assert [status(lucie, one.url) for one in (own, shared, theirs)] == [200, 200, 404]
    assert status(browser_at(world.fourmies), own.url) == 404
    an_article(section, (own, ""), (shared, ""), (theirs, ""))
    page = text_of(lucie.get("/ecole/midi/"))
    assert [str(one.title) in page for one in (own, shared, theirs)] == [True, True, False]


def test_what_is_not_there_or_not_of_a_known_kind_has_no_address(section, lucie, world):
    page, lost = given_by(world.anor, name="menu.html"), given_by(world.anor, name="perdu.pdf")
    lost.file.storage.delete(lost.file.name)
    for path in (
        page.url,
        lost.url,
        "/telecharger/999999999999999999999/x.pdf",
        f"/media/{page.file.name}",
        "/documents/",
    ):
        assert status(lucie, path) == 404


def test_an_article_says_the_title_the_kind_and_the_weight(section, lucie, world):
    document = given_by(world.anor, data=A_PDF + b" " * (340_000 - len(A_PDF)))
    an_article(section, (document, ""), (document, "Ce que mange votre enfant"))
    page = text_of(lucie.get("/ecole/midi/"))
    for words in (
        "À télécharger",
        "Le menu de décembre",
        "Ce que mange votre enfant",
        f"PDF, 340{NBSP}Ko",
        document.url,
    ):
        assert words in page
    assert "/ecole/midi/" in [one.slug for one in find("menu de décembre", body=world.anor)]


def test_a_document_taken_back_leaves_the_page_at_once(section, lucie, world):
    document = given_by(world.anor)
    an_article(section, (document, ""))
    world.anor.refresh_from_db()
    before = world.anor.version
    document.delete()
    world.anor.refresh_from_db()
    assert world.anor.version > before, "the kept page is old"
    assert "À télécharger" not in text_of(lucie.get("/ecole/midi/"))


def test_what_a_section_gives_is_given_by_its_town(section, lucie, world):
    manon = an_agent("manon", world.anor)
    name_section_editor(manon.account, page=section, body=world.anor, by=SYSTEM)
    document = a_document(SectionGroup.objects.get(page=section).collection)
    assert status(lucie, document.url) == 200
