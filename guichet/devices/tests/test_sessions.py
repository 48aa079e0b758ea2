from datetime import time, timedelta

import pytest

from guichet.devices.actions import (
    answer_call,
    call_agent,
    change_terminal,
    end_session,
    end_silent_sessions,
    enter_session,
    forget_old_sessions,
    grant_case,
    keep_comfort,
    open_session,
    session_of,
    touch_session,
)
from guichet.devices.facts import AgentCalled, CallAnswered, SessionEnded
from guichet.devices.models import Call, KioskSession
from guichet.devices.telling import idle_seconds, state_for
from guichet.devices.tests.factories import a_partner, a_session
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now, paris_date, pretending
from guichet.kit.refusal import Refusal
from tests.base import facts

pytestmark = pytest.mark.django_db


def test_a_session_is_entered_once_and_its_secret_shows_it_on_its_own_host(world, hall):
    session, token = open_session(hall)
    with pytest.raises(Refusal, match="déjà servi"):
        enter_session(token, body=world.fourmies)
    entered, secret = enter_session(token, body=world.anor)
    with pytest.raises(Refusal, match="déjà servi"):
        enter_session(token, body=world.anor)
    assert session_of(str(session.key), secret, body=world.anor) == entered == session
    for key, shown, body in (
        (str(session.key), secret, world.fourmies), (str(session.key), token, world.anor),
        (str(session.key), "", world.anor), ("x", secret, world.anor),
    ):  # fmt: skip
        assert session_of(key, shown, body=body) is None
    assert not {token, secret} & {session.opening, entered.secret}


def test_a_session_not_yet_entered_is_opened_by_no_secret(world, hall):
    session, _token = open_session(hall)
    assert session_of(str(session.key), "", body=world.anor) is None


def test_a_new_session_ends_the_one_that_ran_and_the_orders_that_went_with_it(hall):
    left = a_session(hall)
    end_session(left, "person")
    assert [order["kind"] for order in state_for(hall)["orders"]] == ["end"]
    session = a_session(hall)
    assert state_for(hall)["session"] == str(session.key)
    assert state_for(hall)["orders"] == []
    open_session(hall)
    session.refresh_from_db()
    assert session.ended_why == "restart"


def test_no_session_begins_outside_the_hours_nor_on_a_partners_kiosk(world, hall):
    at = now()
    change_terminal(hall, {"opens_at": time(8), "closes_at": time(18)}, by=SYSTEM)
    with pretending(at.replace(hour=2)), pytest.raises(Refusal, match="éteinte"):
        open_session(hall)
    with pytest.raises(Refusal, match="d’un partenaire"):
        open_session(a_partner(world.anor))


def test_what_the_session_holds_is_emptied_when_it_ends_and_the_end_is_told_once(world, hall):
    session = a_session(hall)
    keep_comfort(session, {"text": 2})
    grant_case(session, 12, 1)
    session.refresh_from_db()
    assert (session.comfort, session.cases, session.was_used) == ({"text": 2}, {"12": 1}, True)
    secret = session.secret
    for why in ("person", "idle"):
        end_session(session, why)
    session.refresh_from_db()
    assert (session.comfort, session.cases, session.secret, session.ended_why) == ({}, {}, "", "person")
    assert secret
    assert facts(SessionEnded) == [SessionEnded(hall.pk, session.pk, "person", 0, 0)]
    with pytest.raises(Refusal, match="terminé"):
        grant_case(session, 12, 1)


def test_a_kiosk_that_ends_a_session_is_not_told_to_end_it(hall):
    end_session(a_session(hall), "idle", from_device=True)
    assert state_for(hall)["orders"] == []


def test_a_touch_is_written_once_in_ten_seconds_and_the_home_page_alone_is_no_use(hall, django_assert_num_queries):
    session = a_session(hall)
    with django_assert_num_queries(0):
        touch_session(session, by_hand=False)
    with django_assert_num_queries(1):
        touch_session(session)
        touch_session(session)
    assert KioskSession.objects.get().was_used
    with pretending(now() + timedelta(seconds=11)), django_assert_num_queries(1):
        touch_session(session)


def test_a_session_that_somebody_left_is_ended_by_the_server_and_one_that_waits_is_not(world, hall):
    a_session(hall)
    later = now() + timedelta(minutes=5)
    with pretending(later):
        assert end_silent_sessions() == 0
    session = KioskSession.objects.get()
    touch_session(session)
    with pretending(now() + timedelta(seconds=140)):
        assert end_silent_sessions() == 0
    with pretending(later):
        assert end_silent_sessions() == 1
    assert [order["kind"] for order in state_for(hall)["orders"]] == ["end"]


def test_sessions_are_forgotten_after_thirteen_months(hall):
    with pretending(now() - timedelta(days=500)):
        end_session(a_session(hall), "idle", from_device=True)
    running = a_session(hall)
    assert forget_old_sessions(paris_date(now())) == 1
    assert KioskSession.objects.get() == running


def test_a_call_rings_once_is_answered_once_and_ends_with_the_session(hall, manon, sophie):
    session = a_session(hall)
    call = call_agent(session)
    assert call_agent(session) == call
    for role in (manon, sophie):
        answer_call(call, by=role.actor)
    assert Call.objects.get().answered_by == manon.account
    call_agent(session)
    end_session(session, "idle")
    assert not Call.objects.filter(answered_at=None).exists()
    assert (len(facts(AgentCalled)), len(facts(CallAnswered))) == (2, 2)


def test_who_rang_and_waits_is_not_sent_away(hall):
    session = a_session(hall)
    touch_session(session)
    call_agent(session)
    KioskSession.objects.update(seen_at=now() - timedelta(minutes=4))
    assert end_silent_sessions() == 0
    assert idle_seconds(hall, session) == 600
    answer_call(Call.objects.get(), by=SYSTEM)
    Call.objects.update(called_at=now() - timedelta(minutes=11))
    assert end_silent_sessions() == 0, "the agent is with her"
    assert idle_seconds(hall, session) == 600
    Call.objects.update(answered_at=now() - timedelta(minutes=11))
    assert idle_seconds(hall, session) == hall.idle_seconds
    assert state_for(hall)["config"]["idle_seconds"] == 600, "the page drawn before warns first"
    assert end_silent_sessions() == 0
    Call.objects.update(called_at=now() - timedelta(minutes=21), answered_at=now() - timedelta(minutes=21))
    assert end_silent_sessions() == 1


def test_who_waited_in_vain_rings_anew(hall):
    session = a_session(hall)
    call = call_agent(session)
    Call.objects.update(called_at=now() - timedelta(minutes=11))
    assert call_agent(session) == call
    assert len(facts(AgentCalled)) == 2
    assert Call.objects.get().called_at > now() - timedelta(minutes=1)


def test_what_is_not_named_of_the_comfort_stays(hall):
    session = a_session(hall)
    keep_comfort(session, {"contrast": True})
    assert keep_comfort(session, {"text": 2}).comfort == {"contrast": True, "text": 2}
