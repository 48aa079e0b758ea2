"""Three counters: two neighbouring communes and the body they share."""

from dataclasses import dataclass
from datetime import date, time

from guichet.communes.actions import change_department, open_body
from guichet.communes.models import Body, Closure, Department, OpeningHours
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now, paris_date

MORNING, AFTERNOON = (time(8, 30), time(12)), (time(13, 30), time(17, 30))


@dataclass(frozen=True)
class Bodies:
    """What the rest of the demonstration names; the last two have no agent here."""

    anor: Body
    fourmies: Body
    shared: Body
    county: Body
    network: Body

    @property
    def roads(self) -> Department:
        return self.county.departments.get()

    @property
    def grid(self) -> Department:
        return self.network.departments.get()

    @property
    def waste(self) -> Department:
        return self.shared.departments.get(name="service déchets")

    @property
    def front_desk(self) -> Department:
        return self.shared.departments.get(name="accueil")


def open_bodies() -> Bodies:
    shared = open_body(
        kind=Body.Kind.INTERCOMMUNAL, official_code="200043404", departments=["service déchets", "accueil"],
        name="communauté de communes du Sud-Avesnois", short_name="CC du Sud-Avesnois", host="sud-avesnois.localhost",
        office="Maison de l’intercommunalité", street="2 rue du Général-Raymond-Chomel", postcode="59610", city="Fourmies",
        phone="03 53 01 59 40", email="contact@sud-avesnois.example", signatory_name="Hélène Marchand",
        signatory_title="Présidente", by=SYSTEM,
    )  # fmt: skip
    anor = open_body(
        kind=Body.Kind.COMMUNE, official_code="59012", departments=["accueil", "état civil", "service technique"],
        name="Anor", short_name="Anor", host="localhost", office="Mairie d’Anor", street="5 bis rue de la Mairie",
        postcode="59186", city="Anor", phone="03 53 01 59 86", email="accueil@anor.example", member_of=shared,
        signatory_name="Jean-Luc Pérat", signatory_title="Maire", by=SYSTEM,
    )  # fmt: skip
    fourmies = open_body(
        kind=Body.Kind.COMMUNE, official_code="59249", departments=["accueil", "état civil", "service technique"], name="Fourmies", short_name="Fourmies",
        host="fourmies.localhost", office="Mairie de Fourmies", street="16 place de Verdun", postcode="59610",
        city="Fourmies", phone="03 53 01 59 10", email="accueil@fourmies.example", member_of=shared,
        signatory_name="Martine Colson", signatory_title="Maire", by=SYSTEM,
    )  # fmt: skip
    bodies = Bodies(anor, fourmies, shared, *_open_outside())
    _keep_hours(bodies)
    waste = bodies.waste
    waste.phone, waste.email = "03 53 01 59 41", "dechets@sud-avesnois.example"
    waste.signatory_name, waste.signatory_title = "Sophie Lemaire", "Responsable du service déchets"
    waste.save()
    return bodies


def _open_outside() -> tuple[Body, Body]:
    """Who is competent for some roads and for the wires; real names, invented addresses of mail."""
    county = open_body(
        kind=Body.Kind.OUTSIDE, official_code="225900018", departments=["voirie, arrondissement d’Avesnes"],
        name="le Département du Nord", short_name="Département du Nord", office="Hôtel du Département",
        street="51 rue Gustave-Delory", postcode="59000", city="Lille", phone="03 59 73 59 59",
        email="contact@departement.example", by=SYSTEM,
    )  # fmt: skip
    network = open_body(
        kind=Body.Kind.OUTSIDE, official_code="444608442", departments=["dépannage du réseau"], name="Enedis",
        short_name="Enedis", office="Enedis", street="1 rue de l’Exemple", postcode="59600", city="Maubeuge",
        phone="09 72 67 50 59", email="contact@reseau.example", by=SYSTEM,
    )  # fmt: skip
    for department, email in (
        (county.departments.get(), "voirie@departement.example"),
        (network.departments.get(), "depannage@reseau.example"),
    ):
        change_department(department, {"email": email, "phone": department.body.phone}, by=SYSTEM)
    return county, network


def _keep_hours(bodies: Bodies) -> None:
    for body in (bodies.anor, bodies.fourmies, bodies.shared):
        _open(body, range(5), MORNING)
        _open(body, (0, 1, 3, 4), AFTERNOON)
    _open(bodies.anor, (2,), (time(13, 30), time(18)))
    _open(bodies.anor, (5,), (time(9), time(11, 30)))
    _open(bodies.fourmies, (2,), AFTERNOON)
    today = paris_date(now())
    christmas = date(today.year, 12, 25)
    for body in (bodies.anor, bodies.fourmies):
        Closure.objects.create(body=body, first_on=christmas, last_on=date(today.year, 12, 26), reason="Noël")


def _open(body: Body, days: range | tuple[int, ...], between: tuple[time, time]) -> None:
    opens, closes = between
    OpeningHours.objects.bulk_create(OpeningHours(body=body, weekday=day, opens=opens, closes=closes) for day in days)
