"""Record a fact, deliver the facts that wait, free what was parked."""

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TypeVar

from django.db import connection

from guichet.journal.facts import Fact
from guichet.journal.models import Delivery, Record, current_transaction
from guichet.kit.actor import Actor
from guichet.kit.dates import now

log = logging.getLogger(__name__)

F = TypeVar("F", bound=Fact)
Handler = Callable[[Fact, Record], None]

ATTEMPTS_BEFORE_PARKING = 8
# A claimed delivery is offered again after this long: its worker was killed, or its subscriber is stuck.
LEASE = timedelta(seconds=30)

# 4, 16, 64 seconds… a supplier that is down for two hours parks nothing.
LONGEST_WAIT = timedelta(hours=1)

_subscribers: dict[str, dict[str, Handler]] = {}


def subscribes(kind: type[F]) -> Callable[[Callable[[F, Record], None]], Callable[[F, Record], None]]:
    """Register an idempotent subscriber of a fact; its name is "room.function" and must stay the same for ever."""

    def register(handler: Callable[[F, Record], None]) -> Callable[[F, Record], None]:
        name = f"{handler.__module__.split('.')[1]}.{handler.__name__}"
        _subscribers.setdefault(kind.__name__, {})[name] = handler  # type: ignore[assignment]  # keyed by its own kind
        return handler

    return register


@contextmanager
def extra_subscriber(kind: type[Fact], name: str, handler: Handler) -> Iterator[None]:
    """Subscribe for the time of a `with`: tests of the delivery itself."""
    _subscribers.setdefault(kind.__name__, {})[name] = handler
    try:
        yield
    finally:
        del _subscribers[kind.__name__][name]


def record(fact: Fact, *, by: Actor, body_id: int | None = None) -> Record:
    """Write a fact in the running transaction, with a delivery for each of its subscribers.

    The caller holds a lock on the subject, so that the facts of one subject get their ids in commit order.
    """
    assert connection.in_atomic_block, f"{fact!r} must be recorded in the transaction of what it tells"
    at = now()
    row = Record.objects.create(
        kind=type(fact).__name__,
        subject_kind=fact.subject_kind,
        subject_id=fact.subject_id,
        details=fact.details(),
        body_id=body_id if body_id is not None else by.body_id,
        actor_kind=by.kind,
        actor_id=by.id,
        visit_id=by.visit_id,
        for_id=by.for_id,
        mandate_id=by.mandate_id,
        at=at,
        xid=current_transaction(),
    )
    Delivery.objects.bulk_create(
        Delivery(record=row, subscriber=name, subject_kind=row.subject_kind, subject_id=row.subject_id, due_at=at)
        for name in _subscribers.get(row.kind, ())
    )
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("NOTIFY guichet_news")
    return row


def deliver_next(*, at: datetime | None = None) -> bool:
    """Hand the oldest fact that is due to its subscriber; False when nothing is due.

    The subscriber works outside our transaction: killed after its commit and before our mark, it is
    called again with the same fact, hence "idempotent".
    """
    delivery = _claim(at or now())
    if delivery is None:
        return False
    row = delivery.record
    try:
        _subscribers[row.kind][delivery.subscriber](row.fact, row)
    except Exception as error:  # noqa: BLE001  # the edge of the worker: counted, kept, parked after 8 times
        _refused(delivery, error)
    else:
        delivery.delete()
    return True


def deliver_all() -> int:
    """Deliver until nothing is due any more; returns how many attempts were made."""
    count = 0
    while deliver_next():
        count += 1
    return count


def free(delivery_id: int) -> None:
    """Offer a parked delivery again, from its first attempt (an administrator has mended the cause)."""
    Delivery.objects.parked().filter(pk=delivery_id).update(parked_at=None, attempts=0, due_at=now())


# Written by hand: for each delivery Django would take ten times longer to word it than the database to answer.
_CLAIM = """
    UPDATE journal_delivery SET due_at = %s WHERE id = (
        SELECT id FROM journal_delivery AS first
        WHERE parked_at IS NULL AND due_at <= %s AND NOT EXISTS (
            SELECT 1 FROM journal_delivery AS older
            WHERE older.subscriber = first.subscriber AND older.subject_kind = first.subject_kind
                AND older.subject_id = first.subject_id AND older.record_id < first.record_id
        )
        ORDER BY record_id LIMIT 1 {skip}
    ) RETURNING id"""


def _claim(at: datetime) -> Delivery | None:
    """Take the oldest delivery that is due and has none of the same subject and subscriber before it."""
    skip = "FOR UPDATE SKIP LOCKED" if connection.features.has_select_for_update_skip_locked else ""
    moments = [connection.ops.adapt_datetimefield_value(moment) for moment in (at + LEASE, at)]
    with connection.cursor() as cursor:
        cursor.execute(_CLAIM.format(skip=skip), moments)
        claimed = cursor.fetchone()
    return Delivery.objects.select_related("record").filter(pk=claimed[0]).first() if claimed else None


def _refused(delivery: Delivery, error: Exception) -> None:
    delivery.attempts += 1
    delivery.last_error = type(error).__name__  # its text may hold what somebody wrote; the log has it
    if delivery.attempts >= ATTEMPTS_BEFORE_PARKING:
        delivery.parked_at = now()
    else:
        delivery.due_at = now() + min(timedelta(seconds=4**delivery.attempts), LONGEST_WAIT)
    delivery.save(update_fields=["attempts", "last_error", "parked_at", "due_at"])
    log.warning(
        "delivery-refused record=%s subscriber=%s attempt=%s error=%s",
        delivery.record_id, delivery.subscriber, delivery.attempts, type(error).__name__, exc_info=error,
    )  # fmt: skip
