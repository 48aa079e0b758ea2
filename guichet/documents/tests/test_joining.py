from io import BytesIO

import pikepdf
import pillow_heif
import pytest
from PIL import Image

from guichet.documents.actions import join_pages, keep_upload
from guichet.documents.facts import FileKept
from guichet.documents.joining import joined
from guichet.documents.models import StoredFile
from guichet.documents.pages import draw_pages
from guichet.documents.papers import clean_pdf
from guichet.documents.tests.factories import encoded, pdf, photograph_with_a_past, picture, saved, upload
from guichet.kit.actor import SYSTEM
from guichet.kit.refusal import Refusal
from tests.base import facts

A4 = (595.28, 841.89)


def keep(data, body, name="page.jpg"):
    return keep_upload(upload(data, name), name=name, body=body, by=SYSTEM)


def join(files, body, name="Livret de famille"):
    return join_pages(files, name=name, body=body, by=SYSTEM)


def opened(file):
    return pikepdf.open(file.path)


def sizes(document):
    return [tuple(round(float(side), 2) for side in page.mediabox[2:]) for page in document.pages]


def colour_in_the_middle(data, page):
    drawn, _size = list(draw_pages(data, dots_per_inch=30, most_dots=100_000))[page]
    return drawn.getpixel((drawn.width // 2, drawn.height // 2))


def heic():
    output = BytesIO()
    pillow_heif.from_pillow(picture((64, 48))).save(output)
    return output.getvalue()


def form_with_an_answer():
    """A field that was filled in, without the picture of what was typed."""
    document = pikepdf.open(BytesIO(pdf()))
    field = document.make_indirect(
        pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Widget, FT=pikepdf.Name.Tx, T="nom", V="Marchand",
            Rect=[100, 300, 500, 500], DA="/Helv 60 Tf 0 g", F=4,
        )
    )  # fmt: skip
    helvetica = pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    document.Root.AcroForm = pikepdf.Dictionary(
        Fields=[field], NeedAppearances=True, DR=pikepdf.Dictionary(Font=pikepdf.Dictionary(Helv=helvetica))
    )
    document.pages[0].obj.Annots = pikepdf.Array([field])
    return saved(document)


def test_pictures_become_pages_of_a4_turned_as_they_are(body):
    pages = [encoded(picture((300, 400))), photograph_with_a_past(), heic(), encoded(picture((90, 90)), "PNG")]
    paper = join([keep(data, body) for data in pages], body)
    with opened(paper) as document:
        assert sizes(document) == [A4, A4, A4[::-1], A4]
    assert (paper.name, paper.media_type, paper.pages) == ("Livret de famille.pdf", "application/pdf", 4)
    assert FileKept(paper.pk, "application/pdf", paper.size) in facts(FileKept)


def test_a_jpeg_goes_into_its_page_dot_for_dot(body):
    file = keep(encoded(picture((300, 400))), body)
    with opened(join([file, file], body)) as document:
        inside = document.pages[0].Resources.XObject.Im0
        assert inside.read_raw_bytes() == file.path.read_bytes()
        assert inside.Filter == "/DCTDecode"


@pytest.mark.parametrize("mode", ["1", "L", "P", "RGB", "RGBA", "LA"])
def test_every_kind_of_picture_is_seen_on_its_page(mode):
    dark = Image.new("L", (60, 80), 0).convert(mode)
    data = joined([(encoded(dark, "PNG"), False)], title="x")
    assert max(colour_in_the_middle(data, 0)) < 20


def test_what_is_transparent_is_seen_on_white():
    data = joined([(encoded(Image.new("RGBA", (60, 80), (0, 0, 0, 0)), "PNG"), False)], title="x")
    assert colour_in_the_middle(data, 0) == (255, 255, 255)


def test_order_is_kept_and_a_pdf_brings_its_pages(body):
    files = [keep(encoded(Image.new("RGB", (60, 80), "red")), body), keep(pdf(3), body, "a.pdf"), keep(heic(), body)]
    paper = join(files, body)
    with opened(paper) as document:
        assert sizes(document) == [A4, (595, 842), (595, 842), (595, 842), A4[::-1]]
        assert "/StructTreeRoot" not in document.Root  # it would claim tags for pages that have none
    red, green, blue = colour_in_the_middle(paper.path.read_bytes(), 0)
    assert (red > 240, green < 20, blue < 20) == (True, True, True)


def test_what_was_typed_into_a_form_is_still_there():
    data = joined([(form_with_an_answer(), True)], title="x")
    drawn, _size = next(draw_pages(data, dots_per_inch=72, most_dots=1_000_000))
    assert drawn.convert("L").getextrema()[0] < 100
    with pikepdf.open(BytesIO(data)) as document:
        assert "/AcroForm" not in document.Root


def test_the_paper_says_its_title_its_language_and_what_each_picture_is(body):
    with opened(join([keep(encoded(picture()), body)] * 2, body)) as document:
        assert document.open_metadata()["dc:title"] == "Livret de famille"
        assert (str(document.Root.Lang), bool(document.Root.ViewerPreferences.DisplayDocTitle)) == ("fr-FR", True)
        figures = document.Root.StructTreeRoot.K[0].K
        assert [str(figure.Alt) for figure in figures] == ["Page 1 sur 2", "Page 2 sur 2"]
        assert bool(document.Root.MarkInfo.Marked)


def test_the_paper_passes_our_own_reading(body):
    paper = join([keep(encoded(picture()), body), keep(pdf(2), body, "a.pdf")], body)
    cleaned, pages = clean_pdf(paper.path.read_bytes(), "x.pdf")
    assert pages == 3
    with pikepdf.open(BytesIO(cleaned)) as document:
        assert document.pages[0].Resources.XObject.Im0


def test_fifty_pages_at_most(body):
    files = [keep(pdf(25), body, "a.pdf"), keep(pdf(25), body, "b.pdf")]
    assert join(files, body).pages == 50
    with pytest.raises(Refusal, match="a 51 pages.: nous en prenons 50") as no:
        join([*files, keep(pdf(), body, "c.pdf")], body)
    assert no.value.code == "file-pages"
    assert StoredFile.objects.count() == 4


def test_watermarked_pages_make_a_watermarked_paper(body):
    files = [
        keep_upload(upload(encoded(picture())), name="a.jpg", body=body, by=SYSTEM, watermark=words)
        for words in ("pour l’école", "pour l’école", "pour la crèche")
    ]
    assert join(files[:2], body).watermark == "pour l’école"
    assert join(files, body).watermark == ""
