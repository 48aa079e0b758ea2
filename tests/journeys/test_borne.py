"""The whole kiosk: Guichet, its live process, `borne`, a real Chromium on a screen of its own, a real CUPS queue before a
simulated printer, SANE's own device, a site that refuses frames. Fingers touch through the X server."""

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
import uvicorn

from borne.tests.driving import Driven, kiosk
from borne.tests.peers import SEED, cups_queue, official_site, sane_test_device, virtual_screen, wait_until
from guichet.cases.models import Case
from guichet.catalogue.actions import load_procedures, offer_procedure
from guichet.catalogue.models import Procedure
from guichet.devices.actions import give_order
from guichet.devices.models import KioskSession, Order, PrintJob, ScanJob, Terminal
from guichet.devices.tests.factories import a_key, a_terminal
from guichet.documents.models import StoredFile
from guichet.journal.actions import deliver_all
from guichet.journal.models import Record
from guichet.kiosk.tasks import pack_pages_for_kiosks
from guichet.kit.actor import SYSTEM
from tests.base import World

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


class Cable:
    """The network between the kiosk and its server: what goes through it stops when it is cut."""

    def __init__(self, to: int) -> None:
        self.to = to
        self._ends: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port = self._listener.getsockname()[1]
        self._plugged = True
        threading.Thread(target=self._wait, daemon=True).start()

    def _wait(self) -> None:
        while True:
            try:
                near, _who = self._listener.accept()
            except OSError:
                return
            if not self._plugged:
                near.close()
                continue
            try:
                far = socket.create_connection(("127.0.0.1", self.to))
            except OSError:
                near.close()
                continue
            self._ends |= {near, far}
            for source, sink in ((near, far), (far, near)):
                threading.Thread(target=self._carry, args=(source, sink), daemon=True).start()

    def _carry(self, source: socket.socket, sink: socket.socket) -> None:
        try:
            while data := source.recv(65536):
                sink.sendall(data)
        except OSError:
            pass
        for end in (source, sink):
            self._ends.discard(end)
            end.close()

    def cut(self) -> None:
        self._plugged = False
        for end in list(self._ends):
            try:
                end.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def put_back(self) -> None:
        self._plugged = True

    def close(self) -> None:
        self.cut()
        self._listener.close()


@contextmanager
def live_process() -> Iterator[int]:
    """The sockets and the crier, as `guichet serve` runs them beside the pages."""
    listener = socket.create_server(("127.0.0.1", 0))
    config = uvicorn.Config("guichet.config.asgi:application", log_level="warning", lifespan="on")
    server = uvicorn.Server(config)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
    thread.start()
    wait_until(lambda: server.started, "the live process")
    try:
        yield listener.getsockname()[1]
    finally:
        server.should_exit = True
        thread.join(20)
        listener.close()


@dataclass
class Hall:
    """The hall of the town hall, with its kiosk."""

    terminal: Terminal
    driven: Driven
    cable: Cable
    data: Path

    def goes(self, path: str) -> None:
        """Show a page of the kiosk, as a chain of touches would."""
        self.driven.face(f"location.assign({path!r})")
        self.driven.wait_face(f"location.pathname + location.search === {path!r} && document.readyState === 'complete'")

    def touches(self, words: str) -> None:
        """Touch the control that says so."""
        mark = f"""document.querySelector('[data-finger]')?.removeAttribute('data-finger');
            [...document.querySelectorAll('a, button, label')].find(one => one.checkVisibility() && one.innerText.trim().startsWith({words!r}))?.setAttribute('data-finger', '') ?? true"""
        self.driven.wait_face(
            f"[...document.querySelectorAll('a, button, label')].some(one => one.checkVisibility() && one.innerText.trim().startsWith({words!r}))"
        )
        self.driven.face(mark)
        self.driven.touch_face("[data-finger]")

    def reads(self, words: str) -> None:
        try:
            self.driven.wait_face(f"document.body.innerText.includes({words!r})")
        except AssertionError as never:
            raise AssertionError(f"not read: {words!r}, but: {self.driven.face('document.body.innerText')}") from never


Opening = Callable[..., Hall]


@pytest.fixture(scope="module")
def screen() -> Iterator[str]:
    with virtual_screen() as display:
        yield display


@pytest.fixture
def opened(live_server, settings, tmp_path: Path, world: World, screen: str) -> Iterator[Opening]:
    """Opens the kiosk of Anor; `more` is what its `borne.toml` says of machines."""
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.FILES_ROOT, settings.DATA = tmp_path / "files", tmp_path / "data"
    settings.DATA.mkdir()
    load_procedures(by=SYSTEM)
    bins = Procedure.objects.get(slug="bacs-ordures")
    offer_procedure(bins, body=world.body, department=world.waste, case_type="bacs-ordures", by=SYSTEM)
    terminal = a_terminal(world.anor, allowed_hosts="officiel.localhost")
    key = a_key(terminal)
    with ExitStack() as stack:
        live = Cable(stack.enter_context(live_process()))
        pages = Cable(int(live_server.url.rpartition(":")[2]))
        stack.callback(live.close)
        stack.callback(pages.close)
        settings.GUICHET_PORT = pages.port
        settings.GUICHET_LIVE_URL = f"ws://localhost:{live.port}/live/"

        def begin(more: str = "") -> Hall:
            program = kiosk(
                tmp_path / "borne",
                server=f"http://localhost:{pages.port}",
                key=key,
                live=f"ws://localhost:{live.port}/live/borne/",
                display=screen,
                more=more,
            )
            driven = stack.enter_context(program)
            hall = Hall(terminal, driven, pages, tmp_path)
            hall.reads("Qu’est-ce qui vous amène")
            return hall

        yield begin


