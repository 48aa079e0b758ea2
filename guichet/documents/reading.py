"""Look at what is kept."""

from io import BytesIO
from typing import BinaryIO

from PIL import Image

from guichet.documents import store
from guichet.documents.models import StoredFile
from guichet.documents.pages import draw_page

# Few widths, so that nobody fills the disk by asking for every one.
WIDTHS = (200, 400, 800, 1600)
QUALITY = 80


def open_file(file: StoredFile) -> BinaryIO:
    """The bytes as they are kept."""
    return file.path.open("rb")


def preview(file: StoredFile, *, width: int = 800, page: int = 0) -> bytes:
    """A JPEG of the picture, or of one page (from 0) of the PDF, at the kept width nearest above the wanted one.

    Made once, then read from the disk. IndexError for a page that the file does not have.
    """
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
            picture = _on_white(kept)
    output = BytesIO()
    picture.convert("RGB").save(output, "JPEG", quality=QUALITY)
    return output.getvalue()


def _on_white(picture: Image.Image) -> Image.Image:
    if not picture.has_transparency_data:
        return picture.convert("RGB")
    seen = picture.convert("RGBA")
    white = Image.new("RGBA", seen.size, "white")
    return Image.alpha_composite(white, seen)
