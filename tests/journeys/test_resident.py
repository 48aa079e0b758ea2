"""A resident asks for a repaired bin, keeps her ticket and reads the answer: in a real Chromium, judged by axe."""

import re
from io import BytesIO

import pytest
from PIL import Image
from playwright.sync_api import Page

from guichet.cases.actions import ask_for_paper, decide
from guichet.cases.models import Case
from guichet.catalogue.actions import load_procedures, offer_procedure
from guichet.catalogue.models import Procedure
from guichet.config import hosts
from guichet.kit.actor import SYSTEM
from guichet.portal.planting import plant_pages
from tests.base import World, an_agent, build_world
from tests.browser import new_page
from tests.journeys.walking import go_on, looked_at

pytestmark = pytest.mark.browser

REFERENCE = re.compile(r"BAC-\d{2}-\d{5}")


@pytest.fixture
def world(transactional_db: None, settings) -> World:
    """Both portals with their pages and the one procedure; a robot's patience is not what is tested here."""
    settings.FORM_MINIMUM_SECONDS = 0
    world = build_world()
    load_procedures(by=SYSTEM)
    procedure = Procedure.objects.get(slug="bacs-ordures")
    offer_procedure(procedure, body=world.body, department=world.waste, case_type="bacs-ordures", by=SYSTEM)
    for body in (world.body, world.anor, world.fourmies):
        plant_pages(body)
    hosts.forget()
    return world


def at(live_server, host: str) -> str:
    return f"http://{host}:{live_server.url.rsplit(':', 1)[1]}"


def photograph() -> dict[str, object]:
    picture = BytesIO()
    Image.new("RGB", (60, 40), "#0a574d").save(picture, "JPEG")
    return {"name": "IMG_2041.jpg", "mimeType": "image/jpeg", "buffer": picture.getvalue()}


def fill_in(page: Page, *, javascript: bool = True) -> None:
    """From the home page to the check page, with one mistake of each kind on the way."""

    def look() -> None:
        looked_at(page, javascript=javascript)

    look()
    page.locator("#q").fill("poubelle cassée")
    page.get_by_role("button", name="Chercher").click()
    look()
    page.get_by_role("link", name=re.compile("bac à ordures")).first.click()
    look()
    page.get_by_role("link", name="Faire la demande en ligne").locator("visible=true").first.click()
    look()
    page.get_by_role("link", name="Commencer").click()
    look()
    go_on(page)
    assert page.title().startswith("Erreur")
    look()
    page.get_by_role("radio", name="Une réparation").check()
    go_on(page)
    look()
    page.get_by_role("radio", name="Aux ordures ménagères").check()
    go_on(page)
    look()
    page.get_by_role("radio", name="Autre chose").check()
    page.get_by_label("Dites-le en quelques mots").fill("La poignée")
    page.get_by_label("Numéro du bac").fill("5901 20")
    go_on(page)
    look()
    page.get_by_role("button", name="Continuez sans le numéro").click()
    look()
    page.locator("input[type=file]").set_input_files(
        [photograph(), {"name": "vide.jpg", "mimeType": "image/jpeg", "buffer": b""}]
    )
    page.get_by_role("button", name="Joindre maintenant").click()
    page.get_by_role("button", name="Retirer IMG_2041.jpg").wait_for()
    look()
    go_on(page)
    page.locator("#street").fill("14 rue Léo-Lagrange")
    page.keyboard.press("Escape")  # what is proposed stays out of the way
    look()
    go_on(page)
    page.get_by_label("Prénom").fill("Lucie")
    page.get_by_label("Nom", exact=True).fill("Dubois")
    look()
    go_on(page)
    look()
    go_on(page)
    look()


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("host", ["localhost", "fourmies.localhost"])
def test_a_resident_asks_follows_answers_and_reads_the_outcome(world, live_server, browser, host, width):
    page = new_page(browser, width=width)
    page.goto(at(live_server, host))
    fill_in(page)
    page.get_by_role("button", name="Envoyer ma demande").click()
    looked_at(page)
    assert page.locator("h1").inner_text() == "C’est reçu. Merci, Lucie."
    case = Case.objects.get()
    assert case.commune.host == host
    assert case.spoken_secret in page.locator(".ticket").inner_text()
    page.get_by_role("link", name="Voir ma demande").click()
    looked_at(page)

    sophie = an_agent("sophie", world.body, world.waste).actor
    case = ask_for_paper(case, "Une photo de la poignée, s’il vous plaît.", seen_version=case.version, by=sophie)
    page.reload()
    assert "Il nous manque quelque chose" in page.locator("main").inner_text()
    page.get_by_label("Votre message").fill("La voici.")
    page.locator("input[type=file]").set_input_files([photograph()])
    looked_at(page)
    page.get_by_role("button", name="Envoyer", exact=True).click()
    page.get_by_text("C’est parti.").wait_for()
    looked_at(page)

    case.refresh_from_db()
    decide(case, outcome="repaired", text="", seen_version=case.version, by=sophie)
    page.reload()
    assert "Votre bac est réparé." in page.locator("main").inner_text()
    looked_at(page)
    page.get_by_role("button", name="Terminer").click()
    looked_at(page)


