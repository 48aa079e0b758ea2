"""What the tests of the kiosk's pages share: the town's procedures, a terminal without hardware, somebody before it."""

from pathlib import Path
from typing import Any

import pytest

from guichet.catalogue.actions import load_procedures, offer_procedure
from guichet.catalogue.models import Procedure
from guichet.devices.models import Terminal
from guichet.devices.tests.factories import a_terminal
from guichet.kiosk.tests.base import Visitor
from guichet.kit.actor import SYSTEM
from tests.base import World


@pytest.fixture
def own_folders(tmp_path: Path, settings: Any) -> Path:
    settings.FILES_ROOT = tmp_path / "files"
    settings.DATA = tmp_path
    return tmp_path


@pytest.fixture
def town(world: World) -> World:
    """Anor with its procedures (which take their time to load); a bin can be asked for."""
    load_procedures(by=SYSTEM)
    procedure = Procedure.objects.get(slug="bacs-ordures")
    offer_procedure(procedure, body=world.body, department=world.waste, case_type="bacs-ordures", by=SYSTEM)
    return world


@pytest.fixture
def fake(world: World, own_folders: Path, settings: Any) -> Terminal:
    """A kiosk whose printer and scanner show their page, in the demonstration."""
    settings.DEMONSTRATION = True
    return a_terminal(world.anor, kind=Terminal.Kind.FAKE, name="Borne d’essai")


@pytest.fixture
def visitor(fake: Terminal) -> Visitor:
    """Somebody who has just come to it."""
    return Visitor(fake)
