"""The search among 5,000 documents: how fast, and how often the answer is among the first three."""

from collections.abc import Iterator

from tests.bench.figures import Figure, percentile
from tests.bench.town import Town

NAMES = {"whole": "a whole query", "typed": "as one types, letter by letter"}


def run(town: Town) -> Iterator[Figure]:
    with town.copy() as copy:
        found = copy.inside("search")
        yield Figure("search", "documents", found["documents"], "")
        yield Figure("search", "building the index", found["built"], "ms")
        for key, name in NAMES.items():
            yield Figure("search", f"{name}: p50", percentile(found[key], 0.5), "ms")
            yield Figure("search", f"{name}: p95", percentile(found[key], 0.95), "ms", at_most=5)
        for key, name in {"queries": "tuned on", "queries_held_out": "set aside"}.items():
            yield Figure(
                "search", f"right among the first three, queries {name}", found["rates"][key], "%", at_least=95
            )