def test_a_draft_begun_at_home_ends_on_another_device_with_its_codes(world, live_server, browser):
    home = at(live_server, "localhost")
    page = new_page(browser)
    page.goto(f"{home}/demarches/bacs-ordures/demande/etape/besoin/")
    page.get_by_role("radio", name="Un premier bac").check()
    go_on(page)
    page.get_by_role("heading", name="Pour quels déchets").wait_for()
    draft = Case.objects.get()

    phone = new_page(browser, width=320)
    phone.goto(home)
    phone.get_by_label("Référence").fill(draft.reference.lower())
    phone.get_by_label("Code secret").fill(draft.spoken_secret)
    phone.get_by_role("button", name="Voir ma demande").click()
    phone.get_by_role("heading", name="Pour quels déchets").wait_for()
    looked_at(phone)


def test_the_ticket_opens_with_one_press(world, live_server, browser):
    page = new_page(browser, width=320)
    page.goto(at(live_server, "localhost"))
    fill_in(page)
    page.get_by_role("button", name="Envoyer ma demande").click()
    page.get_by_role("heading", name="C’est reçu").wait_for()
    case = Case.objects.get()
    other = new_page(browser, width=320)
    other.goto(f"{at(live_server, 'localhost')}/suivi/ouvrir/{case.reference}/{case.secret}/")
    looked_at(other)
    other.get_by_role("button", name="Voir ma demande").click()
    other.get_by_role("heading", name="Votre demande de bac").wait_for()


def test_the_whole_request_goes_without_javascript(world, live_server, browser):
    page = new_page(browser, width=1280, javascript=False)
    page.goto(at(live_server, "localhost"))
    fill_in(page, javascript=False)
    page.get_by_role("button", name="Envoyer ma demande").click()
    assert page.locator("h1").inner_text() == "C’est reçu. Merci, Lucie."
    page.get_by_role("link", name="Voir ma demande").click()
    page.get_by_label("Votre message").fill("Merci à vous.")
    page.get_by_role("button", name="Envoyer", exact=True).click()
    assert "Merci à vous." in page.locator("main").inner_text()


def tab_to(page: Page, name: str, *, backwards: bool = False) -> None:
    """Press Tab until the focus is on what is called so."""
    for _ in range(80):
        page.keyboard.press("Shift+Tab" if backwards else "Tab")
        spoken = page.evaluate(
            "(e => e && e !== document.body ? [e.labels?.[0]?.innerText, e.getAttribute('aria-label'), e.innerText].filter(Boolean).join(' ') : '')(document.activeElement)"
        )
        if name in spoken:
            return
    raise AssertionError(f"Tab never reaches {name!r} on {page.url}")


def test_the_whole_request_goes_by_keyboard_alone(world, live_server, browser):
    page = new_page(browser)
    page.goto(f"{at(live_server, 'localhost')}/demarches/bacs-ordures/demande/")
    keys = page.keyboard
    tab_to(page, "Commencer")
    keys.press("Enter")
    page.get_by_role("heading", name="De quoi avez-vous besoin").wait_for()
    tab_to(page, "Un premier bac")
    keys.press("Space")
    keys.press("ArrowDown")
    for heading, choice in (("Pour quels déchets", "Aux ordures ménagères"), ("Quel est le problème", "Le couvercle")):
        tab_to(page, "Continuer")
        keys.press("Enter")
        page.get_by_role("heading", name=heading).wait_for()
        tab_to(page, choice)
        keys.press("Space")
    tab_to(page, "Numéro du bac")
    keys.type("590120")
    keys.press("Enter")
    # The summary has the focus: its link leads to the field, where the number is completed.
    page.get_by_role("heading", name="Il reste une chose à corriger").wait_for()
    page.locator("[data-error-summary]:focus").wait_for()
    tab_to(page, "Il manque 2 chiffres")
    keys.press("Enter")
    keys.press("End")
    keys.type("47")
    keys.press("Enter")
    page.get_by_role("heading", name="Une photo").wait_for()
    assert Case.objects.get().answers["bin_number"] == "5901\u00a02047"
    tab_to(page, "Continuer")
    keys.press("Enter")
    for heading, label, text in (
        ("Où est le bac", "Numéro et rue", "14 rue Léo-Lagrange"),
        ("Qui êtes-vous", "Prénom", "Lucie"),
    ):
        page.get_by_role("heading", name=heading).wait_for()
        tab_to(page, label)
        keys.type(text)
        if label == "Prénom":
            tab_to(page, "Nom")
            keys.type("Dubois")
        keys.press("Enter")
    page.get_by_role("heading", name="Comment vous répondre").wait_for()
    tab_to(page, "Adresse e-mail")
    keys.type("lucie@exemple.fr")
    keys.press("Enter")
    page.get_by_role("heading", name="Vérifiez vos réponses").wait_for()
    tab_to(page, "Envoyer ma demande")
    keys.press("Enter")
    page.get_by_role("heading", name="C’est reçu. Merci, Lucie.").wait_for()
    assert REFERENCE.search(page.locator(".ticket").inner_text())
