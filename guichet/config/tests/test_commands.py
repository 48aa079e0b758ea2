"""`guichet init` opens a real town, `guichet demo` an invented one."""

import os
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from wagtail.models import Site

from guichet.accounts.models import Account, Role
from guichet.accounts.rules import Right, RoleKind
from guichet.cases.models import Attachment, Case, Entry, Routing
from guichet.cases.rules import State, Tray
from guichet.catalogue.models import Offer, Procedure
from guichet.communes.models import Body
from guichet.config import demonstration, hosts
from guichet.config.demonstration.happening import working_day_before
from guichet.config.management.commands import init
from guichet.config.management.commands.serve import gather_missing_statistics
from guichet.journal.models import Delivery, Record
from guichet.kit.dates import now, paris_date, working_days_between
from guichet.notifications.models import Message
from tests.base import World, text_of

ANOR = {
    "insee": "59012", "name": "Anor", "short_name": "Anor", "host": "localhost", "office": "Mairie d’Anor",
    "street": "5 bis rue de la Mairie", "postcode": "59186", "city": "Anor", "departments": "accueil, état civil",
    "first_name": "Bernard", "last_name": "Lecocq", "login": "bernard",
}  # fmt: skip


@pytest.fixture(autouse=True)
def own_folder(settings: Any, tmp_path: Path) -> Path:
    settings.DATA, settings.FILES_ROOT = tmp_path, tmp_path / "files"
    settings.DEMONSTRATION = False
    return tmp_path


def open_town(**changes: str | None) -> str:
    said = StringIO()
    given = {name: value for name, value in {**ANOR, **changes}.items() if value is not None}
    call_command("init", stdout=said, **given)
    hosts.forget()
    return said.getvalue()


def build_demonstration() -> str:
    said = StringIO()
    call_command("demo", stdout=said)
    hosts.forget()
    return said.getvalue()


# init


def test_a_town_opens_with_its_departments_pages_and_catalogue(db: None) -> None:
    said = open_town()
    body = Body.objects.get()
    assert (body.official_code, body.postcode, body.kind) == ("59012", "59186", Body.Kind.COMMUNE)
    assert [department.name for department in body.departments.order_by("pk")] == ["accueil", "état civil"]
    pages = Site.objects.get(hostname="localhost").root_page.get_children().live().values_list("slug", flat=True)
    assert {"actualites", "agenda", "associations", "mentions-legales"} <= set(pages)
    assert Procedure.objects.exists()
    assert "http://localhost" in said


def test_online_requests_stand_ready_but_closed(db: None) -> None:
    open_town()
    acts = ["acte-autre-commune", "acte-deces", "acte-mariage", "acte-naissance"]
    offers = Offer.objects.order_by("procedure__slug")
    assert [offer.procedure.slug for offer in offers] == [*acts, "message", "signalement-voirie", "visite-domicile"]
    assert not any(offer.is_open for offer in offers)


def test_no_case_and_no_message_is_invented(db: None) -> None:
    open_town()
    assert not Case.objects.exists()
    assert not Message.objects.exists()
    assert not Delivery.objects.exists()


def test_the_first_administrator_enters_with_what_was_printed(db: None) -> None:
    said = open_town()
    code = re.search(r"\b\w{4}-\w{4}-\w{4}\b", said)
    recovery = re.search(r"^    (\d{4} \d{4})", said, re.MULTILINE)
    assert code
    assert recovery
    client = Client(headers={"host": "localhost"})
    chosen = "quatre mots sans rapport"
    sheet = {"login": "bernard", "code": code[0], "password1": chosen, "password2": chosen}
    door = client.post("/connexion/premier-acces/", sheet)["Location"]
    asked = client.get(door)["Location"]
    client.post(asked, {"code": recovery[1]})
    assert client.get("/guichet/").status_code in {200, 302}
    assert client.get("/cms/").status_code == 200
    assert Role.objects.get().may(Right.MANAGE_AGENTS)


