from datetime import time, timedelta

import pytest

from guichet.devices.actions import (
    change_terminal,
    close_incident,
    forget_done_orders,
    forget_old_incidents,
    give_order,
    order_done,
    tell_state,
    watch_silence,
)
from guichet.devices.facts import IncidentClosed, IncidentOpened
from guichet.devices.models import Incident, Order
from guichet.devices.tests.factories import a_key, a_partner, a_terminal
from guichet.devices.words import health_in_words, incident_in_words, state_in_words
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now, paris_date, pretending
from tests.base import facts

pytestmark = pytest.mark.django_db
WELL = {"printer": {"state": "ready", "reasons": []}, "scanner": {"state": "ready"}, "disk_free_mb": 12_400}
NO_PAPER = {**WELL, "printer": {"state": "stopped", "reasons": ["media-empty"]}}


def test_an_incident_opens_once_and_closes_when_the_kiosk_is_well_again(hall):
    for health in (NO_PAPER, NO_PAPER, WELL):
        tell_state(hall, health)
    incident = Incident.objects.get()
    assert (incident.kind, incident.closed_at is not None) == ("printer-media-empty", True)
    assert [fact.kind for fact in facts(IncidentOpened)] == ["printer-media-empty"]
    assert [fact.incident for fact in facts(IncidentClosed)] == [incident.pk]


def test_one_closed_by_hand_opens_again_while_the_kiosk_still_says_so(hall, manon):
    tell_state(hall, NO_PAPER)
    for _twice in range(2):
        close_incident(Incident.objects.get(), by=manon.actor)
    assert len(facts(IncidentClosed)) == 1
    tell_state(hall, NO_PAPER)
    assert Incident.objects.filter(closed_at=None).count() == 1


def test_a_browser_that_died_is_told_once_however_often_the_answer_was_lost(hall):
    died = {"at": now().isoformat(), "kind": "chromium-died", "detail": "code -11"}
    for _twice in range(2):
        tell_state(hall, {**WELL, "incidents": [died]})
    incident = Incident.objects.get()
    assert incident.closed_at == incident.opened_at
    assert incident_in_words(incident) == "Le navigateur s’est arrêté, la borne l’a relancé"


def test_a_kiosk_that_should_be_on_and_says_nothing_is_an_incident_until_it_speaks(world, hall):
    a_key(hall)
    a_partner(world.anor)
    a_terminal(world.fourmies)  # never enrolled
    assert watch_silence() == 0
    with pretending(now() + timedelta(minutes=6)):
        assert watch_silence() == 1
        assert watch_silence() == 0
        assert Incident.objects.get().kind == "silent"
        tell_state(hall, WELL)
        assert watch_silence() == 0
    assert Incident.objects.filter(closed_at=None).count() == 0


def test_a_kiosk_that_is_off_for_the_night_is_not_silent(hall):
    a_key(hall)
    change_terminal(hall, {"opens_at": time(8), "closes_at": time(18)}, by=SYSTEM)
    night = now().replace(hour=2, minute=0) + timedelta(days=1)
    with pretending(night):
        assert watch_silence() == 0
    with pretending(night.replace(hour=12)):
        assert watch_silence() == 1


def test_what_is_over_is_forgotten_after_thirteen_months(hall):
    with pretending(now() - timedelta(days=500)):
        tell_state(hall, NO_PAPER)
        order_done(give_order(hall, Order.Kind.RELOAD, by=SYSTEM))
        tell_state(hall, WELL)
    tell_state(hall, NO_PAPER)
    give_order(hall, Order.Kind.RELOAD, by=SYSTEM)
    today = paris_date(now())
    assert (forget_old_incidents(today), forget_done_orders(today)) == (1, 1)
    assert (Incident.objects.count(), Order.objects.count()) == (1, 1)


def test_its_state_is_said_in_words(world, hall):
    assert (state_in_words(hall), state_in_words(a_partner(world.anor))) == (
        "jamais inscrite",
        "tenue par un partenaire : CAF du Nord",
    )
    hall = tell_state(hall, {**NO_PAPER, "network_ms": 34, "versions": {"borne": "1.0", "chromium": "142"}})
    assert state_in_words(hall) == "répond"
    said = dict(health_in_words(hall))
    assert said["Imprimante"] == "arrêtée, plus de papier"
    assert (said["Scanner"], said["Place sur le disque"]) == ("prêt", "12,4 Go")
    assert said["Versions"] == "borne 1.0, chromium 142"
    with pretending(now() + timedelta(minutes=2)):
        assert state_in_words(hall).startswith("ne répond plus depuis ")
