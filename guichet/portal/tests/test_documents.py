"""A paper the town made for her, as the resident finds it."""

import pytest

from guichet.cases.actions import make_document
from guichet.documents.models import StoredFile
from guichet.notifications.tests.factories import a_document_model
from guichet.portal.tests.base import browser_at, open_case
from tests.base import a_case, text_of


@pytest.fixture
def case(portal, sophie, settings, tmp_path):
    settings.FILES_ROOT, settings.SEALS_ROOT = tmp_path / "files", tmp_path / "seals"
    case, model = a_case(portal), a_document_model(portal.body)
    words = {"title": "Attestation de dépôt", "text": "Nous l’avons.", "seen_version": case.version}
    return make_document(case, model, **words, by=sophie.actor)


def file_url(case):
    return f"/suivi/{case.reference}/fichiers/{StoredFile.objects.get().key}/"


def test_she_reads_and_keeps_the_document(lucie, case):
    open_case(lucie, case)
    page = text_of(lucie.get(f"/suivi/{case.reference}/"))
    assert "Un document pour vous" in page
    assert file_url(case) in page
    assert "scellé" not in page
    assert b"".join(lucie.get(file_url(case)).streaming_content).startswith(b"%PDF")


def test_a_sealed_one_says_by_whom(lucie, case):
    StoredFile.objects.update(sealed=True)
    open_case(lucie, case)
    page = text_of(lucie.get(f"/suivi/{case.reference}/"))
    assert "Document scellé par la communauté de communes du Sud-Avesnois" in page


def test_nobody_else_reads_it(portal, lucie, case):
    other = a_case(portal)
    open_case(lucie, other)
    assert lucie.get(file_url(case)).status_code == 302, "her codes are of another case"
    assert lucie.get(file_url(case).replace(case.reference, other.reference)).status_code == 404
    assert browser_at(portal.fourmies).get(file_url(case)).status_code == 404
