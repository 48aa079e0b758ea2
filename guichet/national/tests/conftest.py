import zipfile
from pathlib import PurePosixPath

import pytest

from guichet.national.tests.archives import SAMPLE


@pytest.fixture(scope="session")
def sample_files() -> dict[str, bytes]:
    """The State's own files by number."""
    with zipfile.ZipFile(SAMPLE) as archive:
        return {PurePosixPath(name).stem: archive.read(name) for name in archive.namelist() if name.endswith(".xml")}
