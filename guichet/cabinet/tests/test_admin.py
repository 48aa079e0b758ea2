"""The drawers in Wagtail's admin, as an editor of the town meets them."""

import pytest
from django.urls import reverse

from guichet.accounts.rules import RoleKind
from guichet.cabinet.models import Drawer
from guichet.cabinet.tests.factories import a_drawer, a_procedure, an_upload
from guichet.documents.models import StoredFile
from guichet.journal.actions import deliver_all
from tests.base import an_agent, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(world):
    browser = signed_in(an_agent("yvette", world.anor, kind=RoleKind.EDITOR))
    deliver_all()  # the worker opens the admin to her
    return browser


def url(view, *args):
    return reverse(f"tiroirs:{view}", args=args)


def form(body, procedure, **changes):
    return {
        "body": body.pk, "number": "3", "procedure": procedure.pk, "place": "étagère 2", "label": "Certificat de cession",
        "cerfa": "15776", "version": "*02", "blank_url": "https://exemple.fr/15776", "stock": "40", "reorder_level": "10",
        **changes,
    }  # fmt: skip


def test_she_arranges_a_drawer_with_its_blank_form_and_replaces_it(world, editor):
    sale = a_procedure()
    editor.post(url("add"), form(world.anor, sale, upload=an_upload()))
    drawer = Drawer.objects.get()
    assert (drawer.body, drawer.number, drawer.form_number, drawer.stock) == (world.anor, 3, "15776*02", 40)
    assert "Aujourd’hui : cession.pdf" in editor.get(url("edit", drawer.pk)).content.decode()
    editor.post(url("edit", drawer.pk), form(world.anor, sale, stock="", upload=an_upload(name="neuf.pdf")))
    drawer.refresh_from_db()
    assert (drawer.stock, drawer.blank.name) == (None, "neuf.pdf")
    assert StoredFile.objects.count() == 1


def test_a_change_of_words_keeps_the_blank_form_until_it_is_taken_off(world, editor):
    sale = a_procedure()
    editor.post(url("add"), form(world.anor, sale, upload=an_upload()))
    drawer = Drawer.objects.get()
    editor.post(url("edit", drawer.pk), form(world.anor, sale, place="étagère 3"))
    assert Drawer.objects.get().blank is not None
    editor.post(url("edit", drawer.pk), form(world.anor, sale, forget_blank="on"))
    assert Drawer.objects.get().blank is None
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"cerfa": "157"}, "a cinq chiffres"),
        ({"blank_url": "exemple.fr/15776"}, "commence par https"),
        ({"upload": an_upload(b"\x89PNG\r\n\x1a\n", "cession.pdf")}, "n’est pas un PDF"),
    ],
)
def test_what_is_refused_is_said_on_the_form_and_nothing_is_kept(world, editor, changes, told):
    answer = editor.post(url("add"), form(world.anor, a_procedure(), **changes))
    assert told in answer.content.decode()
    assert not Drawer.objects.exists()
    assert not StoredFile.objects.exists()


def test_a_number_taken_twice_is_said(world, editor):
    drawer = a_drawer(world.anor, number=3)
    answer = editor.post(url("add"), form(world.anor, drawer.procedure))
    assert "existe déjà" in answer.content.decode()
    assert Drawer.objects.count() == 1


def test_she_removes_a_drawer_and_sees_none_of_the_neighbour_s(world, editor):
    sale = a_procedure()
    hers, theirs = a_drawer(world.anor, sale), a_drawer(world.fourmies, sale, 8)
    assert str(theirs.pk) not in [str(row.pk) for row in editor.get(url("index")).context["object_list"]]
    assert editor.get(url("edit", theirs.pk)).status_code == 404
    editor.post(url("delete", theirs.pk))
    editor.post(url("delete", hers.pk))
    assert list(Drawer.objects.all()) == [theirs]
