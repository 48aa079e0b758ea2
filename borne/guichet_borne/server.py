"""The server: the only place that speaks to it, by one session to one host, with the kiosk's own key."""

import asyncio
import json
import logging
import random
import socket
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Self
from urllib.parse import quote, urlsplit

import aiohttp
from aiohttp.abc import ResolveResult
from aiohttp.resolver import ThreadedResolver

from guichet_borne.settings import Enrolment, origin

log = logging.getLogger(__name__)

AGAIN = 1.0  # seconds before what must be heard is told again

API = "/borne/appareil/"
SHORT = aiohttp.ClientTimeout(total=10)
LONG = aiohttp.ClientTimeout(total=120, sock_read=30)  # a document
FIRST_PAUSE, LONGEST_PAUSE = 0.5, 30.0  # seconds between two tries


class Unreachable(Exception):
    """The network is cut, or the server does not answer."""


class Revoked(Exception):
    """The server no longer knows this kiosk's key."""


class Refused(Exception):
    """The server said no; the message is its sentence for the person."""

    def __init__(self, status: int, code: str, sentence: str) -> None:
        super().__init__(sentence)
        self.status, self.code = status, code


class Resolver(ThreadedResolver):
    """`*.localhost` is this machine (RFC 6761, 6.3), as for the browser; Debian's own library does not know it."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        return await super().resolve("127.0.0.1" if host.endswith(".localhost") else host, port, family)


def http_session(**more: Any) -> aiohttp.ClientSession:
    """Keeps no cookie and takes no proxy of the machine's."""
    connector = aiohttp.TCPConnector(resolver=Resolver())
    return aiohttp.ClientSession(connector=connector, cookie_jar=aiohttp.DummyCookieJar(), **more)


