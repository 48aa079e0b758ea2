"""The agent's inbox with a hundred thousand cases behind it, by one signed-in agent who waits for each page."""

from collections.abc import Iterator
from typing import Any

from tests.bench.figures import Figure, percentile
from tests.bench.server import PORT, Server, database_cpu_ms, served
from tests.bench.town import Town
from tests.client import Visitor

INBOX = "/guichet/dossiers/?"
TURNS = 60
WARM_UP = 5


def run(town: Town) -> Iterator[Figure]:
    """The town already has its crowd."""
    with town.copy() as copy:
        agent = copy.inside("session")
        pages = addresses(agent, copy.inside("marks", agent["role"]))
        with served(copy) as server:
            yield from _measured(server, agent, pages)


def addresses(agent: dict[str, Any], marks: dict[str, str]) -> dict[str, str]:
    """What is measured → the query string."""
    commune, reference = agent["commune"], marks["reference"]
    return {
        "first page": "",
        "deep page": marks["a-traiter"],
        "tab: waiting": "onglet=attend",
        "tab: mine": "onglet=miens",
        "tab: closed": "onglet=clos",
        "tab: closed, deep": marks["clos"],
        "filter: late": "echeance=retard",
        "filter: this week": "echeance=semaine",
        "filter: mine": "suivi=moi",
        "filter: nobody’s": "suivi=personne",
        "filter: one commune": f"commune={commune}",
        "filter: closed, one commune": f"onglet=clos&commune={commune}",
        "filter: closed, mine": "onglet=clos&suivi=moi",
        "filter: closed, nobody’s": "onglet=clos&suivi=personne",
        "search: common name": "q=martin",
        "search: rare name": "q=baubaucourt",
        "search: first and last name": "q=marie+martin",
        "search: name nobody has": "q=zyzzyva",
        "search: street": "q=14+rue+leo+lagrange",
        "search: town": "q=anor",
        "search: one letter": "q=m",
        "search: word of every case": "q=bac",
        "search: word of every case, deep": f"q=bac&{marks['tous']}",
        "search: word of every case, to do": "q=bac&onglet=a-traiter",
        "search: reference begun": f"q={reference[:-2]}",
        "search: whole reference": f"q={reference}",
    }


def _measured(server: Server, agent: dict[str, Any], pages: dict[str, str]) -> Iterator[Figure]:
    name, value = agent["cookie"].split("=", 1)
    visitor = Visitor(agent["host"], PORT, cookies={name: value})
    times: dict[str, list[float]] = {what: [] for what in pages}
    before = 0.0
    for turn in range(TURNS + WARM_UP):
        if turn == WARM_UP:
            times = {what: [] for what in pages}
            before = server.pages_cpu_ms() + database_cpu_ms()
        for what, query in pages.items():
            visitor.timed.clear()
            visitor.get(INBOX + query)
            times[what].append(sum(timed.ms for timed in visitor.timed))
    spent = server.pages_cpu_ms() + database_cpu_ms() - before
    for what, found in times.items():
        yield Figure("inbox", f"{what}: p50", percentile(found, 0.5), "ms")
        yield Figure("inbox", f"{what}: p95", percentile(found, 0.95), "ms", at_most=15)
        yield Figure("inbox", f"{what}: p99", percentile(found, 0.99), "ms")
    yield Figure("inbox", "CPU for one page, all of them together", spent / (TURNS * len(pages)), "ms")
