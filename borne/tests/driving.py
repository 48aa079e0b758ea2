"""Runs the kiosk's program in a thread of this process, and touches its screen as a finger does: through the X server."""

import asyncio
import ctypes
import json
import shutil
import tempfile
import threading
from collections.abc import Coroutine, Iterator
from concurrent.futures import Future
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from borne.tests.peers import wait_until
from guichet_borne.pipe import ChromiumGone, ChromiumRefused
from guichet_borne.run import Borne
from guichet_borne.session import Session
from guichet_borne.settings import Enrolment, Settings


class Finger:
    """One touch is one click of the X server: it wakes the idle clock, as on the real screen."""

    def __init__(self, display: str) -> None:
        try:
            self._x, self._test = ctypes.CDLL("libX11.so.6"), ctypes.CDLL("libXtst.so.6")
        except OSError:
            pytest.skip("libXtst is missing: apt-get install libxtst6")
        self._x.XOpenDisplay.restype = ctypes.c_void_p
        self._display = ctypes.c_void_p(self._x.XOpenDisplay(display.encode()))
        assert self._display.value, display

    def touch(self, x: int, y: int) -> None:
        self._test.XTestFakeMotionEvent(self._display, -1, x, y, 0)
        self._test.XTestFakeButtonEvent(self._display, 1, 1, 0)
        self._test.XTestFakeButtonEvent(self._display, 1, 0, 0)
        self._x.XSync(self._display, 0)

    def close(self) -> None:
        self._x.XCloseDisplay(self._display)


class Driven:
    """The program at work. `face(js)` and `site(js)` ask a page; `touch_face`, `touch_site` touch what a selector finds."""

    def __init__(self, data: Path) -> None:
        self.settings = Settings.read(data)
        self.finger = Finger(self.settings.display)
        self.borne: Borne | None = None
        self.exit_code: Future[int] = Future()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._work, name="borne")

    def _work(self) -> None:
        try:
            self.exit_code.set_result(self._run_here())
        except BaseException as error:  # noqa: BLE001 told to the test that waits for it
            self.exit_code.set_exception(error)

    def _run_here(self) -> int:
        with asyncio.Runner(loop_factory=lambda: self._loop) as runner:
            return runner.run(self._run())

    async def _run(self) -> int:
        self.borne = Borne(self.settings)
        return await self.borne.run()

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        if self.borne is not None and not self.exit_code.done():
            self._loop.call_soon_threadsafe(self.borne.stop)
        self._thread.join(30)
        self.finger.close()
        assert not self._thread.is_alive(), "the program does not stop"
        self.exit_code.result(0)

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(30)

    @property
    def session(self) -> Session:
        """The one that runs and shows something."""
        wait_until(lambda: self.exit_code.done() or self._shown(), "a session")
        if self.exit_code.done():
            self.exit_code.result()
        assert self.borne is not None
        assert self.borne.session is not None
        return self.borne.session

    def _shown(self) -> bool:
        return self.borne is not None and self.borne.session is not None and self.borne.session.ready_at > 0

    def next_session(self, after: Session) -> Session:
        wait_until(
            lambda: self.borne is None or (self.borne.session is not after and self._shown()), "the next session"
        )
        return self.session

    # -- pages -----------------------------------------------------------------------------------
    def _ask(self, session: str, expression: str) -> Any:
        browser = self.session.browser
        asked = browser.call("Runtime.evaluate", session, expression=expression, returnByValue=True, awaitPromise=True)
        try:
            answer = self.do(asked)
        except (ChromiumGone, ChromiumRefused):
            return None  # between two pages
        return answer["result"].get("value")

    def face(self, expression: str) -> Any:
        return self._ask(self.session.face.session, expression)

    def site(self, expression: str) -> Any:
        pages = list(self.session.site.pages.values())
        return self._ask(pages[-1], expression) if pages else None

    def wait_face(self, expression: str) -> None:
        wait_until(lambda: self.face(f"Boolean({expression})"), f"in the face: {expression}")

    def wait_site(self, expression: str) -> None:
        wait_until(lambda: self.site(f"Boolean({expression})"), f"in the site: {expression}")

    def heard(self, kind: str) -> list[dict[str, Any]]:
        """What the page of the tests' server was told, when it is the one shown."""
        found = self.face(f"JSON.stringify((window.heard ?? []).filter(told => told.kind === {json.dumps(kind)}))")
        return list(json.loads(found or "[]"))

    def wait_heard(self, kind: str, **more: Any) -> dict[str, Any]:
        def told() -> list[dict[str, Any]]:
            return [one for one in self.heard(kind) if more.items() <= one.items()]

        wait_until(told, f"the face hears {kind} {more}")
        return told()[-1]

    def say(self, **message: Any) -> None:
        """The face orders something, as its script does."""
        self.face(f"borne({json.dumps(json.dumps(message))})")

    # -- touches ---------------------------------------------------------------------------------
    def touch_face(self, selector: str) -> None:
        self._touch(selector, self.face, "face")

    def touch_site(self, selector: str) -> None:
        self._touch(selector, self.site, "site")

    def _touch(self, selector: str, ask: Any, window: str) -> None:
        def place() -> Any:
            """Where to touch, once the window stands where it should."""
            bounds = getattr(self.session.targets.layout, window)
            return ask(f"""(() => {{ const one = document.querySelector({json.dumps(selector)});
              if (!one || document.readyState !== 'complete' || screenY !== {bounds["top"]} || Math.abs(innerHeight - {bounds["height"]}) > 1) return null;
              one.scrollIntoView({{block: 'center'}}); const box = one.getBoundingClientRect();
              return box.width ? [box.x + box.width / 2, box.y + box.height / 2 + screenY] : null }})()""")

        wait_until(place, f"{selector} to touch")
        # Chromium hears no touch on a page that it has not painted yet; no person is as quick.
        ask("new Promise(seen => requestAnimationFrame(() => requestAnimationFrame(seen)))")
        self.finger.touch(*(round(one) for one in place()))


@contextmanager
def kiosk(data: Path, *, server: str, key: str, live: str, display: str, more: str = "") -> Iterator[Driven]:
    """The program on a screen, enrolled at a server; `more` is more of borne.toml (`Queue.toml`, `Scanner.toml()`)."""
    data.mkdir(exist_ok=True)
    # Short, and in memory as on the mini-PC: Chromium makes a socket there, whose path may not pass 107 characters.
    memory = Path(tempfile.mkdtemp(dir="/dev/shm"))
    Enrolment(server, key, live, "Borne", "Hall", "Anor").write(data / "key.json")
    own = f'display = "{display}"\nephemeral = "{memory}"\nbrowser_flags = ["--no-sandbox", "--disable-gpu"]\n'
    (data / "borne.toml").write_text(own + more)
    driven = Driven(data)
    driven.start()
    try:
        yield driven
    finally:
        driven.stop()
        left = list(memory.iterdir())
        shutil.rmtree(memory)
        assert left == [], "something of a session stays"
