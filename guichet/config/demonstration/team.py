"""What the invented agents note for each other, followed, and may settle alone.

Every telephone number and every internal rule told here is invented; the line with tickets stays off.
"""

from dataclasses import dataclass
from datetime import timedelta

from guichet.accounts.models import Role
from guichet.catalogue.models import Procedure
from guichet.communes.models import Body
from guichet.config.demonstration.agents import BERNARD, COLETTE, LUC, MANON, PAUL, Agent
from guichet.config.demonstration.bodies import Bodies
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now, paris_date, pretending
from guichet.visits.actions import record_training, set_mastery, write_note
from guichet.visits.models import Training

INTERNAL, EXTERNAL = Training.Kind.INTERNAL, Training.Kind.EXTERNAL

NOTES = (
    (
        MANON, "cession-vehicule", 12,
        "Si le site de France Titres coince : ligne des mairies, 03\u00a053\u00a001\u00a059\u00a071, code 12 (numéro inventé).\n"
        "La personne tape elle-même son mot de passe, nous ne le demandons jamais.",
    ),
    (
        MANON, "carte-identite", 30,
        "Prises de rendez-vous à Fourmies, le mardi il reste souvent une place. Vérifier la photo avant que la personne parte.",
    ),
    (
        COLETTE, "acte-naissance", 45,
        "Les registres d’avant 1925 sont dans l’armoire du fond. Pour une filiation, deux signatures : Colette ou Bernard.",
    ),
    (
        BERNARD, "attestation-accueil", 60,
        "Le maire signe le jeudi. Timbre fiscal de 30\u00a0€ : l’acheter avec la personne, sur son téléphone.",
    ),
)  # fmt: skip


@dataclass(frozen=True)
class Followed:
    """One training, so many days ago."""

    agent: Agent
    days: int
    minutes: int
    kind: Training.Kind
    subject: str
    with_whom: str


TRAININGS = (
    Followed(MANON, 20, 90, INTERNAL, "Remplir une demande au nom de quelqu’un", "Bernard"),
    Followed(MANON, 48, 420, EXTERNAL, "Accueillir une personne qui entend mal", "centre de gestion"),
    Followed(MANON, 75, 45, INTERNAL, "Ventes de véhicules : les pièges", "Colette"),
    Followed(COLETTE, 33, 840, EXTERNAL, "État civil : la filiation", "centre de gestion"),
    Followed(COLETTE, 90, 60, INTERNAL, "Archives : où est quoi", "Bernard"),
    Followed(BERNARD, 15, 180, EXTERNAL, "Protéger les données au guichet", "CC du Sud-Avesnois"),
    Followed(PAUL, 27, 120, INTERNAL, "Les bacs : modèles et tournées", "Sophie"),
    Followed(LUC, 40, 210, EXTERNAL, "Titres d’identité : les nouveautés", "préfecture"),
)

FIRST_OF_ALL = (
    "acte-naissance", "carte-identite", "passeport", "suivi-titre", "cession-vehicule", "carte-grise",
    "certificat-situation-administrative", "changement-adresse", "inscription-electorale", "bacs-ordures", "dechetterie",
    "casier-judiciaire-b3", "recensement-citoyen",
)  # fmt: skip
MASTERIES = {
    MANON: FIRST_OF_ALL,
    COLETTE: ("acte-naissance", "acte-mariage", "acte-deces", "livret-famille", "pacs", "mariage", "attestation-accueil"),
    BERNARD: ("acte-naissance", "inscription-electorale", "procuration", "attestation-accueil", "declaration-prealable"),
    PAUL: ("bacs-ordures", "dechetterie", "encombrants", "assainissement-eau"),
    LUC: ("carte-identite", "passeport", "procuration", "recensement-citoyen"),
}  # fmt: skip


def plant_team(bodies: Bodies, roles: dict[str, Role]) -> None:
    """Notes in Anor, trainings and masteries in the three towns; two agents of Anor master the same procedure."""
    for agent, slug, days, text in NOTES:
        _note(bodies.anor, roles[agent.login], slug, days, text)
    for one in TRAININGS:
        role = roles[one.agent.login]
        record_training(
            role.account, body=role.body, kind=one.kind, on=paris_date(now()) - timedelta(days=one.days),
            minutes=one.minutes, subject=one.subject, with_whom=one.with_whom, by=role.actor,
        )  # fmt: skip
    for agent, slugs in MASTERIES.items():
        role = roles[agent.login]
        procedures = list(Procedure.objects.filter(slug__in=slugs))
        assert len(procedures) == len(slugs), f"an unknown procedure among {slugs}"
        set_mastery(role.account, procedures, body=role.body, by=SYSTEM)


def _note(body: Body, role: Role, slug: str, days: int, text: str) -> None:
    with pretending(now() - timedelta(days=days)):
        procedure = Procedure.objects.get(slug=slug)
        write_note(body=body, procedure=procedure, text=text, seen=None, by=role.actor)
