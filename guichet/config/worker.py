"""The worker: hands facts to their subscribers as they come, and does each night's chores."""

import logging
import signal
import time
from collections.abc import Callable
from datetime import datetime

from django.db import DatabaseError, InterfaceError, connections

from guichet.journal.actions import deliver_next
from guichet.journal.chores import run_chores, run_often
from guichet.journal.tail import Bell
from guichet.kit.dates import PARIS, now, paris_date

log = logging.getLogger(__name__)

IDLE_SECONDS = 1.0  # a delivery refused a moment ago falls due by itself
CHORES_EVERY_SECONDS = 60.0
CHORES_HOUR = 3  # in Paris: nobody is at the counter
LONGEST_PAUSE = 10.0


class Worker:
    """One worker; several may run on PostgreSQL, and on SQLite each waits for the other's turn."""

    def __init__(self, *, deliver: Callable[[], bool] = deliver_next, clock: Callable[[], datetime] = now) -> None:
        self._deliver = deliver
        self._clock = clock
        self._bell = Bell()
        self._stopping = False
        self._chores_at = float("-inf")
        self._pause = 0.0

    def run(self) -> None:
        """Work until `stop` or SIGTERM; the delivery under way is finished first."""
        for sign in (signal.SIGTERM, signal.SIGINT):
            signal.signal(sign, lambda *_: self.stop())
        while not self._stopping:
            try:
                self.turn()
                self._pause = 0.0
            except (DatabaseError, InterfaceError) as error:
                self._pause = min(self._pause * 2 or 0.5, LONGEST_PAUSE)
                log.warning("worker-lost-database error=%s pause=%.1fs", type(error).__name__, self._pause)
                connections.close_all()
                time.sleep(self._pause)
        connections.close_all()

    def stop(self) -> None:
        self._stopping = True
        self._bell.wake()

    def turn(self) -> None:
        """Deliver all that is due, do the chores of the day if it is their hour, then sleep until something happens."""
        while not self._stopping and self._deliver():
            pass
        if not self._stopping:
            self._do_chores()
            self._bell.wait(IDLE_SECONDS)

    def _do_chores(self) -> None:
        if time.monotonic() - self._chores_at < CHORES_EVERY_SECONDS:
            return
        self._chores_at = time.monotonic()
        run_often()
        at = self._clock()
        if at.astimezone(PARIS).hour >= CHORES_HOUR:
            run_chores(paris_date(at))
