"""Papers crossed by what they were given for: a copy that leaks is of no use to whoever finds it.

Every page becomes a picture, so that no program can lift the words off.
"""

from datetime import date
from functools import lru_cache
from io import BytesIO

import pikepdf
from django.utils.translation import gettext as _
from PIL import Image, ImageChops, ImageDraw, ImageFont

from guichet.communes.models import Body
from guichet.documents.pages import draw_pages
from guichet.documents.rendering import FONTS
from guichet.documents.sheets import add_whole, leaf_of, on_white, saved, tag_pictures
from guichet.kit.dates import day_in_words

DOTS_PER_INCH = 200
MOST_DOTS = 9_000_000  # A3 at this density; a larger sheet is drawn coarser
QUALITY = 85
SLOPE = 30  # degrees
# Of 255: the words are read on white and on black, and what lies below is read through them.
_INK, _INK_WEIGHT = (0, 48, 110), 84
_HALO_WEIGHT = 70
_ROWS = 11  # of words across the shorter side
_FINE = 700  # dots of the shorter side at which the words are drawn, then enlarged: soft edges, and ten times faster
_TILE = 1500  # dots of a side of words at most, repeated beyond: turned at once, a long strip would fill a square
_LONGEST = 20_000  # dots of a side; JPEG ends at 65 535


def watermark_for(purpose: str, *, body: Body, day: date) -> str:
    """The words for a paper given for this purpose, to this body, on this day."""
    words = _("%(purpose)s · %(office)s · %(day)s · ne vaut pour rien d’autre")
    return words % {"purpose": purpose, "office": body.office, "day": day_in_words(day).partition(" ")[2]}


def marked_picture(data: bytes, words: str) -> bytes:
    """The picture (cleaned JPEG or PNG) crossed by the words, as a JPEG."""
    with Image.open(BytesIO(data), formats=["JPEG", "PNG"]) as picture:
        plain = on_white(picture)
    plain.thumbnail((_LONGEST, _LONGEST))
    return _jpeg(_crossed(plain, words))


def marked_pdf(pdf: bytes, words: str) -> bytes:
    """The PDF (cleaned) as pictures of its pages at 200 dots per inch, each crossed by the words."""
    document = pikepdf.new()
    for drawn, size in draw_pages(pdf, dots_per_inch=DOTS_PER_INCH, most_dots=MOST_DOTS):
        add_whole(document, leaf_of(_jpeg(_crossed(drawn, words))), size)
    count = len(document.pages)
    tag_pictures(document, [_("Page %(n)s sur %(of)s") % {"n": n + 1, "of": count} for n in range(count)])
    return saved(document, title=words)


def _crossed(picture: Image.Image, words: str) -> Image.Image:
    picture = picture.convert("RGB")
    ink, halo = _veils(picture.size, words)
    picture.paste((255, 255, 255), mask=halo)
    picture.paste(_INK, mask=ink)
    return picture


def _veils(size: tuple[int, int], words: str) -> tuple[Image.Image, Image.Image]:
    """Two masks of this size: the slanted rows of words, and the light around their letters."""
    coarse = max(min(size) // _FINE, 1)
    small = (size[0] // coarse + 1, size[1] // coarse + 1)
    height = max(min(small) // _ROWS, 14)
    tile = (min(small[0], _TILE), min(small[1], _TILE))
    # Turned, a square as wide as the diagonal still covers the tile.
    side = int((tile[0] ** 2 + tile[1] ** 2) ** 0.5) + 2 * height
    ink = _laid(_turned(_rows(words, side, height, stroke=0, weight=_INK_WEIGHT), tile), small).resize(size)
    around = _laid(_turned(_rows(words, side, height, stroke=1, weight=_HALO_WEIGHT), tile), small).resize(size)
    return ink, ImageChops.subtract(around, ink)


def _rows(words: str, side: int, height: int, *, stroke: int, weight: int) -> Image.Image:
    font = _font(max(height // 3, 9))
    line = f"{words}     "
    step = int(font.getlength(line))
    row = Image.new("L", (side + 2 * step, height))
    pen = ImageDraw.Draw(row)
    for left in range(0, row.width, step):
        pen.text((left, height // 4), line, fill=weight, font=font, stroke_width=stroke)
    veil = Image.new("L", (side, side))
    for number, top in enumerate(range(0, side, height)):
        veil.paste(row, (-(number % 3) * step // 3, top))  # no two rows begin alike: no gap runs through the paper
    return veil


def _turned(veil: Image.Image, size: tuple[int, int]) -> Image.Image:
    turned = veil.rotate(SLOPE, Image.Resampling.BICUBIC)
    left, top = (veil.width - size[0]) // 2, (veil.height - size[1]) // 2
    return turned.crop((left, top, left + size[0], top + size[1]))


def _laid(tile: Image.Image, size: tuple[int, int]) -> Image.Image:
    if tile.size == size:
        return tile
    veil = Image.new("L", size)
    for left in range(0, size[0], tile.width):
        for top in range(0, size[1], tile.height):
            veil.paste(tile, (left, top))
    return veil


@lru_cache(maxsize=16)
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(FONTS / "AtkinsonHyperlegibleNext-Bold.ttf", size)


def _jpeg(picture: Image.Image) -> bytes:
    output = BytesIO()
    picture.save(output, "JPEG", quality=QUALITY)
    return output.getvalue()
