"""The one door to PDFium, which draws pages and is not made for two threads at once. Nothing in a page is executed."""

from collections.abc import Iterator
from math import sqrt
from pathlib import Path
from threading import Lock

import pypdfium2
from PIL import Image

_one_at_a_time = Lock()
POINTS_PER_INCH = 72
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


def draw_pages(pdf: bytes, *, dots_per_inch: int, most_dots: int) -> Iterator[tuple[Image.Image, tuple[float, float]]]:
    """Draw every page in turn, with its size in points; a page of more dots than `most_dots` is drawn coarser."""
    for page in range(count_pages(pdf)):
        with _one_at_a_time:  # between two pages others have their turn
            try:
                document = pypdfium2.PdfDocument(pdf)
            except pypdfium2.PdfiumError as error:
                raise Unreadable(str(error)) from error
            try:
                sheet = document[page]
                across, down = sheet.get_size()
                scale = min(dots_per_inch / POINTS_PER_INCH, sqrt(most_dots / (across * down)))
                drawn = sheet.render(scale=scale, may_draw_forms=True).to_pil()
            except (pypdfium2.PdfiumError, ZeroDivisionError) as error:
                raise Unreadable(str(error)) from error
            finally:
                document.close()
        yield drawn, (across, down)
