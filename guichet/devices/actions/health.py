"""What kiosks tell of themselves, and what it means that they tell nothing."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from guichet.devices.actions.locking import held, machine
from guichet.devices.facts import IncidentClosed, IncidentOpened
from guichet.devices.health_rules import LASTING, SILENT, Event, events_told, health_kept, lasting_incidents
from guichet.devices.models import DeviceKey, Incident, Terminal
from guichet.devices.rules import is_silent
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.kit.dates import add_months, now, start_of

KEPT_MONTHS = 13  # like the sessions


def tell_state(terminal: Terminal, health: Any) -> Terminal:
    """Keep what it says of itself; open the incidents that follow from it, close those that are over."""
    with held(terminal.pk) as current:
        at = now()
        current.seen_at, current.health = at, health_kept(health)
        current.save(update_fields=["seen_at", "health"])
        lasting = lasting_incidents(current.health)
        still = {one.kind: one for one in Incident.objects.filter(terminal=current, closed_at=None)}
        for kind in sorted(lasting - still.keys()):
            _open(current, kind, at)
        for kind in sorted(LASTING.intersection(still) - lasting):
            _close(still[kind], by=machine(current))
        _keep_events(current, events_told(health, at))
    return current


def watch_silence() -> int:
    """Open an incident for each kiosk that should tell its state and does not; returns how many."""
    at = now()
    known = Incident.objects.filter(kind=SILENT, closed_at=None).values("terminal")
    keys = DeviceKey.objects.filter(revoked_at=None).exclude(terminal__in=known).select_related("terminal")
    count = 0
    for key in keys:
        terminal = key.terminal
        heard_at = max(terminal.seen_at or key.made_at, key.made_at)
        if is_silent(heard_at, terminal.opens_at, terminal.closes_at, at):
            count += _open_silence(terminal, heard_at)
    return count


def close_incident(incident: Incident, *, by: Actor) -> Incident:
    """Somebody looked after it; it opens again if the kiosk still says so."""
    with held(incident.terminal_id):
        current = Incident.objects.select_related("terminal").get(pk=incident.pk)
        if current.closed_at is None:
            _close(current, by=by)
    return current


def forget_old_incidents(day: date) -> int:
    """Erase those that were over more than thirteen months ago; returns how many."""
    return Incident.objects.filter(closed_at__lt=start_of(add_months(day, -KEPT_MONTHS))).delete()[0]


def _open_silence(terminal: Terminal, heard_at: datetime) -> bool:
    with held(terminal.pk) as current:
        has_spoken = current.seen_at is not None and current.seen_at > heard_at
        if has_spoken or Incident.objects.filter(terminal=current, kind=SILENT, closed_at=None).exists():
            return False
        _open(current, SILENT, now())
    return True


def _open(terminal: Terminal, kind: str, at: datetime) -> None:
    incident = Incident.objects.create(terminal=terminal, kind=kind, opened_at=at)
    record(IncidentOpened(terminal.pk, incident.pk, kind), by=machine(terminal), body_id=terminal.body_id)


def _close(incident: Incident, *, by: Actor) -> None:
    incident.closed_at = now()
    incident.save(update_fields=["closed_at"])
    body_id = incident.terminal.body_id
    record(IncidentClosed(incident.terminal_id, incident.pk, incident.kind), by=by, body_id=body_id)


def _keep_events(terminal: Terminal, events: Iterable[Event]) -> None:
    """A moment is written as an incident that is over; told again, for the answer was lost, it is the same one."""
    for event in events:
        known = Incident.objects.filter(terminal=terminal, kind=event.kind, opened_at=event.at).exists()
        if known:
            continue
        incident = Incident.objects.create(
            terminal=terminal, kind=event.kind, detail=event.detail, opened_at=event.at, closed_at=event.at
        )
        record(IncidentOpened(terminal.pk, incident.pk, event.kind), by=machine(terminal), body_id=terminal.body_id)
