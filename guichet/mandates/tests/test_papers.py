"""The two copies to sign by hand."""

from io import BytesIO

import pikepdf
import pypdfium2

from guichet.mandates.papers import copies_pdf
from guichet.mandates.rules import Theme
from guichet.mandates.tests.factories import a_mandate


def words_by_page(pdf: bytes) -> list[str]:
    with pypdfium2.PdfDocument(pdf) as document:
        return [" ".join(page.get_textpage().get_text_bounded().split()) for page in document]


def test_both_copies_say_the_same_and_hers_alone_has_the_codes(world, manon):
    mandate = a_mandate(world.anor, manon.actor)
    hers, ours = " ".join(words_by_page(copies_pdf(mandate))).split("Exemplaire de la collectivité")
    assert "Exemplaire de la personne" in hers
    for copy in (hers, ours):
        assert "ils ne me demandent aucun mot de passe" in copy
        assert "Lucie Dubois, date et signature" in copy
    assert mandate.spoken_secret in hers
    assert mandate.spoken_secret not in ours


def test_the_copies_are_read_aloud_like_every_paper_of_ours(world, manon):
    with pikepdf.open(BytesIO(copies_pdf(a_mandate(world.anor, manon.actor)))) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang).startswith("fr")


def test_with_every_theme_each_copy_stands_on_one_page(world, manon):
    every = a_mandate(world.anor, manon.actor, themes=list(Theme), days=365)
    first, second = words_by_page(copies_pdf(every))
    assert every.spoken_secret in first
    assert "Exemplaire de la collectivité" in second
