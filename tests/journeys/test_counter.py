"""What every desk must settle with the keyboard alone: one row each, at most forty key presses, in a real Chromium.

A press is a press: each letter typed, each Tab, Enter and arrow, and the one that closes the tab of a printed paper.
"""

from dataclasses import dataclass, field

import pytest
from playwright.sync_api import Browser, Page, expect
from playwright.sync_api import TimeoutError as PlaywrightTimeout

from guichet.accounts.actions import Contact, name_person
from guichet.accounts.models import Role
from guichet.cases.models import Case
from guichet.config import hosts
from guichet.journal.models import Record
from guichet.portal.planting import plant_pages
from guichet.visits.actions import close_visit, open_visit
from guichet.visits.models import Visit
from guichet.visits.rules import Outcome
from tests.base import an_agent, build_world, signed_in
from tests.browser import new_page
from tests.journeys.walking import looked_at
from tests.requests import Offered, offer_everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

MOST_PRESSES = 40
PATIENCE_MS = 15_000  # a loaded machine makes a paper slowly


@dataclass
class Keyboard:
    """Everything the agent presses, counted; a printed paper opens in a tab that she closes with one press."""

    page: Page
    presses: int = 0
    papers: list[str] = field(default_factory=list)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.presses += 1
            self.page.keyboard.press({"Down": "ArrowDown"}.get(key, key))

    def choose(self, *keys: str) -> None:
        """A key that leads to another page."""
        *before, last = keys
        self.press(*before)
        with self.page.expect_navigation():
            self.press(last)

    def propose(self, letters: str) -> None:
        """Letters in a field that proposes: the agent waits for the proposals as one does."""
        self.press(*letters)
        expect(self.page.locator("[role=option]").first).to_be_visible()

    def name_her(self) -> None:
        """The person in front of the agent, known here: four letters, chosen, noted."""
        self.press("q")
        self.propose("carp")
        self.press("Down", "Enter")
        self.choose("Enter")

    def print(self, key: str) -> None:
        """A paper opens beside: read as a PDF or a page of another site, then closed; nothing opens, one presses again."""
        try:
            paper = self._opened_by(key, PATIENCE_MS)
        except PlaywrightTimeout:
            paper = self._opened_by(key, 3 * PATIENCE_MS)
        paper.wait_for_url(lambda address: address != "about:blank", wait_until="commit")
        self.papers.append(paper.url)
        paper.close()
        self.presses += 1
        self.page.bring_to_front()

    def _opened_by(self, key: str, patience_ms: int) -> Page:
        with self.page.context.expect_page(timeout=patience_ms) as opened:
            self.press(key)
        return opened.value


@dataclass(frozen=True)
class Row:
    """A thing people come for: the words typed, the keys after its sheet is open, what the journal then tells."""

    slug: str
    words: str
    keys: tuple[str, ...]
    told: tuple[str, ...]
    outcome: Outcome = Outcome.SETTLED


PRINTS = frozenset("iuo")  # keys whose paper or site opens in a tab beside
SHEET = ("i", "p")  # the sheet handed out, the thing done, the receipt
SITE = ("o", "p")  # the official site with the person, done, the receipt
HANDED, DONE, OPENED, FILED = "FormsHandedOut", "DoneOnTheSpot", "SiteOpened", "CaseReceived"

ROWS = [
    Row("casier-judiciaire-b3", "casier", SITE, (OPENED, DONE)),
    Row("cession-vehicule", "vendre", ("i", "e", "o", "p"), (HANDED, OPENED, DONE)),
    Row("carte-grise", "carte grise", SITE, (OPENED, DONE)),
    Row("changement-adresse", "demenage", ("i", "o", "p"), (HANDED, OPENED, DONE)),
    Row("carte-identite", "identite", SHEET, (HANDED, DONE)),
    Row("passeport", "passeport", SHEET, (HANDED, DONE)),
    Row("suivi-titre", "suivi", SITE, (OPENED, DONE)),
    Row("inscription-electorale", "elect", SITE, (OPENED, DONE)),
    Row("recensement-citoyen", "jdc", SHEET, (HANDED, DONE)),
    Row("attestation-accueil", "attest accueil", SHEET, (HANDED, DONE)),
    Row("declaration-prealable", "abri jardin", SHEET, (HANDED, DONE)),
    Row("consultation-cadastre", "cadastre", SITE, (OPENED, DONE)),
    Row("inscription-cantine", "cantine", SHEET, (HANDED, DONE)),
    Row("facture-enfance", "facture", SHEET, (HANDED, DONE)),
    Row("emploi-inscription", "chomage", SITE, (OPENED, DONE)),
    Row("caf", "caf", SITE, (OPENED, DONE)),
]


@pytest.fixture
def offered(transactional_db, settings, tmp_path) -> Offered:
    settings.DEMONSTRATION = True
    settings.FILES_ROOT = tmp_path
    found = offer_everything(build_world())
    plant_pages(found.anor)
    hosts.forget()
    return found


