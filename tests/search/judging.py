"""The queries people type, written before any synonym, and how many of them the search answers."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import yaml

HERE = Path(__file__).parent
TUNED = HERE / "queries.yaml"
HELD_OUT = HERE / "queries_held_out.yaml"
AMONG = 3


@dataclass(frozen=True)
class Query:
    """What somebody types, and the procedures that answer it."""

    text: str
    wanted: tuple[str, ...]


def queries(path: Path) -> list[Query]:
    return [Query(item["q"], tuple(item["want"])) for item in yaml.safe_load(path.read_text(encoding="utf-8"))]


def missed(asked: Iterable[Query], find: Callable[[str], Sequence[str]]) -> Iterator[tuple[Query, list[str]]]:
    """The queries whose answer is not among the first three, with what came instead."""
    for query in asked:
        first = list(find(query.text))[:AMONG]
        if not set(first) & set(query.wanted):
            yield query, first
