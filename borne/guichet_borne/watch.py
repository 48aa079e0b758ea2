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
        idle = self._idle_seconds(session)
        was_touched = idle < time.monotonic() - session.ready_at
        limit = float(session.config.get("idle_seconds") or IDLE)
        if session.has_site:
            await self._over_a_site(session, limit - idle)
            return
        self._told_left = None
        is_local = local.is_local(session.face.url)
        # The face warns and ends by itself; a page of ours has no script for it, and a hung one has none that runs.
        if was_touched and idle > limit + (0 if is_local else HUNG_AFTER):
            session.end("idle")
        elif not was_touched or idle > QUIET:
            await self._while_nobody_looks(session, is_local=is_local, was_touched=was_touched)

    def _idle_seconds(self, session: Session) -> float:
        return min(self._borne.screen.idle_seconds(), time.monotonic() - session.stayed_at)

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
