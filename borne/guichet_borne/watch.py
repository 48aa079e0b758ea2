"""Looks at the clock and at the screen: who left without a word, what waits for the kiosk to be free."""

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from guichet_borne import local
from guichet_borne.pipe import ChromiumGone, ChromiumRefused
from guichet_borne.session import Session

if TYPE_CHECKING:
    from guichet_borne.run import Borne

log = logging.getLogger(__name__)

EVERY = 0.25  # seconds
WARNING = 30  # seconds before the end, over a site
HUNG_AFTER = 15  # seconds past the end that the face's own script should have made
QUIET = 4  # seconds without a touch before a page changes by itself
IDLE = 90  # seconds, when the server has not said


def is_left(*, age: float, untouched: float, idle: float, limit: float) -> bool:
    """Was it begun by somebody, who then went away? Of seconds: since it began, since a touch, since a touch or a word of
    the face, and what the server gives. The face warns and ends by itself, sooner; this is for one whose script hangs."""
    return untouched < age and idle > limit + HUNG_AFTER


class Watch:
    def __init__(self, borne: "Borne") -> None:
        self._borne = borne
        self._told_left: int | None = None

    async def run(self) -> None:
        while True:
            await asyncio.sleep(EVERY)
            session = self._borne.session
            if session is not None and session.ready_at:
                try:
                    await self._look(session)
                except (ChromiumGone, ChromiumRefused, TimeoutError) as error:
                    log.info("watch %s", error)

    async def _look(self, session: Session) -> None:
        age = time.monotonic() - session.ready_at
        untouched = self._borne.screen.idle_seconds()
        idle = min(untouched, time.monotonic() - session.stayed_at)
        was_touched = untouched < age
        limit = float(session.config.get("idle_seconds") or IDLE)
        if session.has_site:
            if was_touched:
                await self._over_a_site(session, limit - idle)
            return
        self._told_left = None
        is_local = local.is_local(session.face.url)
        if is_left(age=age, untouched=untouched, idle=idle, limit=limit):
            session.end("idle")
        elif not was_touched or idle > QUIET:
            await self._while_nobody_looks(session, is_local=is_local, was_touched=was_touched)

    async def _over_a_site(self, session: Session, left: float) -> None:
        if left <= 0:
            session.end("idle")
        elif left <= WARNING:
            whole = round(left)
            if whole != self._told_left:
                self._told_left = whole
                await session.face.tell(kind="idle", left=whole)
        elif self._told_left is not None:
            self._told_left = None
            await session.face.tell(kind="awake")

    async def _while_nobody_looks(self, session: Session, *, is_local: bool, was_touched: bool) -> None:
        borne = self._borne
        is_open = bool(borne.config.get("open", True))
        if borne.is_revoked:
            return
        if is_local and is_open and borne.server.is_reachable:
            if not borne.prints.is_at_work and time.monotonic() > session.calm_until:
                await borne.lead_back(session)
        elif not is_open and not is_local and not was_touched:
            session.end("hours")
