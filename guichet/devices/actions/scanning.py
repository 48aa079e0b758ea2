"""Scan papers for who stands before the kiosk; what nobody keeps is erased."""

from django.db import transaction

from guichet.devices import refusals
from guichet.devices.actions.locking import held, machine, running, visitor
from guichet.devices.actions.orders import give_order
from guichet.devices.facts import ScanOrdered, ScanTold
from guichet.devices.models import KioskSession, Order, ScanJob, Terminal
from guichet.devices.rules import MOST_SCANS
from guichet.documents.actions import Upload, discard, keep_upload
from guichet.documents.models import StoredFile
from guichet.journal.actions import record
from guichet.kit.dates import now
from guichet.kit.refusal import Refusal

State = ScanJob.State
# As the kiosk says it (the device API), and as it is kept. That it is done is told by the file itself.
TOLD = {"scanning": State.WORKING, "failed": State.FAILED, "cancelled": State.CANCELLED}


def order_scan(
    session: KioskSession,
    *,
    source: str = ScanJob.Source.FLATBED,
    format: str = ScanJob.Format.PDF,
    purpose: str = "",
) -> ScanJob:
    """Ask the kiosk to scan what lies on its glass, or in its feeder; `purpose` is where the face will put it.

    A scan that waits already is given again. Refused beyond MOST_SCANS in one session.
    """
    with running(session) as current:
        terminal = current.terminal
        waiting = current.scanjobs.filter(state=State.ORDERED, source=source, format=format, purpose=purpose).first()
        if waiting is not None:
            return waiting
        if current.scans >= MOST_SCANS:
            raise refusals.too_many_scans()
        job = ScanJob.objects.create(session=current, source=source, format=format, purpose=purpose, ordered_at=now())
        record(ScanOrdered(terminal.pk, job.pk), by=visitor(terminal), body_id=terminal.body_id)
    return job


def cancel_scan(job: ScanJob) -> ScanJob:
    """The person does not want it any more."""
    with held(job.session.terminal_id) as terminal:
        current = ScanJob.objects.select_related("session").get(pk=job.pk)
        if not current.is_over:
            _tell(current, terminal, State.CANCELLED)
            give_order(terminal, Order.Kind.CANCEL, job=current.key, by=visitor(terminal))
    return current


def tell_scan(job: ScanJob, state: str, reason: str = "") -> ScanJob:
    """The kiosk says where the scan stands (`TOLD`); of one that is over nothing changes."""
    with held(job.session.terminal_id) as terminal:
        current = ScanJob.objects.select_related("session").get(pk=job.pk)
        kept = TOLD[state]
        if not current.is_over and (current.state, current.reason) != (kept, reason):
            _tell(current, terminal, kept, reason=reason)
    return current


def receive_scan(job: ScanJob, stream: Upload, *, name: str) -> ScanJob:
    """Keep what was scanned, for as long as its session; looked at and cleaned like any upload.

    Call it outside a transaction. Refuses a file that is not one, and one whose session or job is over: nothing is kept.
    """
    session = KioskSession.objects.select_related("terminal__body").get(pk=job.session_id)
    if job.is_over or not session.is_running:
        raise refusals.scan_over()
    terminal = session.terminal
    try:
        file = keep_upload(stream, name=name, body=terminal.body, by=machine(terminal))
    except Refusal:
        tell_scan(job, "failed", "other")
        raise
    kept = _attach(job, file)
    if kept is None:  # it ended while the paper travelled
        discard([file], by=machine(terminal))
        raise refusals.scan_over()
    return kept


@transaction.atomic
def take_scan(job: ScanJob) -> StoredFile:
    """The file leaves the job: the caller attaches it to a case in the same transaction, and the session erases it no more."""
    with running(job.session) as session:
        current = ScanJob.objects.select_related("file").get(pk=job.pk, session=session)
        file = current.file
        if file is None:
            raise refusals.no_scan()
        current.file = None
        current.save(update_fields=["file"])
    return file


def drop_scan(job: ScanJob) -> None:
    """The person does not keep this page."""
    with held(job.session.terminal_id) as terminal:
        current = ScanJob.objects.select_related("file").get(pk=job.pk)
        if current.file is not None:
            discard([current.file], by=visitor(terminal))


def _attach(job: ScanJob, file: StoredFile) -> ScanJob | None:
    with held(job.session.terminal_id) as terminal:
        current = ScanJob.objects.select_related("session").get(pk=job.pk)
        if current.is_over or not current.session.is_running:
            return None
        current.file = file
        current.save(update_fields=["file"])
        current.session.scans += 1
        current.session.save(update_fields=["scans"])
        _tell(current, terminal, State.DONE)
    return current


def _tell(job: ScanJob, terminal: Terminal, state: str, *, reason: str = "") -> None:
    at = now()
    job.state, job.reason, job.told_at = state, reason[:20], job.told_at or at
    if job.is_over:
        job.over_at = at
    job.save(update_fields=["state", "reason", "told_at", "over_at"])
    record(ScanTold(terminal.pk, job.pk, state, job.reason), by=machine(terminal), body_id=terminal.body_id)
