from collections.abc import Iterator
from pathlib import Path

import pytest

from guichet.communes.models import Body
from guichet.documents.tests.antivirus import CLAMD, MISSING, real_clamd
from guichet.documents.tests.factories import make_body


@pytest.fixture(autouse=True)
def files_root(tmp_path: Path, settings) -> Path:
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def body(db: None) -> Body:
    return make_body()


@pytest.fixture(scope="session")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a real antivirus."""
    if CLAMD is None:
        pytest.skip(MISSING)
    with real_clamd(tmp_path_factory.mktemp("clamd")) as address:
        yield address
