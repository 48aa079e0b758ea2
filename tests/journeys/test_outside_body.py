"""The Département treats a case without an account: e-mail, link, code, decision; the resident reads it. In a real Chromium."""

import pytest
from playwright.sync_api import Page

from guichet.cases.models import Case
from guichet.communes.actions import open_body
from guichet.communes.models import Body, Department
from guichet.expert.tests.base import code_of, entrusted, last_mail
from guichet.journal.actions import deliver_all
from guichet.kit.actor import SYSTEM
from guichet.notifications.models import DEPARTMENT_NEWS, Message
from guichet.portal.planting import plant_pages
from tests.base import World, an_agent, build_world
from tests.browser import new_page
from tests.journeys.walking import looked_at

pytestmark = pytest.mark.browser


@pytest.fixture
def world(transactional_db: None, settings, tmp_path) -> World:
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.DEMONSTRATION = True
    settings.FILES_ROOT = tmp_path
    world = build_world()
    plant_pages(world.anor)
    return world


@pytest.fixture
def roads(world: World) -> Department:
    outside = open_body(
        kind=Body.Kind.OUTSIDE, official_code="225900018", departments=["direction de la voirie"],
        name="le Département du Nord", short_name="Département du Nord", host=None, office="Hôtel du Département",
        street="51 rue Gustave-Delory", postcode="59047", city="Lille", by=SYSTEM,
    )  # fmt: skip
    department = outside.departments.get()
    department.email = "voirie@nord.example"
    department.save()
    return department


@pytest.fixture
def case(world: World, roads: Department) -> Case:
    case = entrusted(world, roads, by=an_agent("manon", world.anor))
    deliver_all()
    return case


def link_of(live_server, case: Case) -> str:
    """The address in the e-mail, at the port where this test serves."""
    mail = Message.objects.about("case", case.pk).get(purpose=DEPARTMENT_NEWS, to="voirie@nord.example")
    (link,) = [line for line in mail.text.splitlines() if line.startswith("http")]
    return link.replace(":8000", f":{live_server.url.rsplit(':', 1)[1]}")


@pytest.mark.parametrize(("width", "javascript"), [(320, True), (1280, True), (1280, False)])
def test_the_departement_opens_decides_and_the_resident_reads_it(
    live_server, browser, case: Case, width: int, javascript: bool
) -> None:
    page = new_page(browser, width=width, javascript=javascript)

    def look() -> None:
        looked_at(page, javascript=javascript)

    page.goto(link_of(live_server, case))
    look()
    page.get_by_role("button", name="Recevoir le code").click()
    page.get_by_role("heading", name="Tapez le code reçu").wait_for()
    look()
    page.get_by_label("Code à six chiffres").fill("12")
    page.get_by_role("button", name="Ouvrir le dossier").click()
    page.get_by_text("Ce code n’ouvre pas ce dossier").first.wait_for()
    look()
    page.get_by_label("Code à six chiffres").fill(code_of(last_mail()))
    page.get_by_role("button", name="Ouvrir le dossier").click()
    page.get_by_role("heading", name="Sa demande").wait_for()
    look()

    page.get_by_label("Votre texte").fill("Nous passons lundi.")
    page.get_by_role("button", name="Envoyer", exact=True).click()
    page.get_by_text("C’est parti.").wait_for()
    page.get_by_role("button", name="Terminer et prévenir").click()
    page.get_by_text("Choisissez comment ce dossier se termine").first.wait_for()
    look()
    page.get_by_role("radio", name="Bac réparé").check()
    page.locator("#text-repaired").fill("Nos équipes sont passées ce matin.")
    page.get_by_role("button", name="Terminer et prévenir").click()
    page.get_by_text("C’est décidé.").wait_for()
    look()
    page.get_by_role("button", name="Fermer le dossier").click()
    page.get_by_text("Le dossier est fermé").wait_for()

    deliver_all()
    resident = new_page(browser, width=width, javascript=javascript)
    resident.goto(f"{live_server.url.replace('127.0.0.1', 'localhost')}/suivi/")
    resident.get_by_label("Référence").fill(case.reference)
    resident.get_by_label("Code secret").fill(case.spoken_secret)
    resident.get_by_role("button", name="Voir ma demande").click()
    resident.get_by_text("Nos équipes sont passées ce matin.").first.wait_for()
    assert "Message du Département du Nord" in resident.locator("main").inner_text()
    looked_at(resident, javascript=javascript)


def test_it_goes_by_keyboard_alone_and_back_to_the_sender(live_server, browser, case: Case) -> None:
    page = new_page(browser)
    page.goto(link_of(live_server, case))
    tab_to(page, "Recevoir le code")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Tapez le code reçu").wait_for()
    tab_to(page, "Code à six chiffres")
    page.keyboard.type(code_of(last_mail()))
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Sa demande").wait_for()
    tab_to(page, "Ce n’est pas pour nous")
    page.keyboard.press("Enter")
    tab_to(page, "Pourquoi, et qui est compétent")
    page.keyboard.type("C’est une voie communale.")
    tab_to(page, "Rendre le dossier")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Le dossier est rendu").wait_for()
    looked_at(page)
    case.refresh_from_db()
    assert case.owner == case.commune


def tab_to(page: Page, name: str) -> None:
    """Press Tab until the focus is on what is called so."""
    for _press in range(60):
        page.keyboard.press("Tab")
        spoken = page.evaluate(
            "(e => [e.labels?.[0]?.innerText, e.innerText].filter(Boolean).join(' '))(document.activeElement)"
        )
        if name in spoken and page.evaluate("document.activeElement !== document.body"):
            return
    raise AssertionError(f"Tab never reaches {name!r} on {page.url}")
