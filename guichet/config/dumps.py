"""A consistent copy of the database while others write, and the way back: SQLite by its online backup, PostgreSQL by pg_dump."""

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from typing import Any

from django.db import connection, connections, transaction

from guichet.documents.models import StoredFile

PAGES_AT_ONCE = 2048

Progress = Callable[[int, int], None]
# Runs one SELECT on the copied state of the database.
Ask = Callable[[str], list[tuple[Any, ...]]]


class DumpFailed(Exception):
    """The database's own program refused; says why in one sentence."""


def dump(target: Path, progress: Progress) -> tuple[dict[str, int], list[str]]:
    """Copy the database as it is at one moment; return its counts and the key of each file that has a row in it."""
    if connection.vendor == "postgresql":
        return _dump_postgresql(target)
    return _dump_sqlite(target, progress)


def load(source: Path) -> None:
    """Replace the whole database by a copy: all of it, or nothing."""
    if connection.vendor == "postgresql":
        _load_postgresql(source)
    else:
        _load_sqlite(source)
    connections.close_all()


def _facts_of(ask: Ask) -> tuple[dict[str, int], list[str]]:
    tables = {"cases": "cases_case", "facts": "journal_record", "messages": "notifications_message"}
    counts = {name: int(ask(f"SELECT count(*) FROM {table}")[0][0]) for name, table in tables.items()}  # noqa: S608  # our own names
    keys = [str(row[0]).replace("-", "") for row in ask(f"SELECT key FROM {StoredFile._meta.db_table}")]  # noqa: S608  # the same
    return {**counts, "files": len(keys)}, keys


def _dump_sqlite(target: Path, progress: Progress) -> tuple[dict[str, int], list[str]]:
    name = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(f"file:{name}?mode=ro", uri=True)) as source, closing(sqlite3.connect(target)) as copy:
        # An open read keeps the source still (WAL): writers go on, and the copy never has to begin again.
        source.execute("BEGIN")
        source.execute("SELECT count(*) FROM sqlite_master").fetchone()
        source.backup(copy, pages=PAGES_AT_ONCE, progress=lambda _status, left, total: progress(total - left, total))
        copy.execute("PRAGMA journal_mode=DELETE")  # one file, without a journal beside it
        return _facts_of(lambda sql: copy.execute(sql).fetchall())


def _load_sqlite(source: Path) -> None:
    name = Path(connection.settings_dict["NAME"])
    with closing(sqlite3.connect(source)) as copy:
        (verdict,) = copy.execute("PRAGMA quick_check").fetchone()
    if verdict != "ok":
        raise DumpFailed("La base de cette sauvegarde est abîmée. Rien n’a été changé.")
    connections.close_all()
    for suffix in ("-wal", "-shm"):
        Path(f"{name}{suffix}").unlink(missing_ok=True)
    with source.open("rb") as file:
        os.fsync(file.fileno())
    source.replace(name)


@transaction.atomic
def _dump_postgresql(target: Path) -> tuple[dict[str, int], list[str]]:
    with connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]

        def ask(sql: str) -> list[tuple[Any, ...]]:
            cursor.execute(sql)
            return list(cursor.fetchall())

        found = _facts_of(ask)
        _run("pg_dump", "--format=custom", "--no-owner", f"--snapshot={snapshot}", f"--file={target}")
    return found


def _load_postgresql(source: Path) -> None:
    connections.close_all()
    script = source.with_suffix(".sql")
    _run("pg_restore", "--no-owner", "--no-privileges", f"--file={script}", str(source))
    cleared = source.with_suffix(".clear.sql")
    cleared.write_text("DROP SCHEMA public CASCADE; CREATE SCHEMA public;")
    _run("psql", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", f"--file={cleared}", f"--file={script}")


def _run(program: str, *arguments: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise DumpFailed(f"Le programme {program} manque : apt-get install postgresql-client, puis relancez.")
    known = connection.settings_dict
    told = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = {**os.environ, **{name: str(known[key]) for name, key in told.items() if known[key]}}
    done = subprocess.run([path, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603  # our own words
    if done.returncode:
        raise DumpFailed(f"{program} a refusé : {done.stderr.strip()[-500:]}")
