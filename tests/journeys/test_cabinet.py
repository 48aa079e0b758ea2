"""The forms cabinet by keyboard alone: somebody sells a car, and leaves with the sheet, the form and the next thing to do."""

import re
from io import BytesIO

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from guichet.accounts.models import Role
from guichet.cabinet.actions import attach_blank
from guichet.cabinet.facts import FormsHandedOut
from guichet.cabinet.models import Drawer
from guichet.cabinet.tests.factories import a_drawer, a_procedure, an_upload
from guichet.kit.actor import SYSTEM
from tests.base import World, facts, signed_in
from tests.browser import axe, new_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server, settings, tmp_path) -> str:
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.FILES_ROOT = tmp_path
    return str(live_server.url).replace("127.0.0.1", "localhost")


@pytest.fixture
def cabinet(world: World) -> Drawer:
    """Twelve drawers; the third sells cars."""
    a_procedure("carte-grise", "Faire la carte grise", in_words=["ma nouvelle plaque"])
    sale = a_procedure(in_words=["vendre ma voiture"], next=[("carte-grise", "Elle se fait dans le mois.")])
    for number in (*range(1, 3), *range(4, 13)):
        a_drawer(world.anor, a_procedure(f"demarche-{number}", f"Démarche numéro {number}"), number, stock=30)
    drawer = a_drawer(world.anor, sale, 3, stock=12, reorder_level=10, place="Meuble de gauche, étagère 2")
    return attach_blank(drawer, an_upload(), name="cession.pdf", by=SYSTEM)


def looks_well(page: Page) -> None:
    assert axe(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def fits(page: Page) -> bool:
    """Does the whole page stand on the screen, its lists scrolling in themselves?"""
    return bool(page.evaluate("document.documentElement.scrollHeight <= innerHeight"))


def before_the_cabinet(browser: Browser, site: str, agent: Role) -> Page:
    page = new_page(browser, width=1440, height=900)
    session = signed_in(agent).cookies["guichet_agent"].value
    page.context.add_cookies([{"name": "guichet_agent", "value": session, "url": site}])
    page.goto(f"{site}/guichet/armoire/")
    return page


def test_a_person_leaves_with_her_papers_and_hears_what_comes_next(
    browser: Browser, site: str, cabinet: Drawer, manon: Role
) -> None:
    page = before_the_cabinet(browser, site, manon)
    keys = page.keyboard
    looks_well(page)
    assert fits(page)
    last = page.get_by_role("row").filter(has_text="Démarche numéro 12")
    expect(last.get_by_text("On reçoit le dossier")).to_be_in_viewport(ratio=1)

    keys.press("/")
    keys.type("plaque")
    keys.press("Enter")
    other = page.get_by_label("Fiche : Faire la carte grise")
    expect(other).to_be_focused()
    keys.press("Space")
    keys.press("/")
    keys.press("ControlOrMeta+a")
    keys.type("vendre ma voiture")
    keys.press("ArrowDown")
    sheet = page.get_by_role("checkbox", name="Fiche : Vendre ou donner un véhicule")
    expect(page.get_by_role("heading", name="Déjà cochés")).to_be_visible()
    expect(other).to_be_focused()
    expect(other).to_be_checked()
    keys.press("Space")  # she changes her mind
    keys.press("ArrowDown")
    expect(sheet).to_be_focused()
    keys.press("f")
    keys.press("g")
    expect(sheet).to_be_checked()
    expect(page.get_by_role("heading", name="2 papiers pour cette personne")).to_be_visible()
    looks_well(page)

    with page.context.expect_page() as opened:
        keys.press("i")
    expect(page.get_by_role("heading", name="Dites-lui aussi")).to_be_visible()
    papers = opened.value
    expect(papers).to_have_url(re.compile(r"/guichet/armoire/papiers/\d+/$"))
    said = page.get_by_role("region", name="Ce que la personne emporte")
    expect(said).to_contain_text("fiche en gros caractères, formulaire vierge 15776*02")
    expect(said).to_contain_text("/demarches/cession-vehicule")
    expect(said).to_contain_text("Elle se fait dans le mois.")
    expect(said).to_contain_text("Nous vérifions le formulaire avec la personne.")
    expect(page.get_by_role("heading", name="Cochez ce que la personne emporte")).to_be_visible()
    expect(sheet).not_to_be_checked()
    looks_well(page)

    assert fits(page), "what is said scrolls in itself"
    papers.reload()
    assert len(facts(FormsHandedOut)) == 1, "papers printed again are not given again"

    page.bring_to_front()
    sheet.focus()
    keys.press("d")
    expect(said).to_contain_text("formulaire du tiroir 15776*02")
    assert Drawer.objects.get(pk=cabinet.pk).stock == 11
    looks_well(page)
    keys.press("n")
    expect(said).to_contain_text("Ici viendront")


def test_a_delivery_is_counted_by_keyboard(browser: Browser, site: str, cabinet: Drawer, manon: Role) -> None:
    page = new_page(browser, width=1440, height=900)
    session = signed_in(manon).cookies["guichet_agent"].value
    page.context.add_cookies([{"name": "guichet_agent", "value": session, "url": site}])
    page.goto(f"{site}/guichet/armoire/")
    page.keyboard.press("d")  # no row is under her hand: nothing is given
    for _row in range(3):
        page.keyboard.press("j")
    page.keyboard.press("r")
    expect(page.get_by_label("Feuilles dans le tiroir 3 maintenant")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("62")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Tiroir 3 : 62 feuilles.")).to_be_visible()
    assert list(Drawer.objects.order_by("number").values_list("stock", flat=True)) == [30, 30, 62, *[30] * 9]


def test_the_merged_papers_come_out_of_the_browser_as_they_were_made(
    browser: Browser, site: str, cabinet: Drawer, manon: Role
) -> None:
    page = new_page(browser, width=320)
    session = signed_in(manon).cookies["guichet_agent"].value
    page.context.add_cookies([{"name": "guichet_agent", "value": session, "url": site}])
    page.goto(f"{site}/guichet/armoire/")
    looks_well(page)
    token = page.locator("#handing input[name=csrfmiddlewaretoken]").get_attribute("value")
    key = page.locator("input[name=page][form=handing]").get_attribute("value")
    answer = page.request.post(
        f"{site}/guichet/armoire/imprimer/",
        form={"vierge": str(cabinet.pk), "page": key or "", "csrfmiddlewaretoken": token or ""},
    )
    pages = [one.get_textpage().get_text_bounded() for one in pypdfium2.PdfDocument(BytesIO(answer.body()))]
    assert "Nom du vendeur 1" in pages[-1]
    assert len(pages) >= 2


def test_two_presses_on_a_slow_evening_give_one_form(browser: Browser, site: str, cabinet: Drawer, manon: Role) -> None:
    page = new_page(browser, width=1440, height=900)
    session = signed_in(manon).cookies["guichet_agent"].value
    page.context.add_cookies([{"name": "guichet_agent", "value": session, "url": site}])
    page.goto(f"{site}/guichet/armoire/")
    row = page.get_by_role("row").filter(has_text="Vendre ou donner un véhicule")
    row.get_by_role("button", name="J’en ai donné 1").dblclick()
    expect(page.get_by_role("region", name="Ce que la personne emporte")).to_contain_text("1 papier remis")
    assert Drawer.objects.get(pk=cabinet.pk).stock == 11
