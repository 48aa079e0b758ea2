"""One turn of the kiosk's browser: from a fresh profile to its wiping, what the face asks in between."""

import asyncio
import logging
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from guichet_borne import local, paper, voice
from guichet_borne.browser import Browser
from guichet_borne.face import Face
from guichet_borne.fence import host_of
from guichet_borne.paper import Prints
from guichet_borne.pipe import ChromiumRefused
from guichet_borne.settings import Settings
from guichet_borne.site import Site
from guichet_borne.targets import Targets
from guichet_borne.windows import Layout

log = logging.getLogger(__name__)

NO_FILE = "Cette borne ne peut pas donner de fichier à un site."
TIME_OVER = "Le temps d’internet est écoulé. Le site a été fermé."
NOT_OPEN = "Internet ne s’ouvre pas pour le moment. Essayez de nouveau dans un instant."
NO_PRINT = "Cette page ne s’imprime pas."
NOT_PRINTABLE = "Ce fichier ne s’imprime pas ici : la borne imprime les PDF et les images."


class Session:
    """`ended` is set, once, with why the turn is over: `person`, `server`, `idle`, `crash`, `hours`, `restart`, `fresh`."""

    def __init__(self, settings: Settings, size: tuple[int, int], pages: local.LocalPages, server: str) -> None:
        self.settings = settings
        self.config: dict[str, Any] = {}
        self.name = ""  # the server's, when it has one
        self.ended: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self.browser = Browser(settings, size)
        self.face = Face(self.browser, pages, server)
        self.site = Site(self.browser, server)
        layout = Layout(*size, bar=settings.bar_height, keyboard=settings.keyboard_height)
        self.targets = Targets(self.browser, self.face, self.site, layout)
        self.prints: Prints | None = None
        self.stayed_at = 0.0
        self.ready_at = 0.0
        self.calm_until = 0.0  # the face is not led back to the server before
        self._server = server
        self._site_names: dict[str, str] = {}
        self._is_opening = False
        self._received: tuple[Path, int] | None = None
        self._speaking: set[asyncio.Task[None]] = set()
        self._internet: asyncio.Task[None] | None = None
        self._internet_until = 0.0  # by the monotonic clock; 0 before the first time
        self._wire()

    def _wire(self) -> None:
        face, site = self.face, self.site
        self.browser.died = lambda: self.end("crash")
        face.said = self._said
        face.strayed = lambda url: self.browser.spawn(self._open({"url": url}))
        face.paper_asked = lambda pdf: self.browser.spawn(self._print_packed(pdf))
        site.shown = lambda host: self.browser.spawn(self._tell_site(host))
        site.refused = lambda host: self.browser.spawn(face.tell(kind="refused", host=host))
        site.edited = lambda on: self.browser.spawn(face.tell(kind="edit", on=on))
        site.print_wished = lambda: self.browser.spawn(self._print_site())
        site.file_wished = lambda: self.browser.spawn(face.tell(kind="message", text=NO_FILE))
        site.received = lambda path, name: self.browser.spawn(self._take_download(path, name))
        self.targets.site_left = lambda: self.browser.spawn(self._tell_left())

    # -- its life --------------------------------------------------------------------------------
    async def start(self) -> None:
        """A black window, ready to be led somewhere."""
        await self.browser.start()
        await self.targets.watch()
        # The ticket is shown to the camera: on the town's own pages, no other site's.
        permissions = ["videoCapture"]
        await self.browser.call("Browser.grantPermissions", origin=self._server, permissions=permissions)

    async def finish(self) -> None:
        """Kill and wipe; nothing of the person stays. Raises OSError when something does."""
        self.end("restart")
        for task in [*self._speaking, *([self._internet] if self._internet else [])]:
            task.cancel()
        await self.browser.end()

    def end(self, why: str) -> None:
        if not self.ended.done():
            self.ended.set_result(why)

    async def show(self, url: str) -> bool:
        """Lead the face somewhere; False when the page did not come."""
        came = await self.face.go(url)
        self.ready_at = self.ready_at or time.monotonic()
        return came

    @property
    def has_site(self) -> bool:
        return bool(self.site.pages)

    def take_config(self, config: dict[str, Any]) -> None:
        self.config = config
        self.site.allowed = tuple(str(host) for host in config.get("allowed_hosts") or ())

    # -- what the face says ----------------------------------------------------------------------
    def _said(self, message: dict[str, Any]) -> None:
        orders: dict[str, Callable[[dict[str, Any]], Awaitable[None]]] = {
            "open": self._open,
            "internet": self._open_internet,
            "home": lambda _: self._home(),
            "back": lambda _: self.site.back(),
            "print": lambda _: self._print_site(),
            "stay": self._stay,
            "end": self._end,
            "speak": self._speak,
            "hush": self._hush,
            "key": lambda told: self.site.type(str(told.get("text", ""))[:100]),
            "keyboard": lambda told: self.targets.change_layout(keyboard_open=told.get("on") is True),
            "low": lambda told: self.targets.change_layout(low=told.get("on") is True),
            "print-download": lambda _: self._print_download(),
            "drop-download": lambda _: self._drop_download(),
        }
        order = orders.get(str(message.get("do")))
        if order is None:
            log.info("face-said-nonsense")
            return
        self.browser.spawn(order(message))

    async def _stay(self, told: dict[str, Any]) -> None:
        self.stayed_at = time.monotonic()

    async def _end(self, told: dict[str, Any]) -> None:
        self.end("person")

    async def _open(self, told: dict[str, Any]) -> None:
        await self._open_one(told)

    async def _open_one(self, told: dict[str, Any]) -> bool:
        """False when nothing opened: it is not permitted, or one is opening already and this is the same finger."""
        url = str(told.get("url", ""))
        if self._is_opening:
            return False
        if not self.site.permits(url):
            await self.face.tell(kind="refused", host=host_of(url))
            return False
        self._is_opening = True
        try:
            self._site_names = {key: str(told[key]) for key in ("name", "whose") if told.get(key)}
            await self.targets.open_site(url)
        finally:
            self._is_opening = False
        return self.has_site

    async def _open_internet(self, told: dict[str, Any]) -> None:
        minutes = int(self.config.get("internet_minutes") or 0)
        if minutes <= 0 or self._internet is not None or self._is_opening:
            return
        # The minutes are those of the person, however often she goes and comes back.
        until = self._internet_until or time.monotonic() + minutes * 60
        if time.monotonic() >= until:
            await self.face.tell(kind="message", text=TIME_OVER)
            return
        self.site.elsewhere = True
        try:
            is_open = await self._open_one({"url": self.settings.internet_home})
        except (ChromiumRefused, TimeoutError) as error:
            log.warning("internet-not-open %s", error)
            is_open = False
        if is_open:  # not before: what did not open takes no time, and may be asked for again
            self._internet_until = until
            self._internet = asyncio.create_task(self._count_down(until))
        else:
            await self._home()
            await self.face.tell(kind="message", text=NOT_OPEN)

    async def _count_down(self, until: float) -> None:
        while (left := round(until - time.monotonic())) > 0:
            await self.face.tell(kind="clock", left=left)
            await asyncio.sleep(1)
        self._internet = None
        await self._home()
        await self.face.tell(kind="message", text=TIME_OVER)

    async def _home(self) -> None:
        if self._internet is not None:
            self._internet.cancel()
            self._internet = None
        self.site.elsewhere = False
        await self.site.close()

    async def _tell_site(self, host: str) -> None:
        await self.face.tell_lasting(kind="site", host=host, **self._site_names)

    async def _tell_left(self) -> None:
        self.face.forget("site")
        await self._drop_download()
        await self._home()
        await self.face.tell(kind="left")

    # -- the voice -------------------------------------------------------------------------------
    async def _speak(self, told: dict[str, Any]) -> None:
        number, text = told.get("id"), str(told.get("text", ""))
        task = asyncio.current_task()
        assert task is not None
        self._speaking.add(task)
        try:
            await self.face.tell(kind="voice", id=number, wav=await voice.say(text))
        except voice.Voiceless:
            await self.face.tell(kind="voice", id=number, error=True)
        finally:
            self._speaking.discard(task)

    async def _hush(self, told: dict[str, Any]) -> None:
        for task in list(self._speaking):
            task.cancel()

    # -- paper -----------------------------------------------------------------------------------
    async def _tell_print(self, state: str, sentence: str) -> None:
        await self.face.tell(kind="print", state=state, sentence=sentence)

    async def _print_site(self) -> None:
        if self.prints is None or not self.has_site or self.prints.is_at_work:
            return
        try:
            pdf = await self.site.pdf()
            pages = await paper.pages_of(pdf)
        except (ChromiumRefused, paper.NotPaper):
            await self._tell_print("failed", NO_PRINT)
            return
        if not self.prints.is_at_work:  # a second touch while the page was being drawn
            await self.prints.theirs(pdf, pages, "site", self._tell_print)

    async def _take_download(self, path: Path, name: str) -> None:
        body = await asyncio.to_thread(path.read_bytes)
        try:
            pages = await paper.pages_of(body)
        except paper.NotPaper:
            path.unlink(missing_ok=True)
            await self.face.tell(kind="message", text=NOT_PRINTABLE)
            return
        await self._drop_download()
        self._received = path, pages
        await self.face.tell(kind="download", name=name, pages=pages)

    async def _print_download(self) -> None:
        if self._received is None or self.prints is None or self.prints.is_at_work:
            return
        path, pages = self._received
        body = await asyncio.to_thread(path.read_bytes)
        await self._drop_download()
        await self.prints.theirs(body, pages, "download", self._tell_print)

    async def _drop_download(self) -> None:
        if self._received is not None:
            self._received[0].unlink(missing_ok=True)
            self._received = None

    async def _print_packed(self, pdf: bytes) -> None:
        if self.prints is None or self.prints.is_at_work:
            return
        await self.prints.packed(pdf, self._tell_packed)

    async def _tell_packed(self, state: str, sentence: str) -> None:
        """The page has no script of its own for it: the program draws the sentence."""
        await self._tell_print(state, sentence)
        await self.face.draw_line(sentence)
