"""Scans through SANE's own program, into memory alone; one paper at a time."""

import asyncio
import contextlib
import logging
import os
import re
import shutil
import signal
import tempfile
from dataclasses import dataclass
from pathlib import Path

from guichet_borne.browser import PREFIX
from guichet_borne.pages_pdf import NotJpeg, joined
from guichet_borne.settings import ScannerSettings

log = logging.getLogger(__name__)

DPI = 200
A4 = ("-x", "210", "-y", "297")  # millimetres
SAID = {  # what SANE says in English, and the reason of the contract
    "Document feeder jammed": "jam",
    "Document feeder out of documents": "no-paper",
    "Scanner cover is open": "cover-open",
    "Device busy": "busy",
    "Access to resource has been denied": "absent",
    "no SANE devices found": "absent",
    "open of device": "absent",
    "Error during device I/O": "absent",
    "Operation was cancelled": "cancelled",
    "sane_": "other",  # any other word of a failed call
}
LONGEST = 30  # pages of one feeder


class NoScan(Exception):
    """It failed or was cancelled; `reason` is of the contract, or `cancelled`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Paper:
    body: bytes
    kind: str


@dataclass(frozen=True)
class Abilities:
    """What the device lets one set."""

    modes: tuple[str, ...]
    sources: tuple[str, ...]

    @classmethod
    def read(cls, said: str) -> "Abilities":
        return cls(_choices(said, "mode"), _choices(said, "source"))

    def words(self, source: str) -> list[str]:
        """Of scanimage. Raises `NoScan` when the kiosk has no feeder."""
        words = [] if not self.modes else ["--mode", "Color" if "Color" in self.modes else self.modes[0]]
        feeder = [name for name in self.sources if re.search("feeder|adf", name, re.IGNORECASE)]
        wanted = feeder if source == "feeder" else [name for name in self.sources if name not in feeder]
        if source == "feeder" and not feeder:
            raise NoScan("absent")
        return [*words, "--source", wanted[0]] if wanted else words


def _choices(said: str, option: str) -> tuple[str, ...]:
    found = re.search(rf"^\s+--{option} (.+?) \[", said, re.MULTILINE)
    return tuple(found[1].split("|")) if found else ()


class Scanning:
    def __init__(self, settings: ScannerSettings, ephemeral: Path) -> None:
        self._settings, self._ephemeral = settings, ephemeral
        self._abilities: Abilities | None = None
        self._running: asyncio.subprocess.Process | None = None
        self._name = ""
        self._is_cancelled = False
        self._alone = asyncio.Lock()
        self.state = "ready"  # of the contract: ready, absent, jammed

    async def scan(self, name: str, source: str, form: str) -> Paper:
        """One paper of A4: a PDF, or a JPEG when it was asked so and there is one page. Raises `NoScan`, OSError."""
        if self._name:
            raise NoScan("busy")
        self._name, self._is_cancelled = name, False
        try:
            async with self._alone:  # a look at the device may still be under way
                paper = await self._scan_alone(source, form)
                self.state = "ready"
                return paper
        except NoScan as no:
            self._remember(no.reason)
            raise
        finally:
            self._name = ""

    async def _scan_alone(self, source: str, form: str) -> Paper:
        folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}scan-", dir=self._ephemeral))
        try:
            return await self._scan_into(folder, source, form)
        finally:
            shutil.rmtree(folder, ignore_errors=True)

    async def cancel(self, name: str = "") -> bool:
        """Stop the scan of that name, or any; False when there is none."""
        if not self._name or (name and name != self._name):
            return False
        self._is_cancelled = True
        if self._running is not None:
            await _stop(self._running)
        return True

    async def look(self) -> str:
        """Ask the device, unless it is at work: `ready`, `absent` or `jammed` since its last scan."""
        if not self._alone.locked():
            async with self._alone:
                try:
                    self._abilities = await self._ask_abilities()
                except NoScan:
                    self._abilities, self.state = None, "absent"
                else:
                    self.state = "ready" if self.state == "absent" else self.state
        return self.state

    def _remember(self, reason: str) -> None:
        if reason in {"jam", "cover-open"}:
            self.state = "jammed"
        elif reason == "absent":
            self.state, self._abilities = "absent", None

    async def _scan_into(self, folder: Path, source: str, form: str) -> Paper:
        if self._abilities is None:
            self._abilities = await self._ask_abilities()
        many = source == "feeder"
        words = [*self._abilities.words(source), "--resolution", str(DPI), *A4, *self._settings.options]
        # JPEG for a PDF too: the PDF that scanimage writes in a batch lacks its end (sane-utils 1.2.1).
        words += ["--format=jpeg", f"--batch={folder / '%03d.jpeg'}", f"--batch-count={LONGEST if many else 1}"]
        reason = await self._run(words)
        pages = [page.read_bytes() for page in sorted(folder.glob("*.jpeg"))]
        if self._is_cancelled:
            raise NoScan("cancelled")
        if reason and not (many and reason == "no-paper" and pages):
            raise NoScan(reason)
        if not pages:
            raise NoScan("other")
        if form == "jpeg" and len(pages) == 1:
            return Paper(pages[0], "image/jpeg")
        try:
            return Paper(await asyncio.to_thread(joined, pages, DPI), "application/pdf")
        except NotJpeg as error:
            raise NoScan("other") from error

    async def _ask_abilities(self) -> Abilities:
        process = await self._start(["--all-options"])
        try:
            async with asyncio.timeout(self._settings.patience_seconds):
                said, failed = await process.communicate()
        except TimeoutError as error:
            raise NoScan("absent") from error
        finally:
            await _stop(process)
        if process.returncode:
            raise NoScan(_reason(failed.decode(errors="replace")) or "absent")
        return Abilities.read(said.decode(errors="replace"))

    async def _run(self, words: list[str]) -> str:
        """The reason of a failure, empty when there was none. Stops a device that says nothing for too long."""
        self._running = process = await self._start(words)
        reason = ""
        try:
            assert process.stderr is not None
            if self._is_cancelled:  # while the program was starting
                return "cancelled"
            while line := await self._line(process.stderr):
                reason = _reason(line.decode(errors="replace")) or reason
                if reason:  # some devices then hang: nothing more is waited for
                    break
            async with asyncio.timeout(self._settings.patience_seconds if not reason else 2):
                await process.wait()
        except TimeoutError:
            reason = reason or "absent"
        finally:
            self._running = None
            await _stop(process)
        return reason or ("other" if process.returncode else "")

    async def _line(self, said: asyncio.StreamReader) -> bytes:
        async with asyncio.timeout(self._settings.patience_seconds):
            return await said.readline()

    async def _start(self, words: list[str]) -> asyncio.subprocess.Process:
        environment = {**os.environ, "LC_ALL": "C.UTF-8", "TMPDIR": str(self._ephemeral)}
        if self._settings.config:
            environment["SANE_CONFIG_DIR"] = self._settings.config
        device = ["--device-name", self._settings.device] if self._settings.device else []
        try:
            return await asyncio.create_subprocess_exec(
                "scanimage",
                *device,
                *words,
                stdin=asyncio.subprocess.DEVNULL,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.PIPE,
                env=environment,
                start_new_session=True,
            )
        except OSError as error:
            raise NoScan("absent") from error


def _reason(said: str) -> str:
    if not said.startswith("scanimage:"):
        return ""  # « Scanning page 1 »
    return next((reason for words, reason in SAID.items() if words in said), "")


async def _stop(process: asyncio.subprocess.Process) -> None:
    """Ask twice, as scanimage wants: the first word lets the device draw the paper out."""
    for sign in (signal.SIGINT, signal.SIGKILL):
        if process.returncode is not None:
            break
        with contextlib.suppress(ProcessLookupError):
            os.killpg(process.pid, sign)  # with the reader that some backends put beside themselves
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(3):
                await process.wait()
