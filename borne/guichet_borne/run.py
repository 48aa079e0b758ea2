"""`borne run`: joins the browser, the devices and the server, one session after another, until it is told to restart.

To drive it from a test or a trial, nothing but a data folder is needed. It holds `key.json`, written by `borne enrol URL
CODE --data DIR`, and `borne.toml` (see `settings.py`), for instance:

    display = ":101"                      # an X server without a window manager
    browser_flags = ["--no-sandbox"]      # only where one must be root
    [printer]
    queue = "guichet"
    cups = "127.0.0.1:8632"
    uri = "ipp://localhost:8631/ipp/print"
    [scanner]
    device = "test:0"
    config = "/etc/sane.d"               # SANE_CONFIG_DIR

then `python -m guichet_borne run --data DIR` in a process of its own, or `await Borne(Settings.read(DIR)).run()` in this
one: `Borne.session` is then the session that runs, and `session.face`, `session.site` answer questions about their pages.
`borne/tests/driving.py` does it in a thread and touches the screen as a finger does.
"""

import asyncio
import contextlib
import logging
import os
import time
from typing import Any

from guichet_borne import local
from guichet_borne.browser import wipe_leftovers
from guichet_borne.health import Health
from guichet_borne.orders import Orders
from guichet_borne.pack import Pack, Spoilt
from guichet_borne.paper import Prints
from guichet_borne.pipe import ChromiumGone, ChromiumRefused
from guichet_borne.printing import Printing
from guichet_borne.scanning import Scanning
from guichet_borne.screen import Screen
from guichet_borne.server import Refused, Revoked, Server, Unreachable
from guichet_borne.session import Session
from guichet_borne.settings import Enrolment, Settings
from guichet_borne.watch import Watch

log = logging.getLogger(__name__)

BEAT = 30.0  # seconds between two states told
FIRST_RETRY, LONGEST_RETRY = 0.5, 15.0  # seconds, while the network is cut
PACK_EVERY = 900.0
CALM = 10.0
RESTART = 75  # the exit code of a restart that was ordered: systemd starts it again
BROWSER_FAULTS = (ChromiumGone, ChromiumRefused, OSError, TimeoutError)


