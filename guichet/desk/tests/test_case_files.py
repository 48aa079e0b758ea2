"""Files at the desk: every page is seen, what the antivirus said is said, and never more."""

import pytest
from django.core.cache import cache
from django.urls import reverse

from guichet.accounts.rules import RoleKind
from guichet.cases.actions import answer_as_resident
from guichet.cases.models import Attachment
from guichet.desk.scans import scans_in_words
from guichet.desk.tests.base import at_desk
from guichet.documents.actions import keep_upload
from guichet.documents.models import StoredFile
from guichet.documents.reading import scan_warning
from guichet.documents.tests.antivirus import fake_peer, says
from guichet.documents.tests.factories import pdf, upload
from guichet.kit.actor import SYSTEM
from tests.base import a_case, an_agent, resident_of, text_of

Scan = StoredFile.Scan


@pytest.fixture(autouse=True)
def files_root(tmp_path, settings):
    settings.FILES_ROOT = tmp_path / "files"
    cache.clear()


@pytest.fixture
def desk(world):
    return at_desk(an_agent("sophie", world.body, world.waste))


@pytest.fixture
def case(world):
    return a_case(world)


@pytest.fixture
def file(case):
    kept = keep_upload(upload(pdf(3), "bail.pdf"), name="bail.pdf", body=case.owner, by=SYSTEM)
    answer_as_resident(case, "Voici le bail.", [kept], by=resident_of(case))
    return kept


def page_of(desk, case):
    return text_of(desk.get(reverse("desk:case", args=[case.reference])))


def preview_url(case, file):
    return reverse("desk:case-preview", args=[case.reference, file.key])


@pytest.mark.parametrize(
    ("asked", "status"), [("", 200), ("1", 200), ("3", 200), ("4", 404), ("0", 404), ("99999999", 404)]
)
def test_every_page_of_a_paper_has_its_picture(desk, case, file, asked, status):
    response = desk.get(preview_url(case, file), {"page": asked} if asked else {})
    assert response.status_code == status
    if status == 200:
        assert response.content[:3] == b"\xff\xd8\xff"
        assert "sandbox" in response["Content-Security-Policy"]


def test_the_other_pages_are_folded_below_the_first(desk, case, file):
    page = page_of(desk, case)
    assert "Les 2 autres pages" in page
    assert page.count(f"{preview_url(case, file)}?page=") == 2


def test_an_infected_file_is_neither_shown_nor_saved_and_the_agent_is_told(desk, case, file):
    StoredFile.objects.update(scan=Scan.INFECTED)
    page = page_of(desk, case)
    assert "Virus trouvé" in page
    assert preview_url(case, file) not in page
    assert desk.get(preview_url(case, file)).status_code == 404
    response = desk.get(reverse("desk:case-file", args=[case.reference, file.key]), follow=True)
    assert "il ne s’ouvre plus" in text_of(response)
    assert Attachment.objects.filter(file=file).exists()


@pytest.mark.parametrize(
    ("scan", "scanner", "said"),
    [
        (Scan.NOT_SCANNED, "", ""),
        (Scan.NOT_SCANNED, "127.0.0.1:3310", "Pas analysé par l’antivirus"),
        (Scan.CLEAN, "127.0.0.1:3310", ""),
        (Scan.OURS, "127.0.0.1:3310", ""),
        (Scan.INFECTED, "", "Virus trouvé"),
    ],
)
def test_beside_a_file_is_said_what_is_known(settings, scan, scanner, said):
    settings.CLAMAV = scanner
    assert scan_warning(StoredFile(scan=scan)).startswith(said)
    assert bool(scan_warning(StoredFile(scan=scan))) == bool(said)


def test_the_state_says_once_that_there_is_no_antivirus(world, case, file):
    chief = at_desk(an_agent("claire", world.body, kind=RoleKind.ADMINISTRATOR))
    assert "Aucun antivirus n’est branché" in text_of(chief.get(reverse("desk:house")))


def test_without_an_antivirus_the_files_are_not_counted(case, file, django_assert_num_queries):
    with django_assert_num_queries(1):  # the infected ones, of a house that had an antivirus
        scans_in_words(case.owner)


@pytest.mark.parametrize(
    ("answer", "scan", "said"),
    [
        (b"stream: OK\0", Scan.NOT_SCANNED, ["1 fichier attend d’être analysé"]),
        (b"stream: OK\0", Scan.CLEAN, ["Tous les fichiers reçus sont analysés"]),
        (b"ERROR\0", Scan.NOT_SCANNED, ["ne répond pas", "1 fichier n’est pas analysé"]),
        (b"stream: OK\0", Scan.INFECTED, ["1 fichier infecté est gardé"]),
    ],
)
def test_the_state_says_what_the_antivirus_does_and_found(case, file, settings, answer, scan, said):
    StoredFile.objects.update(scan=scan)
    with fake_peer(says(answer)) as settings.CLAMAV:
        text = " ".join(line["text"] for line in scans_in_words(case.owner)).replace("\u00a0", " ")
    assert all(words in text for words in said)
