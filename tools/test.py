"""Runs the whole suite on SQLite and on a private PostgreSQL cluster, at the same time; arguments go to pytest.

Every second journey runs on each, and what asks no database once (`--half`, conftest.py), unless arguments are given.
Each run has a data folder of its own: the town's or the demonstration's are never touched. What PostgreSQL says is shown
when SQLite has finished.
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile
from typing import IO

ROOT = Path(__file__).resolve().parent.parent


def started(data: str, output: IO[bytes] | None, *command: str) -> "subprocess.Popen[bytes]":
    environment = {**os.environ, "GUICHET_DATA": data}
    environment.pop("GUICHET_DATABASE_URL", None)
    return subprocess.Popen(command, cwd=ROOT, env=environment, stdout=output, stderr=output and subprocess.STDOUT)


def main() -> int:
    pytest = (sys.executable, "-m", "pytest", *sys.argv[1:])
    # Who names a test wants it on both.
    first, second = ("--half=first", "--half=second") if not sys.argv[1:] else ("", "")
    postgres = (sys.executable, "tests/postgres.py", "--fast", "--", *pytest, *filter(None, [second]))
    with TemporaryDirectory(prefix="guichet-test-") as data, TemporaryFile() as said:
        for name in ("sqlite", "postgres"):
            (Path(data) / name).mkdir()
        behind = started(f"{data}/postgres", said, *postgres)
        print("\n== SQLite", flush=True)
        on_sqlite = started(f"{data}/sqlite", None, *pytest, *filter(None, [first])).wait()
        on_postgres = behind.wait()
        said.seek(0)
        print(f"\n== PostgreSQL\n{said.read().decode(errors='replace')}", flush=True)
    return on_sqlite or on_postgres


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