def test_a_second_body_joins_the_first(db: None) -> None:
    shared = {
        "insee": None, "siren": "200043263", "name": "communauté de communes du Sud-Avesnois", "host": "cc.localhost",
        "short_name": "CC du Sud-Avesnois", "login": "nadia",
    }  # fmt: skip
    open_town(**shared)
    open_town(member_of="200043263")
    assert Body.objects.get(official_code="59012").member_of == Body.objects.get(official_code="200043263")
    assert Role.objects.filter(kind=RoleKind.ADMINISTRATOR).count() == 2


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"insee": "5901"}, "pas un code INSEE"),
        ({"insee": "59186x"}, "pas un code INSEE"),
        ({"insee": None, "siren": "200043264"}, "sa clé ne tombe pas juste"),
        ({"insee": None}, "--insee"),
        ({"postcode": "5918"}, "cinq chiffres"),
        ({"host": "https://anor.fr"}, "pas un nom d’hôte"),
        ({"host": "Anor.fr"}, "pas un nom d’hôte"),
        ({"name": ""}, "il faut une réponse"),
        ({"departments": ", ,"}, "au moins un service"),
        ({"email": "accueil"}, "e-mail"),
        ({"login": "éric"}, "sans accent"),
        ({"member_of": "200043263"}, "ouvrez-la d’abord"),
        ({"street": None}, "--street"),
    ],
)
def test_a_wrong_answer_is_told_and_nothing_opens(db: None, changes: dict[str, str | None], sentence: str) -> None:
    with pytest.raises(CommandError, match=re.escape(sentence)):
        open_town(**changes)
    assert not Body.objects.exists()
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({}, "a déjà le code 59012"),
        ({"insee": "59249", "login": "luc"}, "déjà celui d’une autre"),
        ({"insee": "59249", "host": "f.localhost"}, "s’appelle déjà"),
        ({"insee": "59249", "host": "f.localhost", "short_name": "Fourmies"}, "déjà pris"),
    ],
)
def test_what_is_already_there_is_left_alone(db: None, changes: dict[str, str], sentence: str) -> None:
    open_town()
    with pytest.raises(CommandError, match=sentence):
        open_town(**changes)
    assert Body.objects.count() == 1


def test_what_no_option_gives_is_asked_until_it_will_do(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["le postal", "59186"])
    monkeypatch.setattr("sys.stdin.isatty", lambda: True, raising=False)
    monkeypatch.setattr("builtins.input", lambda _question: next(answers, ""))
    said = open_town(postcode=None)
    assert "cinq chiffres" in said
    assert Body.objects.get().postcode == "59186"


@pytest.mark.parametrize(
    ("code", "good"), [("200043263", True), ("732829320", True), ("732829321", False), ("12345678", False)]
)
def test_the_key_of_a_siren_is_checked(code: str, good: bool) -> None:
    asked = init.Asked("siren", "", init.check_siren)
    assert (init.problem_of(asked, code, None) == "") is good


# init --outside

COUNTY = {
    "outside": True, "siren": "225900018", "name": "le Département du Nord", "departments": "voirie", "phone": "",
    "email": "voirie@departement.example", "street": "51 rue Gustave-Delory", "postcode": "59000", "city": "Lille",
}  # fmt: skip


def open_outside(**changes: Any) -> str:
    said = StringIO()
    call_command("init", stdout=said, **{name: to for name, to in {**COUNTY, **changes}.items() if to is not None})
    return said.getvalue()


def test_a_body_without_portal_opens_with_the_address_of_its_department(db: None) -> None:
    said = open_outside()
    body = Body.objects.get()
    assert (body.kind, body.short_name, body.host) == (Body.Kind.OUTSIDE, "Département du Nord", None)
    assert [(one.name, one.email) for one in body.departments.all()] == [("voirie", "voirie@departement.example")]
    assert "voirie@departement.example" in said
    assert not Account.objects.exists()


