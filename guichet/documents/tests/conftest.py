from pathlib import Path

import pytest

from guichet.communes.models import Body
from guichet.documents.tests.factories import make_body


@pytest.fixture(autouse=True)
def files_root(tmp_path: Path, settings) -> Path:
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def body(db: None) -> Body:
    return make_body()
