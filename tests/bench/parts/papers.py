"""One page of PDF, tagged and archivable, by a process that has made others before."""

from collections.abc import Iterator

from tests.bench.figures import Figure, percentile
from tests.bench.town import Town

NAMES = {"receipt": "receipt with its QR code", "letter": "letter with its QR code"}


def run(town: Town) -> Iterator[Figure]:
    with town.copy() as copy:
        times: dict[str, list[float]] = copy.inside("papers")
        for key, name in NAMES.items():
            yield Figure("papers", f"{name}: p50", percentile(times[key], 0.5), "ms", at_most=12)
            yield Figure("papers", f"{name}: p95", percentile(times[key], 0.95), "ms")
