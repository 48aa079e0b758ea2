"""The program at rest: how long it takes to start, how much memory it holds, before and after some load."""

import time
from collections.abc import Iterator

from tests.bench.figures import Figure
from tests.bench.load import wrk
from tests.bench.server import PORT, served
from tests.bench.town import Town

QUIET_SECONDS = 5


def run(town: Town) -> Iterator[Figure]:
    with town.copy() as copy, served(copy) as server:
        yield Figure("rest", "start: first 200 of /readyz", server.ready_seconds, "s", at_most=3)
        yield Figure("rest", "start: first home page", server.home_seconds, "s", at_most=3)
        time.sleep(QUIET_SECONDS)
        yield Figure("rest", "memory at rest, all processes (PSS)", server.pss_mb, "MB", at_most=300)
        for path in ("/", "/demarches/bacs-ordures/", "/demarches/?x=1", "/?x=1"):
            wrk(f"http://127.0.0.1:{PORT}{path}", host="localhost", connections=16, seconds=3)
        yield Figure("rest", "memory after pages under load (PSS)", server.pss_mb, "MB")
        yield Figure("rest", "processes", len(server.processes), "")
