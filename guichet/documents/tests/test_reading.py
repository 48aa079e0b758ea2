from io import BytesIO

import pytest
from PIL import Image

from guichet.documents.actions import keep_upload
from guichet.documents.reading import open_file, preview
from guichet.documents.tests.factories import encoded, pdf, picture, upload
from guichet.kit.actor import SYSTEM


def seen(data: bytes) -> Image.Image:
    return Image.open(BytesIO(data))


@pytest.fixture
def photograph(body):
    return keep_upload(upload(encoded(picture((1000, 500)))), name="bac.jpg", body=body, by=SYSTEM)


@pytest.fixture
def paper(body):
    return keep_upload(upload(pdf(2)), name="facture.pdf", body=body, by=SYSTEM)


def test_a_file_reads_as_it_was_kept(photograph):
    with open_file(photograph) as stream:
        assert len(stream.read()) == photograph.size


def test_a_preview_takes_one_of_few_widths(photograph):
    assert seen(preview(photograph, width=150)).size == (200, 100)
    assert seen(preview(photograph)).size == (800, 400)
    assert seen(preview(photograph, width=99_999)).size == (1000, 500)


def test_a_preview_is_drawn_once(photograph):
    first = preview(photograph)
    photograph.path.unlink()
    assert preview(photograph) == first


def test_every_page_of_a_pdf_has_its_preview(paper):
    assert seen(preview(paper, width=400, page=1)).size == pytest.approx((400, 566), abs=1)


@pytest.mark.parametrize("page", [-1, 2])
def test_a_page_that_is_not_there_has_none(paper, page):
    with pytest.raises(IndexError):
        preview(paper, page=page)


def test_what_is_transparent_is_seen_on_white(body):
    drawing = encoded(Image.new("RGBA", (300, 300), (0, 0, 0, 0)), "PNG")
    file = keep_upload(upload(drawing), name="dessin.png", body=body, by=SYSTEM)
    assert seen(preview(file, width=200)).getpixel((9, 9)) == (255, 255, 255)
