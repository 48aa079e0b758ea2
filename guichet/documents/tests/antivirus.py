"""A real clamd that knows one virus, and peers that only look like one."""

import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

CLAMD = shutil.which("clamd", path="/usr/sbin:/usr/local/sbin:/usr/bin:/usr/local/bin")
MISSING = "clamd is not installed (tests/apt.txt): nothing real answers"
STREAM_MAX = 3_000_000
# The test file of all antivirus makers (eicar.org), cut in two so that none of them takes this file for it.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"


@contextmanager
def real_clamd(folder: Path) -> Iterator[str]:
    """Start the daemon with a base of one signature, found anywhere in a file; gives the path of its socket."""
    assert CLAMD, MISSING
    base = folder / "base"
    base.mkdir(parents=True)
    body = b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!".hex()
    (base / "own.ndb").write_text(f"Own.Eicar:0:*:{body}\n")
    address = folder / "clamd.sock"
    lines = {
        "DatabaseDirectory": base, "LocalSocket": address, "Foreground": "yes", "User": "root",
        "StreamMaxLength": STREAM_MAX, "TemporaryDirectory": folder, "SelfCheck": 86_400,
    }  # fmt: skip
    config = folder / "clamd.conf"
    config.write_text("".join(f"{key} {value}\n" for key, value in lines.items()))
    daemon = subprocess.Popen([CLAMD, "--config-file", config], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_for(address, daemon)
        yield str(address)
    finally:
        daemon.terminate()
        daemon.wait(10)


def _wait_for(address: Path, daemon: "subprocess.Popen[bytes]") -> None:
    limit = time.monotonic() + 20
    while time.monotonic() < limit:
        assert daemon.poll() is None, "clamd stopped at once"
        with socket.socket(socket.AF_UNIX) as line:
            if address.exists() and line.connect_ex(str(address)) == 0:
                return
        time.sleep(0.05)
    raise AssertionError("clamd does not answer")


@contextmanager
def fake_peer(answer: Callable[[socket.socket], None]) -> Iterator[str]:
    """Something that listens and does `answer` with each line; gives its "host:port"."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def serve() -> None:
            while True:
                try:
                    line, _peer = server.accept()
                except OSError:  # closed: the test is over
                    return
                with line:
                    answer(line)

        thread = threading.Thread(target=serve, daemon=True)
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
    thread.join(5)


def says(words: bytes) -> Callable[[socket.socket], None]:
    """Read all that is sent, then say this."""

    def answer(line: socket.socket) -> None:
        received = b""
        while not received.endswith(b"\0\0\0\0"):
            part = line.recv(65_536)
            if not part:
                return
            received += part
        line.sendall(words)

    return answer


def cuts(line: socket.socket) -> None:
    line.recv(16)


def hangs(line: socket.socket) -> None:
    """Say nothing until the other side is tired of it."""
    while line.recv(65_536):
        pass


def drips(line: socket.socket) -> None:
    """One letter at a time, never the last: each would start the wait again."""
    try:
        while True:
            line.sendall(b"s")
            time.sleep(0.05)
    except OSError:
        return
