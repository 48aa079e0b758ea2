import shutil
from datetime import date

import pytest

from guichet.catalogue.actions import load_procedures
from guichet.catalogue.loading import DATA
from guichet.catalogue.models import LifeEvent, Procedure, Theme
from guichet.communes.models import Body
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM
from guichet.kit.refusal import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path):
    return shutil.copytree(DATA, tmp_path / "data")


def test_loading_twice_gives_the_same_rows():
    first = load_procedures(by=SYSTEM)
    rows = list(Procedure.objects.values()), list(LifeEvent.objects.values()), list(Theme.objects.values())
    links = list(Procedure.events.through.objects.values())
    again = load_procedures(by=SYSTEM)
    assert first.total == len(first.added) == again.total == Procedure.objects.count()
    assert again.added == again.changed == ()
    assert (list(Procedure.objects.values()), list(LifeEvent.objects.values()), list(Theme.objects.values())) == rows
    assert list(Procedure.events.through.objects.values()) == links


def test_a_procedure_holds_what_its_file_says():
    load_procedures(by=SYSTEM)
    procedure = Procedure.objects.get(slug="bacs-ordures")
    assert procedure.short_title == "Bac à ordures"
    assert procedure.checked_on == date(2026, 11, 24)
    assert [event.slug for event in procedure.events.all()] == ["je-demenage", "cadre-de-vie"]
    assert "numéro du bac" in procedure.sheet.papers[2].text.lower()
    assert procedure.theme.slug == "dechets-rue"
    assert procedure.national == ""


def test_a_procedure_names_the_one_national_sheet_that_tells_the_same():
    load_procedures(by=SYSTEM)
    named = dict(Procedure.objects.exclude(national="").values_list("slug", "national"))
    assert named["recensement-citoyen"] == "F870"
    sources = dict(Procedure.objects.values_list("slug", "source"))
    assert all(number in sources[slug] for slug, number in named.items())


def test_the_neighbours_of_a_procedure_come_in_the_order_of_its_sheet(world):
    load_procedures(by=SYSTEM)
    around = Procedure.objects.get(slug="cession-vehicule").neighbours(world.anor)
    sheet = Procedure.objects.get(slug="cession-vehicule").sheet
    assert around.first is not None
    assert around.first[0].slug == sheet.first.slug
    assert [(found.slug, why) for found, why in around.after] == [(step.slug, step.why) for step in sheet.next]


def test_loading_states_a_fact_and_ages_the_pages_of_every_body(world):
    before = dict(Body.objects.values_list("host", "version"))
    load_procedures(by=SYSTEM)
    assert Record.objects.filter(kind="CatalogueLoaded").count() == 1
    assert all(body.version > before[body.host] for body in Body.objects.all())


def test_a_change_in_a_file_reaches_the_row(files):
    load_procedures(by=SYSTEM, folder=files)
    path = files / "procedures" / "encombrants.yaml"
    path.write_text(path.read_text().replace("short_title: Encombrants", "short_title: Gros objets"))
    load_procedures(by=SYSTEM, folder=files)
    assert Procedure.objects.get(slug="encombrants").short_title == "Gros objets"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("way: appointment", "way: telepathy", "encombrants.yaml, way"),
        ("rank: 60", "rank: beaucoup", "encombrants.yaml, rank"),
        ("checked_on: 2026-11-24", "checked_on: hier", "encombrants.yaml, checked_on"),
        ("short_title: Encombrants", "short_title: " + "E" * 41, "encombrants.yaml, short_title"),
        ("slug: dechetterie", "slug: decheterie", "encombrants.yaml, sheet.next"),
        ("cadre-de-vie", "vie-de-chateau", "encombrants.yaml, events"),
        ("source:", "national: 870\nsource:", "encombrants.yaml, national"),
        ("source:", "national: N870\nsource:", "encombrants.yaml, national"),
        ("  papers:", "  papier:", "encombrants.yaml, sheet.papier"),
        ("  papers:\n", "  papers: [\n", "encombrants.yaml, ligne"),
    ],
)
def test_a_fault_is_refused_with_its_file_and_field_and_nothing_is_written(files, old, new, told):
    path = files / "procedures" / "encombrants.yaml"
    assert old in path.read_text()
    path.write_text(path.read_text().replace(old, new))
    with pytest.raises(Refusal) as refusal:
        load_procedures(by=SYSTEM, folder=files)
    assert refusal.value.sentence.startswith(told)
    assert not Procedure.objects.exists()
