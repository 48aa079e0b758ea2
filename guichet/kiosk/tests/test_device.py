"""The device API, as a kiosk's own program speaks with it."""

from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as house
from django.test import Client

from guichet.devices.actions import (
    change_terminal,
    end_session,
    end_silent_sessions,
    give_order,
    make_code,
    order_print,
    order_scan,
    revoke_keys,
)
from guichet.devices.models import Incident, KioskSession, Order, PrintJob, ScanJob, Terminal
from guichet.devices.tests.factories import a_key, a_paper, a_session, a_terminal
from guichet.documents.models import StoredFile
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now
from tests.base import World

HERE = "/borne/appareil"


class Kiosk:
    """The program of one kiosk: its key in a header, no cookie."""

    def __init__(self, key: str = "", host: str = "localhost") -> None:
        self.browser = Client(headers={"host": host, "authorization": f"Bearer {key}"}, enforce_csrf_checks=True)

    def tells(self, path: str, **told: Any) -> Any:
        return self.browser.post(f"{HERE}{path}", told, content_type="application/json")

    def gets(self, path: str) -> Any:
        return self.browser.get(f"{HERE}{path}")

    def sends(self, job: ScanJob, data: bytes, kind: str = "application/pdf") -> Any:
        return self.browser.put(f"{HERE}/numerisations/{job.key}/document", data, content_type=kind)


@pytest.fixture(autouse=True)
def own_folders(tmp_path: Path, settings: Any) -> None:
    settings.FILES_ROOT = tmp_path / "files"
    settings.DATA = tmp_path


@pytest.fixture
def hall(world: World) -> Terminal:
    return a_terminal(world.anor)


@pytest.fixture
def kiosk(hall: Terminal) -> Kiosk:
    return Kiosk(a_key(hall))


def test_a_kiosk_enrols_with_its_code_and_learns_where_its_socket_is(hall):
    answer = Kiosk().tells("/inscription/", code=make_code(hall, by=SYSTEM))
    told = answer.json()
    assert answer.status_code == 201
    assert told["terminal"] == {"name": "Borne du hall", "place": "Mairie, hall d’entrée", "body": "Anor"}
    assert told["live"] == f"ws://localhost:{house.GUICHET_PORT + 1}/live/borne/"
    assert answer.headers["Cache-Control"] == "no-store"
    assert Kiosk(told["key"]).tells("/etat/").status_code == 200


def test_a_wrong_code_is_refused_with_a_sentence(hall):
    answer = Kiosk().tells("/inscription/", code="AAAA-AAAA")
    assert (answer.status_code, answer.json()["code"]) == (403, "wrong-code")
    assert answer.json()["error"].startswith("Ce code ne convient pas")


def test_a_kiosk_tells_its_state_and_hears_how_it_is_set_and_what_to_do(hall, kiosk):
    order = give_order(hall, Order.Kind.RESTART, by=SYSTEM)
    change_terminal(hall, {"internet_minutes": 30}, by=SYSTEM)
    told = kiosk.tells("/etat/", health={"printer": {"state": "absent"}}).json()
    assert (told["config"]["internet_minutes"], told["session"]) == (30, None)
    assert told["orders"] == [{"id": str(order.key), "kind": "restart"}]
    assert Incident.objects.get().kind == "printer-absent"
    assert kiosk.tells(f"/ordres/{order.key}/fait/").status_code == 204
    assert kiosk.tells("/etat/").json()["orders"] == []


def test_a_session_begins_with_an_address_that_opens_it_and_ends_when_the_kiosk_says_so(kiosk):
    begun = kiosk.tells("/sessions/")
    session = KioskSession.objects.get()
    assert (begun.status_code, begun.json()["session"]) == (201, str(session.key))
    assert begun.json()["url"].startswith("http://localhost/borne/ouvrir/")
    for _twice in range(2):
        assert kiosk.tells(f"/sessions/{session.key}/fin/", why="crash").status_code == 204
    session.refresh_from_db()
    assert session.ended_why == "crash"
    assert kiosk.tells(f"/sessions/{session.key}/fin/", why="revoked").status_code == 400


def test_a_paper_is_fetched_printed_and_gone(hall, kiosk, django_capture_on_commit_callbacks):
    job = order_print(a_session(hall), title="Fiche", pdf=a_paper())
    url = kiosk.tells("/etat/").json()["orders"][0]["url"]
    paper = kiosk.browser.get(url)
    assert (paper.headers["Content-Type"], paper.content[:5]) == ("application/pdf", b"%PDF-")
    assert kiosk.tells(f"/impressions/{job.key}/", state="failed", reason="media-empty").status_code == 204
    assert kiosk.tells(f"/impressions/{job.key}/", state="imprimé").status_code == 400
    job.refresh_from_db()
    assert (job.state, job.reason) == ("failed", "media-empty")
    job = order_print(job.session, title="Fiche", pdf=a_paper())
    with django_capture_on_commit_callbacks(execute=True):
        kiosk.tells(f"/impressions/{job.key}/", state="done")
    assert kiosk.gets(f"/impressions/{job.key}/document.pdf").status_code == 404