@pytest.mark.parametrize(
    ("changes", "sentence"),
    [
        ({"email": None}, "--email"),
        ({"email": "voirie"}, "e-mail"),
        ({"siren": "225900019"}, "sa clé ne tombe pas juste"),
        ({"host": "nord.fr"}, "sans portail"),
        ({"departments": ", ,"}, "au moins un service"),
    ],
)
def test_what_a_body_without_portal_lacks_is_told_and_nothing_opens(
    db: None, changes: dict[str, str | None], sentence: str
) -> None:
    with pytest.raises(CommandError, match=re.escape(sentence)):
        open_outside(**changes)
    assert not Body.objects.exists()


# requests


def prepare() -> str:
    said = StringIO()
    call_command("requests", stdout=said)
    return said.getvalue()


def test_a_town_of_before_gets_the_new_requests_closed_and_what_it_had_is_left_alone(db: None) -> None:
    open_town()
    registry = Body.objects.get().departments.get(name="état civil")
    kept = Offer.objects.get(procedure__slug="acte-naissance")
    Offer.objects.filter(pk=kept.pk).update(is_open=True, department=registry)
    Offer.objects.exclude(pk=kept.pk).delete()
    Routing.objects.all().delete()
    open_outside()
    said = prepare()
    offers = {offer.procedure.slug: (offer.is_open, offer.department.name) for offer in Offer.objects.all()}
    assert offers == {
        "acte-naissance": (True, "état civil"),
        "acte-mariage": (False, "état civil"),
        "acte-deces": (False, "état civil"),
        "acte-autre-commune": (False, "état civil"),
        "message": (False, "accueil"),
        "signalement-voirie": (False, "accueil"),
        "visite-domicile": (False, "accueil"),
    }
    assert Routing.objects.filter(case_type="signalement-voirie", key="county-road").exists()
    assert "6 démarches prêtes, fermées" in said
    assert "Démarches en ligne" in said


def test_what_new_requests_need_of_the_catalogue_is_loaded(db: None) -> None:
    open_town()
    Offer.objects.all().delete()
    Procedure.objects.filter(slug="signalement-voirie").delete()
    prepare()
    assert Offer.objects.filter(procedure__slug="signalement-voirie").exists()


def test_requests_prepared_twice_change_nothing(db: None) -> None:
    open_town()
    facts = Record.objects.count()
    assert "Anor\N{NO-BREAK SPACE}: rien à ajouter." in prepare()
    assert Record.objects.count() == facts


# demo


def test_the_demonstration_is_built_once_and_its_welcome_says_how_to_enter(db: None, own_folder: Path) -> None:
    build_demonstration()
    said = demonstration.welcome()
    for words in ("http://localhost", "http://fourmies.localhost", "sophie", "Mot de passe", "BAC-"):
        assert words in said
    count = Case.objects.count()
    assert build_demonstration() == "", "the welcome is for the server to say, once"
    assert Case.objects.count() == count
    assert (own_folder / "demonstration").read_text() == "prête"


def test_the_demonstration_holds_a_request_in_every_state(db: None) -> None:
    build_demonstration()
    assert set(Case.objects.values_list("state", flat=True)) == {state.value for state in State}
    today = paris_date(now())
    assert Case.objects.late(today).exists()
    assert Case.objects.filter(tray=Tray.TODO, due_on__gt=today).exists()
    assert Case.objects.filter(received_at__gt=now()).count() == 0
    assert Attachment.objects.exists()
    assert {commune.host for commune in Body.objects.communes()} == {case.commune.host for case in Case.objects.all()}


def test_what_happened_in_the_demonstration_is_told_in_its_order(db: None) -> None:
    build_demonstration()
    for case in Case.objects.exclude(state=State.DRAFT):
        moments = list(Entry.objects.filter(case=case).values_list("written_at", flat=True))
        assert moments == sorted(moments)
        assert not moments or case.received_at <= moments[0]


