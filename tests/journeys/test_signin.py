"""An agent comes in, in a real browser: with her sheet, her telephone, her passkey."""

from typing import Any

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, Page, expect

from guichet.accounts.actions import print_first_access
from guichet.accounts.models import Role
from guichet.accounts.rules import spoken_secret
from guichet.desk.signin.tests.support import code_now, with_application
from guichet.kit.actor import SYSTEM
from tests.base import PASSWORD
from tests.browser import axe, new_page, wider_than_the_window

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

CHOSEN = "quatre mots sans rapport"


@pytest.fixture(autouse=True)
def forgotten_tries() -> None:
    cache.clear()


@pytest.fixture
def door(live_server: Any) -> str:
    return f"{live_server.url}/connexion/"


def press(page: Page, words: str) -> None:
    page.get_by_role("button", name=words).click()


def give_password(page: Page, door: str, login: str = "sophie") -> None:
    page.goto(door)
    page.get_by_label("Identifiant").fill(login)
    page.get_by_label("Mot de passe").fill(PASSWORD)
    press(page, "Continuer")


def a_good_page(page: Page, title: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(title)
    assert axe(page) == []
    assert wider_than_the_window(page) == []


def with_key_reader(page: Page) -> str:
    """A device that keeps passkeys and always recognises its owner, as a fingerprint reader would."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    made = session.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    return str(made["authenticatorId"])


@pytest.mark.parametrize("width", [320, 1280])
def test_a_new_agent_enters_with_her_sheet_and_leaves_with_her_codes(
    browser: Browser, door: str, sophie: Role, width: int
) -> None:
    sheet = spoken_secret(print_first_access(sophie.account, by=SYSTEM))
    page = new_page(browser, width=width)
    page.goto(door)
    a_good_page(page, "Entrer au guichet")
    page.get_by_role("link", name="fiche de premier accès").click()
    a_good_page(page, "Premier accès")
    press(page, "Continuer")
    a_good_page(page, "Premier accès")
    page.get_by_label("Identifiant de la fiche").fill("sophie")
    page.get_by_label("Code de la fiche").fill(sheet.lower())
    page.get_by_label("Votre nouveau mot de passe").fill(CHOSEN)
    page.get_by_label("Le même, une deuxième fois").fill(CHOSEN)
    press(page, "Continuer")
    a_good_page(page, "Choisir un deuxième facteur")
    page.get_by_role("link", name="Installer l’application").click()
    a_good_page(page, "Installer l’application")
    secret = page.locator("[data-secret]").inner_text().replace(" ", "").strip()
    page.get_by_label("Les six chiffres").fill(code_now(secret))
    press(page, "Continuer")
    a_good_page(page, "Vos codes de secours")
    page.get_by_role("link", name="C’est fait, continuer").click()
    page.wait_for_url("**/guichet/**")


def test_a_passkey_made_once_opens_alone(browser: Browser, door: str, sophie: Role) -> None:
    with_application(sophie)
    page = new_page(browser)
    with_key_reader(page)
    give_password(page, door)
    a_good_page(page, "Votre deuxième facteur")
    page.get_by_label("Code").fill(code_now())
    press(page, "Continuer")
    page.wait_for_url("**/guichet/**")
    page.goto(f"{door}securite/")
    a_good_page(page, "Mes moyens d’entrer")
    page.get_by_role("link", name="Créer une clé d’accès").click()
    a_good_page(page, "Créer une clé d’accès")
    page.get_by_label("Nom de la clé").fill("Poste du service")
    press(page, "Créer la clé")
    expect(page.get_by_text("« Poste du service »")).to_be_visible()
    a_good_page(page, "Mes moyens d’entrer")
    page.goto(f"{door}fin/")
    a_good_page(page, "Quitter le guichet")
    press(page, "Se déconnecter")
    press(page, "Entrer avec une clé d’accès")
    page.wait_for_url("**/guichet/**")


def test_a_passkey_may_be_the_second_factor(browser: Browser, door: str, sophie: Role) -> None:
    page = new_page(browser)
    with_key_reader(page)
    give_password(page, door)
    page.get_by_role("link", name="Créer une clé d’accès").click()
    press(page, "Créer la clé")
    a_good_page(page, "Vos codes de secours")
    page.goto(f"{door}fin/")
    press(page, "Se déconnecter")
    give_password(page, door)
    press(page, "Utiliser une clé d’accès")
    page.wait_for_url("**/guichet/**")


def test_a_key_that_does_not_answer_blocks_nothing(browser: Browser, door: str, sophie: Role) -> None:
    with_application(sophie)
    page = new_page(browser)
    with_key_reader(page)  # it holds no key of ours
    page.goto(door)
    press(page, "Entrer avec une clé d’accès")
    expect(page.get_by_text("La clé n’a pas répondu.")).to_be_visible(timeout=15_000)
    a_good_page(page, "Entrer au guichet")
    give_password(page, door)
    page.get_by_label("Code").fill(code_now())
    press(page, "Continuer")
    page.wait_for_url("**/guichet/**")


def test_without_scripts_password_and_code_are_enough(browser: Browser, door: str, sophie: Role) -> None:
    with_application(sophie)
    page = new_page(browser, javascript=False)
    give_password(page, door)
    expect(page.get_by_role("button", name="clé d’accès")).to_have_count(0)
    page.get_by_label("Code").fill(code_now())
    press(page, "Continuer")
    page.wait_for_url("**/guichet/**")


def test_the_other_pages_of_sign_in_are_good_pages(browser: Browser, door: str, sophie: Role) -> None:
    with_application(sophie)
    page = new_page(browser, width=320)
    give_password(page, door, login="personne")
    a_good_page(page, "Entrer au guichet")
    page.get_by_role("link", name="J’ai perdu mon mot de passe").click()
    a_good_page(page, "Mot de passe perdu")
    give_password(page, door)
    page.get_by_label("Code").fill(code_now())
    press(page, "Continuer")
    page.wait_for_url("**/guichet/**")
    for path, title in (
        ("role/", "Pour qui travaillez-vous\u00a0?"),
        ("securite/application/", "Changer de téléphone"),
        ("securite/codes/", "Vos codes de secours"),
        ("securite/codes/nouveaux/", "De nouveaux codes de secours"),
        ("securite/mot-de-passe/", "Changer de mot de passe"),
        ("preuve/", "C’est toujours vous\u00a0?"),
        ("preuve/code/", "Votre deuxième facteur"),
    ):
        page.goto(door + path)
        a_good_page(page, title)
