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
from django.utils.translation import gettext as _

from guichet.documents.models import StoredFile

NAME = "database"  # in a backup
ASIDE = "guichet_before"  # the schema that holds the old tables while new ones are loaded
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


def verify(source: Path) -> None:
    """Refuse a copy that would not load."""
    if connection.vendor == "postgresql":
        _run("pg_restore", "--no-owner", "--no-privileges", f"--file={_script_of(source)}", str(source))
        return
    with closing(sqlite3.connect(source)) as copy:
        (verdict,) = copy.execute("PRAGMA quick_check").fetchone()
    if verdict != "ok":
        raise DumpFailed(_("La base de cette sauvegarde est abîmée."))


def places() -> dict[str, Path]:
    """The files that are the database, under their names in a backup; none of PostgreSQL's are ours."""
    if connection.vendor == "postgresql":
        return {}
    name = connection.settings_dict["NAME"]
    return {f"{NAME}{suffix}": Path(f"{name}{suffix}") for suffix in ("", "-wal", "-shm")}


def settle() -> None:
    """Make ready for a replacement: nothing of ours is open, and SQLite's journal is in its database.

    A database too damaged for that is replaced all the same: its journal is kept and put back with it.
    """
    connections.close_all()
    if connection.vendor == "postgresql":
        forget_old()
        return
    name = Path(connection.settings_dict["NAME"])
    if not name.exists():
        return
    with closing(sqlite3.connect(name)) as database:
        try:
            (is_busy, _pages, _moved) = database.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        except sqlite3.DatabaseError as error:
            is_busy = error.sqlite_errorcode in {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
        if is_busy:
            raise DumpFailed(_("Un autre programme lit cette base : fermez-le, puis relancez."))


def load(source: Path) -> None:
    """Load a verified copy into PostgreSQL, and keep what was there beside it; SQLite's is a file that is moved."""
    if connection.vendor == "postgresql":
        aside = source.with_suffix(".aside.sql")
        aside.write_text(f"ALTER SCHEMA public RENAME TO {ASIDE}; CREATE SCHEMA public;")
        _run_scripts(aside, _script_of(source))


def put_back() -> None:
    """Undo `load`, if it was done."""
    connections.close_all()
    if connection.vendor == "postgresql" and _is_aside():
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA public CASCADE; ALTER SCHEMA {ASIDE} RENAME TO public")


def forget_old() -> None:
    """Drop what `load` kept."""
    if connection.vendor == "postgresql" and _is_aside():
        with connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA {ASIDE} CASCADE")
        connections.close_all()


def _is_aside() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname = %s", [ASIDE])
        return bool(cursor.fetchone()[0])


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
        _run(
            "pg_dump", "--format=custom", "--no-owner", f"--exclude-schema={ASIDE}", f"--snapshot={snapshot}",
            f"--file={target}",
        )  # fmt: skip
    return found


def _script_of(source: Path) -> Path:
    return source.with_suffix(".sql")


def _run_scripts(*scripts: Path) -> None:
    files = [f"--file={script}" for script in scripts]
    _run("psql", "--quiet", "--single-transaction", "--set=ON_ERROR_STOP=1", *files)


def _run(program: str, *arguments: str) -> None:
    path = shutil.which(program)
    if path is None:
        raise DumpFailed(
            _("Le programme %(program)s manque : apt-get install postgresql-client, puis relancez.")
            % {"program": program}
        )
    known = connection.settings_dict
    told = {"PGHOST": "HOST", "PGPORT": "PORT", "PGUSER": "USER", "PGPASSWORD": "PASSWORD", "PGDATABASE": "NAME"}
    environment = {**os.environ, **{name: str(known[key]) for name, key in told.items() if known[key]}}
    done = subprocess.run([path, *arguments], env=environment, capture_output=True, text=True, check=False)  # noqa: S603  # our own words
    if done.returncode:
        raise DumpFailed(
            _("%(program)s a refusé : %(words)s") % {"program": program, "words": done.stderr.strip()[-500:]}
        )
