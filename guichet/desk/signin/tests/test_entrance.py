"""Coming in with a password and a second factor."""

from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from django.test import Client

from guichet.accounts.actions import close_account, give_role
from guichet.accounts.models import Role, WrongSecrets
from guichet.accounts.rules import RoleKind
from guichet.desk.guard import ROLE_KEY
from guichet.desk.signin.tests.support import (
    a_browser,
    a_long_wait,
    code_now,
    give_password,
    is_outside,
    recovery_codes,
    with_application,
)
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now
from tests.base import World, text_of


def test_the_door_greets_agents_in_french(client: Client, world: World) -> None:
    page = client.get("/connexion/")
    assert page.status_code == 200
    assert "Entrer au guichet" in text_of(page)
    assert page["Cache-Control"] == "no-store"


def test_password_then_code_opens_the_desk(client: Client, sophie: Role) -> None:
    with_application(sophie)
    assert give_password(client, "sophie")["Location"] == "/connexion/code/"
    assert is_outside(client)
    assert client.post("/connexion/code/", {"code": code_now()})["Location"] == "/guichet/"
    assert not is_outside(client)


def test_the_identifier_may_be_typed_in_capitals(client: Client, sophie: Role) -> None:
    with_application(sophie)
    assert give_password(client, " Sophie ")["Location"] == "/connexion/code/"


def test_after_the_doors_comes_the_page_she_wanted(client: Client, sophie: Role) -> None:
    with_application(sophie)
    give_password(client, "sophie", next="/guichet/dossiers/?page=2")
    assert client.post("/connexion/code/", {"code": code_now()})["Location"] == "/guichet/dossiers/?page=2"


@pytest.mark.parametrize("path", ["/guichet/dossiers/?etat=new&q=bac%26cle", "/guichet/dossiers/", "/cms/a&b/?x=1&y=2"])
def test_the_door_leads_back_to_the_whole_address(client: Client, world: World, path: str) -> None:
    asked = client.get(path)
    query = parse_qs(urlsplit(asked["Location"]).query)
    assert list(query) == ["next"]
    assert query["next"] == [path]


def test_a_page_of_another_site_is_never_the_next_one(client: Client, sophie: Role) -> None:
    with_application(sophie)
    give_password(client, "sophie", next="https://voleur.example/guichet/")
    assert client.post("/connexion/code/", {"code": code_now()})["Location"] == "/guichet/"


def test_a_wrong_password_says_so_without_telling_who_exists(client: Client, sophie: Role) -> None:
    known, unknown = give_password(client, "sophie", "faux"), give_password(client, "personne", "faux")
    assert "ne vont pas ensemble" in text_of(known)
    assert "ne vont pas ensemble" in text_of(unknown)
    assert "Erreur\u00a0:" in text_of(known)


def test_wrong_passwords_are_slowed_in_french(client: Client, sophie: Role) -> None:
    with_application(sophie)
    for _try in range(5):
        give_password(client, "sophie", "faux")
    a_long_wait()
    refused = give_password(client, "sophie")
    assert "Trop d’essais de suite" in text_of(refused)
    assert is_outside(client)


def later(seconds: int) -> None:
    WrongSecrets.objects.update(last_at=now() - timedelta(seconds=seconds))


def test_wrong_passwords_stay_counted_whichever_process_answers(client: Client, sophie: Role) -> None:
    with_application(sophie)
    for _try in range(5):
        give_password(client, "sophie", "faux")
        cache.clear()  # what another process, or the next start, would not know
    a_long_wait()
    assert "Trop d’essais de suite" in text_of(give_password(client, "SOPHIE"))
    later(61)
    assert give_password(client, "sophie")["Location"] == "/connexion/code/"


def test_who_types_nonsense_for_an_agent_does_not_shut_her_out(client: Client, sophie: Role) -> None:
    with_application(sophie)
    for _try in range(5):
        give_password(client, "sophie", "faux")
    elsewhere = Client(headers={"host": "localhost"}, REMOTE_ADDR="198.51.100.7")
    assert give_password(elsewhere, "sophie")["Location"] == "/connexion/code/"


def test_a_town_hall_that_mistypes_waits_a_minute_at_most(client: Client, sophie: Role) -> None:
    with_application(sophie)
    give_password(client, "personne", "faux")
    a_long_wait()
    assert "Trop d’essais de suite" in text_of(give_password(client, "sophie"))
    later(61)
    assert give_password(client, "sophie")["Location"] == "/connexion/code/"


def test_wrong_codes_are_slowed_whichever_process_answers(client: Client, sophie: Role) -> None:
    with_application(sophie)
    give_password(client, "sophie")
    for _try in range(5):
        client.post("/connexion/code/", {"code": "000000"})
        cache.clear()
    a_long_wait()
    assert "Trop d’essais de suite" in text_of(client.post("/connexion/code/", {"code": code_now()}))
    later(61)
    assert client.post("/connexion/code/", {"code": code_now()})["Location"] == "/guichet/"


