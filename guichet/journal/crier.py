"""Cries what happens to the live process's sockets: each face says what is news for its own groups, and nothing more.

One thread reads the journal's tail; a face registers, with `cries`, what it makes of the facts.
"""

import asyncio
import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from channels.layers import get_channel_layer
from django.db import DatabaseError, connections

from guichet.journal.models import Record
from guichet.journal.tail import Bell, Tail

log = logging.getLogger(__name__)

IDLE_SECONDS = 1.0
PAUSE_SECONDS = 2.0

News = Mapping[str, Mapping[str, Any]]  # group of sockets → the message it is sent
NewsOf = Callable[[Sequence[Record]], News]
_ears: list[NewsOf] = []


def cries(news_of: NewsOf) -> NewsOf:
    """Register a face's own reading of the facts; many facts about one thing are one piece of news."""
    _ears.append(news_of)
    return news_of


class Crier(threading.Thread):
    """Reads the journal's tail and tells the groups; a database that goes away is waited for."""

    def __init__(self, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(name="crier", daemon=True)
        self._loop = loop
        self._bell = Bell()
        self._stopping = False

    def run(self) -> None:
        tail: Tail | None = None
        while not self._stopping:
            try:
                tail = tail or Tail()
                self._bell.wait(IDLE_SECONDS)
                while rows := tail.news():
                    for news_of in _ears:
                        asyncio.run_coroutine_threadsafe(_tell(news_of(rows)), self._loop)
            except DatabaseError as error:
                log.warning("crier-lost-database error=%s", type(error).__name__)
                connections.close_all()
                threading.Event().wait(PAUSE_SECONDS)
        connections.close_all()

    def stop(self) -> None:
        self._stopping = True
        self._bell.wake()


async def _tell(news: News) -> None:
    layer = get_channel_layer()
    for group, message in news.items():
        await layer.group_send(group, dict(message))
