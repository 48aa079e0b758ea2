"""Ring the agent from the kiosk."""

from guichet.devices.actions.locking import held, running, visitor
from guichet.devices.facts import AgentCalled, CallAnswered
from guichet.devices.models import Call, KioskSession
from guichet.devices.rules import WAITED
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.kit.dates import now


def call_agent(session: KioskSession) -> Call:
    """Ring at the counter; pressed twice, it rings once. Who has waited in vain rings anew."""
    with running(session) as current:
        terminal, at = current.terminal, now()
        call = Call.objects.filter(session=current, answered_at=None).first() or Call(session=current)
        if call.pk and call.called_at > at - WAITED:
            return call
        call.called_at = at
        call.save()
        record(AgentCalled(terminal.pk, call.pk), by=visitor(terminal), body_id=terminal.body_id)
    return call


def answer_call(call: Call, *, by: Actor) -> Call:
    """Say that one comes; the first who says it answers, and of a call that is answered nothing changes."""
    with held(call.session.terminal_id) as terminal:
        current = Call.objects.select_related("session__terminal").get(pk=call.pk)
        if current.answered_at is None:
            current.answered_at, current.answered_by_id = now(), by.id
            current.save(update_fields=["answered_at", "answered_by"])
            record(CallAnswered(terminal.pk, current.pk), by=by, body_id=terminal.body_id)
    return current
