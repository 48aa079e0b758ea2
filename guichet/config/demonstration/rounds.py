"""Home visits and identity papers of Anor: a residence with four people and its round, five papers that wait."""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from guichet.accounts.actions import Contact
from guichet.accounts.models import Role
from guichet.catalogue.models import Procedure
from guichet.config.demonstration.bodies import Bodies
from guichet.kit.dates import PARIS, is_working_day, now, paris_date, pretending
from guichet.visits.actions import Wish, ask_home_visit, hand_over_paper, paper_arrived, plan_round
from guichet.visits.models import HomeVisit, IdentityPaper

RESIDENCE = "Résidence Les Ormes"
BY = HomeVisit.AskedBy


@dataclass(frozen=True)
class Resident:
    """Somebody to see; `door` helps to find her, empty when the address is enough."""

    first_name: str
    last_name: str
    door: str
    why: str
    days_ago: int
    asked_by: HomeVisit.AskedBy = BY.PERSON
    asker: str = ""
    phone: str = ""
    suits: str = ""
    street: str = "4 rue des Ormes"
    procedures: tuple[str, ...] = ()


TO_SEE = (
    Resident(
        "Yvette", "Carpentier", f"{RESIDENCE}, chambre 12", "Sa carte est périmée depuis l’été", 9, BY.FAMILY,
        "Élise Carpentier, 06\u00a012\u00a034\u00a056\u00a078", "03 27 00 00 12", "le matin",
        procedures=("carte-identite",),
    ),
    Resident(
        "Marcel", "Lefebvre", f"{RESIDENCE}, chambre 4", "", 8, phone="03 27 00 00 04", procedures=("procuration",)
    ),
    Resident(
        "Odette", "Delcourt", f"{RESIDENCE}, chambre 21", "Un papier de la caisse de retraite", 6, BY.AGENT,
        "l’accueil de la résidence", procedures=("certificat-vie",),
    ),
    Resident(
        "Bernard", "Wallerand", f"{RESIDENCE}, chambre 7", "Lire un courrier des impôts", 5, BY.FAMILY,
        "Luc Wallerand, son fils, 06\u00a098\u00a076\u00a054\u00a032", suits="l’après-midi",
    ),
)  # fmt: skip
WAITING = (
    Resident(
        "Simone", "Gravez", "Porte verte, sonnez deux fois", "Demander l’aide à domicile", 3, BY.FAMILY,
        "Anne Gravez, sa nièce, 06\u00a011\u00a022\u00a033\u00a044", street="18 rue d’Hirson",
        procedures=("apa-aide-sociale",),
    ),
    Resident(
        "Roger", "Thiry", "", "Refaire sa carte grise", 1, phone="03 27 00 00 31", suits="pas le mardi",
        street="7 hameau de la Lobiette", procedures=("carte-grise",),
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Arrived:
    kind: IdentityPaper.Kind
    number: str
    first_name: str
    last_name: str
    days_ago: int
    email: str = ""
    phone: str = ""
    street: str = ""
    handed: bool = False


CARD, PASSPORT = IdentityPaper.Kind.CARD, IdentityPaper.Kind.PASSPORT
PAPERS = (
    Arrived(CARD, "H2KD7WRTA4", "Jeanne", "Moreau", 71, street="9 rue du Maréchal-Foch"),
    Arrived(PASSPORT, "M5PX3QVLB8", "Karim", "Haddad", 20, email="karim.haddad@exemple.fr"),
    Arrived(CARD, "T9CN4FSJE2", "Lina", "Haddad", 20, email="karim.haddad@exemple.fr"),
    Arrived(CARD, "B7RG6ZYUH3", "Paul", "Descamps", 4, phone="06 45 67 89 01"),
    Arrived(PASSPORT, "W3LE8KMXD5", "Nathalie", "Bocquet", 2, phone="07 65 43 21 09", handed=True),
)


def plant_rounds(bodies: Bodies, roles: dict[str, Role]) -> None:
    """The residence of Anor, its round next Tuesday, two people who wait for another; papers of every age."""
    manon = roles["manon"]
    stops = [_ask(one, bodies, manon) for one in TO_SEE]
    for one in WAITING:
        _ask(one, bodies, manon)
    plan_round(
        body=bodies.anor, place=RESIDENCE, on=next_tuesday(paris_date(now())), starts_at=time(9, 30),
        agent=manon.account, stops=stops, by=manon.actor,
    )  # fmt: skip
    for paper in PAPERS:
        _arrive(paper, bodies, manon)


def next_tuesday(today: date) -> date:
    """The Tuesday after today on which one works."""
    day = today + timedelta(days=-today.weekday() % 7 + 1)
    while not is_working_day(day):
        day += timedelta(days=7)
    return day


def _ask(one: Resident, bodies: Bodies, role: Role) -> HomeVisit:
    who = Contact(one.first_name, one.last_name, phone=one.phone, street=one.street, postcode="59186", city="Anor")
    wish = Wish(one.asked_by, one.asker, one.why, one.door, one.suits)
    procedures = Procedure.objects.filter(slug__in=one.procedures)
    with pretending(_morning(one.days_ago)):
        return ask_home_visit(body=bodies.anor, who=who, wish=wish, procedures=procedures, by=role.actor)


def _arrive(paper: Arrived, bodies: Bodies, role: Role) -> None:
    place = {"street": paper.street, "postcode": "59186", "city": "Anor"} if paper.street else {}
    contact = Contact(paper.first_name, paper.last_name, email=paper.email, phone=paper.phone, **place)
    with pretending(_morning(paper.days_ago)):
        arrived = paper_arrived(body=bodies.anor, kind=paper.kind, number=paper.number, contact=contact, by=role.actor)
    if paper.handed:
        hand_over_paper(arrived, by=role.actor)


def _morning(days_ago: int) -> datetime:
    day = paris_date(now()) - timedelta(days=days_ago)
    return datetime.combine(day, time(10, 15), PARIS)
