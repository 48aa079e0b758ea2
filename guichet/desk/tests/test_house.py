from datetime import timedelta

import pytest

from guichet.accounts.rules import RoleKind
from guichet.cases.facts import CaseReceived
from guichet.desk.tests.base import at_desk
from guichet.journal.actions import ATTEMPTS_BEFORE_PARKING, deliver_next, extra_subscriber
from guichet.journal.chores import run_chores
from guichet.journal.models import Delivery
from guichet.kit.dates import now, paris_date
from tests.base import a_case, an_agent, text_of

HOUSE = "/guichet/etat/"


@pytest.fixture
def admin(world):
    return at_desk(an_agent("claire", world.body, kind=RoleKind.ADMINISTRATOR))


@pytest.fixture
def parked(world):
    """A fact that one subscriber always refuses."""

    def refuse(fact, row):
        raise ValueError("le serveur ne répond pas")

    with extra_subscriber(CaseReceived, "tests.refuse", refuse):
        a_case(world)
        for attempt in range(ATTEMPTS_BEFORE_PARKING):
            while deliver_next(at=now() + timedelta(hours=attempt + 1)):
                pass
    return Delivery.objects.parked().get(subscriber="tests.refuse")


def test_a_quiet_house_says_so(admin):
    page = text_of(admin.get(HOUSE))
    assert "Rien n’est bloqué" in page
    assert "Tous sont partis." in page


def test_what_is_parked_is_seen_with_its_error_and_tried_again(admin, parked):
    page = text_of(admin.get(HOUSE))
    assert "tests.refuse" in page
    assert "ValueError" in page
    assert "le serveur ne répond pas" not in page  # it could hold what somebody wrote
    admin.post(f"{HOUSE}remises/{parked.pk}/reessayer/")
    parked.refresh_from_db()
    assert parked.parked_at is None
    assert parked.attempts == 0


def test_what_is_parked_in_another_body_does_not_exist_here(world, parked):
    neighbour = at_desk(an_agent("yann", world.anor, kind=RoleKind.ADMINISTRATOR))
    assert "tests.refuse" not in text_of(neighbour.get(HOUSE))
    assert neighbour.post(f"{HOUSE}remises/{parked.pk}/reessayer/").status_code == 404


def test_the_chores_of_the_night_are_told(admin):
    run_chores(paris_date(now()))
    assert "accounts.forget_wrong_secrets" in text_of(admin.get(HOUSE))


def test_an_officer_does_not_watch_the_house(desk):
    assert desk.get(HOUSE).status_code == 404