@pytest.fixture
def manon(offered) -> Role:
    """She received Élise last week, who has no e-mail."""
    role = an_agent("manon", offered.anor)
    elise = name_person(Contact("Élise", "Carpentier", street="14 rue Léo-Lagrange", postcode="59186", city="Anor"))
    close_visit(open_visit(body=role.body, person=elise, by=role.actor), Outcome.SETTLED, by=role.actor)
    return role


def at_the_counter(browser: Browser, live_server, role: Role) -> Page:
    page = new_page(browser, width=1440, height=900)
    site = f"http://localhost:{live_server.url.rsplit(':', 1)[1]}"
    session = signed_in(role).cookies["guichet_agent"].value
    page.context.add_cookies([{"name": "guichet_agent", "value": session, "url": site}])
    # The official sites are not ours to call from a test: our page that leads there is what opens.
    page.context.route(lambda address: not address.startswith(site), lambda route: route.abort())
    page.goto(f"{site}/guichet/accueil/")
    return looked_at(page)


def come_for(keyboard: Keyboard, words: str) -> None:
    """Somebody arrives, and says what for."""
    keyboard.choose("v")
    keyboard.press(*words)
    keyboard.choose("Enter")


def leave(keyboard: Keyboard) -> Visit:
    """The receipt in her hand, the visit ends as the screen proposes."""
    keyboard.print("u")
    keyboard.press("f")
    keyboard.choose("Enter")
    assert keyboard.presses <= MOST_PRESSES, keyboard.presses
    visit = Visit.objects.latest("pk")
    assert "ReceiptGiven" in told_of(visit)
    return visit


def told_of(visit: Visit) -> list[str]:
    return list(Record.objects.at_visit(visit.pk).values_list("kind", flat=True))


def settle(keyboard: Keyboard, row: Row) -> Visit:
    come_for(keyboard, row.words)
    for key in row.keys:
        if key in PRINTS:
            keyboard.print(key)
        else:
            keyboard.choose(key)
    return leave(keyboard)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.slug)
def test_it_is_settled_with_the_keyboard_alone(offered, manon, live_server, browser, row):
    keyboard = Keyboard(at_the_counter(browser, live_server, manon))
    visit = settle(keyboard, row)
    assert row.slug in visit.matters.values_list("procedure__slug", flat=True)
    assert set(row.told) <= set(told_of(visit))
    assert visit.outcome == row.outcome


def test_a_birth_certificate_is_asked_for_her(offered, manon, live_server, browser):
    keyboard = Keyboard(at_the_counter(browser, live_server, manon))
    come_for(keyboard, "extrait naiss")
    keyboard.name_her()
    keyboard.choose("r")
    keyboard.press(*"14/5/1991")
    keyboard.choose("Enter")
    visit = leave(keyboard)
    case = Case.objects.get()
    assert (visit.outcome, case.department, str(case.person)) == (Outcome.CASE, offered.registry, "Élise Carpentier")
    assert FILED in told_of(visit)


def test_an_act_of_another_commune_leaves_as_a_letter(offered, manon, live_server, browser):
    keyboard = Keyboard(at_the_counter(browser, live_server, manon))
    come_for(keyboard, "acte")
    keyboard.name_her()
    keyboard.choose("r")
    keyboard.press(*"lille")
    keyboard.choose("Enter")
    keyboard.press(*"14/5/1991")
    keyboard.print("Enter")
    keyboard.press("Escape")
    keyboard.choose("l")
    visit = leave(keyboard)
    assert (visit.outcome, Case.objects.count()) == (Outcome.PAPERS, 0)
    assert "LetterPrepared" in told_of(visit)


def test_a_bin_is_asked_for_her(offered, manon, live_server, browser):
    keyboard = Keyboard(at_the_counter(browser, live_server, manon))
    come_for(keyboard, "poub")
    keyboard.name_her()
    keyboard.choose("r")
    keyboard.press("Space")  # a first bin
    keyboard.choose("Enter")
    keyboard.press("Space")  # for household waste
    keyboard.choose("Enter")
    keyboard.press("4")
    keyboard.choose("Enter")
    visit = leave(keyboard)
    assert (visit.outcome, Case.objects.get().owner) == (Outcome.CASE, offered.world.body)


def test_a_card_for_the_tip_is_asked_for_her(offered, manon, live_server, browser):
    keyboard = Keyboard(at_the_counter(browser, live_server, manon))
    come_for(keyboard, "carte dech")
    keyboard.name_her()
    keyboard.choose("r")
    keyboard.press("Space")  # a first card
    keyboard.choose("Enter")
    keyboard.press(*"ab123cd")
    keyboard.choose("Enter")
    keyboard.press("Down")  # she brings the proof later
    keyboard.choose("Enter")
    visit = leave(keyboard)
    assert (visit.outcome, Case.objects.get().owner) == (Outcome.CASE, offered.world.body)
