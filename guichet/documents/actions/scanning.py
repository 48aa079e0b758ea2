"""Ask the antivirus, when there is one. "Not scanned" is never "clean"."""

import logging
import time
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.core.cache import cache
from django.db import transaction
from django.db.models import F

from guichet.communes.models import Body
from guichet.documents import refusals
from guichet.documents.facts import FileInfected, InfectedFileRefused
from guichet.documents.gateways import NotScanned, Unreachable, clamd
from guichet.documents.models import StoredFile
from guichet.journal.actions import record
from guichet.kit.actor import SYSTEM, Actor
from guichet.kit.dates import now

log = logging.getLogger(__name__)

AT_ONCE = 50  # files looked at in one turn, so that the worker's other duties wait for seconds at most
PATIENCE = 1.0  # seconds: one that takes longer to fail is left alone for a while, or each file of a person would wait
LEFT_ALONE = 30  # seconds
MOST_FAILURES = 3  # of one turn: each may have lasted as long as the gateway waits

Scan = StoredFile.Scan


@dataclass(frozen=True)
class Scanned:
    """What is known of a file that comes in, and since when."""

    result: str
    at: datetime | None


def scan_at_the_door(data: bytes, *, name: str, body: Body, by: Actor) -> Scanned:
    """Show the bytes as they came to the antivirus; refuse what it finds, and state that without a name.

    Silent or absent, it keeps nobody from sending: the file is taken as not scanned, and looked at later.
    Call it outside a transaction, which the refusal would take back with the fact.
    """
    signature = _signature_now(data) if settings.CLAMAV else None
    if signature is None:
        return Scanned(Scan.NOT_SCANNED, None)
    if signature:
        with transaction.atomic():
            Body.objects.select_for_update().get(pk=body.pk)
            record(InfectedFileRefused(body.pk, signature, len(data)), by=by, body_id=body.pk)
        raise refusals.infected(name)
    return Scanned(Scan.CLEAN, now())


def scan_waiting() -> int:
    """Look at files that were kept while the antivirus was silent or absent; returns how many now have an answer.

    What is looked at are the bytes as we keep them. Those it could not look at go behind the others.
    """
    if not settings.CLAMAV:
        return 0
    answered = failures = 0
    for file in StoredFile.objects.not_scanned().order_by("scan_tries", "pk")[:AT_ONCE]:
        try:
            signature = clamd.signature_in(
                file.path.read_bytes(), address=settings.CLAMAV, within=settings.CLAMAV_SECONDS
            )
        except Unreachable as why:
            log.warning("antivirus-silent reason=%s", why)
            break
        except (NotScanned, FileNotFoundError) as why:
            log.warning("file-not-scanned file=%s reason=%s", file.pk, why if isinstance(why, NotScanned) else "lost")
            StoredFile.objects.filter(pk=file.pk).update(scan_tries=F("scan_tries") + 1)
            failures += 1
            if failures == MOST_FAILURES:
                break
        else:
            _note(file, signature)
            answered += 1
    return answered


def scanner_answers() -> bool:
    """Does the configured antivirus look at what it is shown, right now?"""
    try:
        return clamd.signature_in(b"guichet", address=settings.CLAMAV, within=clamd.CONNECT_SECONDS) == ""
    except NotScanned:
        return False


def _signature_now(data: bytes) -> str | None:
    """What the antivirus found, "" for nothing; None when it does not say, or did not a moment ago."""
    silence = f"antivirus-silent:{settings.CLAMAV}"
    if cache.get(silence):
        return None
    asked_at = time.monotonic()
    try:
        return clamd.signature_in(data, address=settings.CLAMAV, within=settings.CLAMAV_SECONDS)
    except NotScanned as why:
        log.warning("antivirus-silent size=%s reason=%s", len(data), why)
        if time.monotonic() - asked_at > PATIENCE:
            cache.set(silence, True, LEFT_ALONE)
        return None


@transaction.atomic
def _note(file: StoredFile, signature: str) -> None:
    current = StoredFile.objects.select_for_update().not_scanned().filter(pk=file.pk).first()
    if current is None:  # discarded meanwhile, or seen by another worker
        return
    current.scan, current.scanned_at = (Scan.INFECTED if signature else Scan.CLEAN), now()
    current.save(update_fields=["scan", "scanned_at"])
    if signature:
        record(FileInfected(current.pk, signature), by=SYSTEM, body_id=current.body_id)
