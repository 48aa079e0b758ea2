"""What tests of every floor share: a small world of bodies and agents, and short ways to ask the journal."""

from dataclasses import dataclass
from datetime import time
from typing import Any, TypeVar

from django.contrib.contenttypes.models import ContentType
from django.test import Client
from wagtail.models import Collection, Locale, Page, Site

from guichet.accounts.actions import give_role, open_account
from guichet.accounts.models import Role
from guichet.accounts.rules import RoleKind
from guichet.cases.actions import save_step, start_draft, submit
from guichet.cases.models import Case
from guichet.communes.actions import open_body
from guichet.communes.models import Body, Department, OpeningHours
from guichet.config import hosts
from guichet.desk.guard import ROLE_KEY
from guichet.journal.facts import Fact
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM, Actor, ActorKind

F = TypeVar("F", bound=Fact)

PASSWORD = "le-bac-est-vert-59186"

ANSWERS = {
    "need": "repair",
    "waste": "household",
    "broken": "lid",
    "bin_number": "5901\u00a02047",
    "photo": "",
    "street": "14 rue Léo-Lagrange",
    "postcode": "59186",
    "city": "Anor",
    "first_name": "Lucie",
    "last_name": "Dubois",
    "email": "lucie@exemple.fr",
    "phone": "",
    "own_address": "",
}


@dataclass
class World:
    """Two neighbouring communes and the body they share, with the departments the tests speak of."""

    body: Body
    anor: Body
    fourmies: Body
    waste: Department
    water: Department


def build_world() -> World:
    """Open the three bodies with their portals' hosts, as in the demonstration."""
    give_root()
    body = open_body(
        kind=Body.Kind.INTERCOMMUNAL, official_code="200043404", departments=["service déchets", "service des eaux"],
        name="communauté de communes du Sud-Avesnois", short_name="CC du Sud-Avesnois", host="sud-avesnois.localhost",
        office="Maison de l’intercommunalité", street="2 rue du Général-Raymond-Chomel", postcode="59610", city="Fourmies",
        phone="03 53 01 59 40", email="contact@sud-avesnois.example", signatory_name="Hélène Marchand",
        signatory_title="Présidente", by=SYSTEM,
    )  # fmt: skip
    anor = _commune("Anor", "59012", "localhost", "59186", body)
    fourmies = _commune("Fourmies", "59249", "fourmies.localhost", "59610", body)
    waste = Department.objects.get(body=body, name="service déchets")
    waste.email, waste.phone = "dechets@sud-avesnois.example", "03 53 01 59 41"
    waste.save()
    hosts.forget()
    return World(body, anor, fourmies, waste, Department.objects.get(body=body, name="service des eaux"))


def _commune(name: str, code: str, host: str, postcode: str, member_of: Body) -> Body:
    commune = open_body(
        kind=Body.Kind.COMMUNE, official_code=code, departments=["accueil"], name=name, short_name=name, host=host,
        office=f"Mairie d’{name}" if name[0] in "AEIOUY" else f"Mairie de {name}", street="5 bis rue de la Mairie",
        postcode=postcode, city=name, phone="03 53 01 59 86", email=f"accueil@{name.lower()}.example",
        member_of=member_of, by=SYSTEM,
    )  # fmt: skip
    OpeningHours.objects.bulk_create(
        OpeningHours(body=commune, weekday=day, opens=time(8, 30), closes=time(12)) for day in range(5)
    )
    return commune


def an_agent(login: str, body: Body, department: Department | None = None, kind: RoleKind = RoleKind.OFFICER) -> Role:
    """Open an account with a password and one role; its second factor is the test's business."""
    account = open_account(
        login=login, first_name=login.capitalize(), last_name="Martin", title="instructrice", by=SYSTEM
    )
    account.set_password(PASSWORD)
    account.save(update_fields=["password"])
    return give_role(account, body=body, kind=kind, department=department, by=SYSTEM)


def signed_in(role: Role) -> Client:
    """A browser whose session passed both factors and chose this role."""
    client = Client(headers={"host": "localhost"})
    client.force_login(role.account)
    session = client.session
    session["account_authentication_methods"] = [
        {"method": "password", "at": 0},
        {"method": "mfa", "type": "totp", "at": 0},
    ]
    session["account_authentication_methods_user"] = str(role.account_id)
    session[ROLE_KEY] = role.pk
    session.save()
    return client


def resident_of(commune: Body) -> Actor:
    return Actor(ActorKind.RESIDENT, None, commune.pk)


def a_draft(world: World, commune: Body | None = None, **changes: str) -> Case:
    """A complete draft, not yet sent."""
    commune = commune or world.anor
    answers = {**ANSWERS, **changes}
    draft = start_draft("bacs-ordures", commune=commune, department=world.waste, answers={}, by=resident_of(commune))
    return save_step(draft, answers, by=resident_of(commune))


def a_case(world: World, commune: Body | None = None, **changes: str) -> Case:
    """A received case."""
    commune = commune or world.anor
    return submit(a_draft(world, commune, **changes), by=resident_of(commune))


def facts(kind: type[F]) -> list[F]:
    """The facts of one kind, oldest first."""
    rows = Record.objects.filter(kind=kind.__name__).order_by("pk")
    return [row.fact for row in rows]


def give_root() -> None:
    """Plant Wagtail's roots again: its migrations made them, a test in real transactions emptied the tables."""
    ContentType.objects.clear_cache()
    if not Collection.objects.exists():
        Collection.add_root(name="Root")
    if not Page.objects.exists():
        Locale.objects.get_or_create(language_code="fr")
        Page.add_root(title="Root", slug="root", content_type=ContentType.objects.get_for_model(Page))


def give_site(body: Body, home: Page) -> Site:
    """The Wagtail site of a body, with this home page."""
    site, _is_new = Site.objects.update_or_create(
        hostname=body.host,
        port=80,
        defaults={"root_page": home, "is_default_site": False, "site_name": body.short_name},
    )
    return site


def text_of(response: Any) -> str:
    """The page as text, for assertions on sentences."""
    return str(response.content.decode())


__all__ = [
    "ANSWERS",
    "PASSWORD",
    "World",
    "a_case",
    "a_draft",
    "an_agent",
    "build_world",
    "facts",
    "give_site",
    "resident_of",
    "signed_in",
    "text_of",
]
