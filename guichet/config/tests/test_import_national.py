"""`guichet import-national`, as an administrator types it."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from guichet.national.models import NationalSheet
from guichet.national.tests.archives import sheet, text, zipped

pytestmark = pytest.mark.django_db


def told(*arguments):
    out = StringIO()
    call_command("import-national", *map(str, arguments), stdout=out)
    return out.getvalue().replace("\N{NO-BREAK SPACE}", " ")


def test_the_command_says_what_it_did_and_what_it_left(tmp_path):
    files = {"F1.xml": sheet(text("<Neuf>x</Neuf>")), "F2.xml": "<broken"}
    said = told(zipped(tmp_path, files), "--from", "https://a.fr/z.zip")
    assert "Fiches nationales : 1. Nouvelles : 1, changées : 0, retirées : 0." in said
    assert "1 fichier illisible" in said
    assert "F2.xml" in said
    assert "Neuf (1)" in said


def test_an_archive_of_another_public_needs_a_word_more(tmp_path):
    told(zipped(tmp_path, {f"F{n}.xml": sheet(number=f"F{n}") for n in range(1, 52)}))
    other = zipped(tmp_path, {"F900.xml": sheet(number="F900")})
    with pytest.raises(CommandError, match="relancez la commande avec l’option --replace-all"):
        told(other)
    assert NationalSheet.objects.shown().count() == 51
    assert "retirées : 51" in told(other, "--replace-all")


def test_what_is_no_archive_ends_in_one_sentence(tmp_path):
    (tmp_path / "x.zip").write_bytes(b"PK")
    with pytest.raises(CommandError, match="pas une archive zip"):
        told(tmp_path / "x.zip")
    assert not NationalSheet.objects.exists()
