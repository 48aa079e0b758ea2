"""What may be given to download, told from its name and from its bytes. Pure."""

from dataclasses import dataclass
from enum import StrEnum
from io import BytesIO
from pathlib import PurePosixPath
from zipfile import BadZipFile, ZipFile

MOST_BYTES = 20_000_000
MOST_PAGES = 500
_LONGEST_MARK = 100  # bytes of the entry "mimetype" of an OpenDocument


@dataclass(frozen=True)
class Format:
    """A kind of document that most people can open; `mark` is what its bytes hold when they are what the name says."""

    word: str
    media_type: str
    mark: str
    opens_in_browser: bool = False


_OPEN_DOCUMENT = "application/vnd.oasis.opendocument"
_OFFICE = "application/vnd.openxmlformats-officedocument"
FORMATS = {
    "pdf": Format("PDF", "application/pdf", "%PDF-", opens_in_browser=True),
    "odt": Format("Texte (ODT)", f"{_OPEN_DOCUMENT}.text", f"{_OPEN_DOCUMENT}.text"),
    "ods": Format("Tableau (ODS)", f"{_OPEN_DOCUMENT}.spreadsheet", f"{_OPEN_DOCUMENT}.spreadsheet"),
    "docx": Format("Word (DOCX)", f"{_OFFICE}.wordprocessingml.document", "word/"),
    "xlsx": Format("Excel (XLSX)", f"{_OFFICE}.spreadsheetml.sheet", "xl/"),
}


class Fault(StrEnum):
    """Why a file is not given to download."""

    EMPTY = "empty"
    TOO_BIG = "too-big"
    FORMAT = "format"
    OTHER_INSIDE = "other-inside"
    PROGRAM = "program"


def format_named(name: str) -> Format | None:
    """The format that the end of a name tells; None for one that we do not give."""
    return FORMATS.get(PurePosixPath(name).suffix.lower().removeprefix("."))


def fault_of(name: str, data: bytes) -> Fault | None:
    """What is wrong with a file, judged from its name and its bytes, which must agree; None when it may be given."""
    form = format_named(name)
    if not data:
        return Fault.EMPTY
    if len(data) > MOST_BYTES:
        return Fault.TOO_BIG
    if form is None:
        return Fault.FORMAT
    if form.opens_in_browser:
        # Strictly first: bytes before the mark could make a page of it for a browser that guesses.
        return None if data.startswith(form.mark.encode()) else Fault.OTHER_INSIDE
    return _fault_of_archive(form, data)


def _fault_of_archive(form: Format, data: bytes) -> Fault | None:
    """The formats of office suites are archives: a list of entries, one of which says what they are."""
    try:
        with ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            told = _told_type(archive) if "mimetype" in names else ""
    except (BadZipFile, OSError, ValueError, NotImplementedError, RuntimeError, EOFError):
        return Fault.OTHER_INSIDE
    is_office = "[Content_Types].xml" in names and any(name.startswith(form.mark) for name in names)
    if told != form.mark and not is_office:
        return Fault.OTHER_INSIDE
    has_macros = any(name.endswith("vbaProject.bin") or name.startswith(("Basic/", "Scripts/")) for name in names)
    return Fault.PROGRAM if has_macros else None


def _told_type(archive: ZipFile) -> str:
    with archive.open("mimetype") as entry:
        return entry.read(_LONGEST_MARK).decode("ascii", errors="replace").strip()
