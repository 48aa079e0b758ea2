"""Keep what people send and what we make, discard it, sweep what was left behind."""

import uuid
from collections.abc import Iterable
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Protocol

from django.conf import settings
from django.db import transaction

from guichet.communes.models import Body
from guichet.documents import refusals, store
from guichet.documents.actions.scanning import scan_at_the_door
from guichet.documents.facts import FileDiscarded, FileKept
from guichet.documents.models import StoredFile
from guichet.documents.pages import Unreadable, count_pages
from guichet.documents.papers import clean_pdf, whole_pages
from guichet.documents.pictures import clean_picture
from guichet.documents.rules import MAX_MARKED_PAGES, MAX_PAGES, Kind, kind_of
from guichet.documents.watermarks import marked_pdf, marked_picture
from guichet.documents.writing import written
from guichet.journal.actions import record
from guichet.kit.actor import Actor

_HEAD = 4096


class Upload(Protocol):
    """What we ask of Django's UploadedFile."""

    @property
    def size(self) -> int | None: ...
    def seek(self, offset: int, /) -> object: ...
    def read(self, size: int, /) -> bytes: ...


def keep_upload(
    stream: Upload, *, name: str, body: Body, by: Actor, watermark: str = "", most_pages: int = MAX_PAGES
) -> StoredFile:
    """Check what a person sends, write it durably, then create its row; refuse with a sentence for the person.

    Its type is read from its bytes alone, once the antivirus, if there is one, has seen them as they came. With
    a `watermark` each page becomes a picture crossed by these words; nothing is kept without them, nor more than
    six pages with them, which takes a third of a second each. Call it outside a transaction: drawing a picture again
    and waiting for the disk would hold the database's lock. Bytes whose row never comes are swept after a day.
    """
    data = _received(stream, name, settings.FILE_MAX_BYTES)
    scanned = scan_at_the_door(data, name=name, body=body, by=by)
    kept, kind, pages = _checked(data, name)
    if pages > (most := min(most_pages, MAX_MARKED_PAGES if watermark else MAX_PAGES)):
        raise refusals.too_many_pages(name, pages, most)
    if watermark:
        kept, kind = _marked(kept, kind, watermark, name)
    file = written(kept, kind, pages, name=name, body=body)
    file.watermark = watermark
    file.scan, file.scanned_at = scanned.result, scanned.at
    return keep_written(file, by=by)


def keep_untouched(stream: Upload, *, name: str, body: Body, by: Actor, most_bytes: int, most_pages: int) -> StoredFile:
    """Keep a PDF byte for byte: an act whose signature or hash must still hold. Call it like `keep_upload`.

    It is looked at, not cleaned: only for what an agent publishes. Refused when it is not a PDF, is broken, locked or too long.
    """
    data = _received(stream, name, most_bytes)
    scanned = scan_at_the_door(data, name=name, body=body, by=by)
    if kind_of(data[:_HEAD]) is not Kind.PDF:
        raise refusals.not_a_pdf(name)
    file = written(data, Kind.PDF, whole_pages(data, name, most_pages), name=name, body=body)
    file.scan, file.scanned_at = scanned.result, scanned.at
    return keep_written(file, by=by)


def keep_pdf(pdf: bytes, *, name: str, body: Body, by: Actor) -> StoredFile:
    """Keep a PDF that we made, byte for byte. Call it outside a transaction, like `keep_upload`."""
    return keep_written(write_pdf(pdf, name=name, body=body), by=by)


def write_pdf(pdf: bytes, *, name: str, body: Body) -> StoredFile:
    """The first half of `keep_pdf`, outside a transaction: the bytes are safe, their row is still to be created."""
    file = written(pdf, Kind.PDF, count_pages(pdf), name=name, body=body)
    file.scan = StoredFile.Scan.OURS
    return file


@transaction.atomic
def keep_written(file: StoredFile, *, by: Actor) -> StoredFile:
    """The second half, quick: create the row, in the caller's transaction if what names the file must come with it."""
    file.save(force_insert=True)
    record(FileKept(file.pk, file.media_type, file.size), by=by, body_id=file.body_id)
    return file


@transaction.atomic
def discard(files: Iterable[StoredFile], *, by: Actor) -> int:
    """Erase rows now and bytes after the commit; returns how many rows went. A file already gone is no error."""
    count = 0
    for file in StoredFile.objects.select_for_update().filter(pk__in=[file.pk for file in files]).order_by("pk"):
        pk, path, body_id = file.pk, file.path, file.body_id
        file.delete()
        record(FileDiscarded(pk), by=by, body_id=body_id)
        transaction.on_commit(partial(store.erase, path))
        count += 1
    return count


def sweep(before: datetime) -> int:
    """Erase bytes without a row and drafts of a writing, last touched before this time; returns how many went."""
    count = 0
    for folder in store.shards(Path(settings.FILES_ROOT)):
        old = [path for path in folder.iterdir() if path.stat().st_mtime < before.timestamp()]
        keys = {key for path in old if (key := _key_of(path))}
        known = set(StoredFile.objects.filter(key__in=keys).values_list("key", flat=True))
        for path in old:
            if path.suffix == store.DRAFT or _key_of(path) not in known:
                path.unlink(missing_ok=True)
                count += 1
    return count


def _received(stream: Upload, name: str, limit: int) -> bytes:
    if stream.size is not None and stream.size > limit:
        raise refusals.too_big(name, stream.size, limit)
    stream.seek(0)
    data = stream.read(limit + 1)
    if not data:
        raise refusals.empty(name)
    if len(data) > limit:
        raise refusals.too_big(name, len(data), limit)
    return data


def _checked(data: bytes, name: str) -> tuple[bytes, Kind, int]:
    kind = kind_of(data[:_HEAD])
    if kind is Kind.PDF:
        cleaned, pages = clean_pdf(data, name)
        return cleaned, kind, pages
    if kind.is_picture:
        return *clean_picture(data, kind, name), 1
    raise refusals.wrong_type(name, kind)


def _marked(data: bytes, kind: Kind, words: str, name: str) -> tuple[bytes, Kind]:
    if kind is not Kind.PDF:
        return marked_picture(data, words), Kind.JPEG
    try:
        return marked_pdf(data, words), Kind.PDF
    except Unreadable:
        raise refusals.broken(name) from None


def _key_of(path: Path) -> uuid.UUID | None:
    try:
        return uuid.UUID(path.name.partition(".")[0])
    except ValueError:
        return None
