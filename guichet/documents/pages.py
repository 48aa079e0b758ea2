"""The one door to PDFium, which draws pages and is not made for two threads at once. Nothing in a page is executed."""

from pathlib import Path
from threading import Lock

import pypdfium2
from PIL import Image

_one_at_a_time = Lock()
TALLEST = 4  # a page much taller than wide is drawn at most this many times its width


class Unreadable(Exception):
    """PDFium cannot open the file or this page of it."""


def count_pages(pdf: bytes) -> int:
    with _one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(pdf)
        except pypdfium2.PdfiumError as error:
            raise Unreadable(str(error)) from error
        try:
            return len(document)
        finally:
            document.close()


def draw_page(path: Path, page: int, width: int) -> Image.Image:
    """Draw one page (from 0) of a PDF, `width` dots wide."""
    with _one_at_a_time:
        try:
            document = pypdfium2.PdfDocument(path)
        except pypdfium2.PdfiumError as error:
            raise Unreadable(str(error)) from error
        try:
            sheet = document[page]
            across, down = sheet.get_size()
            scale = min(width / across, width * TALLEST / down)
            picture: Image.Image = sheet.render(scale=scale, may_draw_forms=False).to_pil()
            return picture
        except (pypdfium2.PdfiumError, IndexError, ZeroDivisionError) as error:
            raise Unreadable(str(error)) from error
        finally:
            document.close()
