"""What the server orders: print, scan, cancel. Each is done once, however often it is listed.

Prints and scans are a person's: they begin only for the session that runs here, and what has not come out when she
leaves must not come out for the next one.
"""

import asyncio
import contextlib
import logging
from collections.abc import Callable
from functools import partial
from typing import Any

from guichet_borne.health import Health
from guichet_borne.paper import tell_server
from guichet_borne.print_rules import Told
from guichet_borne.printing import Printing
from guichet_borne.scanning import NoScan, Paper, Scanning
from guichet_borne.server import AGAIN, Refused, Revoked, Server, Unreachable

log = logging.getLogger(__name__)

Obey = Callable[[str, dict[str, Any]], None]
OF_A_PERSON = {"print", "scan"}


class Orders:
    """`obey(kind, order)` does those that are about the kiosk itself: reload, restart, end."""

    def __init__(self, server: Server, printing: Printing, scanning: Scanning, health: Health, obey: Obey) -> None:
        self._server, self._printing, self._scanning, self._health = server, printing, scanning, health
        self._obey = obey
        self._doing: dict[str, asyncio.Task[None]] = {}
        self._of_person: set[str] = set()  # those of `_doing` that end with the session
        self._done: set[str] = set()
        self._outliving: set[asyncio.Task[None]] = set()

    def take(self, orders: list[dict[str, Any]], *, is_session_here: bool) -> None:
        """`is_session_here`: the session that the server means is the one that runs; else nothing is printed or scanned."""
        self._done &= {str(order.get("id")) for order in orders}  # the others are no longer listed
        for order in orders:
            name, kind = str(order.get("id")), str(order.get("kind"))
            if name in self._doing or name in self._done or (kind in OF_A_PERSON and not is_session_here):
                continue
            task = self._doing[name] = asyncio.create_task(self._do(name, order))
            task.add_done_callback(partial(self._forget, name))
            if kind in OF_A_PERSON:
                self._of_person.add(name)

    def _forget(self, name: str, task: "asyncio.Task[None]") -> None:
        self._doing.pop(name, None)
        self._of_person.discard(name)

    async def leave(self) -> None:
        """The person is gone. What CUPS already has is `Printing.leave`'s to judge."""
        await self._drop(*self._of_person)

    async def stop(self) -> None:
        await self._drop(*self._doing)

    async def _drop(self, *names: str) -> None:
        tasks = [self._doing[name] for name in names if name in self._doing]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _do(self, name: str, order: dict[str, Any]) -> None:
        kind = str(order.get("kind"))
        try:
            await self._try(name, kind, order)
            self._done.add(name)
        except Unreachable:
            log.info("order-waits %s", kind)  # listed again once the network is back
        except (Refused, Revoked) as no:
            self._done.add(name)
            log.warning("order-refused %s %s", kind, no)

    async def _try(self, name: str, kind: str, order: dict[str, Any]) -> None:
        try:
            if kind == "print":
                await self._print(name, str(order.get("url")))
            elif kind == "scan":
                await self._scan(name, str(order.get("source")), str(order.get("format")))
            else:
                await self._other(name, kind, order)
        except OSError as error:  # no room left in memory, a program that is missing
            log.error("order-failed %s %s", kind, type(error).__name__)
            if kind == "print":
                await self._server.tell_print(name, "failed", "other")
            elif kind == "scan":
                await self._server.tell_scan(name, "failed", "other")

    async def _print(self, name: str, path: str) -> None:
        try:
            body = await self._server.document(path)
        except Refused:  # nothing to print; of a job that is cancelled or over, the server changes nothing
            await self._server.tell_print(name, "failed", "other")
            return
        # In a task of its own: what is coming out of the printer outlives the session of the person who leaves.
        task = asyncio.create_task(self._hand_over(name, body))
        self._outliving.add(task)
        task.add_done_callback(self._outliving.discard)
        await asyncio.shield(task)

    async def _hand_over(self, name: str, body: bytes) -> None:
        async def tell(now: Told) -> None:
            await tell_server(self._server, name, now)

        last = await self._printing.print(name, body, tell)
        if last.state == "failed":
            self._health.happened("printer", last.reason)

    async def _scan(self, name: str, source: str, form: str) -> None:
        await self._server.tell_scan(name, "scanning")
        try:
            paper = await self._scanning.scan(name, source, form)
        except NoScan as no:
            if no.reason == "cancelled":
                await self._server.tell_scan(name, "cancelled")
                return
            if no.reason not in {"no-paper", "busy"}:
                self._health.happened("scanner", no.reason)
            await self._server.tell_scan(name, "failed", no.reason)
        else:
            await self._send_scan(name, paper)

    async def _send_scan(self, name: str, paper: Paper) -> None:
        """Until the server has it, or does not want it: the paper lies in memory, and the person may have taken hers back."""
        while True:
            try:
                await self._server.send_scan(name, paper.body, paper.kind)
            except Unreachable:
                await asyncio.sleep(AGAIN)
                continue
            except Refused as no:
                log.warning("scan-refused %s", no.code)
                with contextlib.suppress(Refused):
                    await self._server.tell_scan(name, "failed", "other")
            return

    async def _other(self, name: str, kind: str, order: dict[str, Any]) -> None:
        if kind == "cancel":
            job = str(order.get("job"))
            if not await self._printing.cancel(job) and not await self._scanning.cancel(job):
                await self._drop(job)  # while its document was coming: the server knows that it is cancelled
        await self._server.order_done(name)  # before it is done: a restart must not be found again by the next life
        if kind != "cancel":
            self._obey(kind, order)
