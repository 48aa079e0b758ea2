"""An editor meets no English in the workshop."""

import gettext
import re
from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Comment
from django.conf import settings
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from guichet.accounts.rules import RoleKind
from guichet.content.actions import name_section_editor, open_workshop
from guichet.content.models import ArticlePage, EditingGroup, SectionPage
from guichet.content.tests.download_factories import a_document
from guichet.desk.signin.tests.support import inside
from guichet.journal.actions import deliver_all
from guichet.kit.actor import SYSTEM
from guichet.portal.planting import plant_pages
from tests.base import an_agent, text_of

# Words that no French sentence holds.
ENGLISH = set(
    re.findall(
        r"\w+",
        """the this that these your you with from for and are has have will been was search add edit delete save publish
        upload choose select more view click here of to is be by at new move copy unpublish history status title updated
        any all none yes back next previous submit cancel close open show hide loading there no settings content child
        live scheduled locked user created""",
    )
)
READ_ALOUD = ("aria-label", "title", "placeholder", "alt")


@pytest.fixture
def scene(world, media_apart):
    """An editor, a page given to read by a colleague, a picture and a document."""
    home = plant_pages(world.anor)
    section = home.add_child(instance=SectionPage(title="École", slug="ecole", intro="Les classes."))
    article = ArticlePage(title="Cantine", slug="cantine", intro="Le midi.", content=[("text", "<p>Midi.</p>")])
    section.add_child(instance=article)
    open_workshop(world.anor)
    claire, manon = an_agent("claire", world.anor, kind=RoleKind.EDITOR), an_agent("manon", world.anor)
    name_section_editor(manon.account, page=section, body=world.anor, by=SYSTEM)
    deliver_all()
    collection = EditingGroup.objects.get(body=world.anor).collection
    picture = Image.objects.create(title="Préau", file=get_test_image_file(filename="p.png"), collection=collection)
    document = a_document(collection, title="Menu")
    article.save_revision(user=manon.account, log_action=True)
    article.get_workflow().start(article, manon.account)
    return inside(claire), inside(manon), section, article, picture, document


def addresses(section, article, picture, document):
    yield from ("/cms/", reverse("wagtailadmin_explore", args=[section.pk]), reverse("pages-to-review"))
    for name in ("edit", "history", "usage", "move", "copy", "delete", "unpublish", "workflow_history"):
        yield reverse(f"wagtailadmin_pages:{name}", args=[article.pk])
    yield reverse("wagtailadmin_pages:add_subpage", args=[section.get_parent().pk])
    yield reverse("wagtailadmin_pages:add", args=["content", "articlepage", section.pk])
    yield reverse("wagtailadmin_pages:revisions_compare", args=[article.pk, "earliest", "latest"])
    yield from (reverse("wagtailadmin_choose_page"), reverse("wagtailadmin_choose_page_external_link"))
    yield from (reverse(f"wagtailimages:{name}") for name in ("index", "add", "add_multiple"))
    yield from (reverse("wagtailimages:edit", args=[picture.pk]), reverse("wagtailimages_chooser:choose"))
    yield from (reverse(f"wagtaildocs:{name}") for name in ("index", "add", "add_multiple"))
    yield from (reverse(f"wagtaildocs:{name}", args=[document.pk]) for name in ("edit", "delete", "document_usage"))
    yield f"{reverse('wagtaildocs:index')}?q=absent"
    yield f"{reverse('wagtail_bulk_action', args=['wagtaildocs', 'document', 'delete'])}?id={document.pk}"
    yield reverse("wagtaildocs_chooser:choose")
    task = article.current_workflow_task_state.pk
    yield reverse("wagtailadmin_pages:collect_workflow_action_data", args=[article.pk, "reject", task])


def words_of(answer):
    """What is seen or read aloud, word by word: scripts and hidden templates of Wagtail's own apart."""
    text = answer.json().get("html") or "" if answer["Content-Type"] == "application/json" else text_of(answer)
    page = BeautifulSoup(text, "html.parser")
    for hidden in [*page(["script", "style", "code", "svg"]), *page(hidden=True)]:
        hidden.decompose()
    spoken = [node for node in page.find_all(string=True) if not isinstance(node, Comment)]
    spoken += [tag[name] for tag in page(True) for name in READ_ALOUD if tag.get(name)]
    spoken += [tag["value"] for tag in page("input", type=["submit", "button"]) if tag.get("value")]
    return [" ".join(sentence.split()) for sentence in spoken if sentence.strip()]


def test_no_page_of_the_workshop_speaks_english(scene):
    editor, writer, *things = scene
    english = set()
    for browser in (editor, writer):
        for address in addresses(*things):
            answer = browser.get(address)
            assert answer.status_code in {200, 302, 404}, address
            if answer.status_code != 200:
                continue
            for sentence in words_of(answer):
                if ENGLISH & set(re.findall(r"[a-z]+", sentence.lower())):
                    english.add(f"{address}: {sentence[:90]}")
    assert sorted(english) == []


def test_the_compiled_catalogue_is_that_of_its_source():
    where = Path(settings.LOCALE_PATHS[0]) / "fr" / "LC_MESSAGES"
    with (where / "django.mo").open("rb") as compiled:
        known = gettext.GNUTranslations(compiled)
    source = re.findall(r'^msgid "(.+)"\nmsgstr "(.+)"$', (where / "django.po").read_text("utf-8"), re.M)
    assert source
    assert [(said, known.gettext(said)) for said, _ours in source] == source