def test_every_fact_of_the_demonstration_was_followed_by_its_message(db: None) -> None:
    build_demonstration()
    assert not Delivery.objects.exists()
    assert not Message.objects.waiting().exists()
    assert Message.objects.filter(status=Message.Status.TO_PRINT).exists()
    assert set(Message.objects.exclude(channel="letter").values_list("gateway", flat=True)) == {"outbox"}


def test_an_agent_of_the_demonstration_reads_her_code_on_the_page(db: None) -> None:
    build_demonstration()
    client = Client(headers={"host": "localhost"})
    client.post("/connexion/", {"login": "sophie", "password": demonstration.agents.PASSWORD})
    page = text_of(client.get("/connexion/code/"))
    code = re.search(r"votre code est (\d{3}\s\d{3})", page)
    assert code
    assert client.post("/connexion/code/", {"code": code[1]})["Location"] == "/guichet/"
    again = Client(headers={"host": "localhost"})
    again.post("/connexion/", {"login": "sophie", "password": demonstration.agents.PASSWORD})
    assert again.post("/connexion/code/", {"code": code[1]})["Location"] == "/guichet/", "shown codes serve again"


def test_a_real_town_never_shows_a_code(db: None, settings: Any) -> None:
    build_demonstration()
    settings.DEMONSTRATION = False
    client = Client(headers={"host": "localhost"})
    client.post("/connexion/", {"login": "sophie", "password": demonstration.agents.PASSWORD})
    assert "votre code est" not in text_of(client.get("/connexion/code/"))


def test_an_agent_who_changed_her_telephone_sees_no_code(db: None) -> None:
    build_demonstration()
    Authenticator.objects.filter(user__login="sophie", type="totp").update(data={"secret": _encrypted("A" * 32)})
    client = Client(headers={"host": "localhost"})
    client.post("/connexion/", {"login": "sophie", "password": demonstration.agents.PASSWORD})
    assert "votre code est" not in text_of(client.get("/connexion/code/"))


def test_the_demonstration_does_not_enter_a_real_town(db: None) -> None:
    open_town()
    with pytest.raises(CommandError, match="vraie commune"):
        build_demonstration()
    assert Body.objects.count() == 1


def test_an_interrupted_demonstration_says_what_to_do(db: None) -> None:
    demonstration.mark()
    open_town()
    with pytest.raises(CommandError, match="interrompue"):
        build_demonstration()


@pytest.mark.parametrize("count", [0, 1, 5, 10, 22])
def test_days_are_counted_back_over_working_days(count: int) -> None:
    today = working_day_before(paris_date(now()), 0)
    assert working_days_between(working_day_before(today, count), today) == count


def _encrypted(secret: str) -> str:
    from allauth.mfa.utils import encrypt

    return str(encrypt(secret))


# serve


@pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL keeps its own statistics")
def test_a_start_without_statistics_gathers_them(world: World) -> None:
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
        cursor.execute("DELETE FROM sqlite_stat1")
        gather_missing_statistics()
        cursor.execute("SELECT count(*) FROM sqlite_stat1 WHERE tbl = 'communes_body'")
        assert cursor.fetchone()[0] > 0


@pytest.mark.parametrize(("scheme", "seconds"), [("http", 0), ("https", 31_536_000)])
def test_a_browser_that_came_by_https_keeps_to_it(scheme: str, seconds: int, own_folder: Path) -> None:
    told = subprocess.run(
        [sys.executable, "-c", "from guichet.config import settings; print(settings.SECURE_HSTS_SECONDS)"],
        env={**os.environ, "GUICHET_SCHEME": scheme, "GUICHET_DATA": str(own_folder)}, capture_output=True, text=True,
    )  # fmt: skip
    assert told.stdout.strip() == str(seconds)