def test_a_flood_from_one_address_gets_a_french_page(client: Client, world: World) -> None:
    for number in range(30):
        give_password(client, f"agent{number}", "faux")
    page = give_password(client, "agent", "faux")
    assert page.status_code == 429
    assert "Trop d’essais de suite" in text_of(page)


def test_a_wrong_code_stays_outside(client: Client, sophie: Role) -> None:
    with_application(sophie)
    give_password(client, "sophie")
    assert "Ce code n’est pas le bon" in text_of(client.post("/connexion/code/", {"code": "000000"}))
    assert is_outside(client)


def test_a_code_serves_once(client: Client, sophie: Role) -> None:
    with_application(sophie)
    code = code_now()
    give_password(client, "sophie")
    client.post("/connexion/code/", {"code": code})
    thief = a_browser()
    give_password(thief, "sophie")
    thief.post("/connexion/code/", {"code": code})
    assert is_outside(thief)


def test_a_recovery_code_replaces_the_telephone_once(client: Client, sophie: Role) -> None:
    with_application(sophie)
    code = recovery_codes(sophie.account)[0]
    give_password(client, "sophie")
    typed = f"{code[:4]} {code[4:]}"
    assert client.post("/connexion/code/", {"code": typed})["Location"] == "/guichet/"
    again = a_browser()
    give_password(again, "sophie")
    again.post("/connexion/code/", {"code": code})
    assert is_outside(again)


def test_a_closed_account_hears_that_it_is_closed(client: Client, sophie: Role, paul: Role) -> None:
    close_account(sophie.account, by=paul.actor)
    answer = give_password(client, "sophie")
    assert "Ce compte est fermé" in text_of(client.get(answer["Location"]))
    assert is_outside(client)


def test_leaving_closes_the_desk(client: Client, sophie: Role) -> None:
    with_application(sophie)
    give_password(client, "sophie")
    client.post("/connexion/code/", {"code": code_now()})
    assert client.post("/connexion/fin/")["Location"] == "/connexion/"
    assert is_outside(client)


def test_she_may_start_again_with_another_identifier(client: Client, sophie: Role) -> None:
    with_application(sophie)
    give_password(client, "sophie")
    client.post("/connexion/fin/")
    assert "Entrer au guichet" in text_of(client.get("/connexion/"))


def test_with_two_roles_she_chooses_and_the_wanted_page_follows(client: Client, sophie: Role, world: World) -> None:
    with_application(sophie)
    editor = give_role(sophie.account, body=world.anor, kind=RoleKind.EDITOR, by=SYSTEM)
    give_password(client, "sophie", next="/guichet/dossiers/")
    answer = client.post("/connexion/code/", {"code": code_now()})
    assert answer["Location"] == "/connexion/role/?next=%2Fguichet%2Fdossiers%2F"
    page = text_of(client.get(answer["Location"]))
    assert "Instructeur" in page
    assert "Rédacteur" in page
    assert client.post(answer["Location"], {"role": sophie.pk})["Location"] == "/guichet/dossiers/"
    assert client.post("/connexion/role/", {"role": editor.pk})["Location"] == "/cms/"
    assert client.session[ROLE_KEY] == editor.pk


def test_nobody_takes_the_role_of_another(client: Client, sophie: Role, paul: Role) -> None:
    with_application(sophie)
    give_password(client, "sophie")
    client.post("/connexion/code/", {"code": code_now()})
    assert client.post("/connexion/role/", {"role": paul.pk}).status_code == 404
    assert client.post("/connexion/role/", {"role": "x"}).status_code == 404
    assert "Choisissez un rôle" in text_of(client.post("/connexion/role/"))


def test_an_agent_without_a_role_is_told_whom_to_ask(client: Client, sophie: Role) -> None:
    with_application(sophie)
    Role.objects.all().delete()
    give_password(client, "sophie")
    answer = client.post("/connexion/code/", {"code": code_now()})
    assert "Demandez un rôle à votre administrateur" in text_of(client.get(answer["Location"]))


def test_the_telephone_secret_is_not_readable_in_the_database(sophie: Role) -> None:
    with_application(sophie)
    kept = Authenticator.objects.get(user=sophie.account, type="totp")
    assert "JBSWY3DP" not in str(kept.data)


def test_an_altered_passkey_answer_is_refused_in_french(client: Client, sophie: Role) -> None:
    answer = client.post("/connexion/cle/", {"credential": '{"id": "x"}'}, follow=True)
    assert answer.redirect_chain[-1][0] == "/connexion/"
    assert "Cette clé n’est pas reconnue ici" in text_of(answer)
    assert is_outside(client)
