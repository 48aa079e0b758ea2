"""One Chromium for one session: a profile in memory, killed and wiped at the session's end."""

import asyncio
import fcntl
import json
import logging
import os
import shutil
import signal
import tempfile
from collections.abc import Awaitable, Callable, Coroutine
from pathlib import Path
from typing import Any

from guichet_borne.pipe import ChromiumGone, ChromiumRefused, Pipe
from guichet_borne.settings import Settings

log = logging.getLogger(__name__)

PREFIX = "borne-"  # of every folder of a session
FLAGS = (
    "--remote-debugging-pipe", "--kiosk", "--test-type", "--no-first-run", "--lang=fr", "--password-store=basic",
    "--disable-sync", "--disable-component-update", "--disable-background-networking", "--disable-breakpad",
    "--disable-pinch", "--overscroll-history-navigation=0", "--disable-features=Translate", "--window-position=0,0",
    "--autoplay-policy=no-user-gesture-required",
)  # fmt: skip
BLANK = "data:text/html,<title>Borne</title><body style=background:black>"
# A PDF is a download, that one may print: Chromium's own reader has buttons that a kiosk must not show.
PREFERENCES = {"plugins": {"always_open_pdf_externally": True}, "credentials_enable_service": False}
Handler = Callable[[dict[str, Any], str], Coroutine[Any, Any, None]]


class Browser:
    """The process, its folder, its pipe. `hear` says who is told of an event of the protocol."""

    def __init__(self, settings: Settings, size: tuple[int, int]) -> None:
        self.settings, self.size = settings, size
        self.is_gone = False
        self.died: Callable[[], None] = lambda: None
        self._handlers: dict[str, list[Handler]] = {}
        self._tasks: set[asyncio.Future[None]] = set()
        self.pid = 0
        self.folder = Path()
        self._pipe = Pipe(self._heard, self.lose)

    @property
    def downloads(self) -> Path:
        return self.folder / "downloads"

    @property
    def work(self) -> Path:
        """For what a session needs as a file: wiped with the rest."""
        return self.folder / "work"

    async def start(self) -> None:
        """A fresh profile and its process. Raises OSError when Chromium cannot be started."""
        self.folder = Path(tempfile.mkdtemp(prefix=PREFIX, dir=self.settings.ephemeral))
        self.downloads.mkdir()
        self.work.mkdir()
        (self.folder / "Default").mkdir()
        (self.folder / "Default" / "Preferences").write_text(json.dumps(PREFERENCES), "utf-8")
        theirs_in, ours_out = os.pipe()
        ours_in, theirs_out = os.pipe()
        # The protocol wants the numbers 3 and 4 exactly: both are first moved out of the way of each other.
        high = [fcntl.fcntl(fd, fcntl.F_DUPFD_CLOEXEC, 10) for fd in (theirs_in, theirs_out)]
        try:
            self.pid = os.posix_spawn(
                self.settings.chromium,
                self._command(),
                self._environment(),
                file_actions=[
                    (os.POSIX_SPAWN_DUP2, high[0], 3),
                    (os.POSIX_SPAWN_DUP2, high[1], 4),
                    (os.POSIX_SPAWN_OPEN, 1, os.devnull, os.O_WRONLY, 0),
                    # What Chromium says may hold addresses: nothing browsed is logged.
                    (os.POSIX_SPAWN_OPEN, 2, os.devnull, os.O_WRONLY, 0),
                ],
                setpgroup=0,
            )
        finally:
            for fd in (theirs_in, theirs_out, *high):
                os.close(fd)
        await self._pipe.open(ours_in, ours_out)

    def _command(self) -> list[str]:
        width, height = self.size
        own = [f"--user-data-dir={self.folder}", f"--app={BLANK}", f"--window-size={width},{height}"]
        return ["chromium", *FLAGS, *self.settings.browser_flags, *own]

    def _environment(self) -> dict[str, str]:
        """Everything it may write goes into its own folder."""
        inside = dict.fromkeys(("HOME", "TMPDIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"), str(self.folder))
        return {**os.environ, "DISPLAY": self.settings.display, **inside}

    def lose(self) -> None:
        """It is dead, or as good as dead."""
        self.is_gone = True
        self.died()

    async def end(self) -> None:
        """Kill and wipe. Nothing is asked of the browser: it may hang. Raises OSError when something stays."""
        if self.pid:
            try:
                os.killpg(self.pid, signal.SIGKILL)
                await asyncio.to_thread(os.waitpid, self.pid, 0)
            except (ProcessLookupError, ChildProcessError):
                pass
            self.pid = 0
        self._pipe.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        if self.folder != Path():
            await wipe(self.folder)

    async def call(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        return await self._pipe.call(method, session, **params)

    def hear(self, method: str, handler: Handler) -> None:
        self._handlers.setdefault(method, []).append(handler)

    def _heard(self, method: str, params: dict[str, Any], session: str | None) -> None:
        for handler in self._handlers.get(method, ()):
            self.spawn(handler(params, session or ""))

    def spawn(self, work: Awaitable[None]) -> None:
        """Work that dies with the session; a page that closed while we spoke to it is no fault."""
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: "asyncio.Future[None]") -> None:
        self._tasks.discard(task)
        if task.cancelled():
            return
        error = task.exception()
        if isinstance(error, ChromiumRefused):
            log.info("chromium-refused %s", error)
        elif error is not None and not isinstance(error, ChromiumGone):
            log.error("session-fault %s", type(error).__name__, exc_info=error)


async def wipe(folder: Path) -> None:
    """The last child of a killed browser may still be writing: try for two seconds, then raise OSError."""
    for _ in range(100):
        shutil.rmtree(folder, ignore_errors=True)
        if not folder.exists():
            return
        await asyncio.sleep(0.02)
    raise OSError(f"{folder} could not be wiped")


async def wipe_leftovers(settings: Settings) -> None:
    """What a power cut of the program (not of the machine: that is memory) left behind."""
    for folder in settings.ephemeral.glob(f"{PREFIX}*"):
        await wipe(folder)
