"""One Chromium for every journey; each page has a context of its own, which ends with its test."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser

from tests.browser import chromium


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with chromium() as running:
        yield running


@pytest.fixture(autouse=True)
def closed_pages(browser: Browser) -> Iterator[None]:
    """A page left open goes on asking for news of a town that is gone."""
    yield
    for context in browser.contexts:
        context.close()
