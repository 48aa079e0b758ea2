"""The card or badge that opens the tip. Treated by the intercommunal body for all its communes."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from guichet.cases.questions import Answers, Choice, Kind, Question, Step
from guichet.cases.rules import State
from guichet.cases.types import people, readers
from guichet.cases.types.base import CaseType, Clock, HeldBy, Outcome, Silence

LATER = "later"

NEED = Step(
    slug="besoin",
    title=_("De quoi avez-vous besoin ?"),
    questions=(
        Question(
            name="need",
            label=_("Vous voulez"),
            kind=Kind.ONE_OF,
            missing=_("Choisissez : une première carte, une carte perdue, ou un autre véhicule."),
            choices=(
                Choice("first", _("Une première carte"), _("Vous emménagez, ou vous n’en avez jamais eu")),
                Choice(
                    "lost", _("Remplacer une carte"), _("Perdue, volée ou abîmée ; une carte perdue peut être payante")
                ),
                Choice("vehicle", _("Changer de véhicule"), _("La carte reste, la plaque change")),
            ),
        ),
    ),
)

VEHICLES = Step(
    slug="vehicules",
    title=_("Avec quels véhicules viendrez-vous ?"),
    questions=(
        Question(
            name="plates",
            label=_("Plaques d’immatriculation"),
            hint=_("Trois au plus, séparées par une virgule, remorque comprise. Exemple : AB-123-CD"),
            missing=_("Écrivez au moins une plaque, par exemple AB-123-CD."),
            max_length=80,
            read=readers.plates,
        ),
    ),
)

HOME = Step(
    slug="adresse",
    title=_("Où habitez-vous ?"),
    questions=(people.STREET, people.POSTCODE, people.CITY),
    check=people.postcode_of_city,
    served=True,
)

WAY = Step(
    slug="justificatif",
    title=_("Votre justificatif de domicile"),
    questions=(
        Question(
            name="proof_way",
            label=_("Une facture d’eau, d’énergie ou de téléphone de moins de trois mois"),
            kind=Kind.ONE_OF,
            missing=_("Dites si vous joignez le justificatif maintenant ou plus tard."),
            choices=(
                Choice("now", _("Je la joins maintenant"), _("Une photo ou un PDF")),
                Choice(
                    LATER, _("Je la donne plus tard"), _("À l’accueil, par la poste ou ici ; le délai attend ce papier")
                ),
            ),
        ),
    ),
)

PROOF = Step(
    slug="document",
    title=_("Joignez le justificatif"),
    when=lambda answers: answers.get("proof_way") == "now",
    questions=(
        Question(
            name="proof",
            label=_("Justificatif de domicile"),
            kind=Kind.FILES,
            hint=_("Toutes les pages, à votre nom et à cette adresse."),
            missing=_("Joignez le justificatif, ou revenez en arrière et choisissez de le donner plus tard."),
            pages=True,
            most=10,
        ),
    ),
)

_SUBJECTS = {
    "first": _("Carte de déchetterie"),
    "lost": _("Carte de déchetterie à remplacer"),
    "vehicle": _("Plaque à changer"),
}


def subject(answers: Answers) -> str:
    """Say the case in a few words: "Carte de déchetterie, AB-123-CD"."""
    return ", ".join(part for part in (gettext(_SUBJECTS[answers["need"]]), answers.get("plates", "")) if part)


def missing(answers: Answers) -> str:
    if answers.get("proof_way") != LATER:
        return ""
    return _("un justificatif de domicile de moins de trois mois (facture d’eau, d’énergie ou de téléphone).")


DECHETTERIE = CaseType(
    slug="dechetterie",
    prefix="DEC",
    title=_("Carte de déchetterie"),
    noun=_("demande de carte de déchetterie"),
    purpose=_("préparer votre carte et ouvrir la barrière à vos véhicules"),
    steps=(NEED, VEHICLES, HOME, WAY, PROOF, people.WHO, people.ANSWER),
    outcomes=(
        Outcome(
            "posted", State.SETTLED, _("Carte envoyée"), _("Partie par la poste"),
            _("Votre carte de déchetterie est partie par la poste. Elle ouvre la barrière dès que vous l’avez."),
        ),
        Outcome(
            "handed", State.SETTLED, _("Carte remise"), _("À l’accueil ou à la déchetterie"),
            _("Votre carte de déchetterie vous a été remise. Elle ouvre la barrière dès maintenant."),
        ),
        Outcome(
            "changed", State.SETTLED, _("Plaque changée"), _("La carte reste la même"),
            _("Votre nouvelle plaque est enregistrée : la barrière la reconnaît dès demain."),
        ),
        Outcome("refused", State.REFUSED, _("Refuser"), _("Avec le motif et les recours"), ""),
        Outcome(
            "dropped", State.DROPPED, _("Sans suite"), _("Doublon, ou la personne y renonce"),
            _("Votre demande est classée sans suite."),
        ),
    ),
    held_by=HeldBy.INTERCOMMUNAL,
    procedures={"dechetterie": {}},
    clock=lambda answers: Clock(10, Silence.ACCEPTANCE, 2),
    kept_days=730,
    kept_words=_("2 ans après la réponse"),
    minutes=4,
    next_step=_("Le service déchets vérifie votre adresse, puis prépare la carte."),
    subject=subject,
    recipient=people.recipient,
    missing=missing,
)  # fmt: skip
