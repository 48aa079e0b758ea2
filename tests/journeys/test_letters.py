"""An editor writes the words of an attestation, an agent makes it of a case, the resident reads it: in a real Chromium."""

import pytest
from playwright.sync_api import Browser, Page, expect

from guichet.accounts.models import Role
from guichet.accounts.rules import RoleKind
from guichet.cases.letters import worded
from guichet.cases.models import Case
from guichet.journal.actions import deliver_all
from guichet.notifications.models import LetterModel
from guichet.portal.planting import plant_pages
from tests.base import World, a_case, an_agent, signed_in
from tests.browser import axe, new_page, wider_than_the_window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def port(live_server, settings, tmp_path) -> str:
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.DEMONSTRATION = True
    settings.FILES_ROOT = tmp_path
    return str(live_server.url).rpartition(":")[2]


def inside(browser: Browser, site: str, role: Role, width: int) -> Page:
    page = new_page(browser, width=width)
    session = signed_in(role).cookies["guichet_agent"].value
    page.context.add_cookies([{"name": "guichet_agent", "value": session, "url": site}])
    return page


def looks_well(page: Page) -> None:
    assert axe(page) == [], page.url
    assert wider_than_the_window(page) == [], page.url


def write_a_model(page: Page, site: str) -> None:
    """With a mistake first, which the page tells how to mend."""
    page.goto(f"{site}/cms/modeles-de-lettres/new/")
    page.get_by_text("Ce que vous pouvez mettre entre crochets").click()
    expect(page.get_by_role("cell", name="[date de réception]")).to_be_visible()
    page.get_by_label("Nom du modèle").fill("attestation de dépôt")
    page.get_by_label("Titre du document").fill("Attestation de dépôt")
    text = page.get_by_label("Texte", exact=False)
    text.fill("[prenon] [nom] nous a écrit le [date de réception].")
    page.locator("#w-editor-form button[type=submit]").click()
    expect(page.get_by_text("Vouliez-vous [prénom] ?")).to_be_visible()
    text.fill("[prénom] [nom] nous a écrit le [date de réception].")
    page.locator("#w-editor-form button[type=submit]").click()
    expect(page.get_by_text("attestation de dépôt").first).to_be_visible()


def make_it(page: Page, site: str, case: Case) -> None:
    page.goto(f"{site}/guichet/dossiers/{case.reference}/")
    page.get_by_text("Faire un document").click()
    looks_well(page)
    page.get_by_role("link", name="Attestation de dépôt").click()
    text = page.get_by_label("Texte de la lettre")
    expect(text).to_have_value(f"Lucie Dubois nous a écrit le {received_on(case)}.")
    looks_well(page)
    page.get_by_label("Titre").fill("")
    page.get_by_role("button", name="Faire le document").click()
    expect(page.get_by_text("Un document a un titre et un texte")).to_be_visible()
    looks_well(page)
    page.get_by_label("Titre").fill("Attestation de dépôt")
    page.get_by_role("button", name="Faire le document").click()
    expect(page.get_by_text("Le document est fait")).to_be_visible()
    expect(page.get_by_text("Document fait par Sophie")).to_be_visible()
    looks_well(page)


def received_on(case: Case) -> str:
    return worded("[date de réception]", case)


@pytest.mark.parametrize("width", [1440, 320])
def test_a_town_writes_a_letter_an_agent_makes_it_and_the_resident_reads_it(
    browser: Browser, port: str, world: World, sophie: Role, width: int
) -> None:
    plant_pages(world.anor)
    case = a_case(world)
    editor = an_agent("yvette", world.body, kind=RoleKind.EDITOR)
    deliver_all()
    site = f"http://sud-avesnois.localhost:{port}"
    write_a_model(inside(browser, site, editor, 1440), site)
    assert LetterModel.objects.get().body == world.body
    make_it(inside(browser, site, sophie, width), site, case)

    page = new_page(browser, width=width)
    page.goto(f"http://localhost:{port}/suivi/?reference={case.reference}")
    page.get_by_label("Code secret").fill(case.spoken_secret)
    page.get_by_role("button", name="Voir ma demande").click()
    expect(page.get_by_text("Un document pour vous")).to_be_visible()
    looks_well(page)
    with page.expect_download() as saved:
        page.get_by_role("link", name="Attestation de dépôt").click()
    assert saved.value.suggested_filename == f"Attestation de dépôt {case.reference}.pdf"
