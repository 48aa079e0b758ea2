"""What the server asks of a kiosk besides its jobs."""

import uuid
from datetime import date, timedelta

from guichet.devices import refusals
from guichet.devices.actions.locking import held
from guichet.devices.facts import OrderGiven
from guichet.devices.models import Order, Terminal
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.kit.dates import now, start_of

KEPT_DAYS = 30


def give_order(terminal: Terminal, kind: str, *, job: uuid.UUID | None = None, by: Actor) -> Order:
    """Ask it of the kiosk, which hears it at once; what was asked and is not done yet is not asked twice.

    `job` is what a CANCEL cancels, and the session that an END ends.
    """
    with held(terminal.pk) as current:
        if current.is_partner:
            raise refusals.no_partner_here()
        waiting = Order.objects.filter(terminal=current, kind=kind, job=job, done_at=None).first()
        if waiting is not None:
            return waiting
        order = Order.objects.create(terminal=current, kind=kind, job=job, given_at=now())
        record(OrderGiven(current.pk, order.pk, kind), by=by, body_id=current.body_id)
    return order


def order_done(order: Order) -> None:
    """The kiosk did it; said twice, it is done once."""
    Order.objects.filter(pk=order.pk, done_at=None).update(done_at=now())


def forget_done_orders(day: date) -> int:
    """Erase the orders done more than thirty days ago; returns how many."""
    return Order.objects.filter(done_at__lt=start_of(day - timedelta(days=KEPT_DAYS))).delete()[0]
