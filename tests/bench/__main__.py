"""`python -m tests.bench [--only part] [--runs 3] [--cases 100000] [--postgres] [--markdown]`: measure, then print the table."""

import argparse
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from shutil import which

from tests.bench import machine
from tests.bench.figures import Figure, table
from tests.bench.parts import counter, inbox, kiosk, national, pages, papers, rest, search, submission, weight
from tests.bench.server import served
from tests.bench.town import Town, demonstration

PARTS = {
    "pages": pages.run, "weight": weight.run, "submission": submission.run, "papers": papers.run, "rest": rest.run,
    "inbox": inbox.run, "counter": counter.run, "search": search.run, "national": national.run, "kiosk": kiosk.run,
}  # fmt: skip
CROWDED = {"inbox", "counter"}


def main() -> None:
    asked = _read_arguments()
    for program in ("nginx", "wrk"):
        if which(program) is None:
            sys.exit(f"{program} is missing: `make bench` installs the packages of tests/bench/apt.txt.")
    print(machine.described(postgres=asked.postgres))
    runs: list[list[Figure]] = [[] for _run in range(asked.runs)]
    with demonstration(on_postgres=asked.postgres) as town:
        with served(town):  # the very first start gathers the static files, once for all the copies
            pass
        for name in asked.only or PARTS:
            with _peopled(town, asked.cases if name in CROWDED else 0) as measured:
                for number, figures in enumerate(runs, 1):
                    print(f"{name}, run {number} of {asked.runs}…", file=sys.stderr)
                    figures += PARTS[name](measured)
    crowded = " and ".join(name for name in asked.only or PARTS if name in CROWDED)
    heading = f"runs      {asked.runs}" + (f", {crowded} with {asked.cases:,} cases behind" if crowded else "")
    print(f"{heading}\n\n{table(runs, markdown=asked.markdown)}")


@contextmanager
def _peopled(town: Town, cases: int) -> Iterator[Town]:
    """The same town with so many more cases; the town itself when none is asked for."""
    if not cases:
        yield town
        return
    with town.copy() as copy:
        copy.inside("crowd", cases)
        yield copy


def _read_arguments() -> argparse.Namespace:
    reader = argparse.ArgumentParser(prog="python -m tests.bench", description="Measure Guichet beside nginx.")
    reader.add_argument("--only", action="append", choices=PARTS, help="one part (may be given several times)")
    reader.add_argument("--runs", type=int, default=3)
    reader.add_argument("--cases", type=int, default=100_000, help="how many lie behind the inbox and the counter")
    reader.add_argument("--postgres", action="store_true", help="on a private PostgreSQL instead of SQLite")
    reader.add_argument("--markdown", action="store_true", help="the table as docs/performance.md keeps it")
    return reader.parse_args()


if __name__ == "__main__":
    main()
