"""Whose an order is: what one person asked for never comes out for the next."""

import pytest

from borne.tests.conftest import Started
from borne.tests.peers import a_pdf, wait_until
from borne.tests.town import Town

pytestmark = pytest.mark.browser


def printed(server: Town, **more: str) -> str:
    return server.order("print", document=a_pdf("Acte"), title="Acte", pages=1, **more)


def test_jobs_of_another_session_than_the_one_that_runs_are_not_taken(start: Started, server: Town):
    driven = start()
    driven.wait_face("document.querySelector('#session')")
    server.session = "the-one-before"
    theirs, scan = printed(server), server.order("scan", source="flatbed", format="pdf")
    stale = server.order("cancel", job=theirs)
    wait_until(lambda: stale in server.done, "what is of no person is done")
    assert (server.fetched, server.jobs) == ([], [])
    server.session = driven.session.name
    server.news()
    server.wait_for_state(theirs, "failed", "stopped")  # no CUPS here
    assert server.states_of(scan)


def test_a_paper_that_was_coming_when_its_person_left_or_cancelled_is_not_printed(start: Started, server: Town):
    driven = start()
    first = driven.session
    driven.wait_face("document.querySelector('#session')")
    server.is_holding = True
    cancelled, left = printed(server), printed(server)
    wait_until(lambda: {cancelled, left} <= set(server.fetched), "both are asked for")
    server.orders = [order for order in server.orders if order["id"] != cancelled]
    cancel = server.order("cancel", job=cancelled)
    wait_until(lambda: cancel in server.done, "the cancel is done")
    driven.say(do="end")
    driven.next_session(first)
    driven.wait_face("document.querySelector('#session')")
    server.orders.clear()
    server.is_holding = False
    after = printed(server)
    server.wait_for_state(after, "failed", "stopped")
    assert server.states_of(cancelled) == server.states_of(left) == []


def test_a_document_is_taken_from_the_address_that_was_told_below_the_device_s_alone(start: Started, server: Town):
    driven = start()
    driven.wait_face("document.querySelector('#session')")
    for url in ("http://voleur.example/document.pdf", "/mairie/", "/borne/appareil/../../mairie/"):
        server.wait_for_state(printed(server, url=url), "failed", "other")
    other = printed(server)
    told = printed(server, url=f"/borne/appareil/impressions/{other}/document.pdf")
    server.wait_for_state(told, "failed", "stopped")
    assert set(server.fetched) == {other}
