"""Invented requests in every state a request may have. Days are working days ago."""

from dataclasses import dataclass, field
from enum import StrEnum


class Verb(StrEnum):
    TAKE = "take"
    NOTE = "note"
    WRITE = "write"
    ASK = "ask"
    HAND_OVER = "hand over"
    TRANSMIT = "transmit"
    DECIDE = "decide"
    REOPEN = "reopen"
    ANSWER = "answer"  # the resident


@dataclass(frozen=True)
class Act:
    """One thing somebody did; `who` is an identifier, empty for the resident."""

    ago: int
    hour: str
    who: str
    verb: Verb
    text: str = ""
    outcome: str = ""
    to: str = ""
    photo: str = ""


@dataclass(frozen=True)
class Story:
    """One request: when it came, what it asked, what happened since."""

    came: int
    hour: str
    commune: str
    answers: dict[str, str]
    acts: tuple[Act, ...] = ()
    photo: str = ""
    unfinished: bool = field(default=False)
    procedure: str = "bacs-ordures"


def repair(broken: str, number: str = "", waste: str = "household", **more: str) -> dict[str, str]:
    return {"need": "repair", "waste": waste, "broken": broken, "bin_number": number, "photo": "", **more}


def delivery(household: str, waste: str = "both") -> dict[str, str]:
    return {"need": "delivery", "waste": waste, "household": household}


def exchange(reason: str, household: str, waste: str = "household", **more: str) -> dict[str, str]:
    return {"need": "exchange", "waste": waste, "reason": reason, "household": household, "photo": "", **more}


def by(first_name: str, last_name: str, street: str, *, email: str = "", phone: str = "") -> dict[str, str]:
    return {
        "first_name": first_name,
        "last_name": last_name,
        "street": street,
        "email": email,
        "phone": phone,
        "own_address": "",
    }


