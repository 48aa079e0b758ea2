import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.documents.rules import NAME_LENGTH, Kind, kind_of, size_in_words, stored_name


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"\xff\xd8\xff\xe0....JFIF", Kind.JPEG),
        (b"\x89PNG\r\n\x1a\n....", Kind.PNG),
        (b"RIFF\x10\0\0\0WEBPVP8 ", Kind.WEBP),
        (b"\0\0\0\x18ftypheic\0\0\0\0", Kind.HEIC),
        (b"\0\0\0\x18ftypavif\0\0\0\0", Kind.OTHER_PICTURE),
        (b"\0\0\0\x18ftypisom\0\0\0\0", Kind.VIDEO),
        (b"%PDF-1.7\n", Kind.PDF),
        (b"\r\n%PDF-1.4\n", Kind.PDF),
        (b"\x7fELF\x02\x01", Kind.PROGRAM),
        (b"MZ\x90\0", Kind.PROGRAM),
        (b"#!/bin/sh\n", Kind.PROGRAM),
        (b"PK\x03\x04\x14\0\0\0\0\0photo.jpg", Kind.ARCHIVE),
        (b"PK\x03\x04\x14\0\0\0\0\0[Content_Types].xml", Kind.OFFICE),
        (b"PK\x03\x04\x14\0\0\0\0\0mimetypeapplication/vnd.oasis.opendocument.text", Kind.OFFICE),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", Kind.OFFICE),
        (b"\n<!DOCTYPE html><html>", Kind.WEB_PAGE),
        (b"<!-- --><script>%PDF-1.4", Kind.WEB_PAGE),
        (b'<?xml version="1.0"?><svg onload="x()">', Kind.DRAWING),
        (b"GIF89a", Kind.OTHER_PICTURE),
        (b"ID3\x03", Kind.SOUND),
        ("Mon bac est cassé, é".encode()[:-1], Kind.TEXT),
        (b"\x00\x01\x02\x03", Kind.UNKNOWN),
        (b"\xe9t\xe9, en latin-1", Kind.TEXT),
    ],
)
def test_a_file_is_what_its_bytes_say(head, kind):
    assert kind_of(head) is kind


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("photo.jpeg", "photo.jpg"),
        ("scan.pdf", "scan.jpg"),
        ("../../etc/passwd", "passwd.jpg"),
        ("C:\\Users\\Lucie\\bac cassé.HEIC", "bac cassé.jpg"),
        ("a/b/", "b.jpg"),
        ("..", "fichier.jpg"),
        ("", "fichier.jpg"),
        (".jpg", "jpg.jpg"),
        ("bac\x00\r\nSet-Cookie: x.jpg", "bac Set-Cookie- x.jpg"),
        ("facture\u202egpj.exe", "facturegpj.jpg"),
        ("cass\ufffd\udce9.jpg", "cass.jpg"),
        ("cafe\u0301.png", "café.jpg"),
        ('<img src="x">.png', "-img src=-x--.jpg"),
        ("Mme. Lefèvre", "Mme. Lefèvre.jpg"),
        ("ordonnance.v2.docx", "ordonnance.v2.jpg"),
        ("é" * 300 + ".jpg", "é" * 116 + ".jpg"),
    ],
)
def test_a_name_keeps_its_words_and_loses_its_tricks(given_name, kept):
    assert stored_name(given_name, ".jpg") == kept


@given(st.text(max_size=300))
def test_no_name_escapes_its_folder_or_its_header(name):
    kept = stored_name(name, ".pdf")
    assert 4 < len(kept) <= NAME_LENGTH
    assert not set(kept) & set('/\\\0\r\n"<>;')
    assert not kept.startswith((".", " "))
    kept.encode()


@pytest.mark.parametrize(
    ("size", "words"),
    [
        (0, "0 octet"),
        (12, "12 octets"),
        (640_000, "640 Ko"),
        (999_600, "1 Mo"),
        (1_840_000, "1,8 Mo"),
        (10_000_000, "10 Mo"),
    ],
)
def test_a_size_is_said_in_french(size, words):
    assert size_in_words(size) == words.replace(" ", "\u00a0")
