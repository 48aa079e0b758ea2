"""Write a notice, show it, withdraw it: what was shown never changes."""

import hashlib
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import transaction

from guichet.communes.actions import published
from guichet.communes.models import Body
from guichet.content import refusals
from guichet.content.facts import (
    DisplayChosen,
    LegalNoticeDropped,
    LegalNoticePosted,
    LegalNoticeWithdrawn,
    LegalNoticeWritten,
)
from guichet.content.legal_rules import Dates, Kind, Means, shown_until
from guichet.content.models import DisplayChoice, LegalNotice
from guichet.documents.actions import Upload, discard, keep_untouched
from guichet.documents.models import StoredFile
from guichet.documents.rules import shown_name
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.kit.dates import now, paris_date
from guichet.kit.refusal import Refusal

# A budget or a plan is long, and the law wants the whole text.
MOST_BYTES = 50_000_000
MOST_PAGES = 1_000
COLUMNS = ("kind", "title", "number", "acted_on", "meeting_on", "until", "author_name", "author_title")


def keep_act(upload: Upload, *, name: str, body: Body, by: Actor) -> StoredFile:
    """Check and keep the PDF of an act byte for byte, for `write_notice`. Call it outside a transaction."""
    try:
        return keep_untouched(upload, name=name, body=body, by=by, most_bytes=MOST_BYTES, most_pages=MOST_PAGES)
    except Refusal as no:
        raise refusals.not_an_act(no.code, shown_name(name), MOST_BYTES // 1_000_000, MOST_PAGES) from no


@transaction.atomic
def write_notice(
    *,
    body: Body,
    columns: Mapping[str, Any],
    document: StoredFile | None = None,
    replaces: LegalNotice | None = None,
    by: Actor,
) -> LegalNotice:
    """Write a draft, or write it anew (`replaces`) with another document or the one it has."""
    assert set(columns) == set(COLUMNS), "a notice is written whole"
    refusals.check_notice(Kind(columns["kind"]), Dates(columns["acted_on"], columns["meeting_on"], columns["until"]))
    notice = _locked_draft(replaces) if replaces else LegalNotice(body=body)
    assert notice.body_id == body.pk, "a notice stays with its body"
    assert document is None or document.body_id == body.pk, "a document stays with its body"
    before = notice.document if replaces else None
    if document is None and before is None:
        raise refusals.no_document()
    for name, value in columns.items():
        setattr(notice, name, value)
    if document is not None:
        notice.document = document
    notice.save()
    record(LegalNoticeWritten(notice.pk), by=by, body_id=body.pk)
    if before is not None and before != notice.document:
        discard([before], by=by)
    return notice


@transaction.atomic
def drop_notice(notice: LegalNotice, *, by: Actor) -> None:
    """Throw a draft away, with its document."""
    notice = _locked_draft(notice)
    record(LegalNoticeDropped(notice.pk), by=by, body_id=notice.body_id)
    document = notice.document
    notice.delete()
    discard([document], by=by)


def post_notice(notice: LegalNotice, *, read: str | None = None, by: Actor) -> LegalNotice:
    """Show a draft from this minute on: its reference, its hash, its hour are written now and stay.

    `read` is the `draft_digest` of what somebody looked at, this very object unless told: a draft that changed since
    is refused. The hash is of the bytes on the disk, which anybody downloads; a document that is no longer what was
    kept is refused.
    """
    read = notice.draft_digest if read is None else read
    digest = _digest_on_disk(notice)
    with transaction.atomic():
        Body.objects.select_for_update().get(pk=notice.body_id)  # one number after the other
        notice, at = _locked_draft(notice), now()
        if notice.draft_digest != read:
            raise refusals.draft_changed()
        today = paris_date(at)
        refusals.check_showing(Kind(notice.kind), notice.dates, notice.author_name, notice.author_title, today)
        if notice.document.is_infected or digest != notice.document.sha256:
            raise refusals.document_changed()
        notice.state, notice.posted_at, notice.sha256 = LegalNotice.State.POSTED, at, digest
        notice.reference = _next_reference(notice.body, today.year)
        notice.shown_until = shown_until(Kind(notice.kind), notice.dates, today)
        choice = DisplayChoice.objects.select_related("body").filter(body=notice.body_id).first()
        notice.means = choice.in_force if choice else Means.ONLINE
        notice.save()
        record(LegalNoticePosted(notice.pk), by=by, body_id=notice.body_id)
        published(notice.body, by=by)
    return notice


@transaction.atomic
def withdraw_notice(notice: LegalNotice, *, reason: str, by: Actor) -> LegalNotice:
    """Take a notice off the display; that it was there, and why it left, stays told to everybody."""
    notice = LegalNotice.objects.select_for_update().get(pk=notice.pk)
    if notice.state != LegalNotice.State.POSTED:
        raise refusals.not_on_display()
    if not reason.strip():
        raise refusals.no_reason()
    notice.state, notice.withdrawn_at, notice.withdrawn_reason = LegalNotice.State.WITHDRAWN, now(), reason.strip()
    notice.save()
    record(LegalNoticeWithdrawn(notice.pk), by=by, body_id=notice.body_id)
    published(notice.body, by=by)
    return notice


@transaction.atomic
def choose_display(*, body: Body, population: int, means: str, decided_on: date | None, by: Actor) -> DisplayChoice:
    """Write how a body makes its acts public; what is on display already keeps the way it was shown."""
    refusals.check_display(
        Means(means),
        population=population,
        decided_on=decided_on,
        today=paris_date(now()),
        is_commune=body.is_commune,
    )
    choice, _is_new = DisplayChoice.objects.update_or_create(
        body=body, defaults={"population": population, "means": means, "decided_on": decided_on}
    )
    record(DisplayChosen(choice.pk, choice.means), by=by, body_id=body.pk)
    published(body, by=by)
    return choice


def _locked_draft(notice: LegalNotice) -> LegalNotice:
    found = LegalNotice.objects.select_for_update().filter(pk=notice.pk).first()
    if found is None:
        raise refusals.draft_gone()
    if found.state != LegalNotice.State.DRAFT:
        raise refusals.already_shown()
    return found


def _digest_on_disk(notice: LegalNotice) -> str:
    """Nothing when the document is gone, as when another took its place: no draft has that hash."""
    try:
        return hashlib.sha256(notice.document.path.read_bytes()).hexdigest()
    except (FileNotFoundError, StoredFile.DoesNotExist):
        return ""


def _next_reference(body: Body, year: int) -> str:
    """Continuous within a body and a year: 2026-001, 2026-002…"""
    count = LegalNotice.objects.public(body).filter(reference__startswith=f"{year}-").count()
    return f"{year}-{count + 1:03d}"
