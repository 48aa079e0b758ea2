"""One screen for all; a server, a site and a kiosk of its own for each test that asks for them."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from borne.tests.driving import Driven, kiosk
from borne.tests.peers import OFFICIAL, OfficialSite, needs, official_site, virtual_screen
from borne.tests.town import KEY, Town, town

Started = Callable[..., Driven]


@pytest.fixture(scope="session")
def screen() -> Iterator[str]:
    with virtual_screen() as display:
        yield display


@pytest.fixture
def server() -> Iterator[Town]:
    with town() as one:
        one.config["allowed_hosts"] = [OFFICIAL]
        yield one


@pytest.fixture
def site() -> Iterator[OfficialSite]:
    with official_site() as one:
        yield one


@pytest.fixture
def start(server: Town, screen: str, tmp_path: Path) -> Iterator[Started]:
    """Starts the kiosk, once the test has set its server; words given are more of borne.toml."""
    needs("chromium", "chromium")
    with ExitStack() as stack:
        live = f"ws://localhost:{server.port}/live/borne/"

        def started(more: str = "") -> Driven:
            asked = kiosk(tmp_path / "borne", server=server.url, key=KEY, live=live, display=screen, more=more)
            return stack.enter_context(asked)

        yield started
