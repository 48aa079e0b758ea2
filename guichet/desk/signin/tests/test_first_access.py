"""The printed sheet, then the second factor, then the desk."""

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from guichet.accounts.actions import print_first_access
from guichet.accounts.models import Account, Role
from guichet.desk.signin.tests.support import (
    a_browser,
    code_now,
    give_password,
    is_outside,
    recovery_codes,
    with_application,
)
from guichet.kit.actor import SYSTEM
from tests.base import text_of

CHOSEN = "quatre mots sans rapport"


@pytest.fixture
def sheet(sophie: Role) -> str:
    return print_first_access(sophie.account, by=SYSTEM)


def use_sheet(client: Client, code: str, password: str = CHOSEN, login: str = "sophie"):
    return client.post(
        "/connexion/premier-acces/", {"login": login, "code": code, "password1": password, "password2": password}
    )


def set_up_application(client: Client) -> str:
    """Install the application as the page says; returns where she goes next."""
    page = client.get("/connexion/securite/application/")
    assert page.status_code == 200
    return client.post("/connexion/securite/application/", {"code": code_now(page.context["form"].secret)})["Location"]


def test_a_new_agent_goes_from_her_sheet_to_her_desk(client: Client, sophie: Role, sheet: str) -> None:
    assert use_sheet(client, sheet)["Location"] == "/connexion/deuxieme-facteur/"
    assert is_outside(client)
    assert "Choisir un deuxième facteur" in text_of(client.get("/connexion/deuxieme-facteur/"))
    codes_page = set_up_application(client)
    assert codes_page == "/connexion/securite/codes/"
    page = client.get(codes_page)
    assert recovery_codes(sophie.account)[0][:4] in text_of(page)
    assert page.context["onward"] == "/guichet/"
    assert not is_outside(client)


def test_the_sheet_serves_once_and_the_password_stays(client: Client, sophie: Role, sheet: str) -> None:
    use_sheet(client, sheet)
    assert "ne vont pas ensemble" in text_of(use_sheet(a_browser(), sheet))
    assert give_password(a_browser(), "sophie", CHOSEN)["Location"] == "/connexion/deuxieme-facteur/"


def test_the_code_is_read_however_it_is_typed(client: Client, sophie: Role, sheet: str) -> None:
    typed = f" {sheet[:4].lower()} {sheet[4:8]}-{sheet[8:]} "
    assert use_sheet(client, typed)["Location"] == "/connexion/deuxieme-facteur/"


@pytest.mark.parametrize("login", ["sophie", "personne"])
def test_a_wrong_code_is_refused_the_same_for_all(client: Client, sheet: str, login: str) -> None:
    assert "ne vont pas ensemble" in text_of(use_sheet(client, "AAAA-AAAA-AAAA", login=login))


def test_an_old_sheet_opens_nothing(client: Client, sophie: Role, sheet: str) -> None:
    Account.objects.update(first_access_until=timezone.now())
    assert "nouvelle" in text_of(use_sheet(client, sheet))
    assert is_outside(client)


def test_wrong_sheets_are_slowed_but_never_locked(client: Client, sophie: Role, sheet: str) -> None:
    for _try in range(6):
        use_sheet(client, "AAAA-AAAA-AAAA")
    assert "attendez" in text_of(use_sheet(client, sheet))


def test_a_weak_password_says_how_to_mend_it_and_keeps_the_sheet(client: Client, sophie: Role, sheet: str) -> None:
    assert "12" in text_of(use_sheet(client, sheet, password="court"))
    assert use_sheet(client, sheet)["Location"] == "/connexion/deuxieme-facteur/"


def test_two_different_passwords_are_told(client: Client, sheet: str) -> None:
    given = {"login": "sophie", "code": sheet, "password1": CHOSEN, "password2": "autre"}
    assert "Les deux mots de passe diffèrent" in text_of(client.post("/connexion/premier-acces/", given))


def test_empty_fields_each_say_what_to_write(client: Client, sheet: str) -> None:
    page = text_of(client.post("/connexion/premier-acces/", {}))
    for sentence in ("Écrivez l’identifiant", "Écrivez le code imprimé", "Choisissez un mot de passe", "deuxième fois"):
        assert sentence in page


def test_a_second_sheet_replaces_a_lost_telephone(client: Client, sophie: Role) -> None:
    with_application(sophie)
    give_password(client, "sophie")
    client.post("/connexion/code/", {"code": code_now()})
    new_sheet = print_first_access(sophie.account, by=SYSTEM)
    assert is_outside(client), "a new sheet shuts the sessions of the old password"
    other = a_browser()
    assert use_sheet(other, new_sheet)["Location"] == "/connexion/deuxieme-facteur/"
    assert not Authenticator.objects.filter(user=sophie.account).exists()


def test_recovery_codes_printed_before_the_first_entry_are_asked_for(client: Client, sophie: Role, sheet: str) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    RecoveryCodes.activate(sophie.account)
    answer = use_sheet(client, sheet)
    asked = client.get(answer["Location"])
    assert asked["Location"].startswith("/connexion/preuve/code/?next=")
    assert "Choisir" not in text_of(client.get("/connexion/securite/application/", follow=True)), "not without a code"
    proof = client.post(asked["Location"], {"code": recovery_codes(sophie.account)[0]})
    assert "Plus tard" in text_of(client.get(proof["Location"]))
    assert set_up_application(client) == "/connexion/securite/"
    assert not is_outside(client)
