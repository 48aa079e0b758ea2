from pathlib import Path

import pytest


@pytest.fixture(autouse=True)
def own_files(tmp_path: Path, settings) -> None:
    settings.FILES_ROOT = tmp_path / "files"
