from datetime import date
from io import BytesIO

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageStat

from guichet.documents.actions import keep_upload
from guichet.documents.pages import draw_pages
from guichet.documents.tests.factories import encoded, pdf, picture, upload
from guichet.documents.watermarks import DOTS_PER_INCH, marked_pdf, marked_picture, watermark_for
from guichet.kit.actor import SYSTEM
from guichet.kit.refusal import Refusal

WORDS = "Demande d’acte d’état civil · Mairie d’Anor · 26 novembre 2026 · ne vaut pour rien d’autre"


def keep(data, body, name):
    return keep_upload(upload(data, name), name=name, body=body, by=SYSTEM, watermark=WORDS)


def changed(before, after):
    """The share of the paper that the words cover, and the strongest change of a dot, of 255."""
    difference = ImageChops.difference(before.convert("L"), after.convert("L"))
    touched = difference.point(lambda value: 255 if value > 12 else 0)
    return ImageStat.Stat(touched).mean[0] / 255, difference.getextrema()[1]


def test_the_words_say_for_what_to_whom_and_when(body):
    words = watermark_for("Demande d’acte d’état civil", body=body, day=date(2026, 11, 26))
    assert words.replace("\u00a0", " ") == WORDS


@pytest.mark.parametrize("ground", ["white", "black", "#808080", "#b03a2e"])
@pytest.mark.parametrize("size", [(1700, 2400), (240, 320), (2000, 200), (40, 30)])
def test_the_words_are_seen_on_every_ground_and_leave_the_paper_readable(ground, size):
    before = Image.new("RGB", size, ground)
    after = Image.open(BytesIO(marked_picture(encoded(before, "PNG"), WORDS)))
    assert after.size == size
    share, strongest = changed(before, after)
    assert share > 0.02
    assert strongest < 140  # what lies below shows through


def test_no_quarter_of_the_paper_is_without_words():
    before = Image.new("RGB", (1700, 2400), "white")
    after = Image.open(BytesIO(marked_picture(encoded(before), WORDS)))
    for left in (0, 850):
        for top in range(0, 2400, 400):
            box = (left, top, left + 850, top + 400)
            assert changed(before.crop(box), after.crop(box))[0] > 0.03, box


def test_a_pdf_becomes_pictures_from_which_no_word_can_be_lifted():
    data = marked_pdf(pdf(2), WORDS)
    with pikepdf.open(BytesIO(data)) as document:
        for page in document.pages:
            assert list(page.Resources.XObject.keys()) == ["/Im0"]
            assert "/Font" not in page.Resources
            assert [float(side) for side in page.mediabox[2:]] == [595, 842]
            assert page.Resources.XObject.Im0.Width * 72 / 595 >= 170
    assert changed(Image.new("L", (100, 141), 255), next(first_page(data)))[0] > 0.05


def first_page(data):
    for drawn, _size in draw_pages(data, dots_per_inch=72, most_dots=10_000_000):
        yield drawn.resize((100, 141))


def test_a_sheet_as_large_as_a_wall_is_drawn_coarser():
    document = pikepdf.new()
    document.add_blank_page(page_size=(14_400, 14_400))
    output = BytesIO()
    document.save(output)
    drawn, _size = next(draw_pages(output.getvalue(), dots_per_inch=DOTS_PER_INCH, most_dots=1_000_000))
    assert drawn.width * drawn.height <= 1_010_000


def test_what_is_kept_of_an_identity_paper_bears_the_words(body):
    photo = keep(encoded(picture(), "PNG"), body, "carte.png")
    paper = keep(pdf(2), body, "passeport.pdf")
    assert (photo.name, photo.media_type, photo.watermark) == ("carte.jpg", "image/jpeg", WORDS)
    assert (paper.media_type, paper.pages, paper.watermark) == ("application/pdf", 2, WORDS)
    with pikepdf.open(paper.path) as document:
        assert document.pages[1].Resources.XObject.Im0


def test_a_paper_that_cannot_be_marked_is_not_kept(body):
    with pytest.raises(Refusal, match="abîmé"):
        keep(b"%PDF-1.7\n" + b"rien" * 99, body, "faux.pdf")
