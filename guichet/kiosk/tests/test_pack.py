"""What a kiosk keeps for when the network is cut."""

import hashlib
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from guichet.cabinet.tests.factories import a_procedure
from guichet.catalogue.models import LifeEvent
from guichet.communes.actions import published
from guichet.devices.tests.factories import a_key, a_terminal
from guichet.kiosk.device.pack import build_pack, build_packs, file_of, pack_of
from guichet.kit.actor import SYSTEM

pytestmark = pytest.mark.django_db
HERE = "/borne/appareil/paquet/"


@pytest.fixture(autouse=True)
def own_data(tmp_path: Path, settings: Any) -> None:
    settings.DATA = tmp_path


@pytest.fixture
def sale(world):
    procedure = a_procedure()
    event = LifeEvent.objects.create(slug="voiture", title="Ma voiture", sentence="", drawing="car")
    event.procedures.add(procedure)
    return procedure


def test_a_kiosk_fetches_every_file_that_is_listed_and_nothing_else(world, sale):
    kiosk = Client(headers={"host": "localhost", "authorization": f"Bearer {a_key(a_terminal(world.anor))}"})
    assert kiosk.get(HERE).status_code == 404
    assert build_packs() == 1
    told = kiosk.get(HERE).json()
    listed = {one["path"]: one for one in told["files"]}
    assert {"index.html", "toutes.html", "situation-voiture.html", "demarche-cession-vehicule.html"} < set(listed)
    assert "papers/cession-vehicule.pdf" in listed
    for path, one in listed.items():
        data = kiosk.get(f"{HERE}{path}").content
        assert (hashlib.sha256(data).hexdigest(), len(data)) == (one["sha256"], one["size"]), path
    for path in ("list.json", "../list.json", "static/rien.css"):
        assert kiosk.get(f"{HERE}{path}").status_code == 404
    assert Client(headers={"host": "localhost"}).get(HERE).status_code == 401


def test_every_link_of_a_page_leads_to_a_file_of_the_pack(world, sale):
    build_pack(world.anor)
    paths = set(pack_of(world.anor).files)
    for path in (one for one in paths if one.endswith(".html")):
        links = re.findall(r'(?:href|src|action)="([^"]*)"', file_of(world.anor, path).decode())
        assert set(links) <= paths, path
    for path in (one for one in paths if one.endswith(".css")):
        names = re.findall(r"url\(([^)]*)\)", file_of(world.anor, path).decode())
        assert {f"static/{name.removeprefix('./')}" for name in names} <= paths


def test_the_sheets_are_set_on_paper_little_by_little_and_not_twice(world, sale):
    assert build_pack(world.anor, seconds=0)
    first = pack_of(world.anor)
    assert "Imprimer la fiche" not in file_of(world.anor, "demarche-cession-vehicule.html").decode()
    assert build_pack(world.anor)
    assert not build_pack(world.anor)
    whole = pack_of(world.anor)
    assert whole.version != first.version
    assert "Imprimer la fiche" in file_of(world.anor, "demarche-cession-vehicule.html").decode()
    published(world.anor, by=SYSTEM)
    assert not build_pack(world.anor, seconds=0), "nothing was written: the same files"
    assert pack_of(world.anor).files == whole.files


def test_what_changes_makes_another_version(world, sale):
    build_pack(world.anor)
    before = pack_of(world.anor)
    sale.title = "Vendre sa voiture"
    sale.save()
    published(world.anor, by=SYSTEM)
    assert build_pack(world.anor)
    after = pack_of(world.anor)
    changed = {path for path in after.files if after.files[path] != before.files.get(path)}
    assert "demarche-cession-vehicule.html" in changed
    assert not {path for path in changed if path.startswith("static/")}


def test_only_bodies_with_an_enrolled_kiosk_have_a_pack(world, sale):
    a_terminal(world.anor)
    assert build_packs() == 0
