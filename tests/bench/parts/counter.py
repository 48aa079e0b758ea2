"""An agent's day at the counter: forty people, each click as her browser sends it, the redirection that follows included."""

import json
import re
from collections import ChainMap, Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import cycle, islice
from time import perf_counter
from typing import Any
from urllib.parse import urlencode

from tests.asked import kinds
from tests.bench.figures import Figure, percentile
from tests.bench.server import PORT, Server, database_cpu_ms, served
from tests.bench.town import Town
from tests.client import Answer, Fields, Visitor

COUNTER = "/guichet/accueil/"
VISITS = 40
WARM_UP = 2
MOST_TURNS = 8  # of one request: answers open questions


@dataclass(frozen=True)
class Want:
    """What somebody comes for: the sheet, the words typed to find it, the kind of request filled in with her.

    `otherwise` is typed instead of what is usual for this kind.
    """

    slug: str
    words: str
    kind: str = ""
    otherwise: dict[str, str] = field(default_factory=dict)

    @property
    def typed(self) -> dict[str, str]:
        """Every answer; of those to pages that are not on the screen nothing is kept."""
        asked = kinds()[self.kind]
        pages = [asked.page(step, with_file=False) for step in (*asked.typed, "vous", "reponse")]
        return {**dict(ChainMap(*pages)), **self.otherwise}


# The twenty things of tests/journeys/test_counter.py.
WANTS = (
    Want("acte-naissance", "extrait naiss", "acte-etat-civil"),
    Want("casier-judiciaire-b3", "casier"),
    Want("cession-vehicule", "vendre"),
    Want("bacs-ordures", "poub", "bacs-ordures", {"need": "delivery", "waste": "household", "household": "4"}),
    Want("carte-grise", "carte grise"),
    Want("changement-adresse", "demenage"),
    Want("carte-identite", "identite"),
    Want("acte-autre-commune", "acte", "acte-etat-civil", {"commune": "Lille", "ou": "Lille"}),
    Want("passeport", "passeport"),
    Want("suivi-titre", "suivi"),
    Want("inscription-electorale", "elect"),
    Want("dechetterie", "carte dech", "dechetterie"),
    Want("recensement-citoyen", "jdc"),
    Want("attestation-accueil", "attest accueil"),
    Want("declaration-prealable", "abri jardin"),
    Want("consultation-cadastre", "cadastre"),
    Want("inscription-cantine", "cantine"),
    Want("facture-enfance", "facture"),
    Want("emploi-inscription", "chomage"),
    Want("caf", "caf"),
)


@dataclass(frozen=True)
class Click:
    what: str
    ms: float
    is_paper: bool


