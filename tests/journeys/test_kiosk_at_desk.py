"""The kiosk at the counter: it rings on the page that is open, and what was begun there is finished here."""

import re

import pytest
from playwright.sync_api import Browser, Page, WebSocketRoute, expect

from guichet.accounts.models import Role
from guichet.cases.models import Case
from guichet.desk.tests.base import a_call, a_kiosk
from guichet.devices.actions import call_agent, tell_state
from guichet.devices.models import Call, KioskSession
from guichet.visits.models import Visit
from tests.base import World, signed_in
from tests.browser import axe, new_page, wider_than_the_window
from tests.requests import CARD, a_draft_of, offer_everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server, settings, tmp_path) -> str:
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.FILES_ROOT = tmp_path
    return str(live_server.url).replace("127.0.0.1", "localhost")


def a_screen(browser: Browser, site: str, role: Role, *, javascript: bool = True) -> Page:
    """A browser where this agent has signed in."""
    page = new_page(browser, width=1280, javascript=javascript)
    session = signed_in(role).cookies["guichet_agent"].value
    page.context.add_cookies([{"name": "guichet_agent", "value": session, "url": site}])
    return page


def hearing(page: Page) -> list[WebSocketRoute]:
    """The sockets this page opens, answered here: the journey is the live process."""
    heard: list[WebSocketRoute] = []
    page.route_web_socket(re.compile("/live/"), lambda socket: heard.append(socket))
    return heard


def looks_well(page: Page) -> None:
    page.wait_for_load_state()
    assert axe(page) == []
    assert wider_than_the_window(page) == []


def test_a_call_rings_on_the_page_that_is_open_and_what_is_typed_stays(
    browser: Browser, site: str, world: World, manon: Role
) -> None:
    terminal = a_kiosk(world.anor)
    desk, colleague = a_screen(browser, site, manon), a_screen(browser, site, manon)
    sockets = [hearing(page) for page in (desk, colleague)]
    for page in (desk, colleague):
        page.goto(f"{site}/guichet/accueil/")
        page.wait_for_load_state("networkidle")
    desk.get_by_role("searchbox").fill("une demande à moitié")
    a_call(terminal)
    for heard in sockets:
        heard[-1].send('{"news": "kiosk"}')
    for page in (desk, colleague):
        expect(page.get_by_text("Quelqu’un appelle à la borne du hall")).to_be_visible()
    looks_well(desk)

    desk.get_by_role("button", name="J’y vais").click()
    expect(desk.get_by_text("Quelqu’un appelle")).to_be_hidden()
    expect(desk.get_by_role("searchbox")).to_have_value("une demande à moitié")
    sockets[1][-1].send('{"news": "kiosk"}')
    expect(colleague.get_by_text("Quelqu’un appelle")).to_be_hidden()
    assert Call.objects.get().answered_by_id == manon.account_id

    tell_state(terminal, {"printer": {"state": "ready", "reasons": ["media-empty"]}})
    sockets[0][-1].send('{"news": "kiosk"}')
    expect(desk.get_by_text("plus de papier, depuis")).to_be_visible()
    looks_well(desk)


def test_it_rings_once_for_all_pages_after_a_first_press_and_not_before(
    browser: Browser, site: str, world: World, manon: Role
) -> None:
    a_call(a_kiosk(world.anor))
    page = a_screen(browser, site, manon)
    page.add_init_script(
        """window.notes = 0;
        const start = OscillatorNode.prototype.start;
        OscillatorNode.prototype.start = function (...at) { window.notes += 1; return start.apply(this, at); };"""
    )
    page.goto(f"{site}/guichet/accueil/")
    expect(page.get_by_text("Quelqu’un appelle")).to_be_visible()
    assert page.evaluate("window.notes") == 0
    page.get_by_role("heading", name="Accueil", exact=True).click()
    page.wait_for_function("window.notes === 2")
    call_agent(KioskSession.objects.get())  # pressed again at the kiosk: it is the same call
    page.get_by_role("heading", name="Accueil", exact=True).click()
    assert page.evaluate("window.notes") == 2


def test_without_javascript_a_call_is_on_the_next_page(browser: Browser, site: str, world: World, manon: Role) -> None:
    a_call(a_kiosk(world.anor))
    page = a_screen(browser, site, manon, javascript=False)
    page.goto(f"{site}/guichet/equipe/")
    page.get_by_role("button", name="J’y vais").click()
    expect(page).to_have_url(f"{site}/guichet/equipe/")
    expect(page.get_by_text("Quelqu’un appelle")).to_be_hidden()


def test_what_was_begun_at_the_kiosk_is_finished_at_the_counter_by_keyboard(
    browser: Browser, site: str, world: World, manon: Role
) -> None:
    offered = offer_everything(world)
    draft = a_draft_of("dechetterie", {**CARD, "plates": ""}, offered.anor)
    page = a_screen(browser, site, manon)
    page.goto(f"{site}/guichet/accueil/")
    page.keyboard.press("c")
    expect(page.get_by_role("heading", name="Reprendre une demande")).to_be_visible()
    looks_well(page)
    page.keyboard.type(f"{site}/suivi/ouvrir/{draft.reference}/{draft.secret}/")  # a hand scanner ends with Enter
    page.keyboard.press("Enter")
    expect(page.get_by_text(f"Reprise avec ses codes : {draft.reference}")).to_be_visible()
    looks_well(page)
    page.locator("[name=plates]").fill("AB-123-CD")
    page.get_by_role("button", name="Envoyer la demande").last.click()
    expect(page).to_have_url(re.compile(rf"/{Visit.objects.get().reference}/\?pour=dechetterie"))
    case = Case.objects.get()
    assert (case.reference, case.is_draft) == (draft.reference, False)
