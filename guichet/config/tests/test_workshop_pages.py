"""Pages in the workshop: given to read, published at their hour, to be read again; and no id of a neighbour in a form."""

from datetime import timedelta

import pytest
from bs4 import BeautifulSoup
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file
from wagtail.models import Page
from wagtail.test.utils.form_data import nested_form_data, rich_text, streamfield

from guichet.accounts.rules import RoleKind
from guichet.communes.models import Body
from guichet.content.actions import name_section_editor, open_workshop
from guichet.content.models import ArticlePage, EditingGroup, SectionGroup, SectionPage
from guichet.content.tasks import publish_and_expire
from guichet.desk.signin.tests.support import inside
from guichet.journal.actions import deliver_all
from guichet.journal.chores import OFTEN
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now, paris_date
from guichet.portal.planting import plant_pages
from tests.base import an_agent, text_of

pytestmark = pytest.mark.usefixtures("media_apart")


@pytest.fixture
def article(section):
    return an_article(section)


@pytest.fixture
def editor(world, section):
    role = an_agent("claire", world.anor, kind=RoleKind.EDITOR)
    role.account.email = "claire@anor.example"
    role.account.save()
    deliver_all()
    return inside(role)


@pytest.fixture
def manon(world, section):
    """She writes the section of the school."""
    role = an_agent("manon", world.anor)
    role.account.email = "manon@anor.example"
    role.account.save()
    name_section_editor(role.account, page=section, body=world.anor, by=SYSTEM)
    return inside(role)


def an_article(section, **changes):
    given = {"title": "La cantine", "slug": "cantine", "intro": "Les menus.", "content": [("text", "<p>Midi.</p>")]}
    return section.add_child(instance=ArticlePage(**{**given, **changes}))


def typed(page, *, text="<p>Midi.</p>", **changes):
    """What the form of an article sends."""
    given = {
        "title": page.title, "slug": page.slug, "intro": page.intro, "picture": "", "seo_title": "",
        "search_description": "", "go_live_at": "", "expire_at": "", "review_on": "",
        "content": streamfield([("text", rich_text(text, features=["link"]))]), "comments": streamfield([]),
    }  # fmt: skip
    return nested_form_data({**given, **changes})


def edit(page):
    return reverse("wagtailadmin_pages:edit", args=[page.pk])


def test_who_writes_a_section_gives_it_to_read_and_an_editor_publishes_it(article, manon, editor):
    page = text_of(manon.get(edit(article)))
    assert "Donner à relire" in page
    assert "action-publish" not in page
    manon.post(edit(article), typed(article, title="La cantine change") | {"action-submit": "1"})
    assert Page.objects.get(pk=article.pk).title == "La cantine"
    assert "La cantine change" in text_of(editor.get("/cms/"))
    task = Page.objects.get(pk=article.pk).current_workflow_task_state
    editor.post(reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "approve", task.pk]))
    assert Page.objects.get(pk=article.pk).title == "La cantine change"
    assert mail.outbox == []


def test_the_first_page_names_what_one_comes_for_and_each_door_opens(editor, manon):
    doors = {}
    for who in (editor, manon):
        panel = BeautifulSoup(text_of(who.get("/cms/")), "html.parser").find(id="write-something-section")
        doors[who] = {link.get_text(strip=True): link["href"] for link in panel.find_all("a", class_="button")}
        assert {who.get(address).status_code for address in doors[who].values()} == {200}
    assert {"Écrire une actualité", "Annoncer un événement", "Afficher un acte"} <= set(doors[editor])
    assert set(doors[manon]) == {"Écrire un article dans «\u00a0L’école\u00a0»"}


def test_a_page_leads_to_where_the_instance_is_reached(world, article, settings):
    settings.GUICHET_SCHEME, settings.GUICHET_PORT = "http", 8970
    for page in (article, Page.objects.get(pk=article.pk).specific):
        assert page.full_url == f"http://{world.anor.host}:8970/ecole/cantine/"
    settings.GUICHET_SCHEME = "https"
    assert article.get_parent().specific.full_url == f"https://{world.anor.host}/ecole/"


def test_a_page_takes_no_address_of_the_portal_itself(section, editor):
    add = reverse("wagtailadmin_pages:add", args=["content", "textpage", section.get_parent().pk])
    typed_in = {
        "title": "Mes démarches",
        "intro": "",
        "text": rich_text("<p>Ici.</p>"),
        "review_on": "",
        "comments": streamfield([]),
    }
    blank = {"go_live_at": "", "expire_at": "", "seo_title": "", "search_description": ""}
    for slug, written in (("demarches", False), ("mes-demarches", True)):
        answer = editor.post(add, nested_form_data({**typed_in, **blank, "slug": slug}))
        assert ("déjà celle d’un service du portail" in text_of(answer)) is not written
        assert Page.objects.filter(slug=slug).exists() is written


def test_a_page_sent_back_tells_why_and_no_e_mail_leaves(article, manon, editor):
    manon.post(edit(article), typed(article) | {"action-submit": "1"})
    task = Page.objects.get(pk=article.pk).current_workflow_task_state
    reject = reverse("wagtailadmin_pages:workflow_action", args=[article.pk, "reject", task.pk])
    editor.post(reject, {"comment": "Mettez le prix."})
    assert "Mettez le prix." in text_of(manon.get(edit(article)))
    assert mail.outbox == []


def test_who_publishes_asks_nobody(article, editor):
    page = text_of(editor.get(edit(article)))
    assert "action-publish" in page
    assert "Donner à relire" not in page


