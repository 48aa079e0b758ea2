"""What the tests of the portal share: a portal with its pages and one procedure online, and a resident's browser."""

import pytest
from django.test import Client

from guichet.catalogue.actions import load_procedures, offer_procedure
from guichet.catalogue.models import Procedure
from guichet.kit.actor import SYSTEM
from guichet.portal.planting import plant_pages
from guichet.portal.tests.base import browser_at
from tests.base import World


@pytest.fixture(autouse=True)
def unhurried(settings):
    """Tests type faster than people."""
    settings.FORM_MINIMUM_SECONDS = 0


@pytest.fixture
def portal(world: World) -> World:
    """The three portals, where one procedure can be asked online."""
    load_procedures(by=SYSTEM)
    procedure = Procedure.objects.get(slug="bacs-ordures")
    offer_procedure(procedure, body=world.body, department=world.waste, case_type="bacs-ordures", by=SYSTEM)
    return world


@pytest.fixture
def planted(portal: World) -> World:
    """The same, with the first pages of each portal (Wagtail takes its time to write them)."""
    for body in (portal.body, portal.anor, portal.fourmies):
        plant_pages(body)
    return portal


@pytest.fixture
def lucie(portal: World) -> Client:
    """The browser of a resident, on the portal of Anor."""
    return browser_at(portal.anor)
