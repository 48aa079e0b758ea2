"""Make one paper of files that are its pages."""

from collections.abc import Sequence

from guichet.communes.models import Body
from guichet.documents import refusals
from guichet.documents.actions.keeping import keep_written
from guichet.documents.joining import TooManyPages, joined
from guichet.documents.models import StoredFile
from guichet.documents.pages import count_pages
from guichet.documents.reading import open_file
from guichet.documents.rules import MAX_PAGES, Kind
from guichet.documents.writing import written
from guichet.kit.actor import Actor

Scan = StoredFile.Scan


def join_pages(files: Sequence[StoredFile], *, name: str, body: Body, by: Actor) -> StoredFile:
    """Keep one PDF of these files in their order; the files themselves stay. Call it outside a transaction.

    Refuses more than fifty pages in all, and a file in which the antivirus found something.
    """
    return keep_written(write_joined(files, name=name, body=body), by=by)


def write_joined(files: Sequence[StoredFile], *, name: str, body: Body) -> StoredFile:
    """The first half of `join_pages`, outside a transaction: the bytes are safe, their row is still to be created."""
    parts = []
    for file in files:
        with open_file(file) as content:
            parts.append((content.read(), file.is_pdf))
    try:
        pdf = joined(parts, title=name)
    except TooManyPages as too_many:
        raise refusals.too_many_pages(name, too_many.pages, MAX_PAGES) from None
    paper = written(pdf, Kind.PDF, count_pages(pdf), name=name, body=body)
    if all(file.scan in {Scan.CLEAN, Scan.OURS} for file in files):
        paper.scan, paper.scanned_at = Scan.CLEAN, min((f.scanned_at for f in files if f.scanned_at), default=None)
    marks = {file.watermark for file in files}
    paper.watermark = marks.pop() if len(marks) == 1 else ""
    return paper
