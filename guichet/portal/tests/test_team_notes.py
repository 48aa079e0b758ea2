"""What agents note for each other stays among them: no page, no paper and no answer of the portal holds a word of it."""

from io import BytesIO

import pypdfium2
import pytest
from django.test import Client

from guichet.catalogue.loading import packaged_files
from guichet.catalogue.models import Procedure
from guichet.communes.actions import published
from guichet.kit.actor import SYSTEM
from guichet.visits.actions import write_note
from tests.base import World

WORD = "Mirabellier"
SLUG = "cession-vehicule"


@pytest.fixture
def noted(planted: World) -> World:
    for slug in (SLUG, "bacs-ordures"):
        procedure = Procedure.objects.get(slug=slug)
        write_note(body=planted.anor, procedure=procedure, text=f"Code {WORD} 4471", seen=None, by=SYSTEM)
    published(planted.anor, by=SYSTEM)  # the search reads everything again
    return planted


def words_of(response) -> str:
    content = b"".join(response.streaming_content) if response.streaming else response.content
    if not content.startswith(b"%PDF"):
        return str(content.decode())
    return "".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(BytesIO(content)))


def test_no_page_and_no_paper_of_the_portal_holds_a_word_of_a_note(noted: World, lucie: Client) -> None:
    sheets = [f"/demarches/{slug}/" for slug in packaged_files().procedures]
    papers = [f"/demarches/{SLUG}/fiche.pdf", f"/demarches/{SLUG}/fiche-gros-caracteres.pdf"]
    for address in ("/", "/demarches/", "/demarches/par-theme/", "/demarches/bacs-ordures/demande/", *sheets, *papers):
        response = lucie.get(address, follow=True)
        assert response.status_code == 200, address
        assert WORD not in words_of(response), address


@pytest.mark.parametrize("address", ["/recherche/", "/recherche.json"])
def test_the_search_finds_nothing_by_the_words_of_a_note(noted: World, lucie: Client, address: str) -> None:
    for typed in (WORD, "4471"):
        found = words_of(lucie.get(address, {"q": typed}))
        assert f"/demarches/{SLUG}/" not in found
        assert "Code Mirabellier" not in found
