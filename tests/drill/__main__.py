"""`python -m tests.drill [--postgres] [--seconds 20] [--clients 6]`: exits with 1 when anything acknowledged is missing."""

import argparse
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from dataclasses import dataclass, field
from typing import Any

from tests.bench.parts.submission import photo
from tests.bench.processes import descendants
from tests.bench.town import GUICHET, ROOT, Town, demonstration
from tests.client import Dropped, Visitor
from tests.drill.people import Notes, come_until

READY_SECONDS = 60
KILL_EVERY_SECONDS = 2.0
EVERYTHING_EACH = 6
# Told by the table as faults; what waits besides is not.
FAULTS = {
    "lost": "acknowledged, not found",
    "without_file": "found, its photograph missing or changed",
    "wrong_letters": "not exactly one whole letter",
    "wrong_messages": "not exactly one message sent",
    "rows_without_bytes": "rows of files without their bytes",
    "waiting": "deliveries still waiting",
    "parked": "deliveries put aside",
}


@dataclass
class Server:
    """`guichet serve`, to be killed and started again on the same port and data."""

    town: Town
    port: int
    killed: dict[str, int] = field(default_factory=dict)

    def start(self) -> None:
        command = [GUICHET, "serve", "--port", str(self.port)]
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=self.town.environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        visitor, deadline = Visitor("localhost", self.port), time.monotonic() + READY_SECONDS
        while time.monotonic() < deadline and self.process.poll() is None:
            try:
                visitor.get("/readyz")
            except Dropped:
                time.sleep(0.05)
            else:
                return
        raise SystemExit("`guichet serve` does not answer.")

    def kill_one(self, kind: str) -> None:
        """Kill -9 one process of this kind; it may be starting again just now."""
        names = [process for process in descendants(self.process.pid) if kind in process.name]
        if names:
            os.kill(random.choice(names).pid, signal.SIGKILL)
            self._note(kind)

    def kill_all(self) -> None:
        """As a power cut does for the program: parent and children at once."""
        for process in descendants(self.process.pid):
            os.kill(process.pid, signal.SIGKILL)
        self.process.wait()
        self._note("everything")

    def stop(self) -> None:
        self.process.terminate()
        try:
            self.process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            self.kill_all()

    def _note(self, kind: str) -> None:
        self.killed[kind] = self.killed.get(kind, 0) + 1


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def drill(town: Town, port: int, *, seconds: float, clients: int) -> tuple[Notes, Server, dict[str, Any]]:
    server, notes, enough = Server(town, port), Notes(), threading.Event()
    server.start()
    picture = photo()
    crowd = [
        threading.Thread(target=come_until, args=(enough, port, number, picture, notes)) for number in range(clients)
    ]
    try:
        for person in crowd:
            person.start()
        _kill_for(server, seconds)
        enough.set()
        for person in crowd:
            person.join()
        return notes, server, _told_by(town, notes)
    finally:
        enough.set()
        server.stop()


def _kill_for(server: Server, seconds: float) -> None:
    """A page process, the worker, now and then the whole program."""
    ends, turn = time.monotonic() + seconds, 0
    while time.monotonic() < ends:
        time.sleep(KILL_EVERY_SECONDS)
        turn += 1
        if turn % EVERYTHING_EACH == 0:
            server.kill_all()
            server.start()
        else:
            server.kill_one("worker" if turn % 2 == 0 else "pages")


def _told_by(town: Town, notes: Notes) -> dict[str, Any]:
    environment = {**town.environment, "DJANGO_SETTINGS_MODULE": "guichet.config.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.drill.inside"], cwd=ROOT, env=environment, check=True, text=True,
        input=json.dumps(notes.acknowledged), stdout=subprocess.PIPE,
    )  # fmt: skip
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def table(notes: Notes, server: Server, told: dict[str, Any]) -> int:
    """Print what happened; how many faults there are."""
    doubles = len(notes.acknowledged) - len(set(notes.acknowledged))
    kills = ", ".join(f"{kind} × {count}" for kind, count in sorted(server.killed.items()))
    faults = {words: told[name] if isinstance(told[name], int) else len(told[name]) for name, words in FAULTS.items()}
    faults["one reference given twice"] = doubles
    faults["answers with an error"] = len(notes.refused)
    lines = [
        ("killed with -9", kills),
        ("requests broken by a kill and tried again", notes.broken),
        ("acknowledged", len(notes.acknowledged)),
        ("last delivery done after", f"{told['waited']:.1f} s"),
        ("files of nobody (swept after a day)", told["files_of_nobody"]),
        *faults.items(),
    ]
    for words, value in lines:
        print(f"{words:<45} {value}")
    for name in FAULTS:
        if isinstance(told[name], list) and told[name]:
            print(f"{name}: {', '.join(told[name][:10])}")
    for sentence in notes.refused[:3]:
        print(sentence)
    return sum(faults.values())


def main() -> int:
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("--postgres", action="store_true", help="on a private PostgreSQL cluster")
    reader.add_argument("--seconds", type=float, default=20)
    reader.add_argument("--clients", type=int, default=6)
    reader.add_argument("--port", type=int, default=0, help="with the next one; free ones are found by default")
    asked = reader.parse_args()
    print("PostgreSQL" if asked.postgres else "SQLite", flush=True)
    with demonstration(on_postgres=asked.postgres) as town:
        notes, server, told = drill(town, asked.port or free_port(), seconds=asked.seconds, clients=asked.clients)
        faults = table(notes, server, told)
    if not notes.acknowledged:
        print("Nothing was acknowledged: this proves nothing.")
    return 1 if faults or not notes.acknowledged else 0


if __name__ == "__main__":
    sys.exit(main())