STORIES = (
    Story(
        0, "09:12", "anor",
        repair("lid", "5901\u00a02047") | by("Lucie", "Dubois", "14 rue Léo-Lagrange", email="lucie.dubois@courriel.example"),
        photo="couvercle.jpg",
    ),
    Story(0, "10:40", "fourmies", delivery("2") | by("Thomas", "Leroy", "3 rue des Verreries", phone="06 12 00 45 78")),
    Story(
        1, "17:25", "anor",
        exchange("stolen", "4", stolen_on="", waste="sorting") | by("Amina", "Kadri", "28 rue d’Hirson", email="a.kadri@courriel.example", phone="06 39 98 21 04"),
    ),
    Story(
        3, "08:55", "fourmies",
        repair("wheel", "5924\u00a01188") | by("Gérard", "Hubert", "41 rue Saint-Louis"),
        (
            Act(2, "10:05", "sophie", Verb.TAKE),
            Act(2, "10:12", "sophie", Verb.NOTE, "Monsieur Hubert n’a ni e-mail ni téléphone : lui écrire, et passer avec une roue de 200 mm."),
        ),
    ),
    Story(
        10, "14:20", "anor",
        delivery("5", "household") | by("Élodie", "Vasseur", "7 impasse du Moulin", phone="06 70 00 11 52"),
        (
            Act(8, "09:30", "karim", Verb.TAKE),
            Act(8, "09:41", "karim", Verb.WRITE, "Bonjour, un bac de 240 litres vous est réservé. L’équipe passe dans votre rue ces jours-ci, le matin : laissez-nous la place devant le portail."),
        ),
    ),
    Story(14, "11:48", "anor", exchange("burnt", "3") | by("Marcel", "Thiry", "2 place de la Gare", phone="03 27 00 64 19"), photo="bac-brule.jpg"),
    Story(
        13, "16:02", "fourmies",
        repair("other", "", broken_words="L’anse de levage est tordue, le camion ne le prend plus.") | by("Isabelle", "Fievet", "115 rue du Général-Leclerc", email="isabelle.fievet@courriel.example"),
        (
            Act(11, "08:50", "sophie", Verb.TAKE),
            Act(9, "15:15", "sophie", Verb.NOTE, "L’atelier n’a plus d’anse. Commande passée, livraison annoncée en fin de semaine prochaine."),
            Act(9, "15:20", "sophie", Verb.WRITE, "Bonjour, la pièce est commandée. En attendant, sortez le bac comme d’habitude : l’équipe le vide à la main."),
        ),
    ),
    Story(
        6, "10:33", "anor",
        exchange("small", "6") | by("Jean-Baptiste", "De Backer-Vandenbroucke", "Hameau de la Neuve-Forge, 12", email="jb.debacker@courriel.example"),
        (
            Act(5, "09:00", "karim", Verb.TAKE),
            Act(4, "11:10", "karim", Verb.ASK, "Bonjour, pour un bac de 360 litres il nous faut un justificatif de domicile de moins de trois mois : facture d’eau ou d’énergie. Une photo suffit."),
        ),
    ),
    Story(
        8, "13:50", "fourmies",
        delivery("1", "sorting") | by("Nicole", "Dupont", "9 rue de la Marlière", phone="06 88 00 37 61"),
        (
            Act(7, "09:20", "sophie", Verb.TAKE),
            Act(6, "09:25", "sophie", Verb.ASK, "Bonjour, habitez-vous la maison ou l’appartement du premier étage ? Dites-le-nous, la tournée en dépend."),
            Act(1, "18:40", "", Verb.ANSWER, "La maison, celle du fond de la cour. Voici la photo du passage.", photo="passage.jpg"),
        ),
    ),
    Story(
        15, "09:05", "anor",
        delivery("4") | by("Samir", "Belkacem", "33 rue du Maréchal-Foch", email="s.belkacem@courriel.example"),
        (Act(13, "10:00", "karim", Verb.TAKE), Act(8, "16:30", "karim", Verb.DECIDE, outcome="delivered")),
    ),
    Story(
        19, "15:45", "anor",
        repair("lid", "5901\u00a00333") | by("Yvonne", "Caudron", "6 rue Pasteur"),
        (
            Act(17, "08:40", "sophie", Verb.TAKE),
            Act(12, "11:30", "sophie", Verb.DECIDE, "Votre couvercle est changé. L’équipe vous remercie pour le café.", outcome="repaired"),
        ),
        photo="bac-cour.jpg",
    ),
    Story(
        11, "12:15", "fourmies",
        exchange("large", "2") | by("Kévin", "Moreau", "58 avenue Kennedy", email="kevin.moreau@courriel.example"),
        (
            Act(10, "14:00", "karim", Verb.TAKE),
            Act(5, "14:30", "karim", Verb.DECIDE, "Le bac de 120 litres est le plus petit de la tournée de votre avenue : nous ne pouvons pas vous en donner un moindre.", outcome="refused"),
        ),
    ),
    Story(
        4, "19:30", "anor",
        repair("lid", "5901\u00a02047") | by("Lucie", "Dubois", "14 rue Léo-Lagrange", email="lucie.dubois@courriel.example"),
        (Act(3, "08:45", "sophie", Verb.DECIDE, "Vous nous avez dit au téléphone que le couvercle tenait encore : nous classons cette demande. Redemandez quand vous voulez.", outcome="dropped"),),
    ),
    Story(  # her hand slipped on her name: proposed as the same person
        2, "12:40", "anor",
        delivery("3", "sorting") | by("Lucie", "Duboi", "14 rue Léo-Lagrange", email="lucie.dubois@courriel.example"),
    ),
    Story(  # her husband: the same household, another person
        17, "14:10", "anor",
        repair("wheel", "5901\u00a02047") | by("Antoine", "Dubois", "14, rue Léo Lagrange", phone="06 21 00 33 84"),
        (Act(16, "09:10", "karim", Verb.TAKE), Act(13, "16:20", "karim", Verb.DECIDE, outcome="repaired")),
    ),
    Story(
        5, "11:00", "fourmies",
        exchange("stolen", "7", waste="both", stolen_on="") | by("Association", "Les Amis du Parc", "1 allée du Parc", email="amis.parc@courriel.example"),
        (
            Act(4, "16:10", "karim", Verb.NOTE, "Une association, pas un foyer : voir avec l’accueil si la convention la couvre."),
            Act(4, "16:12", "karim", Verb.HAND_OVER, to="paul"),
        ),
    ),
    Story(
        22, "10:10", "anor",
        repair("wheel", "5901\u00a01901") | by("Denise", "Wallerand", "19 rue de Momignies", phone="03 27 00 58 30"),
        (
            Act(20, "09:15", "sophie", Verb.TAKE),
            Act(16, "15:00", "sophie", Verb.DECIDE, outcome="repaired"),
            Act(2, "11:20", "sophie", Verb.REOPEN, "Madame Wallerand a rappelé : la roue est repartie. L’équipe repasse avec un axe neuf."),
        ),
    ),
    Story(1, "20:05", "anor", {"need": "repair", "waste": "sorting", "broken": "tank"}, unfinished=True),
)  # fmt: skip
