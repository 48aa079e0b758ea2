import time
from datetime import timedelta
from io import BytesIO

import pikepdf
import pytest

from guichet.documents.actions import keep_written, seal, seal_ends_at, write_sealed
from guichet.documents.seals import SealUnusable, certificate_path
from guichet.documents.sheets import add_a4, leaf_of, saved
from guichet.documents.tests.authority import make_authority, served
from guichet.documents.tests.factories import encoded, pdf, picture
from guichet.documents.tests.test_rendering import letter
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now, pretending

PASSWORD = "un mot de passe"
REASON = "Récépissé"


@pytest.fixture(scope="session")
def authority():
    return make_authority()


@pytest.fixture(scope="session")
def paper():
    return letter()


@pytest.fixture(autouse=True)
def seals(tmp_path, settings):
    settings.SEALS_ROOT = tmp_path / "seals"
    settings.SEAL_PASSWORDS = {"59012": PASSWORD}
    settings.TIMESTAMP_URL = ""


@pytest.fixture
def certificate(body, authority):
    authority.seal_file(certificate_path(body), PASSWORD)


def sealed(data, body):
    return seal(data, body=body, reason=REASON)


def test_without_a_certificate_nothing_is_sealed_and_the_paper_is_written_as_it_is(body, paper):
    assert sealed(paper, body) is None
    assert seal_ends_at(body) is None
    file = keep_written(write_sealed(paper, name="Lettre", body=body, reason=REASON), by=SYSTEM)
    assert (file.sealed, file.path.read_bytes()) == (False, paper)


@pytest.mark.usefixtures("certificate")
def test_a_sealed_paper_is_believed_by_who_trusts_the_authority(body, authority, paper):
    verdict = authority.verdict_on(sealed(paper, body))
    assert verdict.bottom_line
    assert verdict.coverage.name == "ENTIRE_FILE"
    assert verdict.modification_level.name == "NONE"
    assert verdict.timestamp_validity is None
    assert not make_authority().verdict_on(sealed(paper, body)).trusted


@pytest.mark.usefixtures("certificate")
def test_one_changed_byte_and_the_seal_is_broken(body, authority, paper):
    data = bytearray(sealed(paper, body))
    data[700] ^= 1
    assert not authority.verdict_on(bytes(data)).intact


@pytest.mark.usefixtures("certificate")
def test_the_paper_itself_is_not_touched(body, paper):
    assert sealed(paper, body).startswith(paper)


@pytest.mark.usefixtures("certificate")
def test_tags_words_and_colours_of_the_paper_are_kept_and_the_seal_is_tagged(body, paper):
    with pikepdf.open(BytesIO(sealed(paper, body))) as document:
        root = document.Root
        with document.open_metadata() as words:
            assert (words["pdfaid:part"], words["pdfaid:conformance"], words["pdfuaid:part"]) == ("2", "A", "1")
            assert "PDF/UA Identification schema" in str(words)
        assert root.OutputIntents[0].DestOutputProfile
        [field] = root.AcroForm.Fields
        assert (str(field.FT), str(field.V.SubFilter), str(field.V.Reason)) == ("/Sig", "/ETSI.CAdES.detached", REASON)
        element = parents_of(root.StructTreeRoot)[int(field.StructParent)]
        assert (str(element.S), str(element.Alt)) == ("/Form", "Cachet électronique de la mairie d’Anor")
        assert element.K.Obj == field
        assert element in list(element.P.K)
        assert str(document.pages[0].Tabs) == "/S"


def parents_of(tree):
    return dict(pikepdf.NumberTree(tree.ParentTree).items())


@pytest.mark.usefixtures("certificate")
@pytest.mark.parametrize("make", [pdf, lambda: of_a_picture(), lambda: flat_tree()])
def test_other_papers_are_sealed_too(body, authority, make):
    assert authority.verdict_on(sealed(make(), body)).bottom_line


def of_a_picture():
    document = pikepdf.new()
    add_a4(document, leaf_of(encoded(picture())))
    return saved(document, title="Une page")


def flat_tree():
    """Tags whose top is no array and whose way back is no number tree of branches."""
    document = pikepdf.new()
    document.add_blank_page()
    tree = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot))
    tree.K = document.make_indirect(pikepdf.Dictionary(Type=pikepdf.Name.StructElem, S=pikepdf.Name.Document, P=tree))
    tree.ParentTree = document.make_indirect(pikepdf.Dictionary(Nums=[]))
    document.Root.StructTreeRoot = tree
    return saved(document, title="Une page")


@pytest.mark.usefixtures("certificate")
def test_what_is_kept_says_that_it_is_sealed(body, authority, paper):
    file = keep_written(write_sealed(paper, name="Lettre", body=body, reason=REASON), by=SYSTEM)
    assert file.sealed
    assert authority.verdict_on(file.path.read_bytes()).bottom_line


@pytest.mark.usefixtures("certificate")
def test_an_authority_vouches_for_the_hour(body, authority, paper, settings):
    with served(authority.clock()) as settings.TIMESTAMP_URL:
        stamp = authority.verdict_on(sealed(paper, body)).timestamp_validity
    assert stamp.valid
    assert stamp.trusted
    assert abs(stamp.timestamp - now()) < timedelta(minutes=1)


@pytest.mark.usefixtures("certificate")
@pytest.mark.parametrize("clock", ["nonsense", "away"])
def test_a_clock_that_is_away_or_talks_nonsense_keeps_no_paper_waiting(body, authority, paper, settings, clock):
    started = time.monotonic()
    with served(None) as settings.TIMESTAMP_URL:
        if clock == "away":
            settings.TIMESTAMP_URL = "http://127.0.0.1:9/"
        verdict = authority.verdict_on(sealed(paper, body))
    assert (verdict.bottom_line, verdict.timestamp_validity) == (True, None)
    assert time.monotonic() - started < 9


def test_the_password_of_all_bodies_opens_what_has_none_of_its_own(body, authority, settings):
    authority.seal_file(certificate_path(body), "commun")
    settings.SEAL_PASSWORDS = {"": "commun", "59249": "autre"}
    assert seal_ends_at(body) > now()


@pytest.mark.parametrize(
    ("days", "password", "code", "sentence"),
    [
        ((-1, 9), "faux", "seal-locked", "le mot de passe"),
        ((-9, -2), PASSWORD, "seal-expired", "ne vaut plus depuis le"),
        ((2, 9), PASSWORD, "seal-expired", "ne vaut qu’à partir du"),
    ],
)
def test_a_certificate_that_cannot_seal_says_why_and_keeps_no_paper_waiting(
    body, authority, paper, settings, days, password, code, sentence
):
    authority.seal_file(certificate_path(body), PASSWORD, days=days)
    settings.SEAL_PASSWORDS = {"": password}
    with pytest.raises(SealUnusable) as no:
        sealed(paper, body)
    assert no.value.code == code
    assert sentence in no.value.sentence
    assert str(certificate_path(body)) in no.value.sentence
    assert not write_sealed(paper, name="Lettre", body=body, reason=REASON).sealed


@pytest.mark.parametrize("data", [b"", b"pas un certificat"])
def test_a_file_that_is_no_certificate_says_so(body, data, paper):
    certificate_path(body).parent.mkdir()
    certificate_path(body).write_bytes(data)
    with pytest.raises(SealUnusable, match="seal-locked"):
        sealed(paper, body)


@pytest.mark.usefixtures("certificate")
def test_a_certificate_ends_while_the_program_runs(body, paper):
    assert sealed(paper, body)
    with pretending(now() + timedelta(days=400)), pytest.raises(SealUnusable):
        sealed(paper, body)
