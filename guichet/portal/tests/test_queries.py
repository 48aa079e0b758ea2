"""What each page of a request asks of the database, once the town is known to the process."""

import pytest
from django.db import connection

from guichet.portal.tests.base import FIRST, begin, drawn, fill_in, photograph, url_of


@pytest.fixture
def sent_before(planted, lucie, monkeypatch):
    """A request went through: what the process reads now and then is read, its counts of the hour are begun."""
    monkeypatch.setattr("guichet.config.hosts._FRESH_FOR", 3600.0)
    case = fill_in(lucie)
    lucie.post(url_of(case, "photo"), {"photo": photograph()})
    lucie.post(url_of(case, "verifier"))


@pytest.fixture
def bell():
    """On PostgreSQL one more question wakes the worker when a fact is recorded."""
    return int(connection.vendor == "postgresql")


ANSWERED = {"vous": {"first_name": "Lucie", "last_name": "Dubois"}, "photo": {}}


@pytest.mark.parametrize(("step", "queries"), [("vous", 1), ("photo", 2), ("verifier", 2)])
def test_a_page_is_read_with_its_case_and_what_it_shows(sent_before, lucie, step, queries, django_assert_num_queries):
    case = fill_in(lucie)
    with django_assert_num_queries(queries):
        assert lucie.get(url_of(case, step)).status_code == 200


@pytest.mark.parametrize(("step", "queries"), [("vous", 5), ("photo", 6)])
def test_a_page_is_sent_with_few_questions(sent_before, lucie, step, queries, django_assert_num_queries):
    case = fill_in(lucie)
    with django_assert_num_queries(queries):
        assert lucie.post(url_of(case, step), ANSWERED[step]).status_code == 302


def test_a_request_is_received_with_few_questions(sent_before, lucie, bell, django_assert_num_queries):
    case = fill_in(lucie)
    with django_assert_num_queries(14 + bell):
        assert lucie.post(url_of(case, "verifier")).status_code == 302


def test_a_file_is_joined_with_few_questions(sent_before, lucie, bell, django_assert_num_queries):
    case = begin(lucie)
    with django_assert_num_queries(19 + bell):
        lucie.post(url_of(case, "photo"), {"photo": photograph()})


def test_the_first_page_is_drawn_and_sent_with_few_questions(sent_before, lucie, django_assert_num_queries):
    with django_assert_num_queries(2):
        page = drawn(lucie)
    with django_assert_num_queries(10):
        lucie.post(FIRST, {**page, "need": "repair"})


@pytest.mark.parametrize(("page", "queries"), [("", 5), ("recu/", 4), ("recu.pdf", 4)])
def test_the_follow_up_is_read_with_few_questions(sent_before, lucie, page, queries, django_assert_num_queries):
    case = fill_in(lucie)
    lucie.post(url_of(case, "verifier"))
    with django_assert_num_queries(queries):
        assert lucie.get(f"/suivi/{case.reference}/{page}").status_code == 200
