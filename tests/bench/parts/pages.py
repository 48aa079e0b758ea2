"""A public page: kept by the page cache, and made for one visitor."""

import http.client
from collections.abc import Iterator

from tests.bench.figures import Figure
from tests.bench.load import Load, wrk
from tests.bench.server import PORT, Server, database_cpu_ms, served
from tests.bench.town import Town
from tests.bench.yardstick import nginx

HOST = "localhost"
PAGES = {"home": "/", "sheet": "/demarches/bacs-ordures/"}
# A query string is never kept: the view, its queries and its template work for each request.
UNCACHED = "?x=1"
SECONDS = 8


def run(town: Town) -> Iterator[Figure]:
    queries = town.inside("queries", *PAGES.values())
    with town.copy() as copy, served(copy) as server:
        with nginx(_body("/")) as address:
            yield from _rates(
                "nginx, a file as long as the home page", wrk(address, host=HOST, connections=16, seconds=SECONDS)
            )
            alone = wrk(address, host=HOST, connections=1, seconds=SECONDS)
            yield Figure("pages", "nginx, 1 connection: p50", alone.p50_ms, "ms")
        for name, path in PAGES.items():
            url = f"http://127.0.0.1:{PORT}{path}"
            warm = wrk(url, host=HOST, connections=16, seconds=SECONDS)
            yield from _rates(f"{name}, warm", warm, at_least=5400, at_most=10)
            alone = wrk(url, host=HOST, connections=1, seconds=SECONDS)
            yield Figure("pages", f"{name}, warm, 1 connection: p50", alone.p50_ms, "ms", at_most=0.7)
            yield from _uncached(name, url + UNCACHED, server)
            yield Figure("pages", f"{name}, uncached: queries", queries[path], "", at_most=10)


def _uncached(name: str, url: str, server: Server) -> Iterator[Figure]:
    wrk(url, host=HOST, connections=2, seconds=1)  # each process has its first page behind it
    before = server.pages_cpu_ms() + database_cpu_ms()
    load = wrk(url, host=HOST, connections=2, seconds=SECONDS)
    spent = server.pages_cpu_ms() + database_cpu_ms() - before
    yield Figure("pages", f"{name}, uncached", load.per_second, "req/s")
    # wrk's own second of warm-up spends at the same rate.
    yield Figure("pages", f"{name}, uncached: CPU", spent / (load.per_second * (SECONDS + 1)), "ms", at_most=8)


def _rates(name: str, load: Load, *, at_least: float | None = None, at_most: float | None = None) -> Iterator[Figure]:
    yield Figure("pages", f"{name}, 16 connections", load.per_second, "req/s", at_least=at_least)
    yield Figure("pages", f"{name}, 16 connections: p50", load.p50_ms, "ms")
    yield Figure("pages", f"{name}, 16 connections: p99", load.p99_ms, "ms", at_most=at_most)


def _body(path: str) -> bytes:
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20)
    connection.request("GET", path, headers={"Host": HOST})
    content = connection.getresponse().read()
    connection.close()
    return content
