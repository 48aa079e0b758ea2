"""Runs the whole suite on SQLite, then on a private PostgreSQL cluster; arguments go to pytest.

Both runs have data folders of their own: the town's or the demonstration's are never touched.
"""

import os
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory

ROOT = Path(__file__).resolve().parent.parent


def run(title: str, *command: str) -> int:
    print(f"\n== {title}", flush=True)
    with TemporaryDirectory(prefix="guichet-test-") as data:
        environment = {**os.environ, "GUICHET_DATA": data}
        environment.pop("GUICHET_DATABASE_URL", None)
        return subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode


def main() -> int:
    pytest = (sys.executable, "-m", "pytest", *sys.argv[1:])
    on_sqlite = run("SQLite", *pytest)
    on_postgres = run("PostgreSQL", sys.executable, "tests/postgres.py", "--fast", "--", *pytest)
    return on_sqlite or on_postgres


if __name__ == "__main__":
    try:
        sys.exit(main())
    except KeyboardInterrupt:
        sys.exit(130)
