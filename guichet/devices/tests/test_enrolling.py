import os
from datetime import timedelta

import pytest
from django.db import connections

from guichet.devices.actions import enrol, make_code, revoke_keys
from guichet.devices.facts import KeyRevoked, TerminalEnrolled
from guichet.devices.keys import terminal_of_key
from guichet.devices.models import DeviceKey, EnrolmentCode
from guichet.devices.tests.factories import a_key, a_partner, a_session
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now, pretending
from guichet.kit.refusal import Refusal
from tests.base import facts

pytestmark = pytest.mark.django_db
HERE = "192.0.2.1"


def test_a_code_gives_a_key_once_and_neither_is_kept(world, hall):
    code = make_code(hall, by=SYSTEM)
    terminal, key = enrol(code.lower().replace("-", " "), body=world.anor, address=HERE)
    assert terminal == hall
    assert terminal_of_key(key, world.anor) == hall
    assert {EnrolmentCode.objects.get().digest, DeviceKey.objects.get().digest}.isdisjoint({code, key})
    with pytest.raises(Refusal, match="sert une fois"):
        enrol(code, body=world.anor, address=HERE)
    assert facts(TerminalEnrolled) == [TerminalEnrolled(hall.pk)]


def test_a_key_opens_nothing_on_the_neighbours_host(world, hall):
    key = a_key(hall)
    assert terminal_of_key(key, world.fourmies) is None
    assert terminal_of_key(key + "x", world.anor) is None
    assert terminal_of_key("", world.anor) is None


def test_a_code_is_refused_when_it_is_wrong_another_towns_replaced_or_an_hour_old(world, hall):
    first = make_code(hall, by=SYSTEM)
    code = make_code(hall, by=SYSTEM)
    for wrong, body in ((first, world.anor), (code, world.fourmies), ("AAAA-AAAA", world.anor)):
        with pytest.raises(Refusal, match="ne convient pas"):
            enrol(wrong, body=body, address=HERE)
    with pretending(now() + timedelta(hours=1)), pytest.raises(Refusal, match="ne convient pas"):
        enrol(code, body=world.anor, address=HERE)
    assert not DeviceKey.objects.exists()


def test_who_guesses_waits_and_the_technician_elsewhere_does_not(world, hall):
    code = make_code(hall, by=SYSTEM)
    for _try in range(10):
        try:
            enrol("AAAA-AAAA", body=world.anor, address="198.51.100.7")
        except Refusal as no:
            refused = no.code
    assert refused == "too-soon"
    assert enrol(code, body=world.anor, address=HERE)[0] == hall


def test_a_terminal_enrolled_again_has_one_key_and_a_revoked_one_has_none(world, hall):
    old, new = a_key(hall), a_key(hall)
    assert terminal_of_key(old, world.anor) is None
    session = a_session(hall)
    make_code(hall, by=SYSTEM)
    assert revoke_keys(hall, by=SYSTEM) == 1
    assert terminal_of_key(new, world.anor) is None
    session.refresh_from_db()
    assert session.ended_why == "revoked"
    assert not EnrolmentCode.objects.filter(used_at=None).exists()
    assert revoke_keys(hall, by=SYSTEM) == 0
    assert facts(KeyRevoked) == [KeyRevoked(hall.pk)]


def test_a_partners_kiosk_has_no_code(world):
    with pytest.raises(Refusal, match="d’un partenaire"):
        make_code(a_partner(world.anor), by=SYSTEM)


@pytest.mark.django_db(transaction=True)
def test_of_two_kiosks_that_type_the_same_code_at_once_one_is_enrolled(world, hall):
    code = make_code(hall, by=SYSTEM)
    connections.close_all()
    children = []
    for _kiosk in range(2):
        child = os.fork()
        if child == 0:
            result = 2
            try:
                enrol(code, body=world.anor, address=HERE)
                result = 0
            except Refusal:
                result = 1
            finally:
                os._exit(result)
        children.append(child)
    assert sorted(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children) == [0, 1]
    assert DeviceKey.objects.filter(revoked_at=None).count() == 1
