"""The kiosk's pages as a person touches them, on the kiosk that has no hardware; and what she began there, at the desk."""

import re
from itertools import product

import pytest
from playwright.sync_api import Browser, Page, expect

from guichet.accounts.models import Role
from guichet.cases.models import Case
from guichet.cases.rules import State
from guichet.catalogue.actions import load_procedures, offer_procedure
from guichet.catalogue.models import Procedure
from guichet.devices.actions import open_session, order_print
from guichet.devices.models import Job, KioskSession, Terminal
from guichet.devices.tests.factories import a_terminal
from guichet.documents.tests.factories import pdf
from guichet.kit.actor import SYSTEM
from tests.base import World, signed_in
from tests.browser import axe, new_page, wider_than_the_window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WIDTH, HEIGHT = 1080, 1920
LOWER_THIRD = 1265
SMALLEST = 84
TOUCHED = "a[href], button, input:not([type=hidden]), textarea, select"
# Everything that can be touched now, as (name, top, width, height); what is turned away or under a veil is left out.
CONTROLS = f"""() => [...document.querySelectorAll({TOUCHED!r})]
  .filter(one => one.checkVisibility({{opacityProperty: true, visibilityProperty: true}}) && !one.closest('.skip-link, .demo-ribbon'))
  .map(one => one.closest('.choice__card') ?? one)
  .map(one => [one.innerText || one.name, ...['top', 'width', 'height'].map(side => one.getBoundingClientRect()[side])])
  .filter(([, , width]) => width > 1)"""
COMFORTS = ("contrast", "low", "text")
# The addresses of the page that a finger can reach: whole, on the screen, nothing over them.
REACHED = """() => [...document.querySelectorAll(".kiosk__page a")].filter((one) => {
  const { left, right, top, bottom } = one.getBoundingClientRect();
  const points = [[left + 6, (top + bottom) / 2], [right - 6, (top + bottom) / 2], [(left + right) / 2, top + 6], [(left + right) / 2, bottom - 6]];
  return one.checkVisibility({ opacityProperty: true }) && points.every(([x, y]) => one.contains(document.elementFromPoint(x, y)));
}).map((one) => one.pathname)"""
PLACES = (
    "",
    "tout/",
    "plus-demandees/",
    "situations/je-demenage/",
    "demarches/passeport/",
    "demarches/bacs-ordures/demande/",
    "demarches/bacs-ordures/demande/etape/besoin/",
    "recherche/?q=poubelle",
    "ma-demande/",
    "voir-quelqu-un/",
    "papiers/",
    "internet/",
    "vie-locale/",
    "services-publics/",
)


@pytest.fixture
def town(world: World) -> World:
    load_procedures(by=SYSTEM)
    bins = Procedure.objects.get(slug="bacs-ordures")
    offer_procedure(bins, body=world.body, department=world.waste, case_type="bacs-ordures", by=SYSTEM)
    a_terminal(world.anor, kind=Terminal.Kind.FAKE, internet_minutes=30)
    return world


@pytest.fixture
def site(live_server, settings, tmp_path) -> str:
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.FILES_ROOT = tmp_path / "files"
    settings.DATA = tmp_path
    settings.DEMONSTRATION = True  # where anybody may begin at the kiosk without hardware
    return str(live_server.url).replace("127.0.0.1", "localhost")


def a_kiosk(browser: Browser, site: str, width: int = WIDTH, height: int = HEIGHT) -> Page:
    """A screen on which somebody has just begun; its clock is ours."""
    page = new_page(browser, width=width, height=height)
    page.clock.install()
    page.goto(f"{site}/borne/")
    page.get_by_role("button", name="Essayer la borne de démonstration").click()
    expect(page.get_by_role("heading", name="Qu’est-ce qui vous amène")).to_be_visible()
    return page


def faults(page: Page) -> list[str]:
    page.wait_for_load_state("networkidle")
    page.clock.run_for(500)
    scrolls = page.evaluate("document.documentElement.scrollHeight > innerHeight")
    return [*axe(page), *wider_than_the_window(page), *(["the page scrolls"] if scrolls else [])]


