"""A morning with a line: a ticket by one key, a call by another, and the wall that shows it to the room."""

import re

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from guichet.accounts.models import Role
from guichet.accounts.rules import RoleKind
from guichet.cabinet.tests.factories import a_procedure
from guichet.catalogue.models import Theme
from guichet.kit.actor import SYSTEM
from guichet.visits.actions import keep_line, take_ticket, write_note
from guichet.visits.models import AgentNote, Mastery, Visit
from guichet.visits.rules import Priority
from tests.base import World, an_agent, signed_in
from tests.browser import axe, new_page, wider_than_the_window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server, settings, tmp_path) -> str:
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.FILES_ROOT = tmp_path
    return str(live_server.url).replace("127.0.0.1", "localhost")


def a_screen(browser: Browser, site: str, role: Role, width: int = 1440, height: int = 900) -> Page:
    """A browser where this agent has signed in."""
    page = new_page(browser, width=width, height=height)
    session = signed_in(role).cookies["guichet_agent"].value
    page.context.add_cookies([{"name": "guichet_agent", "value": session, "url": site}])
    return page


def looks_well(page: Page) -> None:
    page.wait_for_load_state()
    assert axe(page) == []
    assert wider_than_the_window(page) == []


def hearing(page: Page) -> list[WebSocketRoute]:
    """The sockets this page opens, answered here: the journey is the live process."""
    heard: list[WebSocketRoute] = []
    page.route_web_socket(re.compile("/live/"), lambda socket: heard.append(socket))
    return heard


def test_a_ticket_a_call_and_the_wall_that_follows(browser: Browser, site: str, world: World, manon: Role) -> None:
    keep_line(world.anor, is_kept=True, by=SYSTEM)
    wall = a_screen(browser, site, manon, 1920, 1080)
    sockets = hearing(wall)
    wall.goto(f"{site}/guichet/accueil/file/ecran/")
    expect(wall.get_by_role("heading", name="Bonjour")).to_be_visible()
    looks_well(wall)

    desk = a_screen(browser, site, manon)
    desk.goto(f"{site}/guichet/accueil/file/")
    looks_well(desk)
    with desk.context.expect_page() as opened:
        desk.keyboard.press("t")
    expect(opened.value).to_have_url(re.compile(r"/ticket\.pdf$"))
    desk.bring_to_front()
    expect(desk.get_by_role("heading", name="1 personne attend")).to_be_visible()
    # A second press within the second would be the first one doubled.
    expect(desk.get_by_role("button", name="Donner un ticket")).not_to_have_attribute("aria-disabled", "true")
    with desk.context.expect_page():
        desk.keyboard.press("g")
    desk.bring_to_front()
    first = desk.get_by_role("row").nth(1)
    expect(first).to_contain_text("grossesse")
    looks_well(desk)

    sockets[-1].send('{"news": "line"}')
    expect(wall.get_by_role("listitem")).to_have_text(["2", "1"])
    desk.keyboard.press("s")
    expect(desk).to_have_url(re.compile(rf"/{Visit.objects.get(ticket_number=2).reference}/"))
    sockets[-1].send('{"news": "line"}')
    expect(wall.locator(".wall__number")).to_have_text("2")
    expect(wall.get_by_text("Manon vous attend")).to_be_visible()
    looks_well(wall)
    assert wall.evaluate("document.documentElement.scrollHeight <= innerHeight")


def test_the_wall_asks_by_itself_when_no_news_can_reach_it(
    browser: Browser, site: str, world: World, manon: Role
) -> None:
    keep_line(world.anor, is_kept=True, by=SYSTEM)
    wall = a_screen(browser, site, manon, 1920, 1080)
    wall.goto(f"{site}/guichet/accueil/file/ecran/")
    expect(wall.get_by_text("Personne n’attend")).to_be_visible()
    take_ticket(body=world.anor, priority=Priority.OTHER, by=manon.actor)
    expect(wall.get_by_role("listitem")).to_have_text(["1"], timeout=15_000)


@pytest.mark.parametrize("width", [1440, 320])
def test_procedures_are_found_and_ticked_by_keyboard(
    browser: Browser, site: str, world: World, manon: Role, width: int
) -> None:
    theme = Theme.objects.create(slug="vehicules", title="Véhicules", icon="car")
    a_procedure(theme=theme)
    a_procedure("carte-grise", "Faire la carte grise", theme=theme)
    a_procedure("passeport", "Faire un passeport à l’étranger")
    page = a_screen(browser, site, an_agent("claire", world.anor, kind=RoleKind.ADMINISTRATOR), width)
    page.goto(f"{site}/guichet/equipe/")
    expect(page.get_by_role("heading", name="Personne ne les maîtrise")).to_be_visible()
    looks_well(page)
    page.get_by_role("row").filter(has_text="Manon Martin").get_by_role("link", name="Cocher").click()
    expect(page.get_by_placeholder("Une démarche…")).to_be_visible()
    page.keyboard.press("/")
    page.keyboard.type("etranger pass")
    expect(page.get_by_label("Faire la carte grise")).to_be_hidden()
    expect(page.get_by_text("Véhicules")).to_be_hidden()
    page.keyboard.press("Enter")
    page.keyboard.press("Space")
    expect(page.get_by_label("Faire un passeport à l’étranger")).to_be_checked()
    looks_well(page)
    page.keyboard.press("e")
    expect(page.get_by_text("C’est noté.")).to_be_visible()
    looks_well(page)
    assert Mastery.objects.get().procedure.slug == "passeport"


def test_a_note_is_written_where_the_team_reads_it(browser: Browser, site: str, world: World, manon: Role) -> None:
    write_note(body=world.anor, procedure=a_procedure(), text="Ligne des mairies, code 12", seen=None, by=manon.actor)
    page = a_screen(browser, site, manon)
    page.goto(f"{site}/guichet/equipe/")
    looks_well(page)
    page.keyboard.press("n")
    expect(page.get_by_role("heading", name="Notes d’équipe")).to_be_visible()
    looks_well(page)
    page.get_by_role("link", name="Modifier").click()
    page.get_by_label("Ce que l’équipe doit savoir").fill("Code 14")
    looks_well(page)
    page.get_by_role("button", name="Enregistrer").click()
    expect(page.get_by_text("Note enregistrée.")).to_be_visible()
    assert AgentNote.objects.get().text == "Code 14"
