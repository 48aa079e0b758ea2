"""Requests of every kind, as tests send them: their answers, the offers and the routes they need."""

from dataclasses import dataclass

from guichet.cases.actions import offer_requests, save_step, set_routing, start_draft, submit
from guichet.cases.models import Case
from guichet.catalogue.actions import load_procedures
from guichet.catalogue.models import Offer
from guichet.communes.actions import change_department, open_body, open_department
from guichet.communes.models import Body, Department
from guichet.kit.actor import SYSTEM
from tests.base import World, resident_of

WHO = {"first_name": "Élise", "last_name": "Carpentier"}
WAYS = {"email": "elise@exemple.fr", "phone": "", "own_address": ""}
HOME = {"street": "14 rue Léo-Lagrange", "postcode": "59186", "city": "Anor"}
NOBODY = {"first_name": "", "last_name": ""}

BIRTH = {
    "act": "birth", "place": "france", "commune": "Anor (59186)", "document": "full", "act_last_name": "Carpentier",
    "act_first_names": "Élise Anne", "event_on": "14/05/1991", "quality": "self", "parent_1": "Marie Petit",
    "parent_2": "", "delivery": "counter", **WHO, **WAYS,
}  # fmt: skip
CARD = {"need": "first", "plates": "AB-123-CD", "proof_way": "later", **HOME, **WHO, **WAYS}
HOLE = {
    "problem": "hole", "urgency": "soon", "street": "28 rue d’Hirson", "landmark": "", "road": "town", "photo": "", **NOBODY,
}  # fmt: skip
COUNTY_HOLE = {**HOLE, "street": "D 963, au calvaire", "road": "county", **WHO, **WAYS}
WORDS = {"topic": "town", "words": "Quand le marché reprend-il ?", "files": "", **WHO, **WAYS}
FOR_HERSELF = {
    "for_whom": "myself", **HOME, "words": "Refaire ma carte d’identité", "moment": "any", "landmark": "", **WHO, **WAYS,
}  # fmt: skip
FOR_MOTHER = {
    "for_whom": "somebody", "visited_first_name": "Yvette", "visited_last_name": "Carpentier", "visited_phone": "",
    "street": "12 rue du Bois", "postcode": "59186", "city": "Anor", "words": "Refaire sa carte d’identité",
    "moment": "morning", "landmark": "Résidence Les Ormes, 12", **WHO, **WAYS, "phone": "06 12 34 56 78",
}  # fmt: skip

_SHEETS = {
    "acte-etat-civil": "acte-naissance",
    "dechetterie": "dechetterie",
    "signalement-voirie": "signalement-voirie",
    "message": "message",
    "visite-domicile": "visite-domicile",
}


@dataclass
class Offered:
    """The small world with its requests offered: acts at each registry, streets at the technical departments,
    county roads at a body without agents."""

    world: World
    registry: Department
    technical: Department
    roads: Department

    @property
    def anor(self) -> Body:
        return self.world.anor

    @property
    def county(self) -> Body:
        return self.roads.body


def offer_everything(world: World) -> Offered:
    load_procedures(by=SYSTEM)
    county = open_body(
        kind=Body.Kind.OUTSIDE, official_code="225900018", departments=["voirie"], name="le Département du Nord",
        short_name="Département du Nord", office="Hôtel du Département", street="51 rue Gustave-Delory",
        postcode="59000", city="Lille", phone="03 59 73 59 59", by=SYSTEM,
    )  # fmt: skip
    roads = change_department(county.departments.get(), {"email": "voirie@departement.example"}, by=SYSTEM)
    for commune in (world.fourmies, world.anor):
        registry = open_department(body=commune, name="état civil", by=SYSTEM)
        technical = open_department(body=commune, name="service technique", by=SYSTEM)
        desk = commune.departments.get(name="accueil")
        offer_requests(commune, {"": desk, "acte-etat-civil": registry, "signalement-voirie": technical}, by=SYSTEM)
        set_routing(body=commune, case_type="signalement-voirie", key="county-road", department=roads, by=SYSTEM)
        set_routing(body=commune, case_type="message", key="waste", department=world.waste, by=SYSTEM)
    offer_requests(world.body, {"": world.waste}, by=SYSTEM)
    return Offered(world, registry, technical, roads)


def a_draft_of(kind: str, answers: dict[str, str], commune: Body) -> Case:
    """A complete draft of this kind, begun on the portal of this commune."""
    offer = Offer.objects.shown_on(commune).select_related("department__body").get(procedure__slug=_SHEETS[kind])
    by = resident_of(commune)
    draft = start_draft(kind, commune=commune, department=offer.department, procedure=_SHEETS[kind], answers={}, by=by)
    return save_step(draft, answers, by=by)


def a_request(kind: str, answers: dict[str, str], commune: Body) -> Case:
    return submit(a_draft_of(kind, answers, commune), by=resident_of(commune))
