"""The seal of the body on what it decides and attests."""

import pytest

from guichet.cases.actions import decide, make_document
from guichet.documents.models import StoredFile
from guichet.documents.seals import certificate_path
from guichet.documents.tests.authority import make_authority
from guichet.journal.actions import deliver_all
from guichet.notifications.models import Message
from guichet.notifications.tests.factories import a_document_model
from tests.base import a_case

PASSWORD = "un mot de passe"


@pytest.fixture(scope="module")
def authority():
    return make_authority()


@pytest.fixture
def case(world, authority, settings, tmp_path):
    """A case of a body that has a certificate."""
    settings.FILES_ROOT, settings.SEALS_ROOT = tmp_path / "files", tmp_path / "seals"
    settings.SEAL_PASSWORDS, settings.TIMESTAMP_URL = {"": PASSWORD}, ""
    settings.DEMONSTRATION = True
    authority.seal_file(certificate_path(world.body), PASSWORD)
    return a_case(world)


def test_a_document_bears_the_seal_of_the_body_and_its_title(world, sophie, authority, case):
    model = a_document_model(world.body)
    make_document(case, model, title="Attestation", text="Oui.", seen_version=case.version, by=sophie.actor)
    file = StoredFile.objects.get()
    assert file.sealed
    assert authority.verdict_on(file.path.read_bytes()).bottom_line
    assert b"Attestation" in file.path.read_bytes()


def test_the_letter_of_a_decision_is_sealed_and_the_receipt_is_not(sophie, authority, case):
    decide(case, outcome="refused", text="Ce bac n’est pas à nous.", seen_version=case.version, by=sophie.actor)
    deliver_all()
    letters = {message.purpose: message.letter for message in Message.objects.about("case", case.pk).to_people()}
    assert letters["case-decided"].sealed
    assert authority.verdict_on(letters["case-decided"].path.read_bytes()).bottom_line
    assert not letters["case-received"].sealed
