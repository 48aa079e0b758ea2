"""Cuts the connections of those who send too slowly, or whose telephone is gone.

The server hands a request over with its first bytes and waits for the others in a thread, without end: measured with
granian 2.8, as many silent senders as there are threads stopped every page. It offers no limit of its own for a body, so the
kernel's own counts are read: a few milliseconds for hundreds of connections.
"""

import logging
import os
import socket
import struct
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass

log = logging.getLogger(__name__)

EVERY_SECONDS = 5.0
WINDOW_SECONDS = 30.0
# A poor rural line sends 30 kB each second; a photograph of 10 MB takes it six minutes, and passes.
LEAST_BYTES_PER_SECOND = 4_000
# struct tcp_info of linux/tcp.h: milliseconds since we sent and since we received, bytes acknowledged and received.
_TCP_INFO = struct.Struct("=44xI4xI64xQQ")


@dataclass(frozen=True)
class Told:
    """What the kernel knows of one connection."""

    is_unanswered: bool
    received: int


class Watch(threading.Thread):
    """Looks at this process's own connections now and then."""

    def __init__(self, port: int) -> None:
        super().__init__(name="senders", daemon=True)
        self.port = port
        self._since: dict[object, tuple[float, int]] = {}  # by peer: when its window began, and its bytes then

    def run(self) -> None:
        while True:
            time.sleep(EVERY_SECONDS)
            self.look(time.monotonic())

    def look(self, at: float) -> int:
        """Cut who sent too little during a whole window without an answer being due; return how many."""
        known, cut = self._since, 0
        self._since = {}
        for connection in _accepted(self.port):
            with closing(connection), suppress(OSError):  # gone meanwhile
                peer, told = connection.getpeername(), _told(connection)
                if not told.is_unanswered:
                    continue
                begun, had = known.get(peer, (at, told.received))
                if at - begun >= WINDOW_SECONDS:
                    if told.received - had < LEAST_BYTES_PER_SECOND * (at - begun):
                        log.warning("slow-sender-cut received=%s", told.received)
                        connection.shutdown(socket.SHUT_RDWR)
                        cut += 1
                        continue
                    begun, had = at, told.received
                self._since[peer] = (begun, had)
        return cut


def _accepted(port: int) -> Iterator[socket.socket]:
    """The connections that came in by this port, each under a descriptor of its own: to be closed."""
    for name in os.listdir("/proc/self/fd"):
        with suppress(OSError):  # closed meanwhile
            if not os.readlink(f"/proc/self/fd/{name}").startswith("socket:"):
                continue
            connection = socket.socket(fileno=os.dup(int(name)))
            try:
                is_ours = connection.getsockname()[1] == port and connection.getpeername()
            except (OSError, IndexError):
                is_ours = False
            if is_ours:
                yield connection
            else:
                connection.close()


def _told(connection: socket.socket) -> Told:
    info = connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _TCP_INFO.size)
    sent_ago, received_ago, acknowledged, received = _TCP_INFO.unpack(info)
    # The opening of the connection counts as one byte acknowledged.
    return Told(acknowledged <= 1 or received_ago < sent_ago, received)
