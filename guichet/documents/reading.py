"""Look at what is kept."""

from io import BytesIO
from typing import BinaryIO

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image

from guichet.documents import refusals, store
from guichet.documents.models import StoredFile
from guichet.documents.pages import draw_page
from guichet.documents.sheets import on_white

# Few widths, so that nobody fills the disk by asking for every one.
WIDTHS = (200, 400, 800, 1600)
QUALITY = 80


def open_file(file: StoredFile) -> BinaryIO:
    """The bytes as they are kept; refuses a file in which the antivirus found something."""
    if file.is_infected:
        raise refusals.not_opened()
    return file.path.open("rb")


def scan_warning(file: StoredFile) -> str:
    """What is said beside a file to those who treat the request: that it is infected, or that the antivirus did not
    answer. Without an antivirus, nothing: the page "État" says so once."""
    if file.is_infected:
        return _("Virus trouvé : ce fichier ne s’ouvre plus. Demandez une photo du papier, ou le papier lui-même.")
    if settings.CLAMAV and file.scan == StoredFile.Scan.NOT_SCANNED:
        return _("Pas analysé par l’antivirus")
    return ""


def page_asked(text: str) -> int:
    """The page (from 0) that an address names from 1; the first when it names none, one that no file has otherwise."""
    if not text:
        return 0
    return int(text) - 1 if text.isascii() and text.isdigit() and len(text) < 6 else -1


def preview(file: StoredFile, *, width: int = 800, page: int = 0) -> bytes:
    """A JPEG of the picture, or of one page (from 0) of the PDF, at the kept width nearest above the wanted one.

    Made once, then read from the disk. IndexError for a page that the file does not have; refuses a file in which
    the antivirus found something.
    """
    if file.is_infected:
        raise refusals.not_opened()
    if not 0 <= page < file.pages:
        raise IndexError(f"file {file.pk} has {file.pages} page(s), not {page + 1}")
    width = next((kept for kept in WIDTHS if kept >= width), WIDTHS[-1])
    cached = file.path.with_name(f"{file.path.name}.{width}.{page}.jpg")
    try:
        return cached.read_bytes()
    except FileNotFoundError:
        data = _draw(file, width, page)
        store.write_cache(cached, data)
        return data


def _draw(file: StoredFile, width: int, page: int) -> bytes:
    if file.is_pdf:
        picture = draw_page(file.path, page, width)
    else:
        with Image.open(file.path, formats=["JPEG", "PNG"]) as kept:
            kept.thumbnail((width, width * 4), Image.Resampling.BICUBIC, reducing_gap=2.0)
            picture = on_white(kept)
    output = BytesIO()
    picture.convert("RGB").save(output, "JPEG", quality=QUALITY)
    return output.getvalue()
