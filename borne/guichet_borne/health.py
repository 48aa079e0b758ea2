"""How the kiosk is, as the server wants to be told: machine, devices, versions, what went wrong. Nothing of a person."""

import asyncio
import contextlib
import logging
import shutil
import time
from collections import deque
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from guichet_borne import __version__
from guichet_borne.printing import Printing
from guichet_borne.scanning import Scanning
from guichet_borne.server import Server
from guichet_borne.settings import Settings

log = logging.getLogger(__name__)

KEPT = 50  # incidents, while the network is cut: the oldest go first
EVERY = 15.0  # seconds between two looks
FIRST_LOOK = 2.0  # seconds that the first state told waits for
SCANNER_EVERY = 600  # seconds between two questions to a scanner that nobody uses


class Health:
    def __init__(self, settings: Settings, printing: Printing, scanning: Scanning, server: Server) -> None:
        self._settings, self._printing, self._scanning, self._server = settings, printing, scanning, server
        self._incidents: deque[dict[str, str]] = deque(maxlen=KEPT)
        self._scanner_asked_at = -float(SCANNER_EVERY)
        self._versions: dict[str, str] = {}
        self._seen: dict[str, Any] = {}
        self._looked = asyncio.Event()

    def happened(self, kind: str, detail: str = "") -> None:
        """An incident, told with the next state: a code and a reason, never what a person did."""
        log.warning("incident %s %s", kind, detail)
        self._incidents.append({"at": datetime.now(UTC).isoformat(), "kind": kind, "detail": detail})

    def told(self, health: dict[str, Any]) -> None:
        """The server has them."""
        for incident in health["incidents"]:
            if incident in self._incidents:
                self._incidents.remove(incident)

    async def keep_looking(self) -> None:
        """Beside the calls to the server: a device that is slow to answer must not delay an order."""
        while True:
            self._seen = await self._look()
            self._looked.set()
            await asyncio.sleep(EVERY)

    async def last(self) -> dict[str, Any]:
        """The last look, with what happened since."""
        if not self._looked.is_set():
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(FIRST_LOOK):
                    await self._looked.wait()
        now = {"network_ms": self._server.milliseconds, "incidents": list(self._incidents)}
        return {**self._seen, "scanner": {"state": self._scanning.state}, **now}

    async def _look(self) -> dict[str, Any]:
        if not self._versions:  # once: an update starts the program again
            self._versions = await versions(self._settings.chromium)
        if time.monotonic() - self._scanner_asked_at > SCANNER_EVERY:
            self._scanner_asked_at = time.monotonic()
            await self._scanning.look()
        return {
            "printer": await self._printing.state(),
            "disk_free_mb": shutil.disk_usage(self._settings.data).free // 1_000_000,
            "versions": self._versions,
        }


async def versions(chromium: str) -> dict[str, str]:
    debian = Path("/etc/debian_version")
    return {
        "borne": __version__,
        "chromium": await chromium_version(chromium),
        "debian": debian.read_text().strip() if debian.exists() else "",
    }


async def chromium_version(program: str) -> str:
    """Empty when it cannot be started."""
    try:
        process = await asyncio.create_subprocess_exec(
            program, "--version", stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.DEVNULL
        )
    except OSError:
        return ""
    said, _ = await process.communicate()
    return next((word for word in said.decode(errors="replace").split() if word[:1].isdigit()), "")
