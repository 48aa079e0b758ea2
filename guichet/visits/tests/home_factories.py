"""Home visits, rounds and identity papers as the tests want them."""

from collections.abc import Sequence
from datetime import time, timedelta

from guichet.accounts.actions import Contact
from guichet.accounts.models import Role
from guichet.catalogue.models import Procedure
from guichet.communes.models import Body
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now, paris_date
from guichet.visits.actions import Wish, ask_home_visit, paper_arrived, plan_round
from guichet.visits.models import HomeVisit, IdentityPaper, Round

NUMBER = "K3GV8TRPQ2"
LETTER_WAY = {"street": "3 rue de la Gare", "postcode": "59186", "city": "Anor"}


def a_home_visit(body: Body, name: str = "Yvette Carpentier", procedures: Sequence[Procedure] = ()) -> HomeVisit:
    """Somebody of the residence, for whom an agent asks."""
    first_name, _space, last_name = name.partition(" ")
    who = Contact(first_name, last_name, phone="03 27 00 00 01", street="12 rue du Bois", postcode="59186", city="Anor")
    wish = Wish(HomeVisit.AskedBy.AGENT, why="Refaire sa carte", place="Résidence Les Ormes, 12", suits="le matin")
    return ask_home_visit(body=body, who=who, wish=wish, procedures=procedures, by=SYSTEM)


def a_round(role: Role, stops: Sequence[HomeVisit], days: int = 5) -> Round:
    return plan_round(
        body=role.body,
        place="Résidence Les Ormes",
        on=paris_date(now()) + timedelta(days=days),
        starts_at=time(9, 30),
        agent=role.account,
        stops=stops,
        by=role.actor,
    )


def an_identity_paper(
    role: Role, number: str = NUMBER, name: str = "Bernard Petit", way: dict[str, str] | None = None
) -> IdentityPaper:
    """A card that arrived for somebody; she asked for a letter unless told."""
    first_name, _space, last_name = name.partition(" ")
    contact = Contact(first_name, last_name, **(LETTER_WAY if way is None else way))
    return paper_arrived(body=role.body, kind=IdentityPaper.Kind.CARD, number=number, contact=contact, by=role.actor)