class Server:
    """Calls of the device API. `network_changed(is_on)` is told when the network is lost and found again."""

    def __init__(self, enrolment: Enrolment) -> None:
        self.base = origin(enrolment.server)
        if urlsplit(enrolment.live).hostname != urlsplit(self.base).hostname:
            raise ValueError("the socket belongs to another host than the server")
        self._live = enrolment.live
        self._headers = {"Authorization": f"Bearer {enrolment.key}"}
        self._http: aiohttp.ClientSession | None = None
        self.is_reachable = True
        self.milliseconds = 0  # of the last call
        self.network_changed: Callable[[bool], None] = lambda is_on: None

    async def __aenter__(self) -> Self:
        self._http = http_session(headers=self._headers)
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._http is not None:
            await self._http.close()

    # -- calls, numbered as in the contract ------------------------------------------------------
    async def tell_state(self, health: dict[str, Any], *, is_touched: bool = False) -> dict[str, Any]:  # 2
        """`is_touched`: somebody touches the screen, maybe over a site, of which the server hears nothing."""
        return await self._json("POST", "etat/", {"health": health, "touched": is_touched})

    async def open_session(self) -> tuple[str, str]:  # 3
        """The session's name, and the address that opens it, once."""
        told = await self._json("POST", "sessions/", {})
        if origin(told["url"]) != self.base:
            raise Refused(502, "other-host", "Le serveur a donné une adresse qui n’est pas la sienne.")
        return str(told["session"]), str(told["url"])

    async def end_session(self, session: str, why: str) -> None:  # 4
        await self._json("POST", f"sessions/{quote(session)}/fin/", {"why": why})

    async def document(self, path: str) -> bytes:  # 5
        """What is at a path that an order told. Raises `Refused` when it is none of the device API's."""
        if not path.startswith(API) or ".." in path:
            raise Refused(502, "other-place", "Le serveur a donné une adresse qui n’est pas celle d’un document.")
        return await self._call("GET", path.removeprefix(API), timeout=LONG)

    async def tell_print(self, job: str, state: str, reason: str = "") -> None:  # 6
        await self._json("POST", f"impressions/{quote(job)}/", {"state": state, "reason": reason})

    async def send_scan(self, job: str, body: bytes, kind: str) -> None:  # 7
        headers = {"Content-Type": kind}
        await self._call("PUT", f"numerisations/{quote(job)}/document", body=body, headers=headers, timeout=LONG)

    async def tell_scan(self, job: str, state: str, reason: str = "") -> None:  # 7
        await self._json("POST", f"numerisations/{quote(job)}/", {"state": state, "reason": reason})

    async def ask_site_print(self, pages: int, what: str) -> str:  # 8
        """The job's name. Raises `Refused`, with its sentence, past the quota."""
        return str((await self._json("POST", "impressions/", {"pages": pages, "what": what}))["job"])

    async def pack(self) -> dict[str, Any]:  # 9
        return await self._json("GET", "paquet/")

    async def packed(self, path: str) -> bytes:  # 9
        return await self._call("GET", f"paquet/{quote(path)}", timeout=LONG)

    async def order_done(self, order: str) -> None:
        await self._json("POST", f"ordres/{quote(order)}/fait/", {})

    # -- the socket ------------------------------------------------------------------------------
    async def listen(self, news: Callable[[], None]) -> None:
        """Call `news` whenever there is some, and at each new connection: what was missed is not told again."""
        pause = FIRST_PAUSE
        assert self._http is not None
        while True:
            try:
                async with self._http.ws_connect(self._live, heartbeat=20) as live:
                    pause = FIRST_PAUSE
                    news()
                    async for message in live:
                        if message.type == aiohttp.WSMsgType.TEXT:
                            news()
            except (aiohttp.ClientError, OSError, TimeoutError):
                pass  # the next state told says whether the network is cut
            news()
            await asyncio.sleep(pause * random.uniform(0.8, 1.2))  # noqa: S311 not all kiosks at once
            pause = min(pause * 2, LONGEST_PAUSE)

    # -- one call --------------------------------------------------------------------------------
    async def _json(self, method: str, path: str, told: dict[str, Any] | None = None) -> dict[str, Any]:
        body = None if told is None else json.dumps(told).encode()
        answer = await self._call(method, path, body=body, headers={"Content-Type": "application/json"})
        try:
            read = json.loads(answer) if answer else {}
        except ValueError as error:
            raise Unreachable("not JSON") from error  # a portal of the network answers in the server's place
        return read if isinstance(read, dict) else {}

    async def _call(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: dict[str, str] | None = None,
        timeout: aiohttp.ClientTimeout = SHORT,
    ) -> bytes:
        """Raises `Unreachable`, `Revoked` (401) or `Refused` (any other 4xx)."""
        assert self._http is not None
        started = time.monotonic()
        url = f"{self.base}{API}{path}"
        try:
            async with self._http.request(
                method, url, data=body, headers=headers, timeout=timeout, allow_redirects=False
            ) as answer:
                read = await answer.read()
                status = answer.status
        except (aiohttp.ClientError, OSError, TimeoutError) as error:
            self._reached(is_on=False)
            raise Unreachable(type(error).__name__) from error
        if status >= 500 or 300 <= status < 400:
            self._reached(is_on=False)
            raise Unreachable(str(status))
        self._reached(is_on=True)
        self.milliseconds = round((time.monotonic() - started) * 1000)
        if status == 401:
            raise Revoked
        if status >= 400:
            raise _refusal(status, read)
        return read

    def _reached(self, *, is_on: bool) -> None:
        if self.is_reachable != is_on:
            self.is_reachable = is_on
            log.warning("network %s", "found" if is_on else "lost")
            self.network_changed(is_on)


async def enrol(url: str, code: str, path: Path) -> Enrolment:
    """Change the one-time code for this kiosk's key, kept at `path`. Raises `Refused` or `Unreachable`."""
    base = origin(url)
    call = f"{base}{API}inscription/"
    try:
        async with (
            http_session(timeout=SHORT) as http,
            http.post(call, json={"code": code}, allow_redirects=False) as answer,
        ):
            status, read = answer.status, await answer.read()
    except (aiohttp.ClientError, OSError, TimeoutError) as error:
        raise Unreachable(type(error).__name__) from error
    if status != 201:
        raise _refusal(status, read)
    try:
        told = json.loads(read)
        terminal = told["terminal"]
        enrolment = Enrolment(base, told["key"], told["live"], terminal["name"], terminal["place"], terminal["body"])
    except (ValueError, KeyError, TypeError) as error:
        raise Unreachable("not Guichet") from error
    enrolment.write(path)
    return enrolment


def _refusal(status: int, read: bytes) -> Refused:
    try:
        told = json.loads(read)
        return Refused(status, str(told["code"]), str(told["error"]))
    except (ValueError, KeyError, TypeError):
        return Refused(status, "unknown", f"Le serveur a répondu {status}.")
