"""A mandate signed with the mouse at the counter, read and revoked by the person at home, without JavaScript."""

import pytest
from playwright.sync_api import Browser, Page, expect

from guichet.accounts.models import Role
from guichet.documents.models import Signature
from guichet.kit.dates import now, paris_date
from guichet.mandates.models import Mandate
from guichet.mandates.tests.factories import a_mandate, a_person, signed
from guichet.portal.planting import plant_pages
from guichet.visits.actions import open_visit
from guichet.visits.models import Visit
from tests.base import World, signed_in
from tests.browser import axe, new_page, wider_than_the_window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server, settings, tmp_path) -> str:
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.FILES_ROOT = tmp_path
    return str(live_server.url).replace("127.0.0.1", "localhost")


@pytest.fixture
def visit(world: World, manon: Role) -> Visit:
    return open_visit(body=world.anor, person=a_person(), by=manon.actor)


def looks_well(page: Page) -> None:
    page.wait_for_load_state()
    assert axe(page) == []
    assert wider_than_the_window(page) == []


def before_the_mandate(browser: Browser, site: str, agent: Role, visit: Visit, *, width: int = 1280) -> Page:
    page = new_page(browser, width=width)
    session = signed_in(agent).cookies["guichet_agent"].value
    page.context.add_cookies([{"name": "guichet_agent", "value": session, "url": site}])
    page.goto(f"{site}/guichet/accueil/{visit.reference}/mandat/")
    return page


def draw(page: Page) -> None:
    """A loop and a line, as one signs."""
    page.locator("canvas").scroll_into_view_if_needed()
    box = page.locator("canvas").bounding_box()
    assert box is not None
    for stroke in ([(0.1, 0.7), (0.2, 0.2), (0.3, 0.8), (0.5, 0.3), (0.7, 0.6)], [(0.1, 0.9), (0.8, 0.85)]):
        places = [(box["x"] + x * box["width"], box["y"] + y * box["height"]) for x, y in stroke]
        page.mouse.move(*places[0])
        page.mouse.down()
        for place in places[1:]:
            page.mouse.move(*place, steps=8)
        page.mouse.up()


def test_she_signs_on_the_screen_and_gets_her_codes(browser: Browser, site: str, visit: Visit, manon: Role) -> None:
    page = before_the_mandate(browser, site, manon, visit)
    looks_well(page)
    page.get_by_role("checkbox", name="Papiers et citoyenneté").check()
    page.keyboard.press("d")
    page.keyboard.press("e")
    expect(page.get_by_role("heading", level=1, name="Mandat de Lucie Dubois")).to_be_visible()
    looks_well(page)
    page.keyboard.press("h")
    draw(page)
    page.keyboard.press("x")
    assert page.locator("#drawing").input_value() == ""
    draw(page)
    page.keyboard.press("s")
    expect(page.get_by_text("Le mandat est signé")).to_be_visible()
    looks_well(page)
    mandate = Mandate.objects.get()
    expect(page.get_by_text(mandate.spoken_secret)).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("r")
    expect(page.get_by_role("button", name="Oui, révoquer")).to_be_visible()
    looks_well(page)
    assert len(Signature.objects.get().strokes) == 2
    assert mandate.is_in_force(paris_date(now()))


def test_what_was_drawn_is_still_there_when_something_else_was_forgotten(
    browser: Browser, site: str, world: World, visit: Visit, manon: Role
) -> None:
    a_mandate(world.anor, manon.actor, visit.person)
    page = before_the_mandate(browser, site, manon, visit)
    page.get_by_role("link", name="Faire signer").click()
    draw(page)
    page.get_by_role("button", name="Elle a signé").click()
    expect(page.get_by_text("Lisez d’abord le texte à voix haute")).to_be_visible()
    assert page.locator("#drawing").input_value().startswith("[[[")
    page.keyboard.press("h")
    page.get_by_role("button", name="Elle a signé").click()
    expect(page.get_by_text("Le mandat est signé")).to_be_visible()


@pytest.mark.parametrize("javascript", [True, False])
def test_she_reads_and_revokes_at_home_on_a_telephone(
    browser: Browser, site: str, world: World, visit: Visit, manon: Role, javascript: bool
) -> None:
    plant_pages(world.anor)
    mandate = signed(a_mandate(world.anor, manon.actor, visit.person), manon.actor)
    page = new_page(browser, width=320, javascript=javascript)
    page.goto(f"{site}/suivi/")
    page.get_by_label("Référence").fill(visit.reference)
    page.get_by_label("Code secret").fill(visit.spoken_secret)
    page.get_by_role("button", name="Voir ma demande").click()
    expect(page.get_by_role("heading", level=1, name="Fait en votre nom")).to_be_visible()
    if javascript:
        looks_well(page)
    page.get_by_role("link", name="Révoquer").click()
    if javascript:
        looks_well(page)
    page.get_by_role("button", name="Oui, arrêter le mandat").click()
    expect(page.get_by_text("Le mandat est arrêté")).to_be_visible()
    expect(page.get_by_role("link", name="Révoquer")).to_have_count(0)
    assert Mandate.objects.get(pk=mandate.pk).revoked_by_kind == "resident"
