"""From an empty database to the demonstration, once."""

from pathlib import Path

from django.conf import settings

from guichet.catalogue.actions import load_procedures
from guichet.communes.models import Body
from guichet.config.demonstration.agents import open_accounts
from guichet.config.demonstration.bodies import open_bodies
from guichet.config.demonstration.cabinet import arrange_cabinets
from guichet.config.demonstration.happening import happen
from guichet.config.demonstration.kiosk import plant_kiosks
from guichet.config.demonstration.legal import show_acts
from guichet.config.demonstration.letters import write_letters
from guichet.config.demonstration.mandates import plant_mandates
from guichet.config.demonstration.other_stories import OTHER_STORIES
from guichet.config.demonstration.pages import write_pages
from guichet.config.demonstration.requests import open_requests
from guichet.config.demonstration.rounds import plant_rounds
from guichet.config.demonstration.stories import STORIES
from guichet.config.demonstration.team import plant_team
from guichet.config.demonstration.visits import plant_visits
from guichet.journal.actions import deliver_all
from guichet.kit.actor import SYSTEM


def mark() -> None:
    """Leave in the data folder the word that this instance is the demonstration; it counts for this process too."""
    _word().write_text("commencée")
    settings.DEMONSTRATION = True


def is_marked() -> bool:
    return _word().exists()


def is_built() -> bool:
    return is_marked() and _word().read_text() == "prête" and Body.objects.exists()


def _word() -> Path:
    return Path(settings.DATA) / "demonstration"


def build() -> None:
    """Open the three bodies with all that is in them; call it on a database without a body, marked as demonstration."""
    assert settings.DEMONSTRATION, "its messages must not leave"
    load_procedures(by=SYSTEM)
    bodies = open_bodies()
    roles = open_accounts(bodies)
    write_pages(bodies)
    show_acts(bodies)
    open_requests(bodies)
    arrange_cabinets(bodies)
    write_letters(bodies)
    plant_team(bodies, roles)
    plant_rounds(bodies, roles)
    plant_mandates(bodies, roles)
    plant_kiosks(bodies)
    plant_visits(roles)
    deliver_all()
    happen((*STORIES, *OTHER_STORIES), bodies, roles)
    deliver_all()
    _word().write_text("prête")
