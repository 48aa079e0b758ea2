import os
import signal
import threading
import time
from datetime import UTC, datetime

import pytest
from django.db import OperationalError, connections, transaction

from guichet.communes.facts import Published
from guichet.config.worker import Worker
from guichet.journal.actions import extra_subscriber, record
from guichet.journal.facts import ChoreDone
from guichet.journal.models import Delivery
from guichet.kit.actor import SYSTEM
from tests.base import facts

AT_NOON = datetime(2026, 11, 24, 11, 0, tzinfo=UTC)
AT_TWO = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # in Paris


def publish(body: int = 1) -> None:
    with transaction.atomic():
        record(Published(body, 1), by=SYSTEM)


def run_until(worker: Worker, enough) -> None:
    """Run the worker here, and stop it from another thread once something is true."""

    def watch() -> None:
        deadline = time.monotonic() + 10
        while not enough() and time.monotonic() < deadline:
            time.sleep(0.02)
        worker.stop()

    thread = threading.Thread(target=watch)
    thread.start()
    worker.run()
    thread.join()
    assert enough()


@pytest.fixture
def signals_kept():
    kept = {sign: signal.getsignal(sign) for sign in (signal.SIGTERM, signal.SIGINT)}
    yield
    for sign, handler in kept.items():
        signal.signal(sign, handler)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("signals_kept")
def test_the_worker_delivers_what_waits_and_what_comes_while_it_sleeps():
    taken = []
    with extra_subscriber(Published, "tests.reader", lambda fact, row: taken.append(fact.subject_id)):
        publish(1)

        def later() -> None:
            time.sleep(0.6)
            publish(2)
            connections.close_all()

        thread = threading.Thread(target=later)
        thread.start()
        run_until(Worker(clock=lambda: AT_TWO), lambda: len(taken) == 2)
        thread.join()
    assert taken == [1, 2]
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("signals_kept")
def test_sigterm_finishes_the_fact_under_way():
    taken = []

    def slow(fact, row):
        os.kill(os.getpid(), signal.SIGTERM)
        taken.append(fact.body)

    with extra_subscriber(Published, "tests.slow", slow):
        publish(1)
        publish(2)
        Worker(clock=lambda: AT_TWO).run()
        assert taken == [1]
        assert Delivery.objects.count() == 1


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("signals_kept")
def test_a_database_that_goes_away_is_waited_for():
    answers = iter([OperationalError("the server closed the connection"), OperationalError("still away")])
    calls = []

    def deliver() -> bool:
        calls.append(1)
        for trouble in answers:
            raise trouble
        return False

    run_until(Worker(deliver=deliver, clock=lambda: AT_TWO), lambda: len(calls) >= 3)


@pytest.mark.django_db(transaction=True)
def test_the_chores_of_the_day_wait_for_the_night_and_are_done_once():
    Worker(clock=lambda: AT_TWO).turn()
    assert facts(ChoreDone) == []
    Worker(clock=lambda: AT_NOON).turn()
    done = facts(ChoreDone)
    assert {fact.day for fact in done} == {AT_NOON.date().toordinal()}
    Worker(clock=lambda: AT_NOON).turn()
    assert facts(ChoreDone) == done
