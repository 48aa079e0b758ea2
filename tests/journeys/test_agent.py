"""The agent's day in a real browser: from the inbox to the decision and back, by keyboard where there is a key."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from guichet.accounts.models import Role
from guichet.accounts.rules import RoleKind
from guichet.cases.actions import answer_as_resident
from guichet.cases.models import Case
from guichet.journal.actions import deliver_all
from guichet.notifications.models import Message
from tests.base import World, a_case, an_agent, resident_of, signed_in
from tests.browser import axe, new_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server, settings, tmp_path) -> str:
    """The intercommunal body's desk."""
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.DEMONSTRATION = True
    settings.FILES_ROOT = tmp_path
    port = str(live_server.url).rpartition(":")[2]
    return f"http://sud-avesnois.localhost:{port}"


def a_desk(browser: Browser, site: str, role: Role, width: int) -> Page:
    """A browser where this agent has signed in."""
    page = new_page(browser, width=width)
    session = signed_in(role).cookies["guichet_agent"].value
    page.context.add_cookies([{"name": "guichet_agent", "value": session, "url": site}])
    return page


def looks_well(page: Page) -> None:
    """Nothing for axe to blame, nothing wider than the screen."""
    assert axe(page) == []
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide, f"{page.url} is wider than the screen"


def write(page: Page, voice: str, text: str) -> None:
    page.locator(f"label:has(input[value={voice}])").click()
    page.get_by_label("Votre texte").fill(text)
    page.get_by_role("button", name="Envoyer").click()


@pytest.mark.parametrize("width", [1440, 1280, 320])
def test_a_case_from_the_inbox_to_its_decision_and_back(
    browser: Browser, site: str, world: World, sophie: Role, width: int
) -> None:
    a_case(world, street="3 rue Pasteur")
    case = a_case(world)
    deliver_all()
    page = a_desk(browser, site, sophie, width)

    page.goto(f"{site}/guichet/")
    expect(page.get_by_role("heading", name="Service déchets")).to_be_visible()
    looks_well(page)
    due = page.locator("td:has(.deadline)").first.bounding_box() or {"x": width, "width": 0}
    assert 0 < due["width"] <= width - due["x"], "what is due is out of sight"
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page).to_have_title(re.compile(case.reference))
    looks_well(page)

    page.keyboard.press("p")
    expect(page.get_by_text("Ce dossier est à vous.")).to_be_visible()
    write(page, "message", "Nous passons vendredi avant 9 h.")
    expect(page.get_by_text("C’est parti.")).to_be_visible()
    write(page, "paper", "Envoyez une photo du numéro.")
    expect(page.get_by_text("Attend la personne")).to_be_visible()
    looks_well(page)

    answer_as_resident(Case.objects.get(pk=case.pk), "C’est le 5901 2047.", by=resident_of(world.anor))
    page.reload()
    expect(page.get_by_text("C’est le 5901 2047.")).to_be_visible()
    page.get_by_text("Bac réparé", exact=True).click()
    expect(page.get_by_label("Ce que Lucie lira").locator("visible=true")).to_have_value(
        re.compile("Votre bac est réparé")
    )
    page.get_by_role("button", name="Décider et prévenir").click()
    expect(page.get_by_text("C’est décidé.")).to_be_visible()

    deliver_all()
    letter = Message.objects.about("case", case.pk).get(purpose="case-decided").letter
    assert letter is not None
    page.reload()
    page.get_by_text("Papiers et code").click()
    address = page.locator("a[href*='/lettres/']").last.get_attribute("href")
    kind = page.evaluate("address => fetch(address).then(answer => answer.headers.get('Content-Type'))", address)
    assert kind == "application/pdf"
    looks_well(page)

    page.get_by_label("La raison, que Lucie lira").fill("La roue est repartie.")
    page.get_by_role("button", name="Rouvrir le dossier").click()
    expect(page.get_by_text("Le dossier est rouvert")).to_be_visible()
    assert Case.objects.get(pk=case.pk).is_open


def test_two_agents_at_once_the_second_is_told_and_keeps_her_text(
    browser: Browser, site: str, world: World, sophie: Role, karim: Role
) -> None:
    case = a_case(world)
    hers, his = (a_desk(browser, site, role, 1280) for role in (sophie, karim))
    for page in (hers, his):
        page.goto(f"{site}/guichet/dossiers/{case.reference}/")
    write(his, "message", "Je passe demain.")
    expect(his.get_by_text("C’est parti.")).to_be_visible()

    write(hers, "message", "Quelqu’un passera.")
    expect(hers.get_by_text("Ce dossier a changé pendant que vous le lisiez.")).to_be_visible()
    expect(hers.get_by_text("Je passe demain.")).to_be_visible()
    expect(hers.get_by_label("Votre texte")).to_have_value("Quelqu’un passera.")
    looks_well(hers)
    hers.get_by_role("button", name="Envoyer").click()
    expect(hers.get_by_text("C’est parti.")).to_be_visible()


@pytest.mark.parametrize("width", [1440, 320])
def test_the_other_pages_of_the_desk_look_well(
    browser: Browser, site: str, world: World, sophie: Role, width: int
) -> None:
    a_case(world, email="")
    deliver_all()
    page = a_desk(browser, site, sophie, width)
    for path in ("dossiers/?onglet=attend", "dossiers/?q=dubois", "courrier/", "demonstration/envois/"):
        page.goto(f"{site}/guichet/{path}")
        looks_well(page)
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_be_visible()
    looks_well(page)


@pytest.mark.parametrize("width", [1440, 320])
def test_the_administrator_opens_an_account_and_prints_its_sheet(
    browser: Browser, site: str, world: World, width: int
) -> None:
    page = a_desk(browser, site, an_agent("claire", world.body, kind=RoleKind.ADMINISTRATOR), width)
    page.goto(f"{site}/guichet/")
    looks_well(page)
    page.keyboard.press("c")
    page.get_by_role("button", name="Ouvrir le compte").click()
    expect(page.get_by_role("alert")).to_be_focused()
    looks_well(page)
    page.get_by_label("Prénom").fill("Zoé")
    page.get_by_label("Nom", exact=True).fill("Lemaire")
    page.get_by_label("Identifiant").fill("zoe.lemaire")
    page.get_by_role("button", name="Ouvrir le compte").click()
    expect(page.get_by_role("heading", name="Zoé Lemaire")).to_be_visible()
    looks_well(page)
    page.goto(f"{site}/guichet/etat/")
    looks_well(page)
