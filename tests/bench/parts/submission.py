"""A whole request of each kind, page by page as a browser does it, down to its letter and its message."""

import io
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from time import perf_counter

from PIL import Image, ImageFilter

from tests.asked import kinds
from tests.bench.figures import Figure, percentile
from tests.bench.server import PORT, Server, database_cpu_ms, served
from tests.bench.town import Town
from tests.client import Resident, Timed, Visitor

HOST = "localhost"
CLIENTS = 8
EACH = 12
ALONE = 10
PHOTO_BYTES = 200_000


def run(town: Town) -> Iterator[Figure]:
    picture = photo()
    for kind in kinds():
        yield from _measured(town, kind, kind, None)
        yield from _measured(town, kind, f"{kind}, a 200 KB JPEG", picture)


def _measured(town: Town, kind: str, name: str, picture: bytes | None) -> Iterator[Figure]:
    with town.copy() as copy, served(copy) as server:
        submit(kind, picture)  # the first of all pays for imports and templates
        copy.inside("worker")
        before, database = server.pages_cpu_ms(), database_cpu_ms()
        worker = server.worker_cpu_ms()
        crowd, seconds = _together(kind, picture)
        spent = server.pages_cpu_ms() - before
        copy.inside("worker")
        count = CLIENTS * EACH
        of_worker = server.worker_cpu_ms() - worker
        requests = [timed for visitor in crowd for timed in visitor]
        yield Figure("submission", f"{name}: requests, pages and receipt", len(requests) / count, "")
        yield Figure("submission", f"{name}: CPU of the page processes", spent / count, "ms", at_most=30)
        yield Figure("submission", f"{name}: 8 clients", count / seconds, "/s", at_least=50)
        yield from _latencies(f"{name}, 8 clients", requests)
        yield Figure(
            "submission", f"{name}: CPU of the worker, letter and message", of_worker / count, "ms", at_most=30
        )
        if database:
            yield Figure(
                "submission", f"{name}: CPU of PostgreSQL, all included", (database_cpu_ms() - database) / count, "ms"
            )
        yield from _alone(kind, name, server, picture)


def _together(kind: str, picture: bytes | None) -> tuple[list[list[Timed]], float]:
    def client(_number: int) -> list[Timed]:
        return [timed for _turn in range(EACH) for timed in submit(kind, picture)]

    started = perf_counter()
    with ThreadPoolExecutor(CLIENTS) as clients:
        found = list(clients.map(client, range(CLIENTS)))
    return found, perf_counter() - started


def _alone(kind: str, name: str, server: Server, picture: bytes | None) -> Iterator[Figure]:
    turns = [submit(kind, picture) for _turn in range(ALONE)]
    whole = [sum(timed.ms for timed in turn) for turn in turns]
    yield Figure("submission", f"{name}, 1 client: whole submission, p50", percentile(whole, 0.5), "ms")
    slowest = max({timed.what for timed in turns[0]}, key=lambda what: _middle(turns, what))
    yield Figure("submission", f"{name}, 1 client: slowest, {slowest}", _middle(turns, slowest), "ms")


def _middle(turns: list[list[Timed]], what: str) -> float:
    return percentile([timed.ms for turn in turns for timed in turn if timed.what == what], 0.5)


def _latencies(name: str, requests: list[Timed]) -> Iterator[Figure]:
    choices: dict[str, Callable[[Timed], bool]] = {
        "pages read": lambda timed: timed.what.startswith("GET"),
        "answers sent": lambda timed: timed.what.startswith("POST") and "verifier" not in timed.what,
        "the sending itself": lambda timed: timed.what.startswith("POST") and "verifier" in timed.what,
    }
    for what, chosen in choices.items():
        times = [timed.ms for timed in requests if chosen(timed)]
        yield Figure("submission", f"{name}: {what}, p50", percentile(times, 0.5), "ms")
        yield Figure("submission", f"{name}: {what}, p99", percentile(times, 0.99), "ms", at_most=250)


def submit(kind: str, picture: bytes | None) -> list[Timed]:
    """One request from its first page to its receipt, by a resident of its own; each of its HTTP requests."""
    resident = Resident(Visitor(HOST, PORT), kinds()[kind], picture)
    resident.send_request()
    assert not resident.broken, "the server let a request drop"
    resident.visitor.close()
    return resident.visitor.timed


def photo() -> bytes:
    """A JPEG of about 200 KB, as a telephone sends it when asked for a small one: soft shapes and grain."""
    chance = Random(2008)
    grain = Image.frombytes("RGB", (160, 120), chance.randbytes(160 * 120 * 3)).resize((1600, 1200))
    picture = Image.blend(
        grain.filter(ImageFilter.GaussianBlur(6)), Image.effect_noise((1600, 1200), 40).convert("RGB"), 0.25
    )
    made = b""
    for quality in range(95, 10, -3):
        output = io.BytesIO()
        picture.save(output, "JPEG", quality=quality)
        made = output.getvalue()
        if len(made) <= PHOTO_BYTES:
            break
    return made
