"""Prints through CUPS, and believes the printer alone about where a print stands."""

import asyncio
import logging
import os
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from pyipp.exceptions import IPPError

from guichet_borne import ipp
from guichet_borne.print_rules import HELD, Seen, Told, where
from guichet_borne.settings import PrinterSettings

log = logging.getLogger(__name__)

OFTEN, SELDOM = 0.15, 1.0  # seconds between two looks: in the first seconds, then
NUMBER = re.compile(r"-(\d+) \(")  # « request id is guichet-12 (0 file(s)) »
Tell = Callable[[Told], Awaitable[None]]


class CupsSilent(Exception):
    """The printing program of this machine does not answer."""


@dataclass
class _Job:
    number: int = 0  # of CUPS
    is_at_printer: bool = False
    is_cancelled: bool = False
    over: asyncio.Event = field(default_factory=asyncio.Event)


class Printing:
    """One queue. A job bears the name that its order has: no word of a person reaches CUPS or the printer."""

    def __init__(self, settings: PrinterSettings) -> None:
        self._settings = settings
        self._jobs: dict[str, _Job] = {}

    async def print(self, name: str, body: bytes, tell: Tell) -> Told:
        """Print a PDF or a picture; `tell` hears each change. Returns the last one, which `is_over`."""
        job = self._jobs[name] = _Job()
        try:
            await tell(Told("printing"))
            last = Told("cancelled") if job.is_cancelled else await self._print(name, body, job, tell)
            await tell(last)
            return last
        finally:
            self._jobs.pop(name, None)
            job.over.set()

    async def _print(self, name: str, body: bytes, job: _Job, tell: Tell) -> Told:
        try:
            job.number = await self._hand_over(name, body)
        except CupsSilent as error:
            log.error("print-refused job=%s %s", name, error)
            return Told("failed", "stopped")
        if job.is_cancelled:  # while CUPS took it
            await self._take_back(job)
        return await self._follow(name, job, tell)

    async def cancel(self, name: str) -> bool:
        """Take a job back; False when it is not one of ours, or is over. Its last state is told by `print`."""
        job = self._jobs.get(name)
        if job is None:
            return False
        job.is_cancelled = True
        await self._take_back(job)
        return True

    async def leave(self) -> None:
        """The person is gone: what is coming out of the printer comes out, the rest is taken back."""
        for job in list(self._jobs.values()):
            if not job.is_at_printer:
                job.is_cancelled = True
                await self._take_back(job)

    async def purge(self) -> None:
        """Take back every job of the queue and forget it: what another life of this program may have left."""
        await self._quietly("cancel", "-a", "-x", self._settings.queue)

    async def state(self) -> dict[str, object]:
        """For the server's record of health."""
        try:
            said = await ipp.ask_printer(self._settings.uri)
        except (ipp.Silent, IPPError):
            return {"state": "absent", "reasons": []}
        names = {3: "ready", 4: "busy", 5: "stopped"}
        return {"state": names.get(said.state, "stopped"), "reasons": sorted(said.reasons)}

    # -- CUPS ------------------------------------------------------------------------------------
    async def _hand_over(self, name: str, body: bytes) -> int:
        """The number CUPS gave. Raises `CupsSilent` when it took nothing."""
        status, said = await self._run("lp", "-d", self._settings.queue, "-t", name, "-o", "fit-to-page", body=body)
        number = NUMBER.search(said)
        if status or number is None:
            raise CupsSilent(f"lp {status}")
        return int(number[1])

    async def _take_back(self, job: _Job) -> None:
        if job.number:
            await self._quietly("cancel", "-x", f"{self._settings.queue}-{job.number}")

    async def _quietly(self, *command: str) -> None:
        """A CUPS that does not answer is told by `state` and by the next print."""
        try:
            await self._run(*command)
        except CupsSilent as error:
            log.error("cups-silent %s", error)

    async def _run(self, *command: str, body: bytes = b"") -> tuple[int, str]:
        """The body goes by standard input: no file of ours holds it."""
        environment = {**os.environ, "CUPS_SERVER": self._settings.cups, "LC_ALL": "C.UTF-8"}
        try:
            process = await asyncio.create_subprocess_exec(
                *command,
                stdin=asyncio.subprocess.PIPE,
                stdout=asyncio.subprocess.PIPE,
                stderr=asyncio.subprocess.STDOUT,
                env=environment,
            )
        except OSError as error:
            raise CupsSilent(str(error)) from error
        try:
            async with asyncio.timeout(30):
                said, _ = await process.communicate(body)
        except TimeoutError as error:
            raise CupsSilent(f"{command[0]}: no answer") from error
        finally:
            if process.returncode is None:
                process.kill()
                await process.wait()
        return process.returncode or 0, said.decode(errors="replace")

    # -- the truth -------------------------------------------------------------------------------
    async def _follow(self, name: str, job: _Job, tell: Tell) -> Told:
        """Look until it is over; what stays blocked is taken back, for it must not come out for the next person."""
        told = now = Told("printing")
        started = time.monotonic()
        moved_at = started
        while True:
            seen = await self._look(name, job)
            before, now = now, where(seen)
            if job.is_cancelled and (now.is_over or seen.queued is None):
                return now if now.state == "done" and seen.printed is not None else Told("cancelled")
            # What is not right is believed when two looks in a row see it: a job may be caught between two states.
            if now.is_over and (now.state != "failed" or now == before):
                log.log(logging.INFO if now.state == "done" else logging.WARNING, "print-over job=%s %s", name, seen)
                return now
            job.is_at_printer = now.state == "printing" and seen.printed is not None
            if now != told and now == before and not now.is_over:
                told = now
                await tell(now)
            if now.state == "printing":
                moved_at = time.monotonic()
            elif time.monotonic() - moved_at > self._settings.patience_seconds:
                await self._take_back(job)
                return Told("failed", now.reason)
            await asyncio.sleep(OFTEN if time.monotonic() - started < 10 else SELDOM)

    async def _look(self, name: str, job: _Job) -> Seen:
        try:
            queued, reasons = await ipp.job_numbered(self._cups_uri, job.number)
        except (ipp.Silent, IPPError):
            queued, reasons = HELD, frozenset()  # nothing can be said: wait
        try:
            # In this order: a job that comes meanwhile must not make the printer look busy with another's.
            printer = await ipp.ask_printer(self._settings.uri)
            printed = await ipp.job_named(self._settings.uri, name)
        except (ipp.Silent, IPPError):
            return Seen(queued, reasons, None, None, frozenset())
        return Seen(queued, reasons, printed, printer.state, printer.reasons)

    @property
    def _cups_uri(self) -> str:
        host, _, port = self._settings.cups.partition(":")
        return f"ipp://{host}:{port or 631}/printers/{self._settings.queue}"