def test_a_bin_request_interrupted_at_the_kiosk_is_finished_at_the_desk(
    browser: Browser, site: str, town: World, manon: Role
) -> None:
    kiosk = a_kiosk(browser, site)
    kiosk.get_by_role("link", name="Mon cadre de vie").click()
    kiosk.get_by_role("link", name="Bac à ordures").click()
    kiosk.get_by_role("link", name="Faire la demande ici").click()
    kiosk.get_by_role("link", name="Commencer").click()
    kiosk.get_by_text("Une réparation").click()
    kiosk.get_by_role("button", name="Continuer").click()
    kiosk.get_by_text("Aux ordures ménagères").click()
    kiosk.clock.run_for(61_000)  # she looks for the number of her bin outside
    warning = kiosk.get_by_role("dialog", name="Vous êtes toujours là")
    expect(warning).to_be_visible()
    assert axe(kiosk) == []
    kiosk.clock.run_for(5_000)
    warning.get_by_role("button", name="Oui, je continue").click()
    expect(warning).to_be_hidden()
    kiosk.clock.run_for(61_000)
    warning.get_by_role("button", name="Garder un code").click()
    expect(kiosk.get_by_role("heading", name="Votre demande est gardée.")).to_be_visible()
    assert faults(kiosk) == []
    case = Case.objects.get()
    expect(kiosk.get_by_text(case.spoken_secret)).to_be_visible()
    assert case.answers == {"need": "repair", "waste": "household"}
    kiosk.get_by_role("button", name="Terminer").click()
    expect(kiosk.get_by_role("heading", name="Rien de vous ne reste ici.")).to_be_visible()

    desk = new_page(browser, width=1440)
    desk.context.add_cookies(
        [{"name": "guichet_agent", "value": signed_in(manon).cookies["guichet_agent"].value, "url": site}]
    )
    desk.goto(f"{site}/guichet/accueil/reprendre/")
    desk.get_by_label("Référence").fill(case.reference)
    desk.get_by_label("Code secret").fill(case.spoken_secret)
    desk.keyboard.press("Enter")
    expect(desk.get_by_role("radio", name="Une réparation")).to_be_checked()
    expect(desk.get_by_role("radio", name="Aux ordures ménagères")).to_be_checked()
    desk.get_by_role("radio", name="Le couvercle").check()
    for name, value in {
        "street": "14 rue Léo-Lagrange",
        "first_name": "Lucie",
        "last_name": "Dubois",
        "phone": "06 12 34 56 78",
    }.items():
        desk.locator(f"[name={name}]").fill(value)
    desk.get_by_role("button", name="Envoyer la demande").last.click()
    expect(desk).to_have_url(re.compile(r"pour=bacs-ordures"))
    case.refresh_from_db()
    assert case.state == State.RECEIVED


def test_nobody_answers_and_the_session_ends_by_itself(browser: Browser, site: str, town: World) -> None:
    kiosk = a_kiosk(browser, site)
    kiosk.clock.run_for(300_000)  # it waits: nobody came yet
    expect(kiosk.get_by_role("dialog", name="Vous êtes toujours là")).to_be_hidden()
    assert not KioskSession.objects.get().was_used
    with kiosk.expect_response("**/borne/present/"):
        kiosk.get_by_role("heading", name="Qu’est-ce qui vous amène").click()
    assert KioskSession.objects.get().was_used
    kiosk.clock.run_for(89_000)
    expect(kiosk.get_by_role("dialog", name="Vous êtes toujours là")).to_be_visible()
    kiosk.clock.run_for(2_000)
    expect(kiosk.get_by_role("heading", name="Rien de vous ne reste ici.")).to_be_visible()
    assert KioskSession.objects.get().ended_why == KioskSession.Ended.IDLE
    assert kiosk.context.cookies() == []
    kiosk.get_by_role("link", name="Personne suivante").click()
    kiosk.get_by_role("button", name="Essayer la borne de démonstration").click()
    expect(kiosk.get_by_role("heading", name="Qu’est-ce qui vous amène")).to_be_visible()


def test_a_slow_finger_stops_a_printing_that_waits(browser: Browser, site: str, town: World) -> None:
    passage, token = open_session(a_terminal(town.anor, kind=Terminal.Kind.OURS, name="Borne de la médiathèque"))
    printing = order_print(passage, title="Fiche", pdf=pdf())
    kiosk = new_page(browser, width=WIDTH, height=HEIGHT)
    kiosk.goto(f"{site}/borne/ouvrir/{token}/")
    kiosk.goto(f"{site}/borne/travaux/{printing.key}/")
    cancel = kiosk.get_by_role("button", name="Annuler")
    cancel.focus()
    cancel.hover()
    kiosk.mouse.down()
    for _ in range(3):  # 0.6 s at least: the page asks every 400 ms where the printing stands
        with kiosk.expect_response(re.compile("/etat/")):
            pass
    expect(cancel).to_be_focused()
    kiosk.mouse.up()
    expect(kiosk.get_by_text("L’impression est annulée.")).to_be_visible()
    printing.refresh_from_db()
    assert printing.state == Job.State.CANCELLED


