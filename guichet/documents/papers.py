"""PDFs that people send, as we keep them: written again, without scripts, launch actions or files inside."""

from io import BytesIO
from typing import Any

import pikepdf
from pikepdf.settings import set_qpdf_limits

from guichet.documents import refusals
from guichet.documents.pages import Unreadable, count_pages
from guichet.documents.rules import MAX_PAGES

MAX_OBJECTS = 50_000  # fifty pages have a few thousands; a small file may claim millions
DEEPEST = 40
# A few kilobytes can claim gigabytes of objects; qpdf's limits are of the whole process.
set_qpdf_limits(flate_max_memory=50_000_000, parser_max_nesting=100, doc_max_warnings=200)

# ISO 32000-1, 12.6.4: what a reader would do by itself or for the author. A link to a page or a site stays.
_UNWANTED_ACTIONS = {
    "/JavaScript", "/Launch", "/GoToE", "/GoToR", "/SubmitForm", "/ImportData", "/Rendition", "/Sound", "/Movie",
    "/RichMediaExecute", "/GoTo3DView", "/SetOCGState",
}  # fmt: skip
_UNWANTED_NOTES = {"/FileAttachment", "/Sound", "/Movie", "/Screen", "/3D", "/RichMedia"}
_UNWANTED_KEYS = ("/AA", "/JS", "/XFA", "/AF", "/EF", "/RichMediaContent")


def clean_pdf(data: bytes, name: str) -> tuple[bytes, int]:
    """Return the PDF written again and its number of pages; refuse what is broken, locked or too long.

    A PDF that only forbids printing or copying opens without a password: it is taken, and freed of that.
    """
    try:
        with pikepdf.open(BytesIO(data)) as document:
            if not len(document.pages) or len(document.objects) > MAX_OBJECTS:
                raise refusals.broken(name)
            if len(document.pages) > MAX_PAGES:
                raise refusals.too_many_pages(name, len(document.pages), MAX_PAGES)
            _disarm(document)
            output = BytesIO()
            document.save(output, object_stream_mode=pikepdf.ObjectStreamMode.generate)
        cleaned = output.getvalue()
        return cleaned, count_pages(cleaned)
    except pikepdf.PasswordError:
        raise refusals.locked(name) from None
    except (pikepdf.PdfError, Unreadable, ValueError, TypeError, KeyError, RuntimeError, RecursionError):
        raise refusals.broken(name) from None


def whole_pages(data: bytes, name: str, most: int) -> int:
    """How many pages a PDF has, that stays as it is; refuse what is broken, asks for a password, or is longer."""
    try:
        with pikepdf.open(BytesIO(data)) as document:
            count = len(document.pages)
    except pikepdf.PasswordError:
        raise refusals.locked(name) from None
    except (pikepdf.PdfError, ValueError, TypeError, KeyError, RuntimeError, RecursionError):
        raise refusals.broken(name) from None
    if not count:
        raise refusals.broken(name)
    if count > most:
        raise refusals.too_many_pages(name, count, most)
    return count


def _disarm(document: pikepdf.Pdf) -> None:
    names = document.Root.get("/Names")
    if isinstance(names, pikepdf.Dictionary):
        for key in ("/JavaScript", "/EmbeddedFiles", "/Renditions", "/AlternatePresentations"):
            if key in names:
                del names[key]
    for thing in document.objects:
        _disarm_object(thing, 0)


def _disarm_object(thing: Any, depth: int) -> None:
    """Take out of one object, and of what is written inside it, all that acts; what it refers to is seen in its turn."""
    if depth > DEEPEST:
        raise ValueError("nested deeper than any honest paper")
    if isinstance(thing, pikepdf.Array):
        parts = list(thing)
    elif isinstance(thing, pikepdf.Dictionary | pikepdf.Stream):
        _take_out(thing)
        parts = [value for _key, value in thing.items()]
    else:
        return
    for part in parts:
        if isinstance(part, pikepdf.Object) and not part.is_indirect:
            _disarm_object(part, depth + 1)


def _take_out(thing: Any) -> None:
    unwanted = [key for key in _UNWANTED_KEYS if key in thing]
    if str(thing.get("/S", "")) in _UNWANTED_ACTIONS:
        unwanted = list(thing.keys())  # a reader ignores an action that says nothing
    for key in unwanted:
        del thing[key]
    if isinstance(thing.get("/Annots"), pikepdf.Array):
        thing["/Annots"] = pikepdf.Array([note for note in thing["/Annots"] if not _is_unwanted_note(note)])


def _is_unwanted_note(note: Any) -> bool:
    return not isinstance(note, pikepdf.Dictionary) or str(note.get("/Subtype", "")) in _UNWANTED_NOTES
