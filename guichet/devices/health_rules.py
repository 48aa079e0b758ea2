"""What is kept of what a kiosk tells of itself, and which incidents follow from it. Pure.

A kiosk is trusted with nothing: whatever it sends, only known words and numbers are kept.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

LEAST_DISK_MB = 500
MOST_EVENTS = 20
MOST_REASONS = 10
_OLDEST_EVENT = timedelta(days=2)
_PRINTER = ("ready", "busy", "stopped", "absent")
_SCANNER = ("ready", "absent", "jammed")
_VERSIONS = ("borne", "chromium", "debian")
_SLUG = re.compile(r"[a-z][a-z0-9-]{0,29}")
_DETAIL = re.compile(r"[\w .,:()’'-]{1,200}")
# The words of IPP (RFC 8011, printer-state-reasons), without their gravity, and the incident that each is.
_OF_PRINTER = {
    "media-empty": "printer-media-empty",
    "media-needed": "printer-media-empty",
    "media-jam": "printer-jam",
    "cover-open": "printer-cover-open",
    "door-open": "printer-cover-open",
    "toner-empty": "printer-toner-empty",
    "marker-supply-empty": "printer-toner-empty",
}
SILENT = "silent"
# Those that last and that the kiosk's state says to be over; anything else it tells is a moment.
LASTING = frozenset(
    {*_OF_PRINTER.values(), "printer-absent", "printer-stopped", "scanner-absent", "scanner-jam", "disk-full", SILENT}
)


@dataclass(frozen=True)
class Event:
    """Something that happened and is over: the browser died and was started again."""

    at: datetime
    kind: str
    detail: str


def health_kept(told: Any) -> dict[str, Any]:
    """The known parts of a health report; what is missing or strange is left out."""
    told = _part(told)
    printer, scanner, versions = (_part(told.get(name)) for name in ("printer", "scanner", "versions"))
    kept: dict[str, Any] = {
        "printer": {"state": _among(printer.get("state"), _PRINTER), "reasons": _reasons(printer.get("reasons"))},
        "scanner": {"state": _among(scanner.get("state"), _SCANNER)},
        "versions": {name: _version(versions[name]) for name in _VERSIONS if _version(versions.get(name))},
    }
    for name in ("disk_free_mb", "network_ms"):
        number = told.get(name)
        if isinstance(number, int) and not isinstance(number, bool) and 0 <= number < 10**9:
            kept[name] = number
    return kept


def lasting_incidents(health: Mapping[str, Any]) -> frozenset[str]:
    """The kinds of incident that a kept health report says are so now."""
    printer, scanner = _part(health.get("printer")), _part(health.get("scanner"))
    found = {_OF_PRINTER[reason] for reason in printer.get("reasons", ()) if reason in _OF_PRINTER}
    if printer.get("state") == "absent":
        found.add("printer-absent")
    if printer.get("state") == "stopped" and not found:
        found.add("printer-stopped")
    if scanner.get("state") in {"absent", "jammed"}:
        found.add("scanner-absent" if scanner["state"] == "absent" else "scanner-jam")
    if health.get("disk_free_mb", LEAST_DISK_MB) < LEAST_DISK_MB:
        found.add("disk-full")
    return frozenset(found)


def events_told(told: Any, at: datetime) -> list[Event]:
    """What the kiosk says that happened since it last told, the clock of its machine kept within the last two days.

    A detail that holds an address or a mailbox is left out: it may be what somebody looked at.
    """
    listed = _part(told).get("incidents")
    events = (_event(one, at) for one in (listed if isinstance(listed, list) else [])[:MOST_EVENTS])
    return [event for event in events if event is not None]


def _event(one: Any, at: datetime) -> Event | None:
    one = _part(one)
    kind, detail, when = one.get("kind"), one.get("detail"), one.get("at")
    if not isinstance(kind, str) or not _SLUG.fullmatch(kind) or kind in LASTING or not isinstance(when, str):
        return None
    try:
        moment = datetime.fromisoformat(when)
    except ValueError:
        return None
    moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    detail = detail if isinstance(detail, str) and _DETAIL.fullmatch(detail) else ""
    return Event(min(max(moment, at - _OLDEST_EVENT), at), kind, detail)


def _part(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _among(value: Any, known: tuple[str, ...]) -> str:
    return value if isinstance(value, str) and value in known else ""


def _version(value: Any) -> str:
    return value if isinstance(value, str) and re.fullmatch(r"[\w .+~:()-]{1,60}", value) else ""


def _reasons(value: Any) -> list[str]:
    return list(_known_words(value if isinstance(value, list) else []))


def _known_words(listed: list[Any]) -> Iterator[str]:
    for one in listed[:MOST_REASONS]:
        word = re.sub(r"-(error|warning|report)$", "", one) if isinstance(one, str) else ""
        if _SLUG.fullmatch(word) and word != "none":
            yield word
