"""The glass of a kiosk without hardware: what it scans is a page that we draw, and that says so."""

from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from guichet.documents.rendering import FONTS

_DOTS = 100  # per inch: enough to be read on a screen
_A4 = (827, 1169)
_INK, _PAPER = "#1b2933", "#ffffff"


def _type(size: int) -> ImageFont.FreeTypeFont:
    """The type of our papers, which has the accents."""
    return ImageFont.truetype(FONTS / "AtkinsonHyperlegibleNext-Regular.ttf", size)


def scanned_page(title: str, lines: list[str], *, as_pdf: bool) -> bytes:
    """One A4 page with these words, as a scanner would send it: PDF or JPEG."""
    page = Image.new("RGB", _A4, _PAPER)
    pen = ImageDraw.Draw(page)
    pen.rectangle((60, 60, _A4[0] - 60, _A4[1] - 60), outline=_INK, width=2)
    pen.text((100, 110), title, fill=_INK, font=_type(34))
    for number, line in enumerate(lines):
        pen.text((100, 200 + 44 * number), line, fill=_INK, font=_type(22))
    sent = BytesIO()
    if as_pdf:
        page.save(sent, "PDF", resolution=_DOTS)
    else:
        page.save(sent, "JPEG", quality=85, dpi=(_DOTS, _DOTS))
    return sent.getvalue()
