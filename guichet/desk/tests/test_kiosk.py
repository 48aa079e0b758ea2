"""The kiosk rings at the counter, on every page of who receives people."""

from datetime import timedelta

import pytest
from django.urls import reverse

from guichet.accounts.rules import RoleKind
from guichet.desk.tests.base import a_call, a_kiosk, at_desk
from guichet.devices.actions import answer_call, end_session, tell_state
from guichet.devices.facts import CallAnswered, IncidentClosed
from guichet.devices.models import Call, Incident
from guichet.kit.dates import hour_in_words, now
from tests.base import an_agent, facts, text_of

pytestmark = pytest.mark.django_db

FETCHED = {"X-Requested-With": "fetch"}
NO_PAPER = {"printer": {"state": "ready", "reasons": ["media-empty"]}}
READY = {"printer": {"state": "ready", "reasons": []}}


@pytest.fixture
def desk(manon):
    return at_desk(manon)


@pytest.fixture
def call(world) -> Call:
    return a_call(a_kiosk(world.anor))


def answer_page(call: Call) -> str:
    return reverse("desk:kiosk-answer", args=[call.pk])


def silence(world) -> Incident:
    return Incident.objects.create(terminal=a_kiosk(world.anor), kind="silent", opened_at=now())


@pytest.mark.parametrize("name", ["reception", "inbox", "post", "cabinet", "team"])
def test_every_page_says_who_calls_until_somebody_goes(desk, manon, call, name):
    told = f"Quelqu’un appelle à la borne du hall, {hour_in_words(call.called_at)}"
    page = text_of(desk.get(reverse(f"desk:{name}")))
    assert told in page
    assert page.count('aria-live="assertive"') == 1
    answer_call(call, by=manon.actor)
    assert told not in text_of(desk.get(reverse(f"desk:{name}")))


def test_who_goes_is_known_and_comes_back_to_her_page(desk, manon, call):
    team = reverse("desk:team")
    assert desk.post(answer_page(call), {"retour": team}).url == team
    call.refresh_from_db()
    assert call.answered_by_id == manon.account_id
    assert desk.post(answer_page(call), {"retour": "https://ailleurs.example/guichet/"}).url == reverse("desk:home")
    assert len(facts(CallAnswered)) == 1  # pressed twice


def test_a_page_that_asks_by_itself_is_given_the_strip_as_it_is_now(desk, call):
    assert "J’y vais" in text_of(desk.get(reverse("desk:kiosk")))
    assert "J’y vais" not in text_of(desk.post(answer_page(call), headers=FETCHED))


def test_who_goes_second_or_too_late_is_told(desk, world, call):
    answer_call(call, by=an_agent("paul", world.anor).actor)
    assert "Un collègue y va déjà" in text_of(desk.post(answer_page(call), headers=FETCHED))
    later = a_call(a_kiosk(world.anor))
    end_session(later.session, "person")
    assert "n’est plus à la borne" in text_of(
        desk.post(answer_page(later), {"retour": "/guichet/equipe/"}, follow=True)
    )


def test_who_called_yesterday_has_gone(desk, call):
    Call.objects.update(called_at=now() - timedelta(days=1))
    assert "appelle" not in text_of(desk.get(reverse("desk:kiosk")))


def test_nobody_hears_it_but_who_receives_people_of_this_body(world, sophie, call):
    neighbour, administrator = at_desk(sophie), at_desk(an_agent("claire", world.anor, kind=RoleKind.ADMINISTRATOR))
    assert "appelle" not in text_of(neighbour.get(reverse("desk:inbox")))
    assert neighbour.post(answer_page(call)).status_code == 404
    assert "appelle" not in text_of(administrator.get(reverse("desk:team"), follow=True))
    assert administrator.post(answer_page(call)).status_code == 404
    call.refresh_from_db()
    assert call.answered_at is None


def test_what_is_wrong_with_a_kiosk_is_told_until_it_says_that_it_is_over(desk, world):
    terminal = a_kiosk(world.anor)
    tell_state(terminal, NO_PAPER)
    page = text_of(desk.get(reverse("desk:inbox")))
    assert "Borne du hall\u00a0: plus de papier, depuis" in page
    assert "C’est réglé" not in page
    tell_state(terminal, READY)
    assert "plus de papier" not in text_of(desk.get(reverse("desk:inbox")))


def test_a_kiosk_that_says_nothing_is_settled_by_hand_and_no_other_trouble_is(desk, world):
    incident = silence(world)
    settled = reverse("desk:kiosk-settled", args=[incident.pk])
    assert "C’est réglé" in text_of(desk.get(reverse("desk:inbox")))
    for _time in range(2):  # pressed twice
        assert desk.post(settled, {"retour": reverse("desk:inbox")}).status_code == 302
    assert len(facts(IncidentClosed)) == 1
    tell_state(incident.terminal, NO_PAPER)
    paper = Incident.objects.get(kind="printer-media-empty")
    assert desk.post(reverse("desk:kiosk-settled", args=[paper.pk])).status_code == 404


def test_a_trouble_of_another_day_says_which(desk, world):
    incident = silence(world)
    Incident.objects.update(opened_at=incident.opened_at - timedelta(days=2))
    assert "depuis le " in text_of(desk.get(reverse("desk:kiosk")))


def test_a_counter_without_a_kiosk_has_no_strip_and_asks_nothing_for_it(desk, world, django_assert_max_num_queries):
    with django_assert_max_num_queries(9):
        assert "data-kiosk-news" not in text_of(desk.get(reverse("desk:inbox")))
    a_kiosk(world.anor)
    with django_assert_max_num_queries(9 + 2):
        assert "data-kiosk-news" in text_of(desk.get(reverse("desk:inbox")))
