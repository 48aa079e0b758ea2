"""A session from the moment the kiosk's browser opens to the moment nothing is left of it."""

import uuid
from collections.abc import Mapping
from datetime import date, timedelta
from functools import partial

from django.db import transaction
from django.db.models import Exists, OuterRef

from guichet.communes.models import Body
from guichet.devices import refusals, spool
from guichet.devices.actions.calls import answer_call
from guichet.devices.actions.locking import held, machine, running
from guichet.devices.actions.orders import give_order
from guichet.devices.facts import SessionEnded, SessionOpened
from guichet.devices.keys import digest_of, is_digest_of, new_token
from guichet.devices.models import Call, KioskSession, Order, PrintJob, ScanJob, Terminal
from guichet.devices.rules import LIVED, idle_since, is_open_at
from guichet.documents.actions import discard
from guichet.documents.models import StoredFile
from guichet.journal.actions import record
from guichet.kit.dates import add_months, now, start_of

Ended = KioskSession.Ended
KEPT_MONTHS = 13  # a year can be held against the year before
_TOUCHED_LATELY = timedelta(seconds=10)
_GOES_WITH_ITS_SESSION = (Order.Kind.END, Order.Kind.CANCEL)


def open_session(terminal: Terminal) -> tuple[KioskSession, str]:
    """Begin a session that nobody is in yet, and return the token of the address that opens it, once.

    The one that ran ends. Refused outside the kiosk's hours.
    """
    token = new_token()
    with held(terminal.pk) as current:
        if current.is_partner:
            raise refusals.no_partner_here()
        for left in KioskSession.objects.running().filter(terminal=current):
            end_session(left, Ended.RESTART, from_device=True)
        if not is_open_at(current.opens_at, current.closes_at, now()):
            raise refusals.closed_hours()
        Order.objects.filter(terminal=current, kind__in=_GOES_WITH_ITS_SESSION, done_at=None).update(done_at=now())
        at = now()
        session = KioskSession.objects.create(terminal=current, started_at=at, seen_at=at, opening=digest_of(token))
        record(SessionOpened(current.pk, session.pk), by=machine(current), body_id=current.body_id)
    return session, token


def enter_session(token: str, *, body: Body) -> tuple[KioskSession, str]:
    """The kiosk's browser comes with the token: it gets the secret that it shows at each page. Works once."""
    found = KioskSession.objects.running().filter(opening=digest_of(token), terminal__body=body).first()
    if found is None:
        raise refusals.opened_already()
    secret = new_token()
    with running(found, by_hand=False) as current:
        if not is_digest_of(token, current.opening):
            raise refusals.opened_already()
        current.opening, current.secret, current.seen_at = "", digest_of(secret), now()
        current.save(update_fields=["opening", "secret", "seen_at"])
    return current, secret


def session_of(key: str, secret: str, *, body: Body) -> KioskSession | None:
    """The running session of the browser that shows these two, on this body's kiosk."""
    try:
        asked = uuid.UUID(key)
    except ValueError:
        return None
    found = KioskSession.objects.running().filter(key=asked, terminal__body=body).select_related("terminal__body")
    session = found.first()
    return session if session is not None and is_digest_of(secret, session.secret) else None


def touch_session(session: KioskSession, *, by_hand: bool = True) -> None:
    """Somebody is there: written once in ten seconds. The home page that opens by itself is not touched `by_hand`."""
    at = now()
    if at - session.seen_at < _TOUCHED_LATELY and (session.was_used or not by_hand):
        return
    session.seen_at, session.was_used = at, session.was_used or by_hand
    columns = {"seen_at": at, "was_used": True} if by_hand else {"seen_at": at}
    KioskSession.objects.running().filter(pk=session.pk).update(**columns)


def keep_comfort(session: KioskSession, comfort: Mapping[str, object]) -> KioskSession:
    """Change how the pages are shown until the end of the session: what is not named stays."""
    with running(session) as current:
        current.comfort = {**current.comfort, **comfort}
        current.save(update_fields=["comfort"])
    return current


def grant_case(session: KioskSession, case_id: int, version: int, *, unseen: bool = False) -> KioskSession:
    """The code typed here opens this request until the end of the session; `unseen` when it was begun here without one."""
    with running(session) as current:
        is_new = str(case_id) not in current.cases  # begun again on its first page, its codes may have been read
        current.cases = {**current.cases, str(case_id): version}
        if unseen and is_new:
            current.unseen = sorted({*current.unseen, case_id})
        current.save(update_fields=["cases", "unseen"])
    return current


def show_code(session: KioskSession, case_id: int) -> KioskSession:
    """The codes of this request stand on the screen: the person can open it again."""
    with running(session) as current:
        current.unseen = [one for one in current.unseen if one != case_id]
        current.save(update_fields=["unseen"])
    return current


def end_session(session: KioskSession, why: str, *, from_device: bool = False) -> KioskSession:
    """End it, and erase what it printed, scanned and opened; what stays is counted. Ended already, nothing changes.

    The kiosk is told, unless it is the kiosk that says so.
    """
    with held(session.terminal_id) as terminal:
        current = KioskSession.objects.get(pk=session.pk)
        if not current.is_running:
            return current
        current.ended_at, current.ended_why = now(), why
        unseen = current.unseen
        current.cases, current.unseen, current.comfort, current.secret, current.opening = {}, [], {}, "", ""
        current.save()
        _erase_papers(current, terminal)
        for call in Call.objects.filter(session=current, answered_at=None):
            answer_call(call, by=machine(terminal))
        if not from_device and why != Ended.REVOKED:
            give_order(terminal, Order.Kind.END, job=current.key, by=machine(terminal))
        ended = SessionEnded(terminal.pk, current.pk, why, current.pages_printed, current.scans, unseen)
        record(ended, by=machine(terminal), body_id=terminal.body_id)
    return current


def end_silent_sessions() -> int:
    """End those that somebody used and left, when the kiosk did not end them itself; returns how many."""
    at = now()
    waiting = Call.objects.since(at - LIVED).filter(session=OuterRef("pk"))
    used = KioskSession.objects.running().filter(~Exists(waiting), was_used=True).select_related("terminal")
    left = [one for one in used if one.seen_at < idle_since(one.terminal.idle_seconds, at)]
    for session in left:
        end_session(session, Ended.IDLE)
    return len(left)


def forget_old_sessions(day: date) -> int:
    """Erase those of more than thirteen months; returns how many."""
    old = KioskSession.objects.filter(started_at__lt=start_of(add_months(day, -KEPT_MONTHS))).exclude(ended_at=None)
    return old.delete()[1].get(KioskSession._meta.label, 0)


def sweep_spool() -> int:
    """Erase the papers of no running session: a process died between the disk and the row; returns how many."""
    found = spool.keys()
    kept = set(PrintJob.objects.filter(key__in=found, session__ended_at=None).values_list("key", flat=True))
    old = [key for key in found - kept if spool.is_old(key)]
    for key in old:
        spool.erase(key)
    return len(old)


def _erase_papers(session: KioskSession, terminal: Terminal) -> None:
    at = now()
    for job in PrintJob.objects.filter(session=session, has_file=True):
        transaction.on_commit(partial(spool.erase, job.key))
    for jobs in (PrintJob.objects.filter(session=session), ScanJob.objects.filter(session=session)):
        jobs.exclude(state__in=PrintJob.OVER).update(state=PrintJob.State.CANCELLED, over_at=at)
    ScanJob.objects.filter(session=session).update(purpose="")
    discard(StoredFile.objects.filter(scan_job__session=session), by=machine(terminal))
