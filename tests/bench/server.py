"""`guichet serve` as in production, watched from outside."""

import http.client
import os
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from tests.bench.processes import Process, descendants
from tests.bench.town import GUICHET, ROOT, Town

PORT = 8200
PATIENCE_SECONDS = 120


@dataclass(frozen=True)
class Server:
    """One that runs: seconds from its start to the first good answer of /readyz, then of the home page."""

    pid: int
    ready_seconds: float
    home_seconds: float

    @property
    def processes(self) -> list[Process]:
        return descendants(self.pid)

    @property
    def pss_mb(self) -> float:
        return sum(process.pss_mb for process in self.processes)

    def pages_cpu_ms(self) -> float:
        """CPU spent until now by the processes that answer pages."""
        return sum(process.cpu_ms for process in self.processes if "pages" in process.name)

    def worker_cpu_ms(self) -> float:
        return sum(process.cpu_ms for process in self.processes if "worker" in process.name)


def database_cpu_ms() -> float:
    """CPU spent until now by the PostgreSQL that this bench started; 0 with SQLite, which works in its callers."""
    return sum(process.cpu_ms for process in descendants(os.getpid()) if process.name == "postgres")


@contextmanager
def served(town: Town) -> Iterator[Server]:
    """Start it, wait until it answers, stop it at the end."""
    command = [GUICHET, "serve", "--port", str(PORT), "--workers", "2"]
    started = time.monotonic()
    running = subprocess.Popen(
        command, cwd=ROOT, env=town.environment, stdout=subprocess.DEVNULL, start_new_session=True
    )
    try:
        _wait_for(running, "/readyz")
        ready = time.monotonic()
        _wait_for(running, "/")
        yield Server(running.pid, ready - started, time.monotonic() - started)
    finally:
        running.send_signal(signal.SIGTERM)
        try:
            running.wait(timeout=20)
        except subprocess.TimeoutExpired:
            os.killpg(running.pid, signal.SIGKILL)
            running.wait()


def _wait_for(running: "subprocess.Popen[bytes]", path: str) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < deadline and running.poll() is None:
        connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=10)
        try:
            connection.request("GET", path, headers={"Host": f"localhost:{PORT}"})
            if connection.getresponse().status == 200:
                return
        except (OSError, http.client.HTTPException):
            pass
        finally:
            connection.close()
        time.sleep(0.005)
    raise SystemExit(f"`guichet serve` does not answer {path} with 200 on port {PORT}.")
