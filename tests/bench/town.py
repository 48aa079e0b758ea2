"""A demonstration of its own: data folder and database, copied afresh for each run, gone at the end."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import psycopg

from tests import postgres

ROOT = Path(__file__).resolve().parent.parent.parent
GUICHET = Path(sys.executable).parent / "guichet"
# Eight clients on one address would be taken for robots.
WITHOUT_PATIENCE = {"GUICHET_SUBMISSIONS_PER_HOUR": "1000000", "GUICHET_FORM_MINIMUM_SECONDS": "0"}


@dataclass(frozen=True)
class Town:
    """What `guichet serve` serves; `database` is empty for SQLite."""

    folder: Path
    database: str = ""

    @property
    def environment(self) -> dict[str, str]:
        kept = {name: value for name, value in os.environ.items() if not name.startswith("GUICHET_")}
        more = {"GUICHET_DATABASE_URL": self.database} if self.database else {}
        return {**kept, **WITHOUT_PATIENCE, **more, "GUICHET_DATA": str(self.folder)}

    def guichet(self, *arguments: str) -> None:
        subprocess.run([GUICHET, *arguments], cwd=ROOT, env=self.environment, stdout=subprocess.DEVNULL, check=True)

    def inside(self, errand: str, *arguments: object) -> Any:
        """Run one of the errands of `tests.bench.inside` here and give back its answer."""
        command = [sys.executable, "-m", "tests.bench.inside", errand, *map(str, arguments)]
        done = subprocess.run(command, cwd=ROOT, env=self.environment, stdout=subprocess.PIPE, check=True)
        return json.loads(done.stdout.splitlines()[-1])

    @contextmanager
    def copy(self) -> Iterator["Town"]:
        """The same town to be used up by one run. Nobody serves the original meanwhile."""
        with TemporaryDirectory(prefix="guichet-bench-") as parent:
            folder = shutil.copytree(self.folder, Path(parent) / "data")
            if not self.database:
                yield Town(folder)
                return
            name = f"run{os.urandom(4).hex()}"
            with psycopg.connect(_other(self.database, "postgres"), autocommit=True) as connection:
                connection.execute(f'CREATE DATABASE "{name}" TEMPLATE "{urlsplit(self.database).path[1:]}"')
                try:
                    yield Town(folder, _other(self.database, name))
                finally:
                    connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextmanager
def demonstration(*, on_postgres: bool) -> Iterator[Town]:
    """Build the demonstration once."""
    with (
        TemporaryDirectory(prefix="guichet-bench-") as folder,
        postgres.cluster() if on_postgres else nullcontext("") as url,
    ):
        town = Town(Path(folder), url)
        town.guichet("demo")
        yield town


def _other(url: str, name: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))
