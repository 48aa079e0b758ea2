"""Print papers for who stands before the kiosk, within the quota."""

import uuid
from functools import partial

from django.db import transaction

from guichet.devices import refusals, spool
from guichet.devices.actions.locking import held, machine, running, visitor
from guichet.devices.actions.orders import give_order
from guichet.devices.facts import PrintOrdered, PrintTold
from guichet.devices.models import KioskSession, Order, PrintJob, Terminal
from guichet.devices.rules import PRESSED_TWICE, are_pages_left
from guichet.documents.pages import Unreadable, count_pages
from guichet.journal.actions import record
from guichet.kit.dates import now

State = PrintJob.State
# As the kiosk says it (the device API), and as it is kept.
TOLD = {
    "printing": State.WORKING,
    "retrying": State.RETRYING,
    "done": State.DONE,
    "failed": State.FAILED,
    "cancelled": State.CANCELLED,
}


def order_print(session: KioskSession, *, title: str, pdf: bytes) -> PrintJob:
    """Ask the kiosk to print this paper now; refuses more pages than the quota leaves. Call it outside a transaction.

    `title` is that of a public paper: the kiosk's printer shows it. Two touches on the same button are one order.
    """
    try:
        pages = count_pages(pdf)
    except Unreadable:
        raise refusals.broken_paper() from None
    key = uuid.uuid4()
    spool.write(key, pdf)
    ordered = None
    try:
        ordered = _order(session, PrintJob(key=key, title=title[:120], pages=pages))
    finally:
        if ordered is None or ordered.key != key:
            spool.erase(key)
    return ordered


def order_site_print(session: KioskSession, *, pages: int, title: str = "") -> PrintJob:
    """Count the pages of a foreign site that the kiosk prints itself: we never see what they hold."""
    at = now()
    return _order(session, PrintJob(title=title[:120], pages=pages, has_file=False, state=State.WORKING, told_at=at))


def print_bytes(job: PrintJob) -> bytes:
    """The paper. Raises FileNotFoundError when it is erased: it came out, or its session is over."""
    return spool.path_of(job.key).read_bytes()


def cancel_print(job: PrintJob) -> PrintJob:
    """The person does not want it any more. Pages already under way stay counted."""
    with held(job.session.terminal_id) as terminal:
        current = PrintJob.objects.select_related("session").get(pk=job.pk)
        if not current.is_over:
            was_ordered = current.state == State.ORDERED
            _tell(current, terminal, State.CANCELLED, gives_back=was_ordered)
            give_order(terminal, Order.Kind.CANCEL, job=current.key, by=visitor(terminal))
    return current


def tell_print(job: PrintJob, state: str, reason: str = "") -> PrintJob:
    """The kiosk says where the paper stands (`TOLD`); of one that is over nothing changes. Pages that failed are given back."""
    with held(job.session.terminal_id) as terminal:
        current = PrintJob.objects.select_related("session").get(pk=job.pk)
        kept = TOLD[state]
        if not current.is_over and (current.state, current.reason) != (kept, reason):
            _tell(current, terminal, kept, reason=reason, gives_back=kept == State.FAILED)
    return current


def _order(session: KioskSession, job: PrintJob) -> PrintJob:
    with running(session) as current:
        terminal = current.terminal
        just_now = now() - PRESSED_TWICE
        alike = current.printjobs.filter(title=job.title, pages=job.pages, has_file=True, ordered_at__gte=just_now)
        if job.has_file and (known := alike.exclude(state__in=PrintJob.OVER).first()):
            return known
        printed, quota = current.pages_printed, terminal.page_quota
        if not are_pages_left(job.pages, printed=printed, quota=quota):
            raise refusals.page_quota(quota - printed)
        current.pages_printed += job.pages
        current.save(update_fields=["pages_printed"])
        job.session, job.ordered_at = current, now()
        job.save(force_insert=True)
        record(PrintOrdered(terminal.pk, job.pk, job.pages), by=visitor(terminal), body_id=terminal.body_id)
    return job


def _tell(job: PrintJob, terminal: Terminal, state: str, *, reason: str = "", gives_back: bool) -> None:
    at = now()
    job.state, job.reason, job.told_at = state, reason[:20], job.told_at or at
    if job.is_over:
        job.over_at = at
        # What failed may be tried again; a kiosk without a printer shows its page until the end of the session.
        if not terminal.is_fake and state != State.FAILED:
            transaction.on_commit(partial(spool.erase, job.key))
    job.save(update_fields=["state", "reason", "told_at", "over_at"])
    if gives_back:
        job.session.pages_printed = max(job.session.pages_printed - job.pages, 0)
        job.session.save(update_fields=["pages_printed"])
    record(PrintTold(terminal.pk, job.pk, state, job.reason), by=machine(terminal), body_id=terminal.body_id)
