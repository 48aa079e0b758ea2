"""The forms cabinets of two of the invented towns. Numbers of forms are real; versions, stocks and places are invented."""

from dataclasses import dataclass

from guichet.cabinet.actions import arrange_drawer, put_blank
from guichet.cabinet.models import Drawer
from guichet.catalogue.models import Procedure
from guichet.communes.models import Body
from guichet.config.demonstration.bodies import Bodies
from guichet.documents.actions import keep_pdf
from guichet.documents.rendering import render_pdf
from guichet.kit.actor import SYSTEM

LEFT, MIDDLE, RIGHT = "Meuble de gauche", "Meuble du milieu", "Meuble de droite"


@dataclass(frozen=True)
class Pile:
    """One drawer; without a label, it holds the sheet alone."""

    procedure: str
    label: str = ""
    cerfa: str = ""
    version: str = ""
    stock: int | None = None
    reorder_level: int = 0
    place: str = ""


CESSION = 3
ANOR = (
    Pile("carte-identite", "Demande de carte d’identité, majeur", "12100", "*02", 34, 10, f"{LEFT}, étagère 1"),
    Pile("passeport", "Demande de passeport, mineur", "12101", "*02", 22, 10, f"{LEFT}, étagère 1"),
    Pile("cession-vehicule", "Certificat de cession d’un véhicule", "15776", "*02", 6, 10, f"{LEFT}, étagère 2"),
    Pile("carte-grise", "Demande de certificat d’immatriculation", "13750", "*07", 18, 5, f"{LEFT}, étagère 2"),
    Pile("perte-vol-titre", "Déclaration de perte", "14011", "*02", 15, 5, f"{LEFT}, étagère 3"),
    Pile("inscription-electorale", "Inscription, citoyen français", "12669", "*02", 40, 20, f"{MIDDLE}, étagère 1"),
    Pile("procuration", "Procuration de vote", "14952", "*03", 60, 20, f"{MIDDLE}, étagère 1"),
    Pile("pacs", "Déclaration conjointe de Pacs", "15725", "*03", 9, 4, f"{MIDDLE}, étagère 2"),
    Pile("autorisation-sortie-territoire", "Autorisation de sortie", "15646", "*01", 25, 10, f"{MIDDLE}, étagère 2"),
    Pile("declaration-prealable", "Déclaration préalable de travaux", "16702", "*01", 12, 5, f"{RIGHT}, étagère 1"),
    Pile("bacs-ordures", "Demande de bac, papier de la CC", stock=30, reorder_level=10, place=f"{RIGHT}, étagère 2"),
    Pile("acte-naissance", place=f"{RIGHT}, étagère 2"),
)
FOURMIES = (
    Pile("carte-identite", "Demande de carte d’identité, majeur", "12100", "*02", 50, 10, "Sous le comptoir"),
    Pile("procuration", "Procuration de vote", "14952", "*03", 80, 20, "Sous le comptoir"),
    Pile("recensement-citoyen", place="Sous le comptoir"),
)

BLANK = {
    "title": "Certificat de cession d’un véhicule",
    "above": "Formulaire vierge, exemple : inventé pour la démonstration, il ne vaut rien ailleurs.",
    "advice": "Remplissez deux exemplaires en lettres capitales. Le vendeur et l’acheteur signent les deux.",
    "frames": [
        {"title": "Le véhicule", "fields": ["Numéro d’immatriculation", "Marque et modèle", "Kilomètres au compteur"]},
        {"title": "Le vendeur", "fields": ["Nom et prénom", "Adresse", "Date et heure de la vente", "Signature"]},
        {"title": "L’acheteur", "fields": ["Nom et prénom", "Adresse", "Signature"]},
    ],
    "foot": "Exemple de formulaire, commune de démonstration.",
}


def arrange_cabinets(bodies: Bodies) -> None:
    """Twelve drawers in Anor, of which one runs low and has its blank form, and three in Fourmies."""
    _arrange(bodies.anor, ANOR)
    _arrange(bodies.fourmies, FOURMIES)
    pdf = render_pdf("config/demonstration/typst/blank.typ", {**BLANK, "author": bodies.anor.office})
    file = keep_pdf(pdf, name="certificat-de-cession-exemple.pdf", body=bodies.anor, by=SYSTEM)
    put_blank(Drawer.objects.of_body(bodies.anor).get(number=CESSION), file, by=SYSTEM)


def _arrange(body: Body, piles: tuple[Pile, ...]) -> None:
    for number, pile in enumerate(piles, start=1):
        columns = {name: value for name, value in vars(pile).items() if name != "procedure"}
        procedure = Procedure.objects.get(slug=pile.procedure)
        arrange_drawer(body=body, number=number, procedure=procedure, columns=columns, by=SYSTEM)
