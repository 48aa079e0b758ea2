"""Something wrong in a street: sent to whoever can mend it. One may stay nameless, and see that it is known already."""

import re

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from guichet.cases.questions import Answers, Choice, Kind, Question, Step
from guichet.cases.rules import State
from guichet.cases.types import people
from guichet.cases.types.base import CaseType, Clock, Direction, HeldBy, Outcome
from guichet.kit.words import words

DANGER, SOON, CALM = "danger", "soon", "calm"
TOWN_ROAD, COUNTY_ROAD, UNKNOWN_ROAD = "town", "county", "unknown"

WHAT = Step(
    slug="probleme",
    title=_("Que voyez-vous ?"),
    questions=(
        Question(
            name="problem",
            label=_("Le problème"),
            kind=Kind.ONE_OF,
            missing=_("Choisissez ce que vous voyez. Si rien ne convient, choisissez « Autre chose »."),
            choices=(
                Choice("hole", _("Un trou, un trottoir cassé"), _("Nid-de-poule, pavé, bordure")),
                Choice("light", _("Une lampe éteinte"), _("Donnez son numéro dans le repère, si vous le voyez")),
                Choice("dump", _("Des ordures, un dépôt sauvage"), _("N’y touchez pas")),
                Choice("sign", _("Un panneau, un feu, un marquage"), _("Tombé, tourné, effacé")),
                Choice("tree", _("Un arbre, des branches, des herbes"), _("Qui gênent le passage ou la vue")),
                Choice("water", _("De l’eau, une bouche d’égout"), _("Fuite, plaque cassée, rue inondée")),
                Choice("wire", _("Un fil ou une armoire électrique"), _("N’approchez pas, ne touchez jamais un fil")),
                Choice("other", _("Autre chose"), _("Vous le dites en quelques mots")),
            ),
        ),
        Question(
            name="problem_words",
            label=_("Dites-le en quelques mots"),
            only_if=("problem", frozenset({"other"})),
            missing=_("Dites en quelques mots ce que vous voyez."),
            max_length=120,
        ),
    ),
)

URGENCY = Step(
    slug="urgence",
    title=_("Est-ce dangereux ?"),
    aside="danger",
    questions=(
        Question(
            name="urgency",
            label=_("À votre avis"),
            kind=Kind.ONE_OF,
            missing=_("Dites si c’est dangereux."),
            choices=(
                Choice(DANGER, _("Quelqu’un peut se blesser"), _("Danger tout de suite ? Appelez le 112 d’abord")),
                Choice(SOON, _("Il faut réparer vite"), _("Cela gêne tous les jours")),
                Choice(CALM, _("Ce n’est pas pressé"), _("À faire quand l’équipe passe")),
            ),
        ),
    ),
)


def _on_a_road(answers: Answers) -> bool:
    return answers.get("problem") in {"hole", "sign", "tree"}


WHERE = Step(
    slug="lieu",
    title=_("Où est-ce ?"),
    questions=(
        Question(
            name="street",
            label=_("Rue et numéro, ou route"),
            hint=_("Par exemple 28 rue d’Hirson, ou D 963. Pas d’adresse ? Écrivez ce qu’on voit autour."),
            missing=_("Dites où : une rue, une route, ou ce qu’on voit autour."),
            suggest="addresses",
        ),
        Question(
            name="landmark",
            label=_("Un repère"),
            hint=_("Devant quoi, de quel côté, numéro du poteau. N’écrivez le nom de personne."),
            optional=True,
            max_length=160,
        ),
    ),
)

ROAD = Step(
    slug="route",
    title=_("Quelle sorte de route ?"),
    when=_on_a_road,
    questions=(
        Question(
            name="road",
            label=_("C’est"),
            kind=Kind.ONE_OF,
            missing=_("Choisissez la sorte de route. Si vous hésitez, dites « Je ne sais pas »."),
            choices=(
                Choice(TOWN_ROAD, _("Une rue ou un chemin de la commune")),
                Choice(
                    COUNTY_ROAD, _("Une route départementale"), _("Son numéro commence par D, sur les bornes jaunes")
                ),
                Choice(UNKNOWN_ROAD, _("Je ne sais pas"), _("La mairie transmet, s’il le faut")),
            ),
        ),
    ),
)

PHOTO = Step(
    slug="photo",
    title=_("Une photo, si vous pouvez"),
    questions=(
        Question(
            name="photo",
            label=_("Photo"),
            kind=Kind.FILES,
            hint=_("Facultatif, sans prendre de risque. Sans visage ni plaque de voiture."),
            optional=True,
        ),
    ),
)

WHO = Step(
    slug="vous",
    title=_("Votre nom, si vous voulez"),
    questions=(
        Question(
            name="first_name", label=_("Prénom"), optional=True, width="mid", max_length=80, autocomplete="given-name"
        ),
        Question(
            name="last_name",
            label=_("Nom"),
            hint=_("Laissez vide pour rester anonyme : votre référence et votre code suffisent pour suivre."),
            optional=True,
            width="mid",
            max_length=80,
            autocomplete="family-name",
        ),
    ),
)

