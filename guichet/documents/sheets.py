"""PDFs whose pages are pictures: each picture is put on its page as it is, without being drawn again."""

import zlib
from dataclasses import dataclass
from decimal import Decimal
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from PIL import Image

A4 = (Decimal("595.28"), Decimal("841.89"))  # points
MARGIN = Decimal(20)


@dataclass(frozen=True)
class Leaf:
    """A picture ready for a page: its dots, as JPEG or deflated, and how they are to be read."""

    size: tuple[int, int]
    is_grey: bool
    data: bytes
    is_jpeg: bool


def leaf_of(data: bytes) -> Leaf:
    """A JPEG goes as it is; of another picture, which JPEG would spoil, every dot goes, on white where it is transparent."""
    with Image.open(BytesIO(data), formats=["JPEG", "PNG"]) as picture:
        if picture.format == "JPEG" and picture.mode in {"L", "RGB"}:
            return Leaf(picture.size, picture.mode == "L", data, is_jpeg=True)
        plain = on_white(picture)
    is_grey = plain.mode == "L"
    return Leaf(plain.size, is_grey, zlib.compress(plain.tobytes()), is_jpeg=False)


def on_white(picture: Image.Image) -> Image.Image:
    """The picture as it is seen on paper, in grey or in red, green and blue."""
    if not picture.has_transparency_data:
        return picture.convert("L" if picture.mode in {"1", "L"} else "RGB")
    seen = picture.convert("RGBA")
    return Image.alpha_composite(Image.new("RGBA", seen.size, "white"), seen).convert("RGB")


def add_a4(document: pikepdf.Pdf, leaf: Leaf) -> pikepdf.Page:
    """A page of A4 turned as the picture is, which stands in its middle as large as it can."""
    across, down = leaf.size
    wide, high = A4 if down >= across else (A4[1], A4[0])
    scale = min((wide - 2 * MARGIN) / across, (high - 2 * MARGIN) / down)
    return _add(document, leaf, (wide, high), (across * scale, down * scale))


def add_whole(document: pikepdf.Pdf, leaf: Leaf, size: tuple[float, float]) -> pikepdf.Page:
    """A page of this size, in points, that the picture fills."""
    wide, high = (Decimal(str(round(side, 2))) for side in size)
    return _add(document, leaf, (wide, high), (wide, high))


def saved(document: pikepdf.Pdf, *, title: str, lang: str = "fr-FR") -> bytes:
    """The PDF with its title and language, which a reader announces before its pages."""
    document.Root.Lang = String(lang)
    document.Root.ViewerPreferences = Dictionary(DisplayDocTitle=True)
    with document.open_metadata(set_pikepdf_as_editor=False) as words:
        words["dc:title"] = title
        words["dc:language"] = [lang]
    output = BytesIO()
    document.save(output, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return output.getvalue()


def tag_pictures(document: pikepdf.Pdf, words: list[str]) -> None:
    """Tell what each page's one picture is (PDF/UA-1, 7.3): `words` has one sentence for each page."""
    root = document.make_indirect(Dictionary(Type=Name.StructTreeRoot))
    whole = document.make_indirect(Dictionary(Type=Name.StructElem, S=Name.Document, P=root, K=Array()))
    parents: list[Any] = []  # key, elements, key, elements… (ISO 32000-1, 7.9.7)
    for number, (page, sentence) in enumerate(zip(document.pages, words, strict=True)):
        figure = document.make_indirect(
            Dictionary(Type=Name.StructElem, S=Name.Figure, P=whole, Pg=page.obj, K=0, Alt=String(sentence))
        )
        whole.K.append(figure)
        parents.extend((number, document.make_indirect(Array([figure]))))
        page.obj.StructParents = number
        page.obj.Tabs = Name.S
    root.K = Array([whole])
    root.ParentTree = document.make_indirect(Dictionary(Nums=Array(parents)))
    root.ParentTreeNextKey = len(words)
    document.Root.StructTreeRoot = root
    document.Root.MarkInfo = Dictionary(Marked=True)


def _add(
    document: pikepdf.Pdf, leaf: Leaf, page: tuple[Decimal, Decimal], drawn: tuple[Decimal, Decimal]
) -> pikepdf.Page:
    picture = document.make_stream(
        leaf.data,
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=leaf.size[0],
        Height=leaf.size[1],
        ColorSpace=Name.DeviceGray if leaf.is_grey else Name.DeviceRGB,
        BitsPerComponent=8,
        Filter=Name.DCTDecode if leaf.is_jpeg else Name.FlateDecode,
    )
    left, bottom = (page[0] - drawn[0]) / 2, (page[1] - drawn[1]) / 2
    place = f"{drawn[0]:.2f} 0 0 {drawn[1]:.2f} {left:.2f} {bottom:.2f}"
    content = f"/Figure <</MCID 0>> BDC q {place} cm /Im0 Do Q EMC".encode()
    sheet = document.add_blank_page(page_size=(float(page[0]), float(page[1])))
    sheet.obj.Contents = document.make_stream(content)
    sheet.obj.Resources = Dictionary(XObject=Dictionary(Im0=picture))
    return sheet
