"""The one door to PDFium, which draws pages and is not made for two threads at once. Nothing in a page is executed."""

from collections.abc import Iterator
from math import sqrt
from pathlib import Path
from threading import Lock

import pypdfium2
from PIL import Image

_one_at_a_time = Lock()
POINTS_PER_INCH = 72
TALLEST = 4  # a page much longer than wide is drawn no longer than one whose sides are as 4 to 1
_LEAST, _MOST = 3, 14_400  # points of a side that a PDF may have (ISO 32000-1, annex C)


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
    """Draw every page in turn, with its size in points.

    A page of more dots than `most_dots`, or longer than one of so many dots whose sides are as TALLEST to 1, is drawn
    coarser: a thread a few points wide costs no more than a sheet of paper.
    """
    longest = sqrt(most_dots * TALLEST)
    for page in range(count_pages(pdf)):
        with _one_at_a_time:  # between two pages others have their turn
            try:
                document = pypdfium2.PdfDocument(pdf)
            except pypdfium2.PdfiumError as error:
                raise Unreadable(str(error)) from error
            try:
                sheet = document[page]
                across, down = sheet.get_size()
                if min(across, down) < _LEAST or max(across, down) > _MOST:
                    raise Unreadable(f"a page of {across} by {down} points")
                finest = min(sqrt(most_dots / (across * down)), longest / max(across, down))
                scale = min(dots_per_inch / POINTS_PER_INCH, finest)
                drawn = sheet.render(scale=scale, may_draw_forms=True).to_pil()
            except pypdfium2.PdfiumError as error:
                raise Unreadable(str(error)) from error
            finally:
                document.close()
        yield drawn, (across, down)
