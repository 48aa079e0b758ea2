"""The whole program is started for real: processes, signals and ports cannot be told otherwise."""

import os
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import urllib.request
from contextlib import closing, suppress
from pathlib import Path

import pytest
from django.db import connection

from guichet.config.serving import Refused, open_port
from guichet.config.wsgi import CONNECTION_THREADS
from tests.base import build_world

COMMAND = [sys.executable, "-c", "from guichet.config.cli import main; main()"]


def free_port() -> int:
    """A port whose next one is free too."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            with suppress(OSError, OverflowError):
                second.bind(("127.0.0.1", first.getsockname()[1] + 1))
                return int(first.getsockname()[1])


class Program:
    """`guichet serve` on a data folder of its own."""

    def __init__(self, data: Path, static: Path):
        self.port = free_port()
        self.environment = {**os.environ, "GUICHET_DATA": str(data), "GUICHET_STATIC_ROOT": str(static)}
        data.mkdir()
        self.log = data / "log"

    def start(self) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*COMMAND, "serve", f"--port={self.port}"], env=self.environment, stdout=log, stderr=log
            )
        wait_until(lambda: self.answers() or self.process.poll() is not None, seconds=60)
        assert self.answers(), self.log.read_text()

    def answers(self) -> bool:
        try:
            return bool(urllib.request.urlopen(f"http://127.0.0.1:{self.port}/healthz", timeout=5).status == 200)
        except OSError:
            return False

    def children(self) -> dict[str, int]:
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split()
        return {Path(f"/proc/{pid}/comm").read_text().strip().removeprefix("guichet "): int(pid) for pid in listed}

    def stop(self) -> int:
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=20)


def wait_until(enough, seconds: float) -> None:
    deadline = time.monotonic() + seconds
    while not enough() and time.monotonic() < deadline:
        time.sleep(0.05)


@pytest.fixture(scope="module")
def static(tmp_path_factory):
    """Gathered by the first start, as on a real machine."""
    return tmp_path_factory.mktemp("static")


@pytest.fixture
def program(transactional_db, tmp_path, static):
    program = Program(tmp_path / "data", static)
    build_world()
    known = connection.settings_dict
    if connection.vendor == "postgresql":
        program.environment["GUICHET_DATABASE_URL"] = (
            f"postgresql://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}/{known['NAME']}"
        )
    else:
        with (
            closing(sqlite3.connect(known["NAME"])) as here,
            closing(sqlite3.connect(tmp_path / "data" / "guichet.sqlite3")) as there,
        ):
            here.backup(there)
    yield program
    with suppress(AttributeError, ProcessLookupError):
        program.process.kill()
        program.process.wait()
    if connection.vendor == "postgresql":  # its sessions must be gone before the tables are emptied
        time.sleep(0.5)


def test_whoever_dies_is_started_again_and_all_stop_together(program):
    program.start()
    first = program.children()
    assert set(first) == {"pages 1", "pages 2", "live", "worker"}
    for pid in first.values():
        os.kill(pid, signal.SIGKILL)
    wait_until(lambda: len(program.children()) == len(first), seconds=10)
    assert program.answers()
    assert not set(program.children().values()) & set(first.values())
    assert program.log.read_text().count("child-died name=") == len(first)
    children = program.children().values()
    assert program.stop() == 0
    assert not [pid for pid in children if Path(f"/proc/{pid}").exists()]
    open_port("127.0.0.1", program.port).close()


def test_children_do_not_outlive_a_killed_parent(program):
    program.start()
    children = program.children().values()
    program.process.kill()
    program.process.wait()
    wait_until(lambda: not any(Path(f"/proc/{pid}").exists() for pid in children), seconds=10)
    program.start()  # on the same ports and data


def test_those_who_send_slowly_keep_nobody_waiting(program):
    program.start()
    slow = []
    for _person in range(2 * CONNECTION_THREADS + 10):  # more than both processes have threads
        sender = socket.create_connection(("127.0.0.1", program.port))
        sender.sendall(b"POST /suivi/ HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10000000\r\n\r\nref")
        slow.append(sender)
    time.sleep(1)
    started = time.monotonic()
    assert program.answers()
    assert time.monotonic() - started < 2
    for sender in slow:
        sender.close()


def test_a_taken_port_is_told_in_one_sentence_before_anything_starts(program):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", program.port + 1))
        taken.listen()
        refused = subprocess.run(
            [*COMMAND, "serve", f"--port={program.port}"], env=program.environment, capture_output=True, text=True
        )
    assert refused.returncode == 1
    assert refused.stderr.startswith(f"Le port {program.port + 1} est déjà pris")
    assert refused.stderr.count("\n") == 1


def test_an_old_database_is_told_with_the_command_that_mends_it(program):
    database = Path(program.environment["GUICHET_DATA"]) / "guichet.sqlite3"
    database.unlink(missing_ok=True)
    program.environment.pop("GUICHET_DATABASE_URL", None)
    refused = subprocess.run(
        [*COMMAND, "serve", f"--port={program.port}"], env=program.environment, capture_output=True, text=True
    )
    assert refused.returncode == 1
    assert "guichet migrate" in refused.stderr


def test_an_address_that_is_not_ours_is_told():
    with pytest.raises(Refused, match="pas celle de cette machine"):
        open_port("192.0.2.1", 8199)
