"""How many questions a page puts to the database when nothing is kept."""

from typing import Any

from django.db import connection
from django.test import Client


def run(*paths: str) -> dict[str, int]:
    """Path → queries, once each process-wide memory is warm."""
    return {path: _asked_by(path) for path in paths}


def _asked_by(path: str) -> int:
    client = Client(headers={"host": "localhost"})
    assert client.get(path).status_code == 200, path
    asked: list[str] = []

    def note(execute: Any, sql: str, *rest: Any) -> Any:
        asked.append(sql)
        return execute(sql, *rest)

    with connection.execute_wrapper(note):
        client.get(path)
    return len(asked)
