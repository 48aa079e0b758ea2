import hashlib
import os
from datetime import timedelta
from io import BytesIO

import pikepdf
import pillow_heif
import pytest
from django.db import IntegrityError, connection, transaction
from PIL import Image

from guichet.communes.models import Body
from guichet.documents.actions import discard, keep_pdf, keep_upload, keep_written, sweep, write_pdf
from guichet.documents.facts import FileDiscarded, FileKept
from guichet.documents.models import StoredFile
from guichet.documents.reading import open_file, preview
from guichet.documents.tasks import sweep_lost_bytes
from guichet.documents.tests.factories import armed_pdf, encoded, pdf, photograph_with_a_past, picture, upload
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now


def keep(data, body, name="photo.jpg"):
    return keep_upload(upload(data, name), name=name, body=body, by=SYSTEM)


def image_of(file):
    with open_file(file) as stream:
        image = Image.open(stream)
        image.load()
    return image


def facts(kind):
    return [row.fact for row in Record.objects.filter(kind=kind.__name__)]


def test_what_is_kept_is_on_the_disk_and_told(body):
    file = keep(encoded(picture()), body, "mon bac.jpeg")
    data = file.path.read_bytes()
    assert (file.name, file.media_type, file.pages, file.is_image) == ("mon bac.jpg", "image/jpeg", 1, True)
    assert (file.size, file.sha256) == (len(data), hashlib.sha256(data).hexdigest())
    assert facts(FileKept) == [FileKept(file.pk, "image/jpeg", file.size)]


