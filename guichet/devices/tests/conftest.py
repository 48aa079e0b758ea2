from pathlib import Path
from typing import Any

import pytest

from guichet.devices.models import Terminal
from guichet.devices.tests.factories import a_terminal
from tests.base import World


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, settings: Any) -> None:
    settings.FILES_ROOT = tmp_path / "files"
    settings.DATA = tmp_path


@pytest.fixture
def hall(world: World) -> Terminal:
    """The kiosk in the hall of Anor's town hall."""
    return a_terminal(world.anor)
