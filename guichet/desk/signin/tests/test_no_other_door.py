"""There is one way in, and it asks for two factors."""

import pytest
from django.test import Client
from django.urls import NoReverseMatch, reverse

from guichet.accounts.models import Role
from guichet.accounts.rules import RoleKind
from guichet.desk.signin.tests.support import a_browser, code_now, give_password, inside, is_outside, with_application
from tests.base import PASSWORD, World, an_agent, text_of

CREDENTIALS = {"username": "claire", "login": "claire", "password": PASSWORD, "next": "/cms/"}


@pytest.fixture
def claire(world: World) -> Role:
    """She writes the pages of Anor."""
    return an_agent("claire", world.anor, kind=RoleKind.EDITOR)


@pytest.mark.parametrize(
    "path",
    [
        "/cms/login/",
        "/cms/password_reset/",
        "/cms/account/",
        "/cms/logout/",
        "/cms/login",
        "/cms/account/change_password/",
    ],
)
def test_the_workshop_has_no_door_of_its_own(client: Client, claire: Role, path: str) -> None:
    for answer in (client.post(path, CREDENTIALS), client.get(path)):
        assert answer.status_code in {302, 404}
        assert answer.status_code == 404 or answer["Location"].startswith("/connexion/")
    assert is_outside(client)


def test_a_right_password_without_second_factor_stays_outside(client: Client, claire: Role) -> None:
    assert give_password(client, "claire", next="/cms/")["Location"].startswith("/connexion/deuxieme-facteur/")
    assert is_outside(client)
    with_application(claire)
    other = a_browser()
    assert give_password(other, "claire", next="/cms/")["Location"] == "/connexion/code/"
    assert is_outside(other)


@pytest.mark.parametrize(
    "path",
    [
        "/cms/", "/cms/pages/", "/cms/autocomplete/tags/", "/cms/choose-page/", "/cms/users/", "/cms/snippets/", "/cms/images/",
        "/cms/documents/", "/cms/jsi18n/", "/cms/api/main/pages/", "/cms/reports/", "/cms/sites/", "/cms/groups/",
        "/cms/userbar/moderation/1/", "/cms/sprite-1/", "/cms/nimporte/quoi/",
    ],
)  # fmt: skip
def test_nothing_of_the_workshop_answers_before_the_second_factor(client: Client, claire: Role, path: str) -> None:
    for who in (a_browser(), client):
        answer = who.get(path)
        assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/connexion/")
        client.force_login(claire.account)


def test_an_editor_with_two_factors_enters_the_workshop(client: Client, claire: Role) -> None:
    with_application(claire)
    give_password(client, "claire", next="/cms/")
    assert client.post("/connexion/code/", {"code": code_now()})["Location"] == "/cms/"
    assert client.get("/cms/login/").status_code == 404


def test_an_agent_who_writes_no_page_stays_out_of_the_workshop(sophie: Role) -> None:
    answer = inside(sophie).get("/cms/")
    assert answer.status_code in {302, 404}
    assert answer.status_code == 404 or answer["Location"].startswith("/connexion/")


@pytest.mark.parametrize(
    "path",
    [
        "inscription/",
        "signup/",
        "email/",
        "password/reset/",
        "login/",
        "login/code/",
        "securite/codes/download/",
        "cle/signup/",
        "3rdparty/",
    ],
)
def test_what_is_not_listed_does_not_exist(client: Client, world: World, path: str) -> None:
    assert client.get(f"/connexion/{path}").status_code == 404


@pytest.mark.parametrize(
    "name", ["account_signup", "account_reset_password", "account_email", "account_request_login_code"]
)
def test_no_sign_up_and_no_e_mail_page_is_routed(name: str) -> None:
    with pytest.raises(NoReverseMatch):
        reverse(name)


def test_a_lost_password_is_the_administrators_business(client: Client, world: World) -> None:
    page = text_of(client.get("/connexion/mot-de-passe-perdu/"))
    assert "nouvelle fiche de premier accès" in page
    assert 'type="email"' not in page
