"""A town's own words beside the national sheet: kept whatever is loaded, shown where they belong."""

import shutil

import pytest

from guichet.catalogue.actions import drop_local_sheet, load_procedures, write_local_sheet
from guichet.catalogue.facts import LocalSheetWritten
from guichet.catalogue.loading import DATA
from guichet.catalogue.models import LocalSheet, Procedure
from guichet.catalogue.rules import Move
from guichet.communes.models import Body
from guichet.kit.actor import SYSTEM
from tests.base import facts

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(world):
    load_procedures(by=SYSTEM)
    return Procedure.objects.get(slug="location-salle")


def write(procedure, body, **words):
    return write_local_sheet(procedure, words, body=body, by=SYSTEM)


def test_a_loading_that_moves_the_master_leaves_the_towns_words_and_shows_what_moved(world, hall, tmp_path):
    write(hall, world.anor, price="80 € le week-end", whom="Claire")
    files = shutil.copytree(DATA, tmp_path / "data")
    path = files / "procedures" / "location-salle.yaml"
    path.write_text(path.read_text().replace(f"summary: {hall.summary}", "summary: Autre chose."))
    loaded = load_procedures(by=SYSTEM, folder=files)
    local = LocalSheet.objects.get()
    assert loaded.changed == ("location-salle",)
    assert (local.price, local.whom) == ("80 € le week-end", "Claire")
    assert local.moves == [Move("summary", hall.summary, "Autre chose.")]
    write(local.procedure, world.anor, price="90 €")
    assert LocalSheet.objects.get().moves == []


def test_the_words_of_a_body_come_before_those_of_its_intercommunal_body(world, hall):
    write(hall, world.body, price="Selon la commune")
    write(hall, world.anor, price="80 €")
    shown = {body: LocalSheet.objects.on_portal(body, hall).price for body in (world.anor, world.fourmies, world.body)}
    assert shown == {world.anor: "80 €", world.fourmies: "Selon la commune", world.body: "Selon la commune"}


def test_what_a_town_hides_is_hidden_there_and_nowhere_else(world, hall):
    write(hall, world.anor, is_hidden=True)
    assert not Procedure.objects.shown_on(world.anor).filter(pk=hall.pk).exists()
    assert Procedure.objects.shown_on(world.fourmies).filter(pk=hall.pk).exists()


def test_what_is_hidden_is_no_neighbour(world, hall):
    host = next(one for one in Procedure.objects.all() if hall.slug in {step.slug for step in one.sheet.next})
    assert hall in [found for found, _why in host.neighbours(world.anor).after]
    write(hall, world.anor, is_hidden=True)
    assert hall not in [found for found, _why in host.neighbours(world.anor).after]


def test_writing_and_dropping_are_told_and_age_the_pages(world, hall):
    version = Body.objects.get(pk=world.anor.pk).version
    local = write(hall, world.anor, note="Clés à l’accueil.")
    drop_local_sheet(local, by=SYSTEM)
    world.anor.refresh_from_db()
    assert world.anor.version == version + 2
    assert not LocalSheet.objects.exists()
    assert [fact.procedure for fact in facts(LocalSheetWritten)] == [hall.pk]