def test_pages_of_a_foreign_site_count_in_the_quota(hall, kiosk):
    assert kiosk.tells("/impressions/", pages=2, what="site").json()["code"] == "session-over"
    a_session(hall)
    assert kiosk.tells("/impressions/", pages=19, what="site").status_code == 201
    no = kiosk.tells("/impressions/", pages=2, what="download")
    assert (no.status_code, no.json()["code"]) == (409, "page-quota")
    assert kiosk.tells("/impressions/", pages=201).json()["code"] == "page-quota"
    for pages in (0, "2", True, None):
        assert kiosk.tells("/impressions/", pages=pages).status_code == 400
    assert PrintJob.objects.get().title == "Page d’un site"


def test_a_scanned_page_goes_to_the_running_session(hall, kiosk):
    job = order_scan(a_session(hall))
    assert kiosk.tells(f"/numerisations/{job.key}/", state="scanning").status_code == 204
    assert kiosk.sends(job, a_paper(), "text/html").status_code == 400
    assert kiosk.sends(job, a_paper()).status_code == 201
    job.refresh_from_db()
    assert (job.state, job.file.name) == ("done", "Papier numérisé.pdf")
    assert kiosk.sends(job, a_paper()).status_code == 403


def test_more_than_a_file_may_weigh_is_not_even_read(hall, kiosk, settings):
    settings.FILE_MAX_BYTES = 1000
    job = order_scan(a_session(hall))
    assert kiosk.sends(job, b"%PDF-" + b"0" * 2000).status_code == 413
    assert kiosk.tells("/etat/", health={"x": "0" * 70_000}).status_code == 413
    assert not StoredFile.objects.exists()


def test_what_comes_after_the_session_is_not_kept(hall, kiosk):
    session = a_session(hall)
    job, paper = order_scan(session), order_print(session, title="Fiche", pdf=a_paper())
    end_session(session, "person")
    assert kiosk.sends(job, a_paper()).status_code == 404
    assert kiosk.gets(f"/impressions/{paper.key}/document.pdf").status_code == 404
    assert kiosk.tells(f"/impressions/{paper.key}/", state="done").status_code == 204
    a_session(hall)
    assert kiosk.sends(job, a_paper()).status_code == 404
    assert not StoredFile.objects.exists()


def test_a_kiosk_finds_nothing_of_its_neighbour_in_the_same_town(world, hall, kiosk):
    other = a_terminal(world.anor, name="Borne de la médiathèque")
    session = a_session(other)
    paper, scan = order_print(session, title="Fiche", pdf=a_paper()), order_scan(session)
    order = give_order(other, Order.Kind.RELOAD, by=SYSTEM)
    for answer in (
        kiosk.gets(f"/impressions/{paper.key}/document.pdf"),
        kiosk.tells(f"/impressions/{paper.key}/", state="done"),
        kiosk.tells(f"/numerisations/{scan.key}/", state="failed"),
        kiosk.sends(scan, a_paper()),
        kiosk.tells(f"/sessions/{session.key}/fin/", why="person"),
        kiosk.tells(f"/ordres/{order.key}/fait/"),
        kiosk.tells(f"/ordres/{uuid4()}/fait/"),
    ):
        assert (answer.status_code, answer.json()["code"]) == (404, "not-found")
    assert kiosk.tells("/etat/").json()["orders"] == []


def test_a_stolen_key_sees_nothing_elsewhere_and_nothing_any_more(hall, kiosk):
    key = a_key(hall)  # enrolled again: the first key is dead
    assert kiosk.tells("/etat/").status_code == 401
    assert Kiosk(key, host="fourmies.localhost").tells("/etat/").status_code == 401
    thief = Kiosk(key)
    assert thief.tells("/etat/").status_code == 200
    for page in ("/guichet/", "/cms/", "/borne/ma-demande/"):
        assert thief.browser.get(page).status_code in {302, 404}
    revoke_keys(hall, by=SYSTEM)
    answer = thief.tells("/etat/")
    assert (answer.status_code, answer.json()["code"]) == (401, "unknown-key")


def test_what_is_not_json_or_not_the_right_verb_is_refused(hall, kiosk):
    for body in ("{", "[]", "7", "[" * 60_000):
        sent = kiosk.browser.post(f"{HERE}/etat/", body, content_type="application/json")
        assert (sent.status_code, sent.json()["code"]) == (400, "nonsense")
    assert kiosk.gets("/etat/").status_code == 405
    assert Kiosk().tells("/inscription/").status_code == 400


def test_a_person_over_a_site_is_not_sent_away(hall, kiosk):
    """The pages hear nothing of her: the kiosk says that somebody touches its screen."""
    session = a_session(hall)
    KioskSession.objects.update(seen_at=now() - timedelta(minutes=10), was_used=True)
    kiosk.tells("/etat/", health={}, touched=True)
    assert end_silent_sessions() == 0
    KioskSession.objects.update(seen_at=now() - timedelta(minutes=10))
    kiosk.tells("/etat/", health={}, touched=False)
    assert end_silent_sessions() == 1
    session.refresh_from_db()
    assert session.ended_why == KioskSession.Ended.IDLE
