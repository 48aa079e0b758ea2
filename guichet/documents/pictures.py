"""Photographs as we keep them: drawn again from their pixels, upright, small enough, with nothing hidden in them."""

import struct
from contextlib import nullcontext
from io import BytesIO
from math import isqrt
from threading import Lock

from pi_heif import register_heif_opener
from PIL import Image
from PIL.JpegImagePlugin import JpegImageFile

from guichet.documents import refusals
from guichet.documents.rules import Kind

register_heif_opener()
_FORMATS = {Kind.JPEG: "JPEG", Kind.PNG: "PNG", Kind.WEBP: "WEBP", Kind.HEIC: "HEIF"}

MAX_PIXELS = 50_000_000  # what the telephones of today take at most
# Pictures are divided by whole factors only, which costs almost nothing, and keep at least this many points:
# an A4 page at 170 dots per inch, where the smallest print still reads.
ENOUGH_PIXELS = 3_000_000
QUALITY = 85
# Sum of the first quantization table at our quality: a larger sum is a coarser picture, which ours would only fatten.
_SUM_AT_QUALITY = 1109
FEW_COLOURS = 128  # a scanned page has 256 greys

_LARGE = 12_000_000
_one_large_at_a_time = Lock()  # 50 million points fill 150 MB while they are read

# What Pillow and libheif raise on damaged bytes; neither keeps a list.
_DAMAGE = (OSError, SyntaxError, ValueError, EOFError, TypeError, IndexError, KeyError, RuntimeError, struct.error)
_BOMB = (Image.DecompressionBombError, Image.DecompressionBombWarning)

_ORIENTATION = 0x0112  # of EXIF
_UPRIGHT = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


def clean_picture(data: bytes, kind: Kind, name: str) -> tuple[bytes, Kind]:
    """Return a JPEG, or a PNG for transparency and flat drawings; refuse what is broken or has too many points."""
    try:
        picture = Image.open(BytesIO(data), formats=[_FORMATS[kind]])  # reads the size, not yet the points
        pixels = picture.size[0] * picture.size[1]
        if pixels > MAX_PIXELS:
            raise refusals.too_many_pixels(name, MAX_PIXELS)
        with _one_large_at_a_time if pixels > _LARGE else nullcontext():
            return _drawn_again(picture)
    except _BOMB:
        raise refusals.too_many_pixels(name, MAX_PIXELS) from None
    except _DAMAGE:
        raise refusals.broken(name) from None


def _drawn_again(picture: Image.Image) -> tuple[bytes, Kind]:
    tables = picture.quantization if isinstance(picture, JpegImageFile) else {}
    picture = _smaller(picture)
    turn = _UPRIGHT.get(_orientation(picture))
    upright = picture.transpose(turn) if turn is not None else picture
    # Pillow writes a comment or a colour profile found here into the new file.
    upright.info = {key: value for key, value in upright.info.items() if key == "transparency"}
    output = BytesIO()
    if not tables and _is_drawing(upright):
        _plain(upright, {"P", "1", "L", "LA", "RGB", "RGBA"}, "RGBA").save(output, "PNG")
        return output.getvalue(), Kind.PNG
    plain = _plain(upright, {"L", "RGB"}, "RGB")
    if tables and plain is upright and sum(tables[0]) > _SUM_AT_QUALITY:
        plain.save(output, "JPEG", qtables=tables, subsampling="4:2:0")
    else:
        plain.save(output, "JPEG", quality=QUALITY)
    return output.getvalue(), Kind.JPEG


def _smaller(picture: Image.Image) -> Image.Image:
    """Decode; a JPEG is read at half or quarter scale in the first place."""
    factor = isqrt(picture.size[0] * picture.size[1] // ENOUGH_PIXELS)
    if isinstance(picture, JpegImageFile):
        if factor > 1:
            picture.draft(None, (picture.size[0] // factor, picture.size[1] // factor))
        picture.load()
        return picture
    picture.load()
    if picture.mode.startswith("I"):  # 16 bits of grey: converted directly, everything would turn white
        picture = picture.convert("I").point(lambda value: value * (1 / 256)).convert("L")
    if factor < 2:
        return picture
    return _plain(picture, {"L", "LA", "RGB", "RGBA"}, "RGBA").reduce(factor)


def _orientation(picture: Image.Image) -> int:
    try:
        return int(picture.getexif().get(_ORIENTATION, 1))
    except _DAMAGE:  # a picture is worth more than its description
        return 1


def _is_drawing(picture: Image.Image) -> bool:
    """Transparent somewhere, or of few colours: what JPEG would spoil."""
    if picture.mode in {"P", "1"}:
        return True
    if "A" in picture.getbands() and picture.getchannel("A").histogram()[255] < picture.width * picture.height:
        return True
    return picture.getcolors(FEW_COLOURS) is not None


def _plain(picture: Image.Image, modes: set[str], otherwise: str) -> Image.Image:
    return picture if picture.mode in modes else picture.convert(otherwise)
