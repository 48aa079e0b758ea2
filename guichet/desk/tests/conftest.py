from pathlib import Path

import pytest
from django.test import Client

from guichet.accounts.models import Role
from guichet.cases.models import Case
from guichet.desk.tests.base import at_desk
from tests.base import World, a_case


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings) -> None:
    """The files of the build as they are, and a folder of its own for what people send."""
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.FILES_ROOT = tmp_path / "files"
    settings.DEMONSTRATION = True


@pytest.fixture
def case(world: World) -> Case:
    """Lucie's broken bin, just received."""
    return a_case(world)


@pytest.fixture
def desk(sophie: Role) -> Client:
    """Sophie's browser."""
    return at_desk(sophie)


@pytest.fixture
def his_desk(karim: Role) -> Client:
    """Karim's browser."""
    return at_desk(karim)
