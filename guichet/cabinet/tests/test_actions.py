import os
from collections.abc import Callable
from uuid import uuid4

import pytest
from django.db import connection, connections

from guichet.cabinet.actions import (
    arrange_drawer,
    attach_blank,
    hand_out,
    put_blank,
    remove_drawer,
    restock,
)
from guichet.cabinet.facts import BlankAttached, DrawerArranged, DrawerRemoved, DrawerRestocked, FormsHandedOut
from guichet.cabinet.models import Drawer
from guichet.cabinet.tests.factories import a_drawer, a_procedure, an_upload
from guichet.documents.models import StoredFile
from guichet.documents.tests.factories import encoded, picture
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM
from guichet.kit.refusal import Refusal
from tests.base import facts

pytestmark = pytest.mark.django_db


def twice_at_once(act: Callable[[], object]) -> None:
    """Two processes do the same at the same moment; both must come to its end."""
    connections.close_all()
    children = []
    for _process in range(2):
        child = os.fork()
        if child == 0:
            code = 1
            try:
                act()
                code = 0
            finally:
                os._exit(code)
        children.append(child)
    assert [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children] == [0, 0]


def test_a_drawer_is_arranged_then_arranged_anew(world):
    drawer = a_drawer(world.anor, stock=40, reorder_level=10)
    grey = a_procedure("carte-grise", "Faire sa carte grise")
    again = arrange_drawer(body=world.anor, number=7, procedure=grey, replaces=drawer, by=SYSTEM)
    assert Drawer.objects.get() == again
    assert (again.number, again.procedure, again.label, again.stock) == (7, grey, "Certificat de cession", 40)
    assert [fact.drawer for fact in facts(DrawerArranged)] == [drawer.pk, drawer.pk]


def test_two_drawers_of_a_town_have_two_numbers_and_the_neighbour_has_hers(world):
    drawer = a_drawer(world.anor)
    with pytest.raises(Refusal, match="Le tiroir 1 existe déjà"):
        a_drawer(world.anor, drawer.procedure)
    assert a_drawer(world.fourmies, drawer.procedure).number == 1
    assert list(Drawer.objects.of_body(world.anor)) == [drawer]


@pytest.mark.parametrize(
    ("columns", "told"),
    [
        ({"label": ""}, "titre du formulaire"),
        ({"label": "", "cerfa": "", "version": "", "stock": 3}, "titre du formulaire"),
        ({"cerfa": "1577"}, "cinq chiffres"),
        ({"cerfa": "1577é"}, "cinq chiffres"),
        ({"version": "02"}, "une étoile et deux chiffres"),
        ({"cerfa": ""}, "suit un numéro CERFA"),
        ({"blank_url": "http://exemple.fr/15776"}, "commence par https"),
    ],
)
def test_what_a_drawer_may_not_be_is_said(world, columns, told):
    with pytest.raises(Refusal, match=told):
        a_drawer(world.anor, **columns)
    assert not Drawer.objects.exists()


@pytest.mark.parametrize(
    ("stock", "level", "low"), [(None, 0, False), (11, 10, False), (10, 10, True), (0, 0, True), (1, 0, False)]
)
def test_a_pile_is_low_at_its_level_and_only_when_it_is_counted(world, stock, level, low):
    drawer = a_drawer(world.anor, stock=stock, reorder_level=level)
    assert drawer.is_low is low
    assert Drawer.objects.low().exists() is low


def test_a_new_blank_form_takes_the_place_of_the_old_which_is_discarded(world):
    drawer = attach_blank(a_drawer(world.anor), an_upload(), name="cession.pdf", by=SYSTEM)
    old = drawer.blank
    drawer = attach_blank(drawer, an_upload(), name="cession-2027.pdf", by=SYSTEM)
    assert Drawer.objects.get().blank == StoredFile.objects.get() == drawer.blank != old
    assert drawer.blank.name == "cession-2027.pdf"
    assert len(facts(BlankAttached)) == 2
    assert put_blank(drawer, None, by=SYSTEM).blank is None
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("name", ["cession.pdf", "cession.jpg"])
def test_a_blank_form_that_lies_about_its_type_is_refused(world, name):
    drawer = a_drawer(world.anor)
    photo = encoded(picture((60, 60)))
    with pytest.raises(Refusal, match="n’est pas un PDF, quel que soit son nom"):
        attach_blank(drawer, an_upload(photo, name), name=name, by=SYSTEM)
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize(("data", "told"), [(b"", "est vide"), (b"%PDF-1.7\nrien", "abîmé")])
def test_a_pdf_that_does_not_open_is_refused_as_any_file_is(world, data, told):
    with pytest.raises(Refusal, match=told):
        attach_blank(a_drawer(world.anor), an_upload(data), name="cession.pdf", by=SYSTEM)


