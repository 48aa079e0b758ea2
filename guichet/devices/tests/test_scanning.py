from pathlib import Path

import pytest
from django.conf import settings as house
from django.core.files.base import ContentFile

from guichet.devices.actions import (
    cancel_scan,
    drop_scan,
    end_session,
    order_print,
    order_scan,
    play_fake,
    receive_scan,
    take_scan,
    tell_scan,
)
from guichet.devices.facts import ScanOrdered
from guichet.devices.models import KioskSession, ScanJob, Terminal
from guichet.devices.rules import MOST_SCANS
from guichet.devices.telling import state_for
from guichet.devices.tests.factories import a_paper, a_scan, a_session, a_terminal
from guichet.devices.words import reason_in_words
from guichet.documents.models import StoredFile
from guichet.journal.models import Record
from guichet.kit.refusal import Refusal
from tests.base import facts

pytestmark = pytest.mark.django_db
WORD = "zibelinebleue"


def test_a_scan_is_told_to_the_kiosk_and_its_page_is_kept_for_the_session(hall):
    session = a_session(hall)
    job = order_scan(session, source="feeder", format="jpeg")
    told = {"id": str(job.key), "kind": "scan", "source": "feeder", "format": "jpeg"}
    assert state_for(hall)["orders"] == [told]
    tell_scan(job, "scanning")
    job = receive_scan(job, a_scan(3), name="Papier numérisé")
    assert (job.state, job.file.name, job.file.pages) == ("done", "Papier numérisé.pdf", 3)
    session.refresh_from_db()
    assert session.scans == 1
    assert facts(ScanOrdered) == [ScanOrdered(hall.pk, job.pk)]
    with pytest.raises(Refusal, match="terminée ou annulée"):
        receive_scan(job, a_scan(), name="Papier numérisé")


def test_what_is_no_paper_fails_with_its_reason(hall):
    job = order_scan(a_session(hall))
    with pytest.raises(Refusal, match="contient un texte"):
        receive_scan(job, ContentFile(b"du texte"), name="papier.pdf")
    job.refresh_from_db()
    assert (job.state, job.reason) == ("failed", "other")
    assert reason_in_words(job).startswith("Le papier n’a pas été numérisé.")


@pytest.mark.parametrize("ending", [cancel_scan, lambda job: end_session(job.session, "idle")])
def test_a_page_that_comes_too_late_is_not_kept(hall, ending):
    job = order_scan(a_session(hall))
    ending(job)  # the row in hand still says that it is awaited
    with pytest.raises(Refusal, match="rien n’a été gardé"):
        receive_scan(job, a_scan(), name="Papier numérisé")
    assert not StoredFile.objects.exists()


def test_a_page_taken_stays_and_one_dropped_or_left_goes(hall, django_capture_on_commit_callbacks):
    session = a_session(hall)
    taken, dropped, left = (receive_scan(order_scan(session), a_scan(), name="Papier") for _one in range(3))
    file = take_scan(taken)
    with pytest.raises(Refusal, match="Aucun papier"):
        take_scan(taken)
    with django_capture_on_commit_callbacks(execute=True):
        drop_scan(dropped)
        end_session(session, "person")
    assert StoredFile.objects.get() == file
    assert file.path.exists()
    assert not left.file.path.exists()
    with pytest.raises(Refusal, match="terminé"):
        take_scan(left)


def test_a_kiosk_without_hardware_scans_a_page_that_says_so(world):
    session = a_session(a_terminal(world.anor, kind=Terminal.Kind.FAKE))
    for kind, media_type in (("pdf", "application/pdf"), ("jpeg", "image/jpeg")):
        job = play_fake(order_scan(session, format=kind))
        assert (job.state, job.file.media_type) == ("done", media_type)


def test_after_a_session_nothing_on_the_server_knows_a_name(world, hall, caplog, django_capture_on_commit_callbacks):
    """A name on a printed paper, in a scanned page's name and in what the kiosk tells: neither rows nor disk keep it."""
    session = a_session(hall)
    order_print(session, title="Fiche", pdf=a_paper() + f"%{WORD}\n".encode())
    receive_scan(order_scan(session), ContentFile(a_paper() + f"%{WORD}\n".encode()), name=f"{WORD}.pdf")
    with django_capture_on_commit_callbacks(execute=True):
        end_session(session, "person")
    rows = [*Record.objects.values_list(), *KioskSession.objects.values_list(), *ScanJob.objects.values_list()]
    assert WORD not in str([*rows, *StoredFile.objects.values_list()])
    kept = [path for path in Path(house.DATA).rglob("*") if path.is_file()]
    assert kept == []
    assert WORD not in caplog.text


def test_two_touches_are_one_scan_and_there_is_an_end_to_them(hall):
    session = a_session(hall)
    first, again, other = order_scan(session), order_scan(session), order_scan(session, source="feeder")
    assert (again, other != first) == (first, True)
    KioskSession.objects.update(scans=MOST_SCANS)
    with pytest.raises(Refusal, match="tous les papiers permis"):
        order_scan(session, source="feeder", format="jpeg")
