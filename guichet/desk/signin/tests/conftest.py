import pytest
from django.core.cache import cache
from django.test import Client

from guichet.desk.signin.tests.support import a_browser


@pytest.fixture
def client() -> Client:
    return a_browser()


@pytest.fixture(autouse=True)
def forgotten_tries() -> None:
    """Counts of tries and used codes live in the cache: each test begins without."""
    cache.clear()
