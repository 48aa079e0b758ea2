"""Her own means of signing in."""

import time

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from guichet.accounts.models import Role
from guichet.desk.signin.tests.support import (
    SECRET,
    a_browser,
    a_long_wait,
    code_now,
    give_password,
    is_outside,
    recovery_codes,
    with_application,
)
from tests.base import PASSWORD, text_of

ADDRESSES = ["", "application/", "cle/", "codes/", "codes/nouveaux/", "mot-de-passe/", "application/retirer/"]


@pytest.fixture
def inside(client: Client, sophie: Role) -> Client:
    with_application(sophie)
    give_password(client, "sophie")
    client.post("/connexion/code/", {"code": code_now()})
    return client


def long_ago(client: Client) -> None:
    session = client.session
    for record in session["account_authentication_methods"]:
        record["at"] = time.time() - 3600
    session.save()


@pytest.mark.parametrize("address", ADDRESSES)
def test_nobody_sees_these_pages_from_outside(client: Client, world: object, address: str) -> None:
    answer = client.get(f"/connexion/securite/{address}")
    assert answer.status_code == 302
    assert answer["Location"].startswith("/connexion/?next=")


@pytest.mark.parametrize("address", ADDRESSES)
def test_a_password_alone_does_not_reach_them_when_she_has_a_factor(client: Client, sophie: Role, address: str) -> None:
    client.force_login(sophie.account)  # a session older than her factor
    with_application(sophie)
    answer = client.get(f"/connexion/securite/{address}")
    assert answer["Location"].startswith("/connexion/deuxieme-facteur/")


def test_an_older_session_passes_the_new_factor_first(client: Client, sophie: Role) -> None:
    give_password(client, "sophie")
    with_application(sophie)
    asked = client.get("/connexion/deuxieme-facteur/")
    assert asked["Location"].startswith("/connexion/preuve/code/")
    client.post(asked["Location"], {"code": code_now()})
    assert not is_outside(client)


def test_the_page_lists_her_means(inside: Client) -> None:
    page = text_of(inside.get("/connexion/securite/"))
    assert "Installée le" in page
    assert "10 codes" in page


def test_an_hour_later_she_proves_who_she_is_again(inside: Client) -> None:
    long_ago(inside)
    asked = inside.get("/connexion/securite/codes/")
    assert asked["Location"] == "/connexion/preuve/?next=%2Fconnexion%2Fsecurite%2Fcodes%2F"
    assert "C’est toujours vous" in text_of(inside.get(asked["Location"]))
    assert "Ce n’est pas votre mot de passe" in text_of(inside.post(asked["Location"], {"password": "faux"}))
    proved = inside.post(asked["Location"], {"password": PASSWORD})
    assert inside.get(proved["Location"]).status_code == 200


def test_she_changes_her_telephone(inside: Client, sophie: Role) -> None:
    page = inside.get("/connexion/securite/application/")
    secret = page.context["form"].secret
    assert secret != SECRET
    assert inside.post("/connexion/securite/application/", {"code": "000000"}).status_code == 200
    assert (
        inside.post("/connexion/securite/application/", {"code": code_now(secret)})["Location"]
        == "/connexion/securite/"
    )
    assert Authenticator.objects.filter(user=sophie.account, type="totp").count() == 1
    other = a_browser()
    give_password(other, "sophie")
    other.post("/connexion/code/", {"code": code_now(SECRET)})
    assert is_outside(other)


def test_the_only_factor_stays(inside: Client, sophie: Role) -> None:
    assert "C’est votre seul deuxième facteur" in text_of(inside.get("/connexion/securite/application/retirer/"))
    inside.post("/connexion/securite/application/retirer/")
    assert Authenticator.objects.filter(user=sophie.account, type="totp").exists()


def test_new_recovery_codes_void_the_old_ones(inside: Client, sophie: Role) -> None:
    old = recovery_codes(sophie.account)
    assert "10 codes" in text_of(inside.get("/connexion/securite/codes/nouveaux/"))
    assert inside.post("/connexion/securite/codes/nouveaux/")["Location"] == "/connexion/securite/codes/"
    assert not set(old) & set(recovery_codes(sophie.account))


def test_she_changes_her_password_and_stays_inside(inside: Client, sophie: Role) -> None:
    given = {
        "oldpassword": PASSWORD,
        "password1": "cinq mots sans aucun rapport",
        "password2": "cinq mots sans aucun rapport",
    }
    answer = inside.post("/connexion/securite/mot-de-passe/", given, follow=True)
    assert "Votre mot de passe est changé" in text_of(answer)
    assert not is_outside(inside)


def test_her_password_is_not_guessed_from_a_session_left_open(inside: Client) -> None:
    given = {"password1": "cinq mots sans aucun rapport", "password2": "cinq mots sans aucun rapport"}
    for _try in range(5):
        inside.post("/connexion/securite/mot-de-passe/", {**given, "oldpassword": "faux"})
        cache.clear()
    a_long_wait()
    page = inside.post("/connexion/securite/mot-de-passe/", {**given, "oldpassword": PASSWORD})
    assert "Trop d’essais de suite" in text_of(page)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"oldpassword": "faux"}, "Ce n’est pas votre mot de passe actuel"),
        ({"password1": "court", "password2": "court"}, "12 caractères"),
        ({"password2": "autre chose"}, "Les deux nouveaux mots de passe diffèrent"),
        ({"password1": ""}, "Choisissez un nouveau mot de passe"),
    ],
)
def test_a_password_that_will_not_do_says_why(inside: Client, given: dict[str, str], sentence: str) -> None:
    right = {
        "oldpassword": PASSWORD,
        "password1": "cinq mots sans aucun rapport",
        "password2": "cinq mots sans aucun rapport",
    }
    assert sentence in text_of(inside.post("/connexion/securite/mot-de-passe/", right | given))


def test_a_passkey_that_was_not_asked_for_is_refused(inside: Client, sophie: Role) -> None:
    page = inside.post("/connexion/securite/cle/", {"name": "x", "credential": "{}", "passwordless": "on"})
    assert page.status_code == 200
    assert not Authenticator.objects.filter(user=sophie.account, type="webauthn").exists()


def test_the_key_of_another_agent_does_not_exist(inside: Client, paul: Role) -> None:
    key = Authenticator.objects.create(user=paul.account, type="webauthn", data={"name": "x", "credential": {}})
    assert inside.post(f"/connexion/securite/cle/{key.pk}/retirer/").status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()
