from collections.abc import Callable

import pytest
from django.test import Client

from guichet.cases.models import Case
from guichet.communes.actions import open_body
from guichet.communes.models import Body, Department
from guichet.expert.tests.base import REFERENCE_PAGE, code_of, entrusted, last_mail
from guichet.kit.actor import SYSTEM
from tests.base import World, an_agent


@pytest.fixture
def roads(world: World, settings, tmp_path) -> Department:
    """The roads of the Département: an outside body, with an e-mail and nobody here. As in the demonstration, nothing leaves."""
    settings.DEMONSTRATION = True
    settings.FILES_ROOT = tmp_path
    outside = open_body(
        kind=Body.Kind.OUTSIDE, official_code="225900018", departments=["direction de la voirie"],
        name="le Département du Nord", short_name="Département du Nord", host=None, office="Hôtel du Département",
        street="51 rue Gustave-Delory", postcode="59047", city="Lille", by=SYSTEM,
    )  # fmt: skip
    department = outside.departments.get()
    department.email = "voirie@nord.example"
    department.save()
    return department


@pytest.fixture
def case(world: World, roads: Department) -> Case:
    """A case of Anor that its front desk sent on to the Département."""
    return entrusted(world, roads, by=an_agent("manon", world.anor))


@pytest.fixture
def browser() -> Client:
    return Client(headers={"host": "localhost"})


@pytest.fixture
def opened(case: Case, browser: Client) -> Client:
    """A browser in which the department typed its code."""
    page = REFERENCE_PAGE.format(case.reference)
    browser.post(f"{page}code/")
    browser.post(f"{page}ouvrir/", {"code": code_of(last_mail())})
    return browser


@pytest.fixture
def ask(case: Case, browser: Client) -> Callable[[], str]:
    """Ask for a code and read it in the e-mail."""

    def asked() -> str:
        browser.post(f"{REFERENCE_PAGE.format(case.reference)}code/")
        return code_of(last_mail())

    return asked