class Borne:
    def __init__(self, settings: Settings) -> None:
        """Raises `Misset` when the kiosk was not enrolled, `NoScreen` when no X server answers."""
        self.settings = settings
        self.server = Server(Enrolment.read(settings.key_file))
        self.screen = Screen(settings.display)
        self.printing = Printing(settings.printer)
        self.scanning = Scanning(settings.scanner, settings.ephemeral)
        self.health = Health(settings, self.printing, self.scanning, self.server)
        self.orders = Orders(self.server, self.printing, self.scanning, self.health, self._obey)
        self.prints = Prints(self.printing, self.server)
        self.pack = Pack(settings.pack)
        self.session: Session | None = None
        self.config: dict[str, Any] = {}
        self.is_revoked = False
        self._news, self._pack_news = asyncio.Event(), asyncio.Event()
        self._told_once, self._stopping = asyncio.Event(), asyncio.Event()
        self._server_session: str | None = None
        self._told_message = ""
        self._exit_code = 0
        self.server.network_changed = self._network_changed

    async def run(self) -> int:
        """Returns the exit code once a restart was ordered, or `stop` was called."""
        os.umask(0o077)
        await wipe_leftovers(self.settings)
        await self.printing.purge()
        beside = (
            self._beat(),
            self.health.keep_looking(),
            self.server.listen(self._news.set),
            self._keep_pack(),
            Watch(self).run(),
        )
        try:
            # A fault in any of them ends them all and the program: half a kiosk is worse than one that starts again.
            async with self.server, asyncio.TaskGroup() as group:
                tasks = [group.create_task(work) for work in beside]
                await self._live()
                for task in tasks:
                    task.cancel()
                await self.orders.stop()
        finally:
            self.screen.close()
        return self._exit_code

    def stop(self, exit_code: int = 0) -> None:
        """End the session, wipe, and return from `run`. For the same loop."""
        self._exit_code = exit_code
        self._stopping.set()
        if self.session is not None:
            self.session.end("restart")

    # -- one session after another ---------------------------------------------------------------
    async def _live(self) -> None:
        pause = 0.0
        while not self._stopping.is_set():
            started = time.monotonic()
            why = await self._turn()
            log.info("session-over %s", why)
            # A browser that dies at once, again and again, must not burn the machine.
            pause = min(max(1.0, pause * 2), 30.0) if why == "crash" and time.monotonic() - started < 10 else 0.0
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(pause):
                    await self._stopping.wait()

    async def _turn(self) -> str:
        pages = local.LocalPages(self.pack)
        session = self.session = Session(self.settings, self.screen.size, pages, self.server.base)
        session.prints = self.prints
        session.take_config(self.config)
        session.face.lost = lambda: session.browser.spawn(self._lead_away(session))
        why = "crash"
        try:
            await session.start()
            await self._first_page(session)
            why = await session.ended
        except BROWSER_FAULTS as error:
            log.error("session-fault %s %s", type(error).__name__, error)
        finally:
            self.session = None
            await self.orders.leave()
            await session.finish()
            await self.printing.leave()
            await self.scanning.cancel()
        if why == "crash":
            self.health.happened("chromium-died")
        await self._tell_end(session, why)
        return why

    async def _first_page(self, session: Session) -> None:
        """The server's, when there is one and it is open; else a page of our own that says why not."""
        if not self._told_once.is_set():  # hours and hosts are not known yet
            self._news.set()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(12):
                    await self._told_once.wait()
            session.take_config(self.config)
        if self.is_revoked:
            await session.show(local.screen("inconnue"))
        elif not self.config.get("open", True):
            await session.show(local.screen("ferme", str(self.config.get("hours") or "")))
        elif not await self._open_at_server(session):
            await self._lead_away(session)

    async def _open_at_server(self, session: Session) -> bool:
        try:
            session.name, url = await self.server.open_session()
        except Unreachable:
            return False
        except Revoked:
            self._revoke()
            return True
        except Refused as no:
            log.warning("session-refused %s", no.code)
            session.calm_until = time.monotonic() + BEAT
            await session.show(local.screen("ferme" if no.status == 409 else "panne", str(no)))
            return True
        self._server_session = session.name
        self._told_message = ""
        shown = await session.show(url)
        await self._tell_message(session)
        return shown

    async def _tell_end(self, session: Session, why: str) -> None:
        if not session.name or why in {"server", "fresh"}:
            return
        with contextlib.suppress(Unreachable, Refused, Revoked):
            await self.server.end_session(session.name, why)

    # -- the network -----------------------------------------------------------------------------
    def _network_changed(self, is_on: bool) -> None:
        self._news.set()
        if not is_on:
            self.health.happened("network", "lost")
        session = self.session
        if session is None:
            return
        session.face.is_cut = not is_on
        if is_on:
            session.face.forget("network")
            session.browser.spawn(session.face.tell(kind="network", on=True))
        else:
            session.browser.spawn(session.face.tell_lasting(kind="network", on=False))
            session.browser.spawn(self._lead_away_gently(session))

    async def _lead_away_gently(self, session: Session) -> None:
        """What somebody is typing stays in sight until they leave it; the next page is one of ours."""
        if not session.has_site and not await session.face.is_being_filled():
            await self._lead_away(session)

    async def _lead_away(self, session: Session) -> None:
        if local.is_local(session.face.url):
            return
        if self.server.is_reachable:  # the browser alone lost it: not back and forth all the time
            session.calm_until = time.monotonic() + CALM
        session.face.is_cut = True
        self._news.set()
        await session.face.keep_comfort()
        await session.show(session.face.pages.home())

    async def lead_back(self, session: Session) -> None:
        """The network is back: to the page that was left, when the server still holds that session; else a new one."""
        session.face.is_cut = False
        session.face.forget("network")
        if session.name and session.name == self._server_session and session.face.server_url:
            await session.show(session.face.server_url)
        else:
            session.end("fresh")

    # -- the server ------------------------------------------------------------------------------
    async def _beat(self) -> None:
        pause = FIRST_RETRY
        while True:
            wait = BEAT if self.server.is_reachable else pause
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(wait):
                    await self._news.wait()
            self._news.clear()
            try:
                await self._tell_state()
                pause = FIRST_RETRY
            except Unreachable:
                self._told_once.set()
                await asyncio.sleep(pause)  # a loss is news too: it must not make a storm
                pause = min(pause * 2, LONGEST_RETRY)
            except Revoked:
                self._revoke()
            except Refused as no:
                log.warning("state-refused %s", no.code)

    async def _tell_state(self) -> None:
        health = await self.health.last()
        told = await self.server.tell_state(health, is_touched=self.screen.idle_seconds() < BEAT)
        self.health.told(health)
        self.is_revoked = False
        self.config = told.get("config") or {}
        self._server_session = told.get("session")
        if not self._told_once.is_set():
            self._told_once.set()
            self._pack_news.set()
        session = self.session
        if session is not None:
            session.take_config(self.config)
            await self._tell_message(session)
        # A job of the session before may still be listed: its end was not heard while the network was cut.
        is_session_here = session is not None and bool(session.name) and session.name == self._server_session
        self.orders.take(told.get("orders") or [], is_session_here=is_session_here)

    async def _tell_message(self, session: Session) -> None:
        message = str(self.config.get("message") or "")
        if message != self._told_message and session.name:
            self._told_message = message
            session.face.forget("message")
            if message:
                await session.face.tell_lasting(kind="message", text=message)

    def _revoke(self) -> None:
        self._told_once.set()
        if not self.is_revoked:
            self.is_revoked = True
            log.error("key-revoked")
            if self.session is not None:
                self.session.end("server")

    def _obey(self, kind: str, order: dict[str, Any]) -> None:
        session = self.session
        if kind == "restart":
            self.stop(RESTART)
        elif kind == "reload":
            self._pack_news.set()
            if session is not None:
                session.end("restart")
        elif kind == "end" and session is not None and order.get("session") in {None, session.name}:
            session.end("server")

    async def _keep_pack(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(PACK_EVERY):
                    await self._pack_news.wait()
            self._pack_news.clear()
            try:
                if await self.pack.take(await self.server.pack(), self.server.packed):
                    log.info("pack-taken %s", self.pack.version)
            except (Unreachable, Revoked, Refused, Spoilt, OSError) as error:
                log.warning("pack-not-taken %s", type(error).__name__)
