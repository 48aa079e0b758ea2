"""An editor who never saw the program writes an event; a resident reads it on the portal."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from guichet.accounts.rules import RoleKind
from guichet.communes.models import Body
from guichet.config import hosts
from guichet.content.actions import open_workshop
from guichet.journal.actions import deliver_all
from guichet.kit.dates import now, paris_date
from guichet.portal.planting import plant_pages
from tests.base import an_agent, build_world, signed_in
from tests.browser import new_page
from tests.journeys.walking import looked_at, publish, write_below

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def anor() -> Body:
    body = build_world().anor
    plant_pages(body)
    open_workshop(body)
    hosts.forget()
    return body


def test_an_event_is_written_in_the_workshop_published_and_read(anor, live_server, browser):
    editor = an_agent("yvette", anor, kind=RoleKind.EDITOR)
    deliver_all()
    site = f"http://localhost:{live_server.url.rsplit(':', 1)[1]}"
    page = new_page(browser)
    session = signed_in(editor).cookies["guichet_agent"].value
    page.context.add_cookies([{"name": "guichet_agent", "value": session, "url": site}])
    first = paris_date(now()) + timedelta(days=10)
    write_a_loto(page, site, first.strftime("%d/%m/%Y"), (first + timedelta(days=7)).strftime("%d/%m/%Y"))
    for width in (320, 1280):
        read_the_loto(new_page(browser, width=width), site)


def write_a_loto(page: Page, site: str, first: str, cancelled: str) -> None:
    write_below(page, site, "Agenda")
    page.locator("#id_title").fill("Loto de l’école")
    page.locator("#id_intro").fill("Des cartons à deux euros, une buvette.")
    page.locator("#id_theme").select_option(label="Fêtes")
    page.locator("#id_starts_on").fill(first)
    page.locator("#id_starts_at").fill("18:00")
    page.locator("#id_ends_at").fill("17:00")
    page.locator("#id_repeat").select_option(label="chaque semaine, le même jour")
    page.locator("#id_place").fill("Salle Robert-Dubar")
    page.get_by_role("button", name="Insérer un bloc").last.click()
    page.locator("#cancelled_days-0-value-day").fill(cancelled)
    page.locator("#cancelled_days-0-value-reason").fill("Salle en travaux")
    page.keyboard.press("Escape")
    publish(page)
    expect(page.get_by_text("La fin vient avant le début.").first).to_be_visible()
    page.locator("#id_ends_at").fill("22:00")
    page.keyboard.press("Escape")
    publish(page)
    expect(page.get_by_text("publiée").first).to_be_visible()


def read_the_loto(page: Page, site: str) -> None:
    page.goto(site)
    expect(looked_at(page).get_by_role("link", name="Loto de l’école")).to_be_visible()
    page.get_by_role("link", name="Tout l’agenda").click()
    page.wait_for_load_state()
    expect(looked_at(page).get_by_text("Salle en travaux")).to_be_visible()
    page.get_by_role("link", name="Loto de l’école").first.click()
    page.wait_for_load_state()
    expect(looked_at(page).get_by_text("De 18\u00a0h à 22\u00a0h").first).to_be_visible()
    with page.expect_download() as kept:
        page.get_by_role("link", name="Ajouter à mon calendrier").click()
    assert kept.value.suggested_filename == "loto-de-lecole.ics"
