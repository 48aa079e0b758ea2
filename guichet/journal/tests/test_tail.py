import threading
import time
from dataclasses import dataclass

import pytest
from django.db import connection, connections, transaction

from guichet.journal.actions import record
from guichet.journal.facts import Fact
from guichet.journal.tail import Bell, Tail
from guichet.kit.actor import SYSTEM


@dataclass(frozen=True)
class LeafFallen(Fact):
    subject_kind = "tree"
    tree: int


def fall(tree: int = 1) -> int:
    with transaction.atomic():
        return record(LeafFallen(tree), by=SYSTEM).pk


def news(tail: Tail) -> list[int]:
    return [row.pk for row in tail.news()]


@pytest.mark.django_db(transaction=True)
def test_the_tail_begins_now_and_tells_each_fact_once_in_order():
    fall()
    tail = Tail()
    assert news(tail) == []
    later = [fall(), fall()]
    assert news(tail) == later
    assert news(tail) == []


@pytest.mark.django_db(transaction=True)
def test_an_empty_journal_has_a_tail():
    tail = Tail()
    first = fall()
    assert news(tail) == [first]


@pytest.mark.django_db(transaction=True)
def test_a_fact_rolled_back_was_never_news():
    tail = Tail()
    with transaction.atomic():
        record(LeafFallen(1), by=SYSTEM)
        transaction.set_rollback(True)
    last = fall()
    assert news(tail) == [last]


@pytest.mark.django_db(transaction=True)
def test_a_late_commit_with_a_smaller_id_is_neither_skipped_nor_doubled():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: id order is commit order")
    tail = Tail()
    before = fall()
    slow = connections.create_connection("default")
    with slow.cursor() as cursor:
        cursor.execute("BEGIN")
        cursor.execute("SELECT nextval(pg_get_serial_sequence('journal_record', 'id')), pg_current_xact_id()")
        early, xid = cursor.fetchone()
        late = fall()
        assert early < late
        assert news(tail) == [before]  # the other is committed, but not settled
        cursor.execute(
            "INSERT INTO journal_record (id, kind, subject_kind, subject_id, details, actor_kind, at, xid)"
            " VALUES (%s, 'LeafFallen', 'tree', 1, '{}', 'system', now(), %s)",
            [early, str(xid)],
        )
        cursor.execute("COMMIT")
    slow.close()
    last = fall()
    assert news(tail) == [early, late, last]
    assert news(tail) == []


def rings_within(bell: Bell, seconds: float) -> bool:
    started = time.monotonic()
    bell.wait(seconds + 2)
    return time.monotonic() - started < seconds


@pytest.fixture
def bell(transactional_db):
    bell = Bell()
    bell.wait(0.3)  # the first wait only begins to listen
    return bell


def in_another_thread(work, after: float) -> threading.Thread:
    def run() -> None:
        time.sleep(after)
        work()
        connections.close_all()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def test_the_bell_rings_when_somebody_else_has_stated_a_fact(bell):
    for _time in range(2):
        thread = in_another_thread(fall, after=0.1)
        assert rings_within(bell, 1.5)
        thread.join()


def test_a_fact_stated_while_nobody_waited_rings_at_once(bell):
    in_another_thread(fall, after=0).join()
    assert rings_within(bell, 0.5)


def test_a_quiet_bell_lets_sleep(bell):
    started = time.monotonic()
    bell.wait(0.5)
    assert time.monotonic() - started >= 0.4


def test_the_bell_can_be_woken(bell):
    thread = in_another_thread(bell.wake, after=0.1)
    assert rings_within(bell, 1.0)
    thread.join()