def test_where_a_photograph_was_taken_and_by_whom_is_forgotten(body):
    file = keep(photograph_with_a_past(), body)
    image = image_of(file)
    assert image.size == (240, 320)
    assert not image.getexif()
    assert set(image.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density"}
    assert b"Lucie" not in file.path.read_bytes()


@pytest.mark.parametrize(
    ("image", "written", "media_type"),
    [
        (picture(), "PNG", "image/jpeg"),
        (picture(), "WEBP", "image/jpeg"),
        (picture(mode="CMYK"), "JPEG", "image/jpeg"),
        (picture(mode="L"), "JPEG", "image/jpeg"),
        (Image.new("RGB", (50, 50), "teal"), "PNG", "image/png"),
        (picture(mode="RGBA"), "PNG", "image/jpeg"),
        (Image.new("RGBA", (50, 50), (0, 0, 0, 80)), "WEBP", "image/png"),
        (Image.new("P", (50, 50)), "PNG", "image/png"),
        (Image.new("1", (50, 50)), "PNG", "image/png"),
        (picture(mode="L"), "PNG", "image/jpeg"),
    ],
    ids=lambda value: getattr(value, "mode", value),
)
def test_a_picture_is_drawn_again_as_jpeg_or_png(body, image, written, media_type):
    file = keep(encoded(image, written), body, "scan.pdf")
    assert file.media_type == media_type
    assert image_of(file).size == image.size
    assert not file.name.endswith(".pdf")


def test_sixteen_bits_of_grey_do_not_turn_white(body):
    deep = Image.linear_gradient("L").convert("I").point(lambda value: value * 257).convert("I;16")
    assert image_of(keep(encoded(deep, "PNG"), body)).getextrema() == pytest.approx((0, 255), abs=3)


def test_a_photograph_of_a_telephone_becomes_a_jpeg(body):
    output = BytesIO()
    pillow_heif.from_pillow(picture((64, 48))).save(output)
    file = keep(output.getvalue(), body, "IMG_0001.HEIC")
    assert (file.name, file.media_type, image_of(file).size) == ("IMG_0001.jpg", "image/jpeg", (64, 48))


@pytest.mark.parametrize(
    ("taken", "kept"),
    [
        ((4032, 3024), (2016, 1512)),
        ((3264, 2448), (3264, 2448)),
        ((8064, 6048), (2016, 1512)),
        ((10_000, 1500), (5000, 750)),
    ],
)
def test_a_large_photograph_is_divided_by_a_whole_number(body, taken, kept):
    flat = Image.linear_gradient("L").resize(taken, Image.Resampling.NEAREST)
    for written in ("JPEG", "PNG"):
        assert image_of(keep(encoded(flat, written), body)).size == kept


def test_what_follows_a_picture_in_its_file_is_left_behind(body):
    file = keep(encoded(picture()) + b"<script>poison()</script>", body)
    assert b"poison" not in file.path.read_bytes()


def test_a_pdf_comes_out_disarmed_and_keeps_its_links(body):
    assert armed_pdf().count(b"poison") >= 3
    file = keep(armed_pdf(), body, "formulaire.pdf")
    with pikepdf.open(file.path) as document:
        text = b"".join(thing.unparse(resolved=True) for thing in document.objects)
        assert not document.attachments
        links = document.pages[0].Annots
        assert [str(note.Subtype) for note in links] == ["/Link"] * 3
    for word in (b"poison", b"/JavaScript", b"/JS", b"/Launch", b"/XFA", b"/AA", b"/EmbeddedFiles", b"/FileAttachment"):
        assert word not in text, word
    assert b"telerecours" in text


def test_a_pdf_that_only_forbids_printing_is_taken_and_freed(body):
    file = keep(pdf(3, encryption=pikepdf.Encryption(user="", owner="x")), body, "attestation.pdf")
    assert (file.pages, file.is_pdf, file.is_image) == (3, True, False)
    with pikepdf.open(file.path) as document:
        assert not document.is_encrypted


def test_our_own_pdf_is_kept_byte_for_byte(body):
    data = pdf(2)
    file = keep_pdf(data, name="Reçu BAC-26-00418", body=body, by=SYSTEM)
    assert (file.path.read_bytes(), file.name, file.pages) == (data, "Reçu BAC-26-00418.pdf", 2)


def test_the_bytes_are_synced_before_the_row_is_written(body, monkeypatch, files_root):
    order: list[str] = []
    sync = os.fsync

    def noted_sync(handle):
        order.append("fsync")
        sync(handle)

    def noted_row(execute, sql, params, many, context):
        if sql.startswith('INSERT INTO "documents_storedfile"'):
            order.append("row")
        return execute(sql, params, many, context)

    monkeypatch.setattr(os, "fsync", noted_sync)
    with connection.execute_wrapper(noted_row):
        keep(encoded(picture()), body)
    assert order[-1] == "row"
    assert order.count("fsync") >= 2  # the file, its folder and the folders just made


def test_a_pdf_can_be_written_first_and_kept_with_what_names_it(body):
    letter = pdf()  # made once: a PDF tells the second it was made in
    file = write_pdf(letter, name="Lettre", body=body)
    assert file.path.read_bytes() == letter
    assert not StoredFile.objects.exists()
    with transaction.atomic():
        keep_written(file, by=SYSTEM)
    assert facts(FileKept) == [FileKept(file.pk, "application/pdf", file.size)]


@pytest.mark.django_db(transaction=True)
def test_a_row_that_fails_leaves_no_row_and_its_bytes_are_swept_after_a_day(files_root):
    with pytest.raises(IntegrityError):
        keep(encoded(picture()), Body(pk=999))  # a body that is not there (any more)
    assert not StoredFile.objects.exists()
    [lost] = [path for path in files_root.rglob("*") if path.is_file()]
    assert sweep(lost_before := now() - timedelta(days=1)) == 0
    os.utime(lost, (0, lost_before.timestamp() - 1))
    assert sweep_lost_bytes(now().date() + timedelta(days=1)) == 1
    assert not lost.exists()


def test_the_sweep_takes_drafts_and_leaves_files_with_their_previews(body, files_root):
    file = keep(encoded(picture()), body)
    preview(file, width=200)
    draft = file.path.with_name(f"{file.path.name}.abc.part")
    draft.write_bytes(b"half")
    assert sweep(now() + timedelta(hours=1)) == 1
    assert file.path.exists()
    assert len(list(file.path.parent.iterdir())) == 2


@pytest.mark.django_db(transaction=True)
def test_bytes_go_only_when_the_row_is_really_gone():
    from guichet.documents.tests.factories import make_body

    file = keep(encoded(picture()), make_body())
    preview(file, width=200)
    with transaction.atomic():
        discard([file], by=SYSTEM)
        transaction.set_rollback(True)
    assert file.path.exists()
    pk, folder = file.pk, file.path.parent
    assert discard([file], by=SYSTEM) == 1
    assert not list(folder.iterdir())
    assert facts(FileDiscarded) == [FileDiscarded(pk)]
    assert discard([StoredFile(pk=pk)], by=SYSTEM) == 0
