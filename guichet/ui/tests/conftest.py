import pytest

from guichet.ui.tests.kiosk_pages import Kiosk
from tests.browser import chromium


@pytest.fixture(scope="package")
def browser():
    with chromium() as running:
        yield running


@pytest.fixture
def site(live_server, settings, request) -> str:
    """The address of a town's pages, with the files of the build as they are."""
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    request.getfixturevalue("world")  # hosts are known by the bodies' own rows
    return str(live_server.url)


@pytest.fixture
def kiosk(browser, site):
    kiosk = Kiosk(browser, site)
    yield kiosk
    kiosk.page.context.close()
    assert kiosk.complaints == []  # no behaviour failed, the policy refused nothing
