import pytest
from django.core.cache import cache

from guichet.documents.actions import join_pages, keep_pdf, keep_upload, scan_waiting, scanner_answers
from guichet.documents.facts import FileInfected, InfectedFileRefused
from guichet.documents.models import StoredFile
from guichet.documents.reading import open_file, preview
from guichet.documents.tests.antivirus import EICAR, fake_peer, hangs, says
from guichet.documents.tests.factories import encoded, pdf, picture, upload
from guichet.journal.chores import OFTEN
from guichet.kit.actor import SYSTEM
from guichet.kit.refusal import Refusal
from tests.base import facts

Scan = StoredFile.Scan


@pytest.fixture(autouse=True)
def silence_forgotten():
    cache.clear()


def keep(data, body, name="photo.jpg"):
    return keep_upload(upload(data, name), name=name, body=body, by=SYSTEM)


def infected_pdf():
    """Whole and readable, as EICAR is not: the words stand behind the end of the file."""
    return pdf() + EICAR


def scans():
    return list(StoredFile.objects.order_by("pk").values_list("scan", flat=True))


def test_without_an_antivirus_nothing_is_said_to_be_clean(body):
    assert (keep(encoded(picture()), body).scan, scan_waiting()) == (Scan.NOT_SCANNED, 0)


def test_what_an_antivirus_looked_at_says_so_and_when(body, settings, clamd):
    settings.CLAMAV = clamd
    file = keep(encoded(picture()), body)
    assert (file.scan, file.scanned_at is not None) == (Scan.CLEAN, True)


@pytest.mark.parametrize(("make", "name"), [(infected_pdf, "facture.pdf"), (lambda: EICAR, "eicar.com")])
def test_an_infected_file_is_refused_as_it_came_and_nothing_is_kept(body, settings, clamd, files_root, make, name):
    settings.CLAMAV = clamd
    with pytest.raises(Refusal, match="a trouvé un virus dans le fichier") as no:
        keep(make(), body, name)
    assert no.value.code == "file-infected"
    assert not StoredFile.objects.exists()
    assert not files_root.exists()
    assert facts(InfectedFileRefused) == [InfectedFileRefused(body.pk, "Own.Eicar.UNOFFICIAL", len(make()))]


@pytest.mark.parametrize("words", [b"stream: OK", b"INSTREAM size limit exceeded. ERROR\0", b"n'importe quoi\0"])
def test_a_file_that_the_antivirus_could_not_look_at_is_kept_and_not_clean(body, settings, words):
    with fake_peer(says(words)) as settings.CLAMAV:
        assert keep(encoded(picture()), body).scan == Scan.NOT_SCANNED


def test_a_slow_antivirus_is_left_alone_for_a_while(body, settings):
    settings.CLAMAV_SECONDS = 1.2
    asked = []

    def hangs_and_counts(line):
        asked.append(line)
        hangs(line)

    with fake_peer(hangs_and_counts) as settings.CLAMAV:
        keep(encoded(picture()), body)
        keep(encoded(picture()), body)
    assert len(asked) == 1
    assert scans() == [Scan.NOT_SCANNED] * 2


def test_what_was_not_scanned_is_scanned_later(body, settings, clamd):
    keep(encoded(picture()), body)
    keep(pdf(), body, "a.pdf")
    ours = keep_pdf(pdf(), name="Lettre", body=body, by=SYSTEM)
    settings.CLAMAV = clamd
    assert (OFTEN["documents.scan_later"](), scan_waiting()) == (2, 0)
    assert scans() == [Scan.CLEAN, Scan.CLEAN, Scan.OURS]
    assert ours.scanned_at is None


def test_an_infected_file_found_later_stays_and_is_not_opened_any_more(body, settings, clamd):
    file = keep(encoded(picture()), body)
    file.path.write_bytes(EICAR)
    settings.CLAMAV = clamd
    assert scan_waiting() == 1
    file.refresh_from_db()
    assert (file.is_infected, file.path.exists()) == (True, True)
    assert facts(FileInfected) == [FileInfected(file.pk, "Own.Eicar.UNOFFICIAL")]
    for look in (open_file, preview, lambda found: join_pages([found], name="x", body=body, by=SYSTEM)):
        with pytest.raises(Refusal, match="il ne s’ouvre plus"):
            look(file)


def test_files_that_cannot_be_scanned_let_the_others_pass(body, settings, clamd):
    lost = [keep(encoded(picture((9, 9))), body) for _ in range(4)]
    good = keep(encoded(picture()), body)
    for file in lost:
        file.path.unlink()
    settings.CLAMAV = clamd
    assert scan_waiting() == 0  # three failures end a turn
    assert scan_waiting() == 1
    good.refresh_from_db()
    assert good.scan == Scan.CLEAN


def test_an_antivirus_that_is_away_costs_one_try_a_turn(body, settings):
    keep(encoded(picture()), body)
    settings.CLAMAV = "/nowhere/clamd.sock"
    assert (scan_waiting(), scanner_answers()) == (0, False)
    assert StoredFile.objects.get().scan_tries == 0


def test_the_antivirus_is_asked_whether_it_answers(settings, clamd):
    settings.CLAMAV = clamd
    assert scanner_answers()


def test_pages_joined_are_as_clean_as_the_least_of_them(body, settings, clamd):
    before = keep(encoded(picture()), body)
    settings.CLAMAV = clamd
    after = keep(encoded(picture()), body)
    assert join_pages([after, after], name="Livret", body=body, by=SYSTEM).scan == Scan.CLEAN
    assert join_pages([before, after], name="Livret", body=body, by=SYSTEM).scan == Scan.NOT_SCANNED
