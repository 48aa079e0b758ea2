"""The end of the journal: wait until something may have been stated, read what is new.

Nothing here delivers: deliveries have rows of their own. The tail is for live screens, which only need to hear that
something changed, and for the worker's sleep.
"""

import os
import select
from typing import Any

from django.db import connection, models

from guichet.journal.models import Record

CHANNEL = "guichet_news"
POLL_SECONDS = 0.2
MOST_AT_ONCE = 500


class Bell:
    """Rings when somebody else has committed: LISTEN on PostgreSQL, the file's own change counter on SQLite.

    It uses Django's connection of the thread that waits, so all of `wait` belongs to one thread. `wake` may be called
    from another thread or from a signal handler.
    """

    def __init__(self) -> None:
        self._reader, self._writer = os.pipe()
        os.set_blocking(self._reader, False)
        os.set_blocking(self._writer, False)
        self._listening: Any = None  # the driver's connection that said LISTEN
        self._seen: int | None = None

    def wake(self) -> None:
        """End the running wait, or the next one."""
        try:
            os.write(self._writer, b"!")
        except BlockingIOError:  # full: it rings loud enough
            return

    def wait(self, seconds: float) -> None:
        """Return when something may be new, when woken, or after this long."""
        if connection.vendor == "postgresql":
            self._wait_for_notice(seconds)
        else:
            self._wait_for_change(seconds)

    def _wait_for_notice(self, seconds: float) -> None:
        connection.ensure_connection()
        driver = connection.connection
        if self._listening is not driver:  # a first time, or after a lost connection: something may have been missed
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            self._listening = driver
            return
        if next(driver.notifies(timeout=0), None) is None:
            self._sleep(seconds, driver.fileno())
        for _notice in driver.notifies(timeout=0):
            pass  # any number of them is one ring

    def _wait_for_change(self, seconds: float) -> None:
        waited = 0.0
        while waited < seconds:
            changes = self._changes()
            if changes != self._seen:
                self._seen = changes
                return
            if self._sleep(POLL_SECONDS):
                return
            waited += POLL_SECONDS

    def _changes(self) -> int:
        """Grows when another connection has committed to the file."""
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA data_version")
            return int(cursor.fetchone()[0])

    def _sleep(self, seconds: float, *sources: int) -> bool:
        """True when woken."""
        ready, _writable, _odd = select.select([self._reader, *sources], [], [], seconds)
        if self._reader not in ready:
            return False
        os.read(self._reader, 4096)
        return True


class Tail:
    """Reads each fact once, in an order in which no fact can appear before one already read.

    On PostgreSQL ids are given before the commit, so a fact may appear with a smaller id than the last one read. The
    cursor is therefore (transaction, id) among settled facts: those of transactions older than every running one. The
    bound only moves up, so what settles later belongs to a later transaction. On SQLite every transaction is 0 and id
    order is commit order.
    """

    def __init__(self) -> None:
        last = self._settled().last()
        self._cursor = (last.xid, last.pk) if last else (-1, 0)

    def news(self) -> list[Record]:
        """What has settled since the last call, the oldest first; a long absence is read in several calls."""
        xid, pk = self._cursor
        after = models.Q(xid__gt=xid) | models.Q(xid=xid, pk__gt=pk)
        # The first bound is for the index, the second for the truth.
        first = models.Q(xid__gte=xid) if connection.vendor == "postgresql" else models.Q(pk__gt=pk)
        rows = list(self._settled().filter(first, after)[:MOST_AT_ONCE])
        if rows:
            self._cursor = (rows[-1].xid, rows[-1].pk)
        return rows

    @staticmethod
    def _settled() -> models.QuerySet[Record]:
        order = ("xid", "pk") if connection.vendor == "postgresql" else ("pk",)
        return Record.objects.settled().order_by(*order)
