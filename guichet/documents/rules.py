"""What a file is, judged from its bytes; how it may be called; how its size is said. Pure."""

import re
import unicodedata
from enum import StrEnum
from pathlib import PurePosixPath

NAME_LENGTH = 120
MAX_PAGES = 50  # of a PDF, sent whole or joined from its pages
# Of papers crossed by what they are for, drawn one by one while the person waits: an identity paper has no more.
MAX_MARKED_PAGES = 6


class Kind(StrEnum):
    """What the bytes are, whatever the name says."""

    JPEG = "jpeg"
    PNG = "png"
    WEBP = "webp"
    HEIC = "heic"
    PDF = "pdf"
    PROGRAM = "program"
    WEB_PAGE = "web-page"
    DRAWING = "drawing"
    ARCHIVE = "archive"
    OFFICE = "office"
    OTHER_PICTURE = "other-picture"
    VIDEO = "video"
    SOUND = "sound"
    TEXT = "text"
    UNKNOWN = "unknown"

    @property
    def is_picture(self) -> bool:
        return self in {Kind.JPEG, Kind.PNG, Kind.WEBP, Kind.HEIC}

    @property
    def media_type(self) -> str:
        return "application/pdf" if self is Kind.PDF else f"image/{self.value}"

    @property
    def suffix(self) -> str:
        return ".jpg" if self is Kind.JPEG else f".{self.value}"


ACCEPTED_SUFFIXES = frozenset({".jpg", ".jpeg", ".jpe", ".jfif", ".png", ".webp", ".heic", ".heif", ".pdf"})

_STARTS = (
    (b"\xff\xd8\xff", Kind.JPEG),
    (b"\x89PNG\r\n\x1a\n", Kind.PNG),
    (b"%PDF-", Kind.PDF),
    (b"\x7fELF", Kind.PROGRAM),
    (b"MZ", Kind.PROGRAM),
    (b"#!", Kind.PROGRAM),
    (b"\xca\xfe\xba\xbe", Kind.PROGRAM),
    (b"\xcf\xfa\xed\xfe", Kind.PROGRAM),
    (b"\xce\xfa\xed\xfe", Kind.PROGRAM),
    (b"GIF8", Kind.OTHER_PICTURE),
    (b"II*\x00", Kind.OTHER_PICTURE),
    (b"MM\x00*", Kind.OTHER_PICTURE),
    (b"BM", Kind.OTHER_PICTURE),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OFFICE),
    (b"{\\rtf", Kind.OFFICE),
    (b"Rar!\x1a\x07", Kind.ARCHIVE),
    (b"7z\xbc\xaf\x27\x1c", Kind.ARCHIVE),
    (b"\x1f\x8b", Kind.ARCHIVE),
    (b"\x1aE\xdf\xa3", Kind.VIDEO),
    (b"ID3", Kind.SOUND),
    (b"OggS", Kind.SOUND),
    (b"fLaC", Kind.SOUND),
)
# Brands of the ISO base media container (ISO/IEC 14496-12): the same box opens a photograph and a film.
_HEIC_BRANDS = frozenset({b"heic", b"heix", b"heim", b"heis", b"mif1", b"msf1"})
_RIFF = {b"WEBP": Kind.WEBP, b"WAVE": Kind.SOUND, b"AVI ": Kind.VIDEO}
_OFFICE_INSIDE = (b"mimetypeapplication/vnd.oasis", b"[Content_Types].xml", b"word/", b"xl/", b"ppt/")
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body|script|iframe|meta)\b", re.IGNORECASE)
_NOT_TEXT = re.compile(rb"[\x00-\x08\x0e-\x1f\x7f]")
_SVG = re.compile(rb"<svg\b", re.IGNORECASE)


def kind_of(head: bytes) -> Kind:
    """Tell what a file is from its first kilobytes."""
    if head.startswith(b"PK\x03\x04"):
        return Kind.OFFICE if any(mark in head for mark in _OFFICE_INSIDE) else Kind.ARCHIVE
    if head.startswith(b"RIFF"):
        return _RIFF.get(head[8:12], Kind.UNKNOWN)
    if head[4:8] == b"ftyp":
        return _kind_of_container(head[8:12])
    for start, kind in _STARTS:
        if head.startswith(start):
            return kind
    return _kind_of_text(head)


def _kind_of_container(brand: bytes) -> Kind:
    if brand in _HEIC_BRANDS:
        return Kind.HEIC
    return Kind.OTHER_PICTURE if brand in {b"avif", b"avis"} else Kind.VIDEO


def _kind_of_text(head: bytes) -> Kind:
    if _SVG.search(head):
        return Kind.DRAWING
    if _PAGE.search(head):
        return Kind.WEB_PAGE
    # Some writers of PDF put a few bytes first; readers look for the mark in the first kilobyte.
    if b"%PDF-" in head[:1024]:
        return Kind.PDF
    return Kind.UNKNOWN if _NOT_TEXT.search(head) else Kind.TEXT


def suffix_of(name: str) -> str:
    """The extension a name ends with, in lower case, with its dot."""
    return PurePosixPath(shown_name(name)).suffix.lower()


def shown_name(name: str) -> str:
    """A name as it can be shown: no folder, no control or direction mark, nothing a disk or a header would misread."""
    name = unicodedata.normalize("NFC", name.replace("\\", "/").rstrip("/").rpartition("/")[2])
    kept = (" " if c.isspace() else c for c in name if c.isspace() or unicodedata.category(c)[0] != "C")
    name = "".join("-" if c in '<>:"|?*;' else c for c in kept if c != "\ufffd")
    return " ".join(name.split()).strip(". ")


def stored_name(name: str, suffix: str) -> str:
    """The name kept: what the person called it, ended by what it really is; at most 120 characters."""
    name = shown_name(name)
    stem, dot, last = name.rpartition(".")
    if not dot or not last.isalnum() or len(last) > 5:
        stem = name
    return f"{stem[: NAME_LENGTH - len(suffix)].strip('. ') or 'fichier'}{suffix}"


def size_in_words(size: int) -> str:
    """Say a size in decimal units: "1,8 Mo", "640 Ko", "12 octets"."""
    if size < 1000:
        return f"{size}\u00a0octet{'s' if size > 1 else ''}"
    if size < 999_500:
        return f"{round(size / 1000)}\u00a0Ko"
    return f"{size / 1_000_000:.1f}".replace(".", ",").removesuffix(",0") + "\u00a0Mo"
