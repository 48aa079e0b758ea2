"""Fixtures of every test: the small world, and its usual agents."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.db import connection

from guichet.accounts.models import Role
from guichet.config import hosts
from guichet.content.search import index
from tests.base import World, an_agent, build_world

HALVES = ("first", "second")

# Speed is measured by `make bench`, never asserted by a test.
hypothesis.settings.register_profile("guichet", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("guichet")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--half",
        choices=HALVES,
        help="for two databases at once: every second journey each, and what asks no database in the first alone",
    )


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """A journey looks at a face: one database below it is enough, all that both must do alike is tested on both."""
    half = config.getoption("--half")
    if half is None:
        return
    journeys = [item for item in items if item.path.parent.name == "journeys"]
    elsewhere = set(journeys[1 - HALVES.index(half) :: 2])
    if half == "second":
        elsewhere.update(item for item in items if not asks_a_database(item))
    config.hook.pytest_deselected(items=[item for item in items if item in elsewhere])
    items[:] = [item for item in items if item not in elsewhere]


def asks_a_database(item: pytest.Item) -> bool:
    fixtures = set(getattr(item, "fixturenames", ()))
    return item.get_closest_marker("django_db") is not None or bool(fixtures & {"db", "transactional_db"})


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """PostgreSQL does not drop a database somebody holds: the threads of the servers that ran inside tests let go of it."""
    yield
    if connection.vendor == "postgresql":
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )


@pytest.fixture(autouse=True)
def fresh_hosts() -> None:
    """Each test opens its own bodies: none may see those of the test before, nor what was found there."""
    hosts.forget()
    index.forget()


@pytest.fixture(autouse=True)
def no_address_service(settings: Any) -> None:
    """No test calls the nation's service: those of the service itself name a peer of their own."""
    settings.ADDRESSES_URL = ""


@pytest.fixture(autouse=True)
def quick_passwords(settings: Any) -> None:
    """Hashing slowly on purpose is for thieves, not for tests."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


@pytest.fixture
def world(db: None) -> World:
    return build_world()


@pytest.fixture
def media_apart(settings: Any, tmp_path: Path) -> None:
    """The pictures and documents of editors, kept for this test alone."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sophie(world: World) -> Role:
    """She treats waste bins for the intercommunal body."""
    return an_agent("sophie", world.body, world.waste)


@pytest.fixture
def karim(world: World) -> Role:
    """Her colleague of the same department."""
    return an_agent("karim", world.body, world.waste)


@pytest.fixture
def paul(world: World) -> Role:
    """He works for the same body in another department."""
    return an_agent("paul", world.body, world.water)


@pytest.fixture
def manon(world: World) -> Role:
    """She works at the front desk of Anor."""
    return an_agent("manon", world.anor)