def test_a_removed_drawer_takes_its_blank_form_with_it(world):
    drawer = attach_blank(a_drawer(world.anor), an_upload(), name="cession.pdf", by=SYSTEM)
    remove_drawer(drawer, by=SYSTEM)
    assert not Drawer.objects.exists()
    assert not StoredFile.objects.exists()
    assert facts(DrawerRemoved) == [DrawerRemoved(drawer.pk)]
    with pytest.raises(Refusal, match="Ce tiroir vient d’être retiré"):
        restock(drawer, 3, by=SYSTEM)


def test_the_pile_is_what_was_counted_last(world):
    drawer = a_drawer(world.anor)
    assert restock(restock(drawer, 50, by=SYSTEM), 50, by=SYSTEM).stock == 50
    assert [fact.stock for fact in facts(DrawerRestocked)] == [50, 50]


def test_no_paper_is_counted_where_there_is_no_form(world):
    drawer = a_drawer(world.anor, label="", cerfa="", version="")
    with pytest.raises(Refusal, match="titre du formulaire"):
        restock(drawer, 5, by=SYSTEM)


def test_what_was_handed_out_is_a_fact_without_a_name(world, manon):
    sale = a_procedure()
    grey = a_procedure("carte-grise", "Faire sa carte grise")
    printed = attach_blank(a_drawer(world.anor, sale), an_upload(), name="cession.pdf", by=SYSTEM)
    row = hand_out(body=world.anor, procedures=[sale, grey], blanks=[printed], large=True, by=manon.actor)
    assert facts(FormsHandedOut) == [
        FormsHandedOut(world.anor.pk, [sale.pk, grey.pk], [printed.pk], [], printed=True, large=True, papers=3)
    ]
    assert (row.body_id, row.visit_id, row.actor_id) == (world.anor.pk, None, manon.account_id)
    assert all(isinstance(value, bool | int | list) for value in Record.objects.get(pk=row.pk).details.values())


def test_a_paper_form_taken_leaves_one_less_and_never_less_than_none(world, manon):
    drawer = a_drawer(world.anor, stock=1)
    for left in (0, 0):
        hand_out(body=world.anor, taken=[drawer], by=manon.actor)
        assert Drawer.objects.get().stock == left
    assert [(fact.procedures, fact.taken, fact.printed) for fact in facts(FormsHandedOut)] == [
        ([drawer.procedure_id], [drawer.pk], False)
    ] * 2


def test_a_pile_nobody_counts_stays_uncounted(world, manon):
    hand_out(body=world.anor, taken=[a_drawer(world.anor)], by=manon.actor)
    assert Drawer.objects.get().stock is None


def test_what_is_printed_leaves_the_pile_as_it_is(world, manon):
    drawer = a_drawer(world.anor, stock=4)
    hand_out(body=world.anor, procedures=[drawer.procedure], blanks=[drawer], by=manon.actor)
    assert Drawer.objects.get().stock == 4


def test_the_same_papers_of_one_page_are_one_fact_and_other_papers_are_another(world, manon):
    drawer = a_drawer(world.anor, stock=4)
    page = uuid4()
    first, again = (hand_out(body=world.anor, taken=[drawer], page=page, by=manon.actor) for _press in range(2))
    assert (again.pk, Drawer.objects.get().stock) == (first.pk, 3)
    other = hand_out(body=world.anor, procedures=[drawer.procedure], page=page, by=manon.actor)
    assert other.pk != first.pk
    hand_out(body=world.anor, taken=[drawer], page=uuid4(), by=manon.actor)
    assert (len(facts(FormsHandedOut)), Drawer.objects.get().stock) == (3, 2)


@pytest.mark.django_db(transaction=True)
def test_one_press_that_arrives_twice_at_the_same_moment_gives_one_form(world, manon):
    drawer = a_drawer(world.anor, stock=20)
    page = uuid4()
    twice_at_once(lambda: hand_out(body=world.anor, taken=[drawer], page=page, by=manon.actor))
    assert Drawer.objects.get().stock == 19
    assert len(facts(FormsHandedOut)) == 1


@pytest.mark.django_db(transaction=True)
def test_two_desks_hand_out_at_the_same_time_and_both_forms_are_counted(world, manon):
    drawer = a_drawer(world.anor, stock=20)

    def five_forms() -> None:
        for _form in range(5):
            hand_out(body=world.anor, taken=[drawer], by=manon.actor)

    twice_at_once(five_forms)
    assert Drawer.objects.get().stock == 10
    assert len(facts(FormsHandedOut)) == 10


@pytest.mark.django_db(transaction=True)
def test_who_hands_out_waits_for_who_counts(world, manon):
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: nobody can count beside who hands out")
    drawer = a_drawer(world.anor, stock=3)
    other = connections.create_connection("default")
    with other.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("UPDATE cabinet_drawer SET stock = 50 WHERE id = %s", [drawer.pk])
        connections.close_all()
        child = os.fork()
        if child == 0:
            hand_out(body=world.anor, taken=[drawer], by=manon.actor)
            os._exit(0)
        cursor.execute("COMMIT")
    other.close()
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == 0
    assert Drawer.objects.get().stock == 49
