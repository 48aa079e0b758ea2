"""The kiosk: its own program on a screen of its own, a real queue before a simulated printer, SANE's test device."""

import time
from collections.abc import Iterator
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from borne.tests.driving import Driven, kiosk
from borne.tests.peers import Queue, cups_queue, sane_test_device, virtual_screen, wait_until
from tests.bench.figures import Figure
from tests.bench.server import PORT, served
from tests.bench.town import Town

TOUCHES = ("/borne/", "/borne/tout/", "/borne/plus-demandees/", "/borne/demarches/passeport/", "/borne/ma-demande/")
TIMES = 5
SEEN = "new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(seen)))"
PAINTED = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime + performance.timeOrigin"


def run(town: Town) -> Iterator[Figure]:
    with TemporaryDirectory(prefix="borne-") as parent, town.copy() as copy:
        folder = Path(parent)
        key = copy.inside("kiosk")["key"]
        with (
            served(copy),
            virtual_screen() as display,
            cups_queue(folder) as queue,
            sane_test_device(folder) as scanner,
        ):
            started = kiosk(
                folder / "borne",
                server=f"http://localhost:{PORT}",
                key=key,
                live=f"ws://localhost:{PORT + 1}/live/borne/",
                display=display,
                more=queue.toml + scanner.toml(),
            )
            with started as driven:
                yield from _figures(driven, queue)


def _figures(driven: Driven, queue: Queue) -> Iterator[Figure]:
    paints = [_painted(driven, path) for _time in range(TIMES) for path in TOUCHES]
    yield Figure("kiosk", "from the touch to the painted page: median", median(paints), "ms", at_most=200)
    yield Figure("kiosk", "from the touch to the painted page: slowest", max(paints), "ms")
    prints = [_printed(driven, queue) for _time in range(TIMES)]
    yield Figure("kiosk", "from the order to the printer's job: slowest", max(prints), "s", at_most=1)
    yield Figure("kiosk", "a scanned A4, 200 dpi, from the touch to the request", _scanned(driven), "s", at_most=5)
    resets = [_reset(driven) for _time in range(TIMES)]
    yield Figure("kiosk", "from « Terminer » to the next first screen: slowest", max(resets), "s", at_most=3)


def _shows(driven: Driven, path: str) -> None:
    """Show a page of the kiosk, as a chain of touches would."""
    driven.face(f"location.assign({path!r})")
    driven.wait_face(f"location.pathname === {path!r} && document.readyState === 'complete'")


def _touch(driven: Driven, words: str) -> float:
    """Touch what says these words; the moment before."""
    found = f"[...document.querySelectorAll('a, button, label')].find(one => one.checkVisibility() && one.innerText.trim().startsWith({words!r}))"
    driven.wait_face(found)
    driven.face(f"document.querySelector('[data-finger]')?.removeAttribute('data-finger'); {found}.dataset.finger = ''")
    driven.face(SEEN)
    at = time.monotonic()
    driven.touch_face("[data-finger]")
    return at


def _painted(driven: Driven, path: str) -> float:
    """Milliseconds from a touch on a link to the first paint of the page behind it, by the browser's own clock."""
    driven.face(
        f"""(() => {{ const link = Object.assign(document.createElement('a'), {{href: {path!r}, id: 'measured', textContent: 'Ici'}});
        link.addEventListener('pointerdown', () => sessionStorage.touched = performance.now() + performance.timeOrigin);
        document.querySelector('.kiosk__bar').prepend(link); document.documentElement.dataset.before = ''; }})()"""
    )
    driven.face(SEEN)
    driven.touch_face("#measured")
    driven.wait_face(f"!('before' in document.documentElement.dataset) && {PAINTED}")
    return float(driven.face(f"{PAINTED} - Number(sessionStorage.touched)"))


def _printed(driven: Driven, queue: Queue) -> float:
    before = len(queue.printed)
    _shows(driven, "/borne/demarches/passeport/")
    at = _touch(driven, "Imprimer la fiche")
    wait_until(lambda: len(queue.printed) > before, "the printer has the paper")
    return time.monotonic() - at


def _scanned(driven: Driven) -> float:
    """With the three touches it takes: scan, look, keep."""
    _shows(driven, "/borne/demarches/bacs-ordures/demande/etape/besoin/")
    _touch(driven, "Une réparation")
    _touch(driven, "Continuer")
    driven.wait_face("location.pathname.endsWith('/bac/')")
    _shows(driven, str(driven.face("location.pathname")).replace("/bac/", "/photo/numeriser/"))
    at = _touch(driven, "Numériser la feuille")
    _touch(driven, "Voir et garder")
    _touch(driven, "Le joindre à ma demande")
    driven.wait_face("location.pathname.includes('/etape/') && document.readyState === 'complete'")
    return time.monotonic() - at


def _reset(driven: Driven) -> float:
    _shows(driven, "/borne/tout/")
    ended = driven.session
    at = _touch(driven, "Terminer")
    return driven.next_session(ended).ready_at - at