@dataclass
class Agent:
    """She clicks on what the page before her offers; a paper opens in a tab beside, and the page stays."""

    visitor: Visitor
    page: Answer
    clicks: list[Click] = field(default_factory=list)
    proposals: list[float] = field(default_factory=list)  # ms, one for each time the field is asked as she types

    def click(self, what: str, path: str, fields: Fields | None = None) -> Answer:
        """A link, or a form when there are fields."""
        self.visitor.timed.clear()
        token = {"csrfmiddlewaretoken": self.page.hidden_fields["csrfmiddlewaretoken"]}
        answer = self.visitor.get(path) if fields is None else self.visitor.post(path, {**token, **fields})
        is_paper = answer.body.startswith(b"%PDF")
        self.clicks.append(Click(what, self._waited, is_paper))
        if not is_paper:
            assert "notice--error" not in answer.text, f"{path} is refused:\n{answer.text}"
            if "/site/" not in path:  # an official site opens in a tab beside too
                self.page = answer
        return answer

    def propose(self, address: str, typed: str) -> list[dict[str, Any]]:
        """Proposals under the field, asked once half of the word is typed and again at its end."""
        found: list[dict[str, Any]] = []
        for text in (typed[: (len(typed) + 1) // 2], typed):
            self.visitor.timed.clear()
            found = json.loads(self.visitor.get(f"{COUNTER}{address}?{urlencode({'q': text})}").body)["results"]
            self.proposals.append(self._waited)
        assert found, f"nothing is proposed for {typed}"
        return found

    def receive(self, want: Want, name: str) -> None:
        """From the counter to the counter."""
        key = self.page.hidden_fields["page"]
        visit = self.click("open a visit", f"{COUNTER}ouvrir/", {"page": key}).path
        matter = f"{visit}{want.slug}/"
        found = next(one for one in self.propose("demarches.json", want.words) if one["fill"]["demarche"] == want.slug)
        self.click("add what she came for", f"{visit}pour/", {"q": found["value"], **found["fill"]})
        person = self.propose("personnes.json", name)[0]
        self.click("name the person", f"{visit}qui/", {"qui": person["value"], **person["fill"]})
        self._tick(matter)
        self._print("print the sheet", f"{matter}imprimer/")
        if f'action="{matter}site/0/"' in self.page.text:
            self.click("open the official site", f"{matter}site/0/", {})
        if want.kind:
            self._fill_in(visit, want)
        self.click("say that it is done", f"{matter}fait/", {})
        self._print("print the receipt", f"{visit}recu/")
        self.click("end the visit", f"{visit}finir/", {"fin": self._proposed_end})
        assert self.page.path == COUNTER, self.page.path

    def _tick(self, matter: str) -> None:
        """Two papers, one after the other: the whole list is sent each time."""
        ticked: dict[str, str] = {}
        for paper in sorted(set(re.findall(r'name="(papier-\d+)"', self.page.text)))[:2]:
            ticked[paper] = "a"
            self.click("tick a paper", f"{matter}papiers/", ticked)

    def _fill_in(self, visit: str, want: Want) -> None:
        """Sent again with each question that an answer opens; an act kept elsewhere leaves as a letter."""
        address = f"{visit}{want.slug}/remplir/"
        self.click("open the request", address)
        for _turn in range(MOST_TURNS):
            shown = re.findall(r'name="vue" value="([^"]+)"', self.page.text)
            self.click("send the request", address, {**want.typed, "vue": shown})
            if letter := re.findall(r'action="([^"]+/lettre/[^"]+)"', self.page.text):
                self._print("print the letter", letter[0], want.typed)
                self.click("back to the visit", f"{visit}?pour={want.slug}")
            if self.page.path.startswith(f"{visit}?"):
                return
        raise AssertionError(f"{want.slug} is not sent:\n{self.page.text}")

    def _print(self, what: str, path: str, fields: Fields | None = None) -> None:
        assert self.click(what, path, fields or {}).body.startswith(b"%PDF"), f"{path} prints nothing"

    @property
    def _proposed_end(self) -> str:
        found: list[str] = re.findall(r'value="([^"]+)" id="fin-proposee"', self.page.text)
        return found[0]

    @property
    def _waited(self) -> float:
        return sum(timed.ms for timed in self.visitor.timed)


def run(town: Town) -> Iterator[Figure]:
    """The town already has its crowd."""
    with town.copy() as copy:
        session = copy.inside("counter")
        with served(copy) as server:
            yield from _measured(server, session)


def _measured(server: Server, session: dict[str, Any]) -> Iterator[Figure]:
    name, value = session["cookie"].split("=", 1)
    visitor = Visitor(session["host"], PORT, cookies={name: value})
    agent = Agent(visitor, visitor.get(COUNTER))
    _day(agent, session["names"], WARM_UP)  # the first pay for imports and templates
    agent.clicks.clear()
    agent.proposals.clear()
    spent, started = server.pages_cpu_ms() + database_cpu_ms(), perf_counter()
    _day(agent, session["names"], VISITS)
    seconds = perf_counter() - started
    spent = server.pages_cpu_ms() + database_cpu_ms() - spent
    yield from _figures(agent.clicks, agent.proposals)
    yield Figure("counter", f"the {VISITS} visits, one click after the other", seconds, "s")
    yield Figure("counter", "CPU for one visit, proposals included", spent / VISITS, "ms")


def _day(agent: Agent, names: Sequence[str], visits: int) -> None:
    for want, name in islice(zip(cycle(WANTS), cycle(names), strict=False), visits):
        agent.receive(want, name)


def _figures(clicks: Sequence[Click], proposals: Sequence[float]) -> Iterator[Figure]:
    times = [click.ms for click in clicks]
    yield Figure("counter", f"clicks of {VISITS} visits", len(clicks), "")
    yield Figure("counter", "a click: p50", percentile(times, 0.5), "ms")
    yield Figure("counter", "a click: p95", percentile(times, 0.95), "ms", at_most=150)
    yield Figure("counter", "a click: p99", percentile(times, 0.99), "ms")
    for kind, is_paper in {"a page": False, "a PDF": True}.items():
        found = [click.ms for click in clicks if click.is_paper == is_paper]
        yield Figure("counter", f"{kind}: p95", percentile(found, 0.95), "ms")
    yield Figure("counter", "proposals as one types: p95", percentile(proposals, 0.95), "ms")
    for what in Counter(click.what for click in clicks):
        found = [click.ms for click in clicks if click.what == what]
        yield Figure("counter", f"{what}: p95", percentile(found, 0.95), "ms")
    slowest = max(clicks, key=lambda click: click.ms)
    yield Figure("counter", f"the slowest click, {slowest.what}", slowest.ms, "ms")
