"""A private PostgreSQL cluster in a temporary folder, gone at the end; nothing on the machine is touched.

    with cluster() as url: ...
    python tests/postgres.py [--fast] -- command…      runs the command with GUICHET_DATABASE_URL set

Needs the programs of Debian's `postgresql`; works as root too, where the server runs as `postgres` or `nobody`.
"""

import argparse
import os
import pwd
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import mkdtemp

# For tests only: a machine that stops loses the cluster, which nobody would look for.
WITHOUT_SYNC = ("fsync=off", "synchronous_commit=off", "full_page_writes=off")
START_SECONDS = 30


@contextmanager
def cluster(*, fast: bool = False) -> Iterator[str]:
    """Yield the URL of an empty database; the server is stopped and its files removed however the block ends."""
    runner = _Runner(_programs(), _owner())
    folder = Path(mkdtemp(prefix="guichet-pg-"))
    try:
        if runner.owner:
            os.chown(folder, runner.owner.pw_uid, runner.owner.pw_gid)
        password = secrets.token_hex(16)
        _create(runner, folder, password)
        server, port = _start(runner, folder, WITHOUT_SYNC if fast else ())
        try:
            connection = ["--host=127.0.0.1", f"--port={port}", "--username=guichet"]
            runner.run(folder, "createdb", *connection, "guichet", PGPASSWORD=password)
            yield f"postgresql://guichet:{password}@127.0.0.1:{port}/guichet"
        finally:
            _stop(server)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _programs() -> Path:
    """Return the folder of the newest server programs; Debian keeps them out of the PATH."""
    versions = [path.parent for path in Path("/usr/lib/postgresql").glob("*/bin/initdb")]
    if versions:
        return max(versions, key=lambda folder: float(folder.parent.name))
    found = shutil.which("initdb")
    if not found:
        raise SystemExit("PostgreSQL manque : apt-get install postgresql, puis relancez la même commande.")
    return Path(found).parent


def _owner() -> pwd.struct_passwd | None:
    """Return who runs the server: PostgreSQL refuses root."""
    if os.geteuid():
        return None
    try:
        return pwd.getpwnam("postgres")
    except KeyError:
        return pwd.getpwnam("nobody")


@dataclass(frozen=True)
class _Runner:
    programs: Path
    owner: pwd.struct_passwd | None

    def start(self, folder: Path, name: str, *arguments: str, **environment: str) -> subprocess.Popen[bytes]:
        with (folder / "log").open("ab") as log:
            return subprocess.Popen(
                [self.programs / name, *arguments],
                cwd=folder,
                env={"PATH": os.defpath, "LC_ALL": "C.UTF-8", "HOME": str(folder), **environment},
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,  # Ctrl-C is for the tests; the server is stopped after them
                user=self.owner.pw_uid if self.owner else None,
                group=self.owner.pw_gid if self.owner else None,
                extra_groups=[] if self.owner else None,
            )

    def run(self, folder: Path, name: str, *arguments: str, **environment: str) -> None:
        if self.start(folder, name, *arguments, **environment).wait():
            raise _trouble(folder, name)


def _create(runner: _Runner, folder: Path, password: str) -> None:
    secret = folder / "password"
    secret.write_text(password)
    if runner.owner:
        os.chown(secret, runner.owner.pw_uid, runner.owner.pw_gid)
    how = ["--encoding=UTF8", "--auth=scram-sha-256", "--no-instructions", "--no-sync"]
    runner.run(folder, "initdb", "--pgdata=data", "--username=guichet", "--pwfile=password", *how)
    secret.unlink()


def _start(runner: _Runner, folder: Path, settings: tuple[str, ...]) -> tuple[subprocess.Popen[bytes], int]:
    """Start the server; another program may take the free port first, so three are tried."""
    for _attempt in range(3):
        port = _free_port()
        wanted = ("listen_addresses=127.0.0.1", f"port={port}", f"unix_socket_directories={folder}", *settings)
        server = runner.start(folder, "postgres", "-D", "data", *(part for line in wanted for part in ("-c", line)))
        if _is_ready(server, folder):
            return server, port
        _stop(server)
    raise _trouble(folder, "postgres")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _is_ready(server: subprocess.Popen[bytes], folder: Path) -> bool:
    """Wait for the eighth line of postmaster.pid: the server writes there when it takes connections."""
    pid_file = folder / "data" / "postmaster.pid"
    deadline = time.monotonic() + START_SECONDS
    while server.poll() is None and time.monotonic() < deadline:
        lines = pid_file.read_text().splitlines() if pid_file.exists() else []
        if len(lines) >= 8 and lines[7].strip() == "ready":
            return True
        time.sleep(0.05)
    return False


def _stop(server: subprocess.Popen[bytes]) -> None:
    server.send_signal(signal.SIGINT)  # "fast": connections are cut, files are closed
    try:
        server.wait(timeout=20)
    except subprocess.TimeoutExpired:
        server.kill()
        server.wait()


def _trouble(folder: Path, name: str) -> RuntimeError:
    return RuntimeError(f"{name} failed:\n{(folder / 'log').read_text(errors='replace')[-2000:]}")


def main() -> int:
    reader = argparse.ArgumentParser(description="Run a command on a private PostgreSQL cluster.")
    reader.add_argument("--fast", action="store_true", help="do not wait for the disk: for tests, not for figures")
    reader.add_argument("command", nargs="+", metavar="-- command")
    asked = reader.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that the cluster is stopped then too
    with cluster(fast=asked.fast) as url:
        return subprocess.run(asked.command, env={**os.environ, "GUICHET_DATABASE_URL": url}, check=False).returncode


if __name__ == "__main__":
    sys.exit(main())