def test_what_is_wrong_on_a_page_takes_the_cursor(browser: Browser, site: str, town: World) -> None:
    kiosk = a_kiosk(browser, site)
    kiosk.goto(f"{site}/borne/demarches/bacs-ordures/demande/etape/besoin/")
    kiosk.get_by_role("button", name="Continuer").click()
    expect(kiosk.get_by_role("alert")).to_be_focused()
    expect(kiosk.get_by_role("alert")).to_contain_text("Choisissez ce qu’il vous faut")
    assert faults(kiosk) == []
    kiosk.set_viewport_size({"width": 768, "height": 1024})
    expect(kiosk.get_by_text("Un premier bac", exact=True)).to_be_visible()


def test_the_search_is_typed_on_the_screen_with_its_accents(browser: Browser, site: str, town: World) -> None:
    kiosk = a_kiosk(browser, site)
    kiosk.get_by_role("searchbox").click()
    for key in ("d", "é", "c", "h", "e", "t"):
        kiosk.get_by_role("button", name=key, exact=True).click()
    expect(kiosk.get_by_role("searchbox")).to_have_value("déchet")
    kiosk.get_by_role("button", name="Chercher").last.click()
    expect(kiosk.get_by_role("link", name=re.compile("déchetterie"))).to_be_visible()


@pytest.mark.parametrize("look", ["plain", "contrast", "low", "large"])
def test_every_place_is_readable_reachable_and_never_scrolls(
    browser: Browser, site: str, town: World, look: str
) -> None:
    kiosk = a_kiosk(browser, site)
    buttons = {"plain": [], "contrast": ["Contraste"], "low": ["Écran bas"], "large": ["Plus grand", "Plus grand"]}
    for name in buttons[look]:
        kiosk.get_by_role("button", name=name).click()
        kiosk.wait_for_load_state("networkidle")
    found = {}
    for path in PLACES:
        kiosk.goto(f"{site}/borne/{path}")
        blamed = faults(kiosk)
        controls = kiosk.evaluate(CONTROLS)
        blamed += [f"small: {one}" for one in controls if min(one[2], one[3]) < SMALLEST - 1]
        if look == "low":
            blamed += [f"out of reach: {one}" for one in controls if one[1] < LOWER_THIRD]
        if blamed:
            found[path] = blamed
    assert found == {}


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (768, 1024)])
def test_other_screens_show_the_same_places(browser: Browser, site: str, town: World, width: int, height: int) -> None:
    kiosk = a_kiosk(browser, site, width, height)
    found = {}
    for path in PLACES:
        kiosk.goto(f"{site}/borne/{path}")
        if blamed := faults(kiosk):
            found[path] = blamed
    assert found == {}


@pytest.mark.parametrize(("width", "height"), [(1080, 1920), (1920, 1080), (768, 1024)])
def test_every_tile_and_door_of_the_first_screen_is_one_or_two_touches_away_in_every_comfort(
    browser: Browser, site: str, town: World, width: int, height: int
) -> None:
    kiosk = a_kiosk(browser, site, width, height)
    all_of_them = set(kiosk.locator(".kiosk__page a").evaluate_all("all => all.map((one) => one.pathname)"))
    assert len(all_of_them) == 13
    lost, worn = {}, (1, 1, 1)
    for is_called in (False, True):  # a sentence above takes its place
        if is_called:
            kiosk.get_by_role("button", name="Appeler").click()
            kiosk.get_by_role("link", name="Continuer").click()
        for comfort in product((1, 2), (1, 2), (1, 2, 3)):
            changed = [name for name, now, before in zip(COMFORTS, comfort, worn, strict=True) if now != before]
            for name in changed:
                kiosk.locator(f"[data-comfort={name}] button").click()
            worn = comfort
            kiosk.clock.run_for(100)
            reached = set(kiosk.evaluate(REACHED))
            spare = all_of_them - reached
            if len(spare) > 2 or "/borne/tout/" not in reached or kiosk.locator(".kiosk-suite").is_visible():
                lost[(is_called, *comfort)] = spare
    assert lost == {}
    kiosk.goto(f"{site}/borne/tout/")
    kiosk.clock.run_for(100)
    assert {"/borne/plus-demandees/", "/borne/papiers/"} <= set(kiosk.evaluate(REACHED))
