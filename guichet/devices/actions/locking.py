"""One terminal at a time: whatever happens to its sessions, jobs and orders is told in its order."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import transaction

from guichet.devices import refusals
from guichet.devices.models import KioskSession, Terminal
from guichet.kit.actor import SYSTEM, Actor, ActorKind
from guichet.kit.dates import now


@contextmanager
def held(terminal_id: int) -> Iterator[Terminal]:
    """The terminal as it is now, locked until the end of the transaction."""
    with transaction.atomic():
        rows = Terminal.objects.select_for_update(of=("self",), no_key=True).select_related("body")
        yield rows.get(pk=terminal_id)


@contextmanager
def running(session: KioskSession, *, by_hand: bool = True) -> Iterator[KioskSession]:
    """The session as it is now, with its terminal locked; refused when it is over.

    `by_hand`: what is done is what the person before the kiosk did, the sign that somebody is there.
    """
    with held(session.terminal_id) as terminal:
        current = KioskSession.objects.running().filter(pk=session.pk).first()
        if current is None:
            raise refusals.session_over()
        current.terminal = terminal
        if by_hand:
            current.seen_at, current.was_used = now(), True
            current.save(update_fields=["seen_at", "was_used"])
        yield current


def machine(terminal: Terminal) -> Actor:
    """The kiosk itself, which acts for nobody."""
    return Actor(SYSTEM.kind, body_id=terminal.body_id)


def visitor(terminal: Terminal) -> Actor:
    """Whoever stands before it."""
    return Actor(ActorKind.RESIDENT, body_id=terminal.body_id)
