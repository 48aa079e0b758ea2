"""Who sends too much or too fast: robots are kept out, a town hall that shares one address is not."""

import time
from datetime import timedelta

import pytest
from django.core import signing

from guichet.accounts.models import WrongSecrets
from guichet.cases.models import Attachment, Case, Entry
from guichet.cases.rules import State
from guichet.documents.models import StoredFile
from guichet.kit.dates import now
from guichet.portal.tests.base import (
    FIRST,
    begin,
    browser_at,
    chosen_in,
    drawn,
    fill_in,
    open_case,
    photograph,
    send,
    stamp_in,
    url_of,
)
from tests.base import a_case, signed_in, text_of


@pytest.fixture
def at_the_counter(portal, manon):
    """The browser of an agent on the portal of her town."""
    agent = signed_in(manon)
    agent.defaults["HTTP_HOST"] = portal.anor.host
    return agent


def with_a_password_alone(agent):
    session = agent.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()
    return agent


def test_a_robot_that_fills_the_hidden_field_makes_nothing(lucie):
    page = text_of(lucie.post(FIRST, {**drawn(lucie), "need": "repair", "site_web": "https://spam.example"}))
    assert "Un champ caché de cette page a été rempli" in page
    assert not Case.objects.exists()
    case = fill_in(lucie)
    assert "Un champ caché" in text_of(lucie.post(url_of(case, "verifier"), {"site_web": "x"}))
    case.refresh_from_db()
    assert case.is_draft


def test_a_request_filled_in_faster_than_a_hand_is_asked_to_press_again(lucie, settings):
    case = fill_in(lucie)
    settings.FORM_MINIMUM_SECONDS = 2
    assert "appuyez encore une fois" in text_of(lucie.post(url_of(case, "verifier")))
    Case.objects.update(created_at=now() - timedelta(seconds=3))
    assert lucie.post(url_of(case, "verifier")).status_code == 302


def test_submissions_of_one_address_are_limited_and_nothing_is_lost(lucie, settings):
    settings.SUBMISSIONS_PER_HOUR = 1
    send(lucie)
    case = fill_in(lucie)
    assert "Beaucoup de demandes viennent d’arriver de votre connexion" in text_of(lucie.post(url_of(case, "verifier")))
    case.refresh_from_db()
    assert case.is_draft
    assert case.first_incomplete is None


STALE = "Cette page a déjà servi, ou elle est ouverte depuis trop longtemps"


@pytest.mark.parametrize(
    "stamp", [{}, {"page": "n’importe\x00quoi:a:b"}, {"page": signing.dumps("0" * 32, salt="autre")}]
)
def test_a_first_page_we_did_not_draw_comes_back_with_its_answers(lucie, stamp):
    page = text_of(lucie.post(FIRST, {**stamp, "need": "exchange"}))
    assert STALE in page
    assert chosen_in(page) == ["exchange"]
    assert not Case.objects.exists()
    assert lucie.post(FIRST, {**stamp_in(page), "need": "exchange"}).status_code == 302


def test_a_first_page_too_old_comes_back_with_its_answers(lucie, monkeypatch):
    a_month_ago = time.time() - timedelta(days=31).total_seconds()
    with monkeypatch.context() as then:
        then.setattr(time, "time", lambda: a_month_ago)
        old = drawn(lucie)
    assert STALE in text_of(lucie.post(FIRST, {**old, "need": "repair"}))
    assert not Case.objects.exists()


def test_the_first_page_of_another_portal_makes_nothing_here(lucie, portal):
    theirs = drawn(browser_at(portal.fourmies))
    assert STALE in text_of(lucie.post(FIRST, {**theirs, "need": "repair"}))


def test_drafts_of_one_address_are_limited_and_what_was_typed_stays(portal, settings):
    settings.SUBMISSIONS_PER_HOUR = 1
    for _ in range(3):
        begin(browser_at(portal.anor))
    fourth = browser_at(portal.anor)
    page = text_of(fourth.post(FIRST, {**drawn(fourth), "need": "exchange"}))
    assert "Beaucoup de demandes viennent d’être commencées depuis votre connexion" in page
    assert chosen_in(page) == ["exchange"]
    assert Case.objects.count() == 3
    begin(browser_at(portal.anor, REMOTE_ADDR="192.0.2.7"))


def test_the_same_page_sent_again_is_counted_once(lucie, settings):
    settings.SUBMISSIONS_PER_HOUR = 1
    page = drawn(lucie)
    assert {begin(lucie, **page) for _ in range(5)} == {Case.objects.get()}


def test_files_of_one_address_are_limited_and_the_answers_stay(lucie, settings):
    case = begin(lucie)
    settings.SUBMISSIONS_PER_HOUR = 0
    page = text_of(lucie.post(url_of(case, "photo"), {"photo": photograph()}))
    assert "Beaucoup de fichiers viennent d’arriver de votre connexion" in page
    assert "déjà envoyée" not in page
    assert not StoredFile.objects.exists()
    case.refresh_from_db()
    assert "photo" in case.answers


def test_files_of_an_answer_are_counted_too_and_the_words_come_back(lucie, portal, settings):
    case = a_case(portal)
    open_case(lucie, case)
    settings.SUBMISSIONS_PER_HOUR = 0
    answer = {"message": "La voici.", "files": photograph()}
    page = text_of(lucie.post(f"/suivi/{case.reference}/repondre/", answer))
    assert "Beaucoup de fichiers viennent d’arriver de votre connexion" in page
    assert "La voici." in page
    assert not Entry.objects.exists()


def test_the_files_of_as_many_requests_as_may_be_sent_are_taken(lucie, settings):
    settings.SUBMISSIONS_PER_HOUR = 1
    case = begin(lucie)
    for number in range(5):
        lucie.post(url_of(case, "photo"), {"photo": photograph(f"{number}.jpg"), "joindre": "1"})
    assert Attachment.objects.count() == 5


def test_a_signed_in_agent_sends_for_many_people(at_the_counter, settings):
    settings.SUBMISSIONS_PER_HOUR = 1
    assert [send(at_the_counter).state for _ in range(4)] == [State.RECEIVED] * 4


def test_an_agent_without_her_second_factor_is_counted_like_anybody(at_the_counter, settings):
    settings.SUBMISSIONS_PER_HOUR = 1
    agent = with_a_password_alone(at_the_counter)
    assert [send(agent).state for _ in range(2)] == [State.RECEIVED, State.DRAFT]


def test_wrong_secrets_are_counted_by_address_until_the_second_factor(at_the_counter, portal):
    case = a_case(portal)
    open_case(at_the_counter, case, secret="AAAABBBBCCCC")
    assert WrongSecrets.objects.count() == 1  # the reference's
    open_case(with_a_password_alone(at_the_counter), case, secret="AAAABBBBCCCC")
    assert WrongSecrets.objects.count() == 2
