"""The signature drawn on a screen, and its evidence page."""

import hashlib
from datetime import UTC, datetime

import pikepdf
import pypdfium2
import pytest

from guichet.accounts.actions import name_person, open_account
from guichet.accounts.actions.people import Contact
from guichet.accounts.models import Person
from guichet.documents.actions import ToSign, erase_signature, sign_on_glass
from guichet.documents.facts import SignatureDrawn, SignatureErased
from guichet.documents.models import Signature, StoredFile
from guichet.documents.seals import certificate_path
from guichet.documents.tests.authority import make_authority
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM, Actor, ActorKind
from guichet.kit.dates import pretending
from guichet.kit.refusal import Refusal

DRAWING = "[[[60,140],[120,60],[150,150],[210,70],[250,140],[420,120]],[[90,170],[480,160]]]"
TEXT = "Je donne mandat à la mairie."
AT = datetime(2026, 11, 26, 9, 47, tzinfo=UTC)


@pytest.fixture
def lucie(db) -> Person:
    return name_person(Contact("Lucie", "Dubois"))


@pytest.fixture
def manon(db) -> Actor:
    account = open_account(login="manon", first_name="Manon", last_name="Martin", title="agente d’accueil", by=SYSTEM)
    return Actor(ActorKind.AGENT, account.pk)


def paper() -> ToSign:
    data = {"title": "Mandat", "sentences": [TEXT]}
    return ToSign(TEXT, "documents/tests/signed.typ", data, title="Mandat simple", reference="MDT-26-00012")


def signed(person, body, by, drawing=DRAWING) -> Signature:
    with pretending(AT):
        return sign_on_glass(paper(), drawing, person=person, body=body, by=by)


def words_of(file: StoredFile) -> str:
    with pypdfium2.PdfDocument(file.path) as document:
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)


def test_the_evidence_says_who_when_before_whom_and_what(lucie, body, manon):
    signature = signed(lucie, body, manon)
    words = words_of(signature.file)
    for part in (
        TEXT, "Lucie Dubois", "Manon Martin, agente d’accueil", "jeudi 26 novembre 2026 à 10 h 47, heure de Paris",
        "MDT-26-00012", "signature électronique simple", "910/2014", "1367",
        "l’agent Manon Martin", "à la main, sur un écran",
    ):  # fmt: skip
        assert part in words, part
    assert "guichet" not in words, "it is signed at her home too: neither the place nor the channel is known here"
    assert signature.text_sha256 == hashlib.sha256(TEXT.encode()).hexdigest()
    assert signature.text_sha256 in words.replace(" ", "")


def test_the_paper_is_tagged_and_the_drawing_has_words(lucie, body, manon):
    with pikepdf.open(signed(lucie, body, manon).file.path) as document:
        assert document.Root.MarkInfo.Marked
        figures = [
            one for one in document.objects if isinstance(one, pikepdf.Dictionary) and one.get("/S") == "/Figure"
        ]
        assert "Signature dessinée par Lucie Dubois" in {str(one.get("/Alt")) for one in figures}


def test_the_row_names_nobody_but_by_her_number(lucie, body, manon):
    signature = signed(lucie, body, manon)
    assert (signature.person, signature.witness_id, signature.signed_at) == (lucie, manon.id, AT)
    assert "Dubois" not in str(vars(signature)) + str(vars(signature.file))
    fact = Record.objects.get(kind=SignatureDrawn.__name__)
    assert (fact.subject_id, fact.details, fact.actor_id) == (signature.pk, {"file": signature.file_id}, manon.id)


@pytest.mark.parametrize(
    ("drawing", "code"),
    [
        ("", "signature-empty"),
        ("[[[5,5]]]", "signature-empty"),
        ("[[[5,", "signature-broken"),
        ("[" + "[[5,5]]," * 99 + "[[5,5]]]", "signature-too-long"),
    ],
)
def test_what_is_not_signed_is_refused_politely_and_nothing_is_kept(lucie, body, manon, drawing, code):
    with pytest.raises(Refusal) as no:
        signed(lucie, body, manon, drawing)
    assert no.value.code == code
    assert not StoredFile.objects.exists()


def test_with_a_certificate_the_paper_is_sealed(lucie, body, manon, settings, tmp_path):
    settings.SEALS_ROOT, settings.SEAL_PASSWORDS, settings.TIMESTAMP_URL = tmp_path, {"59012": "mot"}, ""
    with pretending(AT):
        make_authority().seal_file(certificate_path(body), "mot")
    assert signed(lucie, body, manon).file.sealed


@pytest.mark.django_db(transaction=True)
def test_erased_it_takes_its_paper_with_it(lucie, body, manon):
    signature = signed(lucie, body, manon)
    path, pk = signature.file.path, signature.pk
    erase_signature(signature, by=SYSTEM)
    assert not Signature.objects.exists()
    assert not path.exists()
    assert Record.objects.filter(kind=SignatureErased.__name__, subject_id=pk).exists()
