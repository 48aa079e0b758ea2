"""Where a print stands, from what CUPS, the printer's job and the printer say. Pure: values in, values out."""

from collections.abc import Iterable
from dataclasses import dataclass

# RFC 8011, 5.3.7: job-state; 5.4.11: printer-state.
PENDING, HELD, PROCESSING, STOPPED, CANCELLED, ABORTED, COMPLETED = range(3, 10)
IDLE, PRINTING, HALTED = 3, 4, 5

# In the order in which a person must be told: what they or the agent can mend comes first.
BLOCKING = {
    "media-empty": "media-empty",
    "media-needed": "media-empty",
    "input-tray-missing": "media-empty",
    "media-jam": "media-jam",
    "cover-open": "stopped",
    "door-open": "stopped",
    "toner-empty": "stopped",
    "marker-supply-empty": "stopped",
    "output-area-full": "stopped",
    "paused": "stopped",
    "shutdown": "offline",
    "offline": "offline",
}


@dataclass(frozen=True)
class Told:
    """A state and a reason of the contract."""

    state: str
    reason: str = ""

    @property
    def is_over(self) -> bool:
        return self.state in {"done", "failed", "cancelled"}


@dataclass(frozen=True)
class Seen:
    """One look. None: that job is not there; a printer whose state is None does not answer."""

    queued: int | None  # job-state at CUPS
    queued_reasons: frozenset[str]  # of the job at CUPS, and of what its queue says of the printer
    printed: int | None  # job-state at the printer
    printer: int | None  # printer-state
    printer_reasons: frozenset[str]


def plain_reasons(told: Iterable[str]) -> frozenset[str]:
    """Without the severity that a printer hangs on them (`media-empty-error`); `none` is no reason."""
    return frozenset(_plain(reason) for reason in told if reason and reason != "none")


def _plain(reason: str) -> str:
    for severity in ("-error", "-warning", "-report"):
        reason = reason.removesuffix(severity)
    return reason


def blocking(reasons: frozenset[str]) -> str:
    """The reason of the contract that stops a print; empty when none does."""
    return next((reason for theirs, reason in BLOCKING.items() if theirs in reasons), "")


def where(seen: Seen) -> Told:
    """The printer is believed before CUPS, which says `completed` as soon as it has handed a job over."""
    over = _over(seen)
    if over is not None:
        return over
    if seen.printer is None:
        return Told("retrying", "offline")
    reason = blocking(seen.printer_reasons)
    if reason:
        return Told("retrying", reason)
    if seen.printed == STOPPED or seen.printer == HALTED or seen.queued in {HELD, STOPPED}:
        return Told("retrying", "stopped")
    if seen.printed == ABORTED:
        return Told("retrying", "busy")  # the printer dropped it, CUPS gives it again
    if seen.printed is None and seen.printer == PRINTING and seen.queued in {PENDING, PROCESSING}:
        return Told("retrying", "busy")  # with somebody else's
    return Told("printing")


def _over(seen: Seen) -> Told | None:
    if seen.printed == COMPLETED:
        return Told("done")
    if seen.printed == CANCELLED or (seen.printed is None and seen.queued == CANCELLED):
        return Told("cancelled")
    if seen.printed == ABORTED and seen.queued not in {PENDING, PROCESSING}:
        return Told("failed", "other")
    if seen.printed is None and seen.queued == ABORTED:  # not STOPPED: CUPS tries such a job again
        return Told("failed", blocking(seen.printer_reasons) or ("offline" if seen.printer is None else "other"))
    if seen.printed is None and seen.queued in {COMPLETED, None} and seen.printer == IDLE:
        return Told("done")  # a printer that forgets its jobs at once: nothing is left to wait for
    return None
