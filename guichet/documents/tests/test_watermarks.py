from datetime import date
from decimal import Decimal
from io import BytesIO
from time import process_time

import pikepdf
import pytest
from PIL import Image, ImageChops, ImageStat

from guichet.documents.actions import keep_upload
from guichet.documents.pages import draw_pages
from guichet.documents.tests.factories import encoded, pdf, picture, saved, upload
from guichet.documents.watermarks import DOTS_PER_INCH, marked_pdf, marked_picture, watermark_for
from guichet.kit.actor import SYSTEM
from guichet.kit.refusal import Refusal

WORDS = "Demande d’acte d’état civil · Mairie d’Anor · 26 novembre 2026 · ne vaut pour rien d’autre"


def keep(data, body, name, **more):
    return keep_upload(upload(data, name), name=name, body=body, by=SYSTEM, watermark=WORDS, **more)


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


def sheet_of(across, down):
    document = pikepdf.new()
    document.add_blank_page()
    document.pages[0].MediaBox = pikepdf.Array([0, 0, Decimal(str(across)), Decimal(str(down))])
    return saved(document)


def test_a_sheet_as_large_as_a_wall_is_drawn_coarser():
    drawn, _size = next(draw_pages(sheet_of(14_400, 14_400), dots_per_inch=DOTS_PER_INCH, most_dots=1_000_000))
    assert drawn.width * drawn.height <= 1_010_000


@pytest.mark.parametrize("size", [(3, 14_000), (14_000, 3), (30, 3000)])
def test_a_thread_of_paper_is_drawn_no_longer_than_an_honest_sheet(size):
    drawn, kept = next(draw_pages(sheet_of(*size), dots_per_inch=DOTS_PER_INCH, most_dots=1_000_000))
    assert kept == size
    assert max(drawn.size) <= 2001


@pytest.mark.parametrize("size", [(3, 14_000), (14_000, 3), (30, 3000)])
def test_a_thread_of_paper_costs_no_more_than_an_honest_sheet(size):
    thread, honest = sheet_of(*size), sheet_of(595, 842)
    assert seconds_of(lambda: marked_pdf(thread, WORDS)) < 3 * seconds_of(lambda: marked_pdf(honest, WORDS))


def seconds_of(act):
    """Of the processor, not of the clock: others work beside us."""
    began = process_time()
    act()
    return process_time() - began


@pytest.mark.parametrize("size", [(2, 800), (0.001, 800), (20_000, 800)])
def test_a_sheet_that_no_pdf_may_have_is_refused(body, size):
    with pytest.raises(Refusal, match="abîmé"):
        keep(sheet_of(*size), body, "fil.pdf")


def test_a_picture_longer_than_a_jpeg_may_be_is_made_smaller():
    after = Image.open(BytesIO(marked_picture(encoded(Image.new("1", (3, 70_000), 1), "PNG"), WORDS)))
    assert after.size == (1, 20_000)


def test_the_words_are_repeated_along_a_strip():
    before = Image.new("RGB", (300, 9000), "white")
    after = Image.open(BytesIO(marked_picture(encoded(before, "PNG"), WORDS)))
    for top in range(0, 9000, 300):
        box = (0, top, 300, top + 300)
        assert changed(before.crop(box), after.crop(box))[0] > 0.02, box


@pytest.mark.parametrize(("pages", "most"), [(7, {}), (3, {"most_pages": 2})])
def test_an_identity_paper_has_few_pages(body, pages, most):
    with pytest.raises(Refusal, match=f"a {pages} pages.: nous en prenons {most.get('most_pages', 6)} au plus"):
        keep(pdf(pages), body, "tout.pdf", **most)
    assert keep(pdf(2), body, "carte.pdf", **most).pages == 2


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
