import os
import signal
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta

import pytest
from django.db import connection, connections, transaction

from guichet.journal.actions import (
    ATTEMPTS_BEFORE_PARKING,
    LEASE,
    deliver_all,
    deliver_next,
    extra_subscriber,
    free,
    record,
)
from guichet.journal.facts import Fact
from guichet.journal.models import Delivery, Record
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now


@dataclass(frozen=True)
class StoneLaid(Fact):
    subject_kind = "wall"
    wall: int
    stone: int


class Refused(Exception):
    pass


def lay(wall: int, stone: int) -> Record:
    with transaction.atomic():
        return record(StoneLaid(wall, stone), by=SYSTEM)


@contextmanager
def mason(taken: list[StoneLaid], *, refuses: tuple[int, ...] = (), name: str = "tests.mason"):
    def handler(fact, row):
        if fact.stone in refuses:
            raise Refused("pas cette pierre")
        taken.append(fact)

    with extra_subscriber(StoneLaid, name, handler):
        yield


@contextmanager
def open_transaction_elsewhere():
    """The cursor of another connection, after BEGIN."""
    elsewhere = connections.create_connection("default")
    with elsewhere.cursor() as cursor:
        cursor.execute("BEGIN")
        yield cursor
    elsewhere.close()


def hurry() -> None:
    """Make every waiting delivery due."""
    Delivery.objects.waiting().update(due_at=now() - timedelta(seconds=1))


@pytest.mark.django_db(transaction=True)
def test_a_fact_outside_a_transaction_is_a_fault():
    with pytest.raises(AssertionError, match="transaction"):
        record(StoneLaid(1, 1), by=SYSTEM)


@pytest.mark.django_db
def test_a_fact_comes_back_as_it_was_stated():
    row = lay(7, 3)
    assert Record.objects.get(pk=row.pk).fact == StoneLaid(7, 3)
    assert list(Record.objects.about("wall", 7)) == [row]


@pytest.mark.django_db
def test_each_subscriber_takes_each_fact_in_the_order_of_its_subject():
    one: list[StoneLaid] = []
    other: list[StoneLaid] = []
    with mason(one), mason(other, name="tests.roofer"):
        for stone in range(3):
            lay(1, stone)
            lay(2, stone)
        deliver_all()
    assert [fact.stone for fact in one if fact.wall == 1] == [0, 1, 2]
    assert sorted((fact.wall, fact.stone) for fact in other) == sorted((fact.wall, fact.stone) for fact in one)
    assert not Delivery.objects.exists()


@pytest.mark.django_db
def test_a_fact_that_always_fails_is_parked_and_seen_while_others_go_on():
    taken: list[StoneLaid] = []
    with mason(taken, refuses=(13,)):
        lay(1, 13)
        lay(1, 14)
        lay(2, 1)
        for _attempt in range(ATTEMPTS_BEFORE_PARKING):
            hurry()
            deliver_all()
        parked = Delivery.objects.parked().get()
        assert (parked.attempts, parked.last_error) == (ATTEMPTS_BEFORE_PARKING, "Refused")
        assert taken == [StoneLaid(2, 1)]  # only its subject waits
    with mason(taken):
        free(parked.pk)
        deliver_all()
    assert taken == [StoneLaid(2, 1), StoneLaid(1, 13), StoneLaid(1, 14)]


@pytest.mark.django_db
def test_a_refused_fact_waits_longer_each_time():
    with mason([], refuses=(13,)):
        lay(1, 13)
        assert deliver_next()
        first = Delivery.objects.get().due_at - now()
        hurry()
        assert deliver_next()
        assert Delivery.objects.get().due_at - now() > first
        assert not deliver_next()


@pytest.mark.django_db
def test_a_delivery_costs_three_questions_and_none_costs_one(django_assert_num_queries):
    """Claim, read, mark; the subscriber's own come besides."""
    with mason([]):
        lay(1, 1)
        with django_assert_num_queries(3):
            assert deliver_next()
        with django_assert_num_queries(1):
            assert not deliver_next()


@pytest.mark.django_db(transaction=True)
def test_a_worker_leaves_alone_what_another_one_is_claiming():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time")
    taken: list[StoneLaid] = []
    with mason(taken):
        lay(1, 1)
        lay(2, 1)
        with open_transaction_elsewhere() as cursor:
            cursor.execute("SELECT id FROM journal_delivery WHERE subject_id = 1 FOR UPDATE")
            deliver_all()
            assert taken == [StoneLaid(2, 1)]
            cursor.execute("ROLLBACK")
        deliver_all()
    assert taken == [StoneLaid(2, 1), StoneLaid(1, 1)]


@pytest.mark.django_db(transaction=True)
def test_killed_between_a_subscriber_s_commit_and_its_mark_it_is_delivered_again(tmp_path):
    diary = tmp_path / "diary"

    def handler(fact, row):
        with diary.open("a") as file:
            file.write(f"{fact.stone}\n")
        if os.getpid() != parent:
            os.kill(os.getpid(), signal.SIGKILL)

    parent = os.getpid()
    with extra_subscriber(StoneLaid, "tests.diarist", handler):
        lay(1, 1)
        connections.close_all()
        child = os.fork()
        if child == 0:
            deliver_next()
            os._exit(1)  # the kill did not come: the parent sees it
        assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
        assert diary.read_text() == "1\n"
        assert not deliver_next()  # still claimed by the dead
        assert deliver_next(at=now() + LEASE)
    assert diary.read_text() == "1\n1\n"
    assert not Delivery.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_long_transaction_committed_after_others_is_delivered():
    if connection.vendor != "postgresql":
        pytest.skip("SQLite has one writer at a time: a transaction cannot stay open beside others")
    taken: list[StoneLaid] = []
    with mason(taken):
        with open_transaction_elsewhere() as cursor:
            cursor.execute("SELECT nextval(pg_get_serial_sequence('journal_record', 'id')), pg_current_xact_id()")
            early, xid = cursor.fetchone()
            late = lay(2, 2)
            assert early < late.pk
            deliver_all()
            assert taken == [StoneLaid(2, 2)]
            assert late not in Record.objects.settled()  # an older transaction is still running
            cursor.execute(
                "INSERT INTO journal_record (id, kind, subject_kind, subject_id, details, actor_kind, at, xid)"
                " VALUES (%s, 'StoneLaid', 'wall', 1, '{\"stone\": 1}', 'system', now(), %s)",
                [early, str(xid)],
            )
            cursor.execute(
                "INSERT INTO journal_delivery (record_id, subscriber, subject_kind, subject_id, due_at, attempts, last_error)"
                " VALUES (%s, 'tests.mason', 'wall', 1, now(), 0, '')",
                [early],
            )
            cursor.execute("COMMIT")
        deliver_all()
    assert taken == [StoneLaid(2, 2), StoneLaid(1, 1)]
    assert set(Record.objects.settled()) == set(Record.objects.all())
