"""What the server orders: print, scan, cancel. Each is done once, however often it is listed."""

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


class Orders:
    """`obey(kind, order)` does those that are about the kiosk itself: reload, restart, end."""

    def __init__(self, server: Server, printing: Printing, scanning: Scanning, health: Health, obey: Obey) -> None:
        self._server, self._printing, self._scanning, self._health = server, printing, scanning, health
        self._obey = obey
        self._doing: dict[str, asyncio.Task[None]] = {}
        self._done: set[str] = set()

    def take(self, orders: list[dict[str, Any]]) -> None:
        self._done &= {str(order.get("id")) for order in orders}  # the others are no longer listed
        for order in orders:
            name = str(order.get("id"))
            if name not in self._doing and name not in self._done:
                task = self._doing[name] = asyncio.create_task(self._do(name, order))
                task.add_done_callback(partial(self._forget, name))

    def _forget(self, name: str, task: "asyncio.Task[None]") -> None:
        self._doing.pop(name, None)

    async def stop(self) -> None:
        for task in list(self._doing.values()):
            task.cancel()
        await asyncio.gather(*self._doing.values(), return_exceptions=True)

    async def _do(self, name: str, order: dict[str, Any]) -> None:
        kind = str(order.get("kind"))
        try:
            if kind == "print":
                await self._print(name)
            elif kind == "scan":
                await self._scan(name, str(order.get("source")), str(order.get("format")))
            else:
                await self._other(name, kind, order)
            self._done.add(name)
        except Unreachable:
            log.info("order-waits %s", kind)  # listed again once the network is back
        except (Refused, Revoked) as no:
            self._done.add(name)
            log.warning("order-refused %s %s", kind, no)

    async def _print(self, name: str) -> None:
        try:
            body = await self._server.document(name)
        except Refused:
            await self._server.tell_print(name, "failed", "other")
            return

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
            if not await self._printing.cancel(job):
                await self._scanning.cancel(job)
        await self._server.order_done(name)  # before it is done: a restart must not be found again by the next life
        if kind != "cancel":
            self._obey(kind, order)