def test_a_cabinet_sheet_goes_through_a_real_queue(opened: Opening, tmp_path: Path) -> None:
    with cups_queue(tmp_path) as queue:
        hall = opened(queue.toml)
        hall.goes("/borne/demarches/passeport/")
        queue.set("no-paper")
        hall.touches("Imprimer la fiche")
        hall.reads("Il n’y a plus de papier dans l’imprimante.")
        queue.set("no-paper", on=False)
        hall.reads("C’est imprimé.")
        assert queue.printed[-1].read_bytes().startswith(b"%PDF")
        assert PrintJob.objects.latest("pk").state == PrintJob.State.DONE
        assert KioskSession.objects.running().get().pages_printed == PrintJob.objects.latest("pk").pages


def test_a_paper_scanned_lands_in_the_case(opened: Opening, tmp_path: Path) -> None:
    with sane_test_device(tmp_path) as scanner:
        hall = opened(scanner.toml())
        hall.goes("/borne/demarches/bacs-ordures/demande/etape/besoin/")
        hall.touches("Une réparation")
        hall.touches("Continuer")
        hall.reads("Pour quels déchets")
        case = Case.objects.get()
        hall.goes(f"/borne/demandes/{case.reference}/etape/photo/numeriser/")
        hall.touches("Numériser la feuille")
        hall.reads("Votre papier est numérisé.")
        hall.touches("Voir et garder")
        hall.touches("Le joindre à ma demande")
        wait_until(lambda: case.attachments.exists(), "the paper in the case")
        kept = case.attachments.select_related("file").get()
        assert (kept.question, kept.file.media_type, kept.file.pages) == ("photo", "application/pdf", 1)
        assert ScanJob.objects.get().state == ScanJob.State.DONE


def test_an_official_site_opens_under_the_bar_and_the_session_ends_clean(
    opened: Opening, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    with official_site() as site, cups_queue(tmp_path) as queue, sane_test_device(tmp_path) as scanner:
        hall = opened(queue.toml + scanner.toml())
        first = hall.driven.session
        writes_and_scans(hall)
        hall.goes("/borne/demarches/passeport/")
        hall.touches("Imprimer la fiche")
        hall.reads("C’est imprimé.")
        hall.driven.say(do="open", url=site.url, name="Site officiel", whose="le site de l’État")
        hall.driven.wait_site("document.cookie.includes('MARTIN')")
        hall.reads("le site de l’État")  # the bar says whose site it is
        assert hall.driven.face("innerHeight") == 200
        places = [tmp_path / "borne", tmp_path / "data", tmp_path / "files", queue.folder]
        assert SEED in Case.objects.get().answers["broken_words"]
        assert StoredFile.objects.exists()
        assert holding(SEED, hall.driven.settings.ephemeral)

        hall.touches("Terminer")
        hall.driven.next_session(first)
        hall.reads("Qu’est-ce qui vous amène")
        deliver_all()  # as the worker does
        ended = KioskSession.objects.exclude(ended_at=None).latest("pk")
        assert ended.ended_why == KioskSession.Ended.PERSON
        assert not first.browser.folder.exists()
        assert holding(SEED, hall.driven.settings.ephemeral, *places) == []
        assert list((tmp_path / "data").rglob("*.pdf")) == []
        assert not Case.objects.exists()
        assert not StoredFile.objects.exists()
        assert not any(SEED in str(row.details) for row in Record.objects.all())
        assert SEED not in caplog.text


def writes_and_scans(hall: Hall) -> None:
    """A name in a request whose code nobody reads, and a paper joined to it."""
    hall.goes("/borne/demarches/bacs-ordures/demande/etape/besoin/")
    hall.touches("Une réparation")
    hall.touches("Continuer")
    hall.touches("Aux ordures ménagères")
    hall.touches("Continuer")
    hall.touches("Autre chose")
    hall.driven.face(f"document.querySelector('[name=broken_words]').value = {SEED!r}")
    hall.touches("Continuer")
    hall.touches("Numériser un papier")
    hall.touches("Numériser la feuille")
    hall.touches("Voir et garder")
    hall.touches("Le joindre à ma demande")
    hall.reads("Retirer")


def holding(seed: str, *places: Path) -> list[Path]:
    """Every file below these places that holds the words."""
    files = [path for place in places for path in place.rglob("*") if path.is_file() and not path.is_symlink()]
    return [path for path in files if seed.encode() in path.read_bytes()]


def test_the_network_is_cut_and_comes_back(opened: Opening) -> None:
    hall = opened()
    assert hall.driven.borne
    pack = hall.driven.borne.pack
    pack_pages_for_kiosks()
    give_order(hall.terminal, Order.Kind.RELOAD, by=SYSTEM)
    wait_until(lambda: pack.version, "the packed pages")
    hall.cable.cut()
    hall.reads("Pas de réseau")
    hall.touches("Ma voiture")
    hall.reads("Faire la carte grise d’un véhicule")
    hall.cable.put_back()
    hall.reads("Qu’est-ce qui vous amène")
