"""Chromium's debugging protocol over two file descriptors: no port is opened, so no other program can drive it."""

import asyncio
import json
import os
from collections.abc import Callable
from typing import Any

SECONDS = 15  # longer than any page takes to answer; a hung one is killed with its session
Heard = Callable[[str, dict[str, Any], str | None], None]


class ChromiumGone(Exception):
    """The browser ended before it answered."""


class ChromiumRefused(Exception):
    """The browser did not do it: usually a page that closed while we spoke to it."""


class Pipe(asyncio.Protocol):
    """JSON messages, each ended by a NUL; `heard(method, params, session)` receives what was not asked for."""

    def __init__(self, heard: Heard, gone: Callable[[], None]) -> None:
        self._heard, self._gone = heard, gone
        self._buffer = bytearray()
        self._waiting: dict[int, asyncio.Future[dict[str, Any]]] = {}
        self._last = 0
        self._reader: asyncio.ReadTransport | None = None
        self._writer: asyncio.WriteTransport | None = None

    async def open(self, read_fd: int, write_fd: int) -> None:
        loop = asyncio.get_running_loop()
        self._reader, _ = await loop.connect_read_pipe(lambda: self, os.fdopen(read_fd, "rb", 0))
        self._writer, _ = await loop.connect_write_pipe(asyncio.BaseProtocol, os.fdopen(write_fd, "wb", 0))

    def close(self) -> None:
        for transport in (self._reader, self._writer):
            if transport is not None:
                transport.close()

    def data_received(self, data: bytes) -> None:
        self._buffer += data
        if 0 not in data:
            return
        *whole, rest = self._buffer.split(b"\0")
        self._buffer = bytearray(rest)
        for raw in whole:
            self._take(json.loads(raw))

    def _take(self, message: dict[str, Any]) -> None:
        if "id" not in message:
            self._heard(message["method"], message.get("params", {}), message.get("sessionId"))
            return
        answer = self._waiting.pop(message["id"], None)
        if answer is None or answer.done():
            return
        if "error" in message:
            answer.set_exception(ChromiumRefused(message["error"]["message"]))
        else:
            answer.set_result(message["result"])

    def connection_lost(self, error: Exception | None) -> None:
        for answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(ChromiumGone())
        self._waiting.clear()
        if self._writer is not None:
            self._writer.close()
        self._writer = None
        self._gone()

    async def call(self, method: str, session: str | None = None, **params: Any) -> dict[str, Any]:
        """Ask and wait for the answer.

        Raises `ChromiumGone` when the browser ends first, `ChromiumRefused` when it says no or says nothing in time.
        """
        if self._writer is None or self._writer.is_closing():
            raise ChromiumGone
        self._last += 1
        number = self._last
        answer: asyncio.Future[dict[str, Any]] = asyncio.get_running_loop().create_future()
        self._waiting[number] = answer
        message: dict[str, Any] = {"id": number, "method": method, "params": params}
        if session is not None:
            message["sessionId"] = session
        self._writer.write(json.dumps(message).encode() + b"\0")
        try:
            # Not wait_for: in Python 3.11 it may swallow a cancellation, and a task that was to end would go on.
            async with asyncio.timeout(SECONDS):
                return await answer
        except TimeoutError as error:
            raise ChromiumRefused(f"{method}: no answer") from error
        finally:
            self._waiting.pop(number, None)
