"""Every file we do not take, and the sentence that the person reads."""

import resource
import struct
import zlib

import pikepdf
import pytest

from guichet.documents.actions import keep_upload
from guichet.documents.models import StoredFile
from guichet.documents.tests.factories import encoded, pdf, picture, upload
from guichet.kit.actor import SYSTEM
from guichet.kit.refusal import Refusal

SAFE = "Vos autres réponses sont gardées."


def png_claiming(width: int, height: int) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(b"\0" * 999)) + chunk(b"IEND", b"")
    )


def locked_pdf() -> bytes:

    return pdf(encryption=pikepdf.Encryption(user="secret", owner="secret"))


REFUSED = [
    ("vide.jpg", lambda: b"", "file-empty", "Le fichier « vide.jpg » est vide"),
    ("gros.jpg", lambda: b"\xff\xd8\xff" + b"0" * 2_500_000, "file-too-big", "pèse 2,5 Mo : nous prenons 1 Mo au plus"),
    ("bac.jpg", lambda: b"<html><script>x()</script>", "file-type", "s’appelle « bac.jpg » mais contient une page web"),
    (
        "bac.pdf",
        lambda: b"\x7fELF\x02\x01\x01" + b"\0" * 99,
        "file-type",
        "s’appelle « bac.pdf » mais contient un programme",
    ),
    ("bac.png", lambda: b"PK\x03\x04" + b"\0" * 99, "file-type", "mais contient une archive"),
    ("bac.png", lambda: b"<svg xmlns='x' onload='y()'/>", "file-type", "mais contient un dessin SVG"),
    (
        "lettre.docx",
        lambda: b"PK\x03\x04\0\0[Content_Types].xml",
        "file-type",
        "« lettre.docx » contient un document de traitement",
    ),
    (
        "note.txt",
        lambda: b"Mon bac est perdu.",
        "file-type",
        "« note.txt » contient un texte : nous ne pouvons pas le prendre",
    ),
    ("film.jpg", lambda: b"\0\0\0\x18ftypisom" + b"\0" * 99, "file-type", "mais contient une vidéo"),
    ("rien.jpg", lambda: b"\0\1\2\3" * 99, "file-type", "mais contient quelque chose que nous ne reconnaissons pas"),
    (
        "bombe.png",
        lambda: png_claiming(9_000, 9_000),
        "file-pixels",
        "est trop grande : nous prenons 50 millions de points",
    ),
    ("bombe.png", lambda: png_claiming(11_000, 11_000), "file-pixels", "est trop grande"),
    ("bombe.png", lambda: png_claiming(60_000, 60_000), "file-pixels", "est trop grande"),
    ("coupe.jpg", lambda: encoded(picture((400, 400)))[:9_000], "file-broken", "est abîmé ou incomplet"),
    ("coupe.png", lambda: encoded(picture((90, 90)), "PNG")[:9_000], "file-broken", "est abîmé ou incomplet"),
    ("coupe.webp", lambda: encoded(picture((90, 90)), "WEBP")[:900], "file-broken", "est abîmé ou incomplet"),
    ("faux.heic", lambda: b"\0\0\0\x18ftypheic" + b"\0" * 999, "file-broken", "est abîmé ou incomplet"),
    ("faux.pdf", lambda: b"%PDF-1.7\n" + b"rien" * 99, "file-broken", "est abîmé ou incomplet"),
    ("zero.pdf", lambda: pdf(0), "file-broken", "est abîmé ou incomplet"),
    ("secret.pdf", locked_pdf, "file-locked", "est protégé par un mot de passe"),
    ("long.pdf", lambda: pdf(51), "file-pages", "a 51 pages : nous en prenons 50 au plus"),
]


@pytest.mark.parametrize(("name", "make", "code", "sentence"), REFUSED, ids=[f"{row[2]}-{row[0]}" for row in REFUSED])
def test_a_refusal_says_what_happened_what_is_safe_and_what_to_do(
    name, make, code, sentence, body, settings, files_root
):
    settings.FILE_MAX_BYTES = 1_000_000
    with pytest.raises(Refusal) as no:
        keep_upload(upload(make(), name), name=name, body=body, by=SYSTEM)
    assert no.value.code == code
    what, safe, remedy = no.value.sentence.partition(SAFE)
    assert sentence in what.replace("\u00a0", " ")
    assert safe
    assert remedy.endswith(".")
    assert not StoredFile.objects.exists()
    assert not files_root.exists()


def test_a_size_that_the_browser_hides_is_measured(body, settings):
    settings.FILE_MAX_BYTES = 1_000
    liar = upload(encoded(picture()))
    liar.size = None
    with pytest.raises(Refusal, match="au plus"):
        keep_upload(liar, name="photo.jpg", body=body, by=SYSTEM)


def test_a_name_cannot_write_in_our_sentence(body):
    with pytest.raises(Refusal) as no:
        keep_upload(upload(b""), name="../x\u202e%(name)s\r\n" + "a" * 300, body=body, by=SYSTEM)
    assert "\u202e" not in no.value.sentence
    assert len(no.value.sentence) < 250


def pdf_bomb() -> bytes:
    """An object stream of 400 MB in half a megabyte, where the reader must look for the catalogue."""
    packer = zlib.compressobj(9)
    block = b" " * 10_000_000
    start = packer.compress(b"1 0 << /Type /Catalog /Pages 2 0 R >>") + packer.flush(zlib.Z_FULL_FLUSH)
    packed = start + (packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)) * 40 + packer.flush()
    pieces = [b"%PDF-1.7\n"]
    pieces.append(b"2 0 obj <</Type/Pages/Kids[]/Count 0>> endobj\n")
    pieces.append(b"5 0 obj <</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>> stream\n" % len(packed))
    pieces[-1] += packed + b"\nendstream endobj\n"
    at = [sum(map(len, pieces[:n])) for n in range(1, 4)]
    rows = [(0, 0, 0), (2, 5, 0), (1, at[0], 0), (0, 0, 0), (0, 0, 0), (1, at[1], 0), (1, at[2], 0)]
    table = b"".join(struct.pack(">BIB", *row) for row in rows)
    pieces.append(b"6 0 obj <</Type/XRef/Size 7/Root 1 0 R/W[1 4 1]/Length %d>> stream\n" % len(table))
    pieces[-1] += table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF" % at[2]
    return b"".join(pieces)


def test_a_pdf_that_unpacks_to_gigabytes_is_refused_before_it_does(body):
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(Refusal) as no:
        keep_upload(upload(pdf_bomb()), name="bombe.pdf", body=body, by=SYSTEM)
    assert no.value.code == "file-broken"
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000  # kilobytes