ANSWER = Step(
    slug="reponse",
    title=_("Comment vous répondre ?"),
    when=lambda answers: bool(answers.get("last_name")),
    questions=(people.EMAIL, people.PHONE, people.OWN_ADDRESS),
)

_PROBLEMS = {
    "hole": _("Trou ou trottoir cassé"),
    "light": _("Lampe éteinte"),
    "dump": _("Dépôt sauvage"),
    "sign": _("Panneau ou marquage"),
    "tree": _("Arbre ou branches"),
    "water": _("Eau ou égout"),
    "wire": _("Fil ou armoire électrique"),
}

_COUNTY = re.compile(r"\b(?:RD|D)\s?\d{1,4}[A-Z]?\b", re.IGNORECASE)
_REASONS = {
    "county-road": _("C’est une route départementale : elle relève de ce service."),
    "wire": _("Les fils et les armoires électriques relèvent de ce service, jour et nuit."),
    "water": _("L’eau et les égouts relèvent de ce service."),
    "dump": _("Les déchets relèvent de ce service."),
    "light": _("L’éclairage relève de ce service."),
}


def problem_words(answers: Answers) -> str:
    """What is wrong, in a few words that anybody may read."""
    known = _PROBLEMS.get(answers.get("problem", ""))
    return gettext(known) if known else gettext("Autre problème")


def subject(answers: Answers) -> str:
    """Say the case in a few words: "Lampe éteinte, 28 rue d’Hirson"."""
    said = answers.get("problem_words") or problem_words(answers)
    return ", ".join(part for part in (said, answers.get("street", "")) if part)


def is_county_road(answers: Answers) -> bool:
    """Said so; or, when the person does not know, written as one ("D 963")."""
    if not _on_a_road(answers) or answers.get("road") == TOWN_ROAD:
        return False
    return answers.get("road") == COUNTY_ROAD or bool(_COUNTY.search(answers.get("street", "")))


def direct(answers: Answers) -> Direction:
    key = "county-road" if is_county_road(answers) else answers.get("problem", "other")
    return Direction(key=key, reason=_REASONS.get(key, _("Ce service s’occupe de ces problèmes.")))


def twin(answers: Answers) -> str:
    """The same problem in the same street: two people who write the same have seen the same."""
    street = street_words(answers)
    return f"{answers['problem']} {street}" if street and answers.get("problem", "other") != "other" else ""


def street_words(answers: Answers) -> str:
    """The street without its number, folded: "rue d hirson"."""
    return " ".join(word for word in words(answers.get("street", "")) if not word.isdigit())


def clock(answers: Answers) -> Clock:
    return Clock({DANGER: 1, SOON: 5}.get(answers.get("urgency", ""), 20))


SIGNALEMENT_VOIRIE = CaseType(
    slug="signalement-voirie",
    prefix="SIG",
    title=_("Problème dans la rue"),
    noun=_("demande d’intervention"),
    purpose=_("réparer ce que vous avez vu"),
    steps=(WHAT, URGENCY, WHERE, ROAD, PHOTO, WHO, ANSWER),
    outcomes=(
        Outcome(
            "mended", State.SETTLED, _("Réparé"), _("C’est fait"),
            _("C’est réparé. Merci de nous l’avoir dit."),
        ),
        Outcome(
            "planned", State.SETTLED, _("Travaux prévus"), _("Avec leur date"),
            _("Les travaux sont prévus. Merci de nous l’avoir dit."),
        ),
        Outcome(
            "refused", State.REFUSED, _("Ne sera pas réparé"), _("Avec la raison"), "",
        ),
        Outcome(
            "dropped", State.DROPPED, _("Sans suite"), _("Rien trouvé sur place, ou déjà signalé"),
            _("Nous sommes allés voir et n’avons rien trouvé à réparer. Signalez-le de nouveau si cela revient."),
        ),
    ),
    held_by=HeldBy.COMMUNE,
    procedures={"signalement-voirie": {}},
    clock=clock,
    kept_days=730,
    kept_words=_("2 ans après la réponse"),
    minutes=3,
    next_step=_("L’équipe va voir sur place, puis répare ou prévoit les travaux."),
    subject=subject,
    recipient=people.recipient_elsewhere,
    direct=direct,
    twin=twin,
    routes=(
        ("hole", _("trou, trottoir")), ("light", _("éclairage")), ("dump", _("dépôt sauvage")),
        ("sign", _("panneau, marquage")), ("tree", _("arbre, branches")), ("water", _("eau, égout")),
        ("wire", _("réseau électrique")), ("county-road", _("route départementale")), ("other", _("autre chose")),
    ),
)  # fmt: skip
