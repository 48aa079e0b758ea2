import os
import stat
from datetime import timedelta

import pytest

from guichet.devices import spool
from guichet.devices.actions import (
    cancel_print,
    change_terminal,
    end_session,
    order_print,
    order_site_print,
    play_fake,
    print_bytes,
    sweep_spool,
    tell_print,
)
from guichet.devices.facts import PrintOrdered, PrintTold
from guichet.devices.models import PrintJob, Terminal
from guichet.devices.telling import state_for
from guichet.devices.tests.factories import a_paper, a_session, a_terminal
from guichet.devices.words import reason_in_words
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now, pretending
from guichet.kit.refusal import Refusal
from tests.base import facts

pytestmark = pytest.mark.django_db


def printed(session):
    session.refresh_from_db()
    return session.pages_printed


def test_a_paper_is_told_to_the_kiosk_until_it_takes_it_and_erased_when_it_is_out(
    hall, django_capture_on_commit_callbacks
):
    job = order_print(a_session(hall), title="Carte d’identité", pdf=a_paper(2))
    path = spool.path_of(job.key)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert print_bytes(job).startswith(b"%PDF")
    url = f"/borne/appareil/impressions/{job.key}/document.pdf"
    told = {"id": str(job.key), "kind": "print", "url": url, "title": "Carte d’identité", "pages": 2}
    assert state_for(hall)["orders"] == [told]
    tell_print(job, "printing")
    assert state_for(hall)["orders"] == []
    with django_capture_on_commit_callbacks(execute=True):
        tell_print(job, "done")
    assert not path.exists()
    assert facts(PrintOrdered) == [PrintOrdered(hall.pk, job.pk, 2)]
    assert [fact.state for fact in facts(PrintTold)] == ["working", "done"]


def test_the_quota_is_of_the_session_and_pages_that_failed_are_given_back(hall):
    change_terminal(hall, {"page_quota": 3}, by=SYSTEM)
    session = a_session(hall)
    job = order_print(session, title="Fiche", pdf=a_paper(2))
    with pytest.raises(Refusal, match="Il vous reste 1 page"):
        order_print(session, title="Autre fiche", pdf=a_paper(2))
    assert len(list(spool.folder().iterdir())) == 1, "the paper that was refused is on the disk"
    tell_print(job, "failed", "media-jam")
    assert printed(session) == 0
    assert reason_in_words(PrintJob.objects.get(pk=job.pk)).startswith("Une feuille est coincée")
    order_site_print(session, pages=3)
    with pytest.raises(Refusal, match="toutes les pages"):
        order_site_print(session, pages=1)
    order_print(a_session(hall), title="Fiche", pdf=a_paper(3))


def test_a_paper_cancelled_before_it_began_costs_nothing_and_later_it_is_counted(hall):
    session = a_session(hall)
    first, second = (order_print(session, title=title, pdf=a_paper(2)) for title in ("Fiche", "Guide"))
    tell_print(second, "printing")
    for job in (first, second, second):
        cancel_print(job)
    assert printed(session) == 2
    asked = [(order["kind"], order["job"]) for order in state_for(hall)["orders"]]
    assert asked == [("cancel", str(first.key)), ("cancel", str(second.key))]
    assert tell_print(second, "done").state == "cancelled"


def test_a_paper_that_is_none_is_refused(hall):
    with pytest.raises(Refusal, match="ne s’ouvre pas"):
        order_print(a_session(hall), title="Fiche", pdf=b"rien")
    assert not spool.folder().exists()


def test_the_page_of_a_site_is_counted_and_never_asked_of_the_kiosk(hall):
    session = a_session(hall)
    order_site_print(session, pages=4)
    assert printed(session) == 4
    assert state_for(hall)["orders"] == []


def test_the_end_of_the_session_cancels_and_erases_what_waits(hall, django_capture_on_commit_callbacks):
    session = a_session(hall)
    job = order_print(session, title="Fiche", pdf=a_paper())
    with django_capture_on_commit_callbacks(execute=True):
        end_session(session, "person")
    assert PrintJob.objects.get().state == "cancelled"
    assert spool.keys() == set()
    assert tell_print(job, "done").state == "cancelled"
    with pytest.raises(Refusal, match="terminé"):
        order_print(session, title="Fiche", pdf=a_paper())


def test_papers_that_a_dead_process_left_are_swept_and_those_of_a_session_stay(hall):
    kept = order_print(a_session(hall), title="Fiche", pdf=a_paper())
    lost, being_ordered = PrintJob().key, PrintJob().key
    for key in (lost, being_ordered):
        spool.write(key, a_paper())
    for key in (kept.key, lost):
        old = spool.path_of(key).stat().st_mtime - timedelta(minutes=2).total_seconds()
        os.utime(spool.path_of(key), (old, old))
    assert sweep_spool() == 1
    assert spool.keys() == {kept.key, being_ordered}


def test_a_kiosk_without_hardware_prints_at_once_and_its_paper_is_looked_at_until_the_end(
    world, django_capture_on_commit_callbacks
):
    session = a_session(a_terminal(world.anor, kind=Terminal.Kind.FAKE))
    job = order_print(session, title="Fiche", pdf=a_paper())
    with django_capture_on_commit_callbacks(execute=True):
        assert play_fake(play_fake(job)).state == "done"
    assert print_bytes(job).startswith(b"%PDF")
    with django_capture_on_commit_callbacks(execute=True):
        end_session(session, "person")
    with pytest.raises(FileNotFoundError):
        print_bytes(job)


def test_nobody_plays_the_machine_of_a_real_kiosk(hall):
    job = order_print(a_session(hall), title="Fiche", pdf=a_paper())
    assert play_fake(job).state == "ordered"


def test_two_touches_are_one_order_and_a_later_one_is_another(hall):
    session = a_session(hall)
    first, again = (order_print(session, title="Fiche", pdf=a_paper(2)) for _touch in range(2))
    assert (again, printed(session)) == (first, 2)
    assert spool.keys() == {first.key}
    assert order_print(session, title="Fiche", pdf=a_paper(3)) != first
    with pretending(now() + timedelta(seconds=4)):
        assert order_print(session, title="Fiche", pdf=a_paper(2)) != first
