"""What editors give to download: only their own, only what is what it says, refused with a sentence."""

import json

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.documents.models import Document
from wagtail.models import UploadedFile
from wagtail.test.utils.form_data import nested_form_data, streamfield

from guichet.accounts.rules import RoleKind
from guichet.content.actions import name_section_editor, open_workshop
from guichet.content.download_rules import FORMATS, MOST_BYTES
from guichet.content.models import ArticlePage, EditingGroup, SectionGroup
from guichet.content.tests.download_factories import A_PDF, A_WORD_FILE, a_document
from guichet.desk.signin.tests.support import inside
from guichet.documents.tests.antivirus import fake_peer, says
from guichet.journal.actions import deliver_all
from guichet.kit.actor import SYSTEM
from guichet.portal.planting import plant_pages
from tests.base import an_agent, text_of

pytestmark = pytest.mark.usefixtures("media_apart")

ADD = "/cms/documents/add/"
SAFE = "Rien n’est enregistré, vos pages n’ont pas changé."


@pytest.fixture
def editor(world, section):
    role = an_agent("claire", world.anor, kind=RoleKind.EDITOR)
    deliver_all()  # she joins those who edit Anor's pages
    return inside(role)


def collection_of(body):
    open_workshop(body)
    return EditingGroup.objects.get(body=body).collection


def typed(name="menu.pdf", data=A_PDF, **more):
    return {"title": "Le menu", "file": SimpleUploadedFile(name, data), **more}


def test_an_editor_gives_replaces_and_takes_back_a_document(world, editor):
    assert editor.post(ADD, typed(tags="cantine")).status_code == 302
    kept = Document.objects.get()
    assert kept.collection == collection_of(world.anor)
    assert not kept.tags.exists(), "tags are one list for every body"
    editor.post(reverse("wagtaildocs:edit", args=[kept.pk]), typed("menu.docx", A_WORD_FILE))
    assert Document.objects.get(pk=kept.pk).filename.endswith(".docx")
    editor.post(reverse("wagtaildocs:delete", args=[kept.pk]))
    assert not Document.objects.exists()


def test_the_documents_of_a_section_are_its_own(world, section):
    manon = an_agent("manon", world.anor)
    name_section_editor(manon.account, page=section, body=world.anor, by=SYSTEM)
    a_document(collection_of(world.anor), title="Du maire")
    browser = inside(manon)
    browser.post(ADD, typed())
    assert Document.objects.latest("pk").collection == SectionGroup.objects.get(page=section).collection
    for name in ("wagtaildocs:index", "wagtaildocs_chooser:choose"):
        assert "Du maire" not in text_of(browser.get(reverse(name)))


@pytest.mark.parametrize(
    ("name", "data", "why"),
    [
        ("menu.html", b"<html></html>", "n’est pas d’une sorte que chacun sait ouvrir"),
        ("menu.svg", b"<svg/>", "n’est pas d’une sorte que chacun sait ouvrir"),
        ("menu.pdf", b"<html></html>", "contient autre chose que ce que dit son nom"),
        ("menu.pdf", b"%PDF-1.4 rien", "il est abîmé"),
        ("menu.docx", A_PDF, "contient autre chose que ce que dit son nom"),
        ("menu.pdf", A_PDF + b" " * MOST_BYTES, "dépasse 20 Mo"),
    ],
)
def test_a_wrong_file_is_refused_in_one_sentence_and_kept_nowhere(editor, name, data, why):
    page = text_of(editor.post(ADD, typed(name, data)))
    assert why in page.replace("\N{NO-BREAK SPACE}", " ")
    assert page.count(SAFE) == 1
    form = {"title": "Menu", "files[]": SimpleUploadedFile(name, data)}
    told = json.loads(editor.post(reverse("wagtaildocs:add_multiple"), form).content)
    assert not told["success"]
    assert SAFE in told["error_message"]
    assert not Document.objects.exists()
    assert not UploadedFile.objects.exists()


def test_a_document_in_which_the_antivirus_finds_something_is_refused(editor, settings):
    with fake_peer(says(b"stream: Own.Eicar FOUND\0")) as settings.CLAMAV:
        page = text_of(editor.post(ADD, typed()))
    assert "L’antivirus a trouvé un virus" in page
    assert not Document.objects.exists()


def test_no_form_takes_the_document_of_a_neighbour(world, section, editor):
    plant_pages(world.fourmies)
    theirs = a_document(collection_of(world.fourmies), title="Secret")
    article = section.add_child(instance=ArticlePage(title="Midi", slug="midi", intro="x"))
    content = streamfield([("documents", streamfield([("item", {"document": theirs.pk, "title": ""})]))])
    form = nested_form_data(
        {
            "title": "Midi", "slug": "midi", "intro": "x", "picture": "", "seo_title": "", "search_description": "",
            "go_live_at": "", "expire_at": "", "review_on": "", "content": content, "comments": streamfield([]),
        }
    )  # fmt: skip
    answer = editor.post(reverse("wagtailadmin_pages:edit", args=[article.pk]), form)
    assert (answer.status_code, answer.headers["Location"]) == (302, "/cms/")
    for path in (f"chooser/{theirs.pk}/", f"edit/{theirs.pk}/", f"multiple/{theirs.pk}/delete/"):
        assert editor.post(f"/cms/documents/{path}").status_code == 404


def test_the_settings_take_what_the_rules_know():
    assert set(settings.WAGTAILDOCS_EXTENSIONS) == set(FORMATS)
    assert settings.WAGTAILDOCS_MAX_UPLOAD_SIZE == MOST_BYTES
