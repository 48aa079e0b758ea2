import shutil
from datetime import date

import pytest

from guichet.catalogue.actions import load_procedures
from guichet.catalogue.loading import DATA
from guichet.catalogue.models import LifeEvent, Procedure
from guichet.communes.models import Body
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM
from guichet.kit.refusal import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def files(tmp_path):
    return shutil.copytree(DATA, tmp_path / "data")


def test_loading_twice_gives_the_same_rows():
    count = load_procedures(by=SYSTEM)
    first = list(Procedure.objects.values()), list(LifeEvent.objects.values())
    assert load_procedures(by=SYSTEM) == count == Procedure.objects.count()
    assert (list(Procedure.objects.values()), list(LifeEvent.objects.values())) == first


def test_a_procedure_holds_what_its_file_says():
    load_procedures(by=SYSTEM)
    procedure = Procedure.objects.get(slug="bacs-ordures")
    assert procedure.short_title == "Bac à ordures"
    assert procedure.checked_on == date(2026, 11, 16)
    assert [event.slug for event in procedure.events.all()] == ["je-demenage", "cadre-de-vie"]
    assert "numéro du bac" in procedure.sheet.papers[2].text.lower()
    assert [following.slug for following, _why in procedure.next_procedures] == ["dechetterie", "changement-adresse"]


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
        ("rank: 70", "rank: beaucoup", "encombrants.yaml, rank"),
        ("checked_on: 2026-11-16", "checked_on: hier", "encombrants.yaml, checked_on"),
        ("short_title: Encombrants", "short_title: " + "E" * 41, "encombrants.yaml, short_title"),
        ("slug: dechetterie", "slug: decheterie", "encombrants.yaml, sheet.next"),
        ("cadre-de-vie", "vie-de-chateau", "encombrants.yaml, events"),
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