def test_a_page_goes_online_and_leaves_at_its_hour_without_anybody(world, article):
    versions = [Body.objects.get(pk=world.anor.pk).version]
    assert "content.publish_and_expire" in OFTEN
    article.unpublish()
    article.save_revision(approved_go_live_at=now() - timedelta(seconds=1))
    assert publish_and_expire() == 1
    assert Page.objects.get(pk=article.pk).live
    versions.append(Body.objects.get(pk=world.anor.pk).version)
    Page.objects.filter(pk=article.pk).update(expire_at=now() - timedelta(seconds=1))
    assert publish_and_expire() == 1
    assert not Page.objects.get(pk=article.pk).live
    versions.append(Body.objects.get(pk=world.anor.pk).version)
    assert publish_and_expire() == 0
    assert versions == sorted(set(versions)), "what the cache kept is old each time"


def test_pages_to_read_again_are_listed_the_longest_waiting_first(world, section, editor):
    today = paris_date(now())
    for days in (-1, 0, 3):
        an_article(section, title=f"Dans {days} jours", slug=f"a{days + 9}", review_on=today + timedelta(days=days))
    theirs = plant_pages(world.fourmies).add_child(
        instance=SectionPage(title="Chez eux", slug="eux", intro="x", review_on=today)
    )
    for address in (reverse("pages-to-review"), "/cms/"):
        page = text_of(editor.get(address))
        assert 0 < page.find("Dans -1 jours") < page.find("Dans 0 jours")
        assert "Dans 3 jours" not in page
        assert theirs.title not in page
    assert "2 pages à relire" in text_of(editor.get("/cms/"))


def an_upload():
    return SimpleUploadedFile("place.png", get_test_image_file().file.getvalue(), "image/png")


def a_picture(collection, title):
    return Image.objects.create(title=title, file=get_test_image_file(filename="x.png"), collection=collection)


def test_her_pictures_go_to_the_collection_of_her_body(world, editor):
    form = {"title": "La place", "file": an_upload(), "tags": "place"}
    editor.post(reverse("wagtailimages:add"), form)
    picture = Image.objects.get()
    assert picture.collection == EditingGroup.objects.get(body=world.anor).collection
    assert not picture.tags.exists(), "tags are one list for every body"


def test_the_pictures_of_a_section_are_its_own(world, section, manon):
    manon.post(reverse("wagtailimages:add"), {"title": "Préau", "file": an_upload()})
    assert Image.objects.get().collection == SectionGroup.objects.get(page=section).collection


def test_no_form_takes_the_page_or_the_picture_of_a_neighbour(world, section, article, editor):
    other_home = plant_pages(world.fourmies)
    deliver_all()
    theirs = an_article(other_home.add_child(instance=SectionPage(title="Eux", slug="eux", intro="x")), title="Secret")
    picture = a_picture(a_picture_collection(world.fourmies), "Secret")
    link = f'<p><a linktype="page" id="{theirs.pk}">ici</a></p>'
    bulk = reverse("wagtail_bulk_action", args=["wagtailcore", "page", "move"])
    for path, form in (
        (edit(article), typed(article, picture=picture.pk)),
        (edit(article), typed(article, text=link)),
        (reverse("wagtailadmin_pages:preview_on_edit", args=[article.pk]), typed(article, picture=picture.pk)),
        (reverse("wagtailadmin_pages:copy", args=[article.pk]), {"new_title": "x", "new_slug": "x", "new_parent_page": theirs.pk}),
        (f"{bulk}?id={article.pk}", {"chooser": theirs.pk}),
        (f"{bulk}?id={theirs.pk}", {"chooser": section.pk}),
    ):  # fmt: skip
        answer = editor.post(path, form)
        assert answer.status_code == 404 or answer.headers["Location"] == "/cms/", path
        assert "Secret" not in text_of(answer)
    assert Page.objects.get(pk=article.pk).get_parent().pk == section.pk
    assert Page.objects.get(pk=theirs.pk).get_parent().pk == theirs.get_parent().pk


def a_picture_collection(body):
    open_workshop(body)
    return EditingGroup.objects.get(body=body).collection


def test_what_a_published_page_shows_already_stays_hers_to_keep(world, article, manon):
    article.picture = a_picture(a_picture_collection(world.anor), "Du maire")
    article.save_revision().publish()
    answer = manon.post(edit(article), typed(article, title="La cantine, midi", picture=article.picture_id))
    assert answer.status_code == 302
    assert Page.objects.get(pk=article.pk).get_latest_revision_as_object().title == "La cantine, midi"


@pytest.mark.parametrize("path", ["users/", "groups/", "collections/", "sites/", "workflows/list/", "documents/multiple/create_from_uploaded_document/1/", "snippets/", "tag-autocomplete/", "api/main/images/", "failwhale/"])  # fmt: skip
def test_what_our_actions_make_has_no_address_here(editor, path):
    for answer in (editor.get(f"/cms/{path}"), editor.post(f"/cms/{path}")):
        assert answer.status_code == 404


def test_reports_on_the_instance_are_for_who_looks_after_it(world, editor):
    helene = inside(an_agent("helene", world.body, kind=RoleKind.ADMINISTRATOR))
    plant_pages(world.body)
    deliver_all()
    for name in ("workflow", "workflow_tasks", "site_history", "aging_pages", "page_types_usage"):
        address = reverse(f"wagtailadmin_reports:{name}")
        assert editor.get(address).status_code == 404
        assert helene.get(address).status_code == 200


def test_an_agent_named_for_a_section_finds_the_way_from_the_desk(world, manon):
    assert "/cms/" in text_of(manon.get("/guichet/armoire/"))
    assert "/cms/" not in text_of(inside(an_agent("paul", world.anor)).get("/guichet/armoire/"))
