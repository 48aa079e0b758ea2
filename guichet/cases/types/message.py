"""A word to the town: a question, an idea, a complaint, sent to whoever can answer it."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from guichet.cases.questions import Answers, Choice, Kind, Question, Step
from guichet.cases.rules import State
from guichet.cases.types import people
from guichet.cases.types.base import CaseType, Clock, Direction, HeldBy, Outcome, Silence

COMPLAINT = "complaint"

_SUBJECTS = {
    "town": _("Vie de la commune"),
    "papers": _("Papiers, état civil, élections"),
    "school": _("École, cantine, centre de loisirs"),
    "planning": _("Construction, urbanisme, terrain"),
    "streets": _("Rues, bâtiments, espaces verts"),
    "waste": _("Déchets, eau, assainissement"),
    "solidarity": _("Aide sociale, logement"),
}

ABOUT = Step(
    slug="sujet",
    title=_("De quoi s’agit-il ?"),
    questions=(
        Question(
            name="topic",
            label=_("Votre message parle de"),
            kind=Kind.ONE_OF,
            missing=_("Choisissez un sujet. Si aucun ne convient, choisissez « Vie de la commune »."),
            choices=(
                *(Choice(key, label) for key, label in _SUBJECTS.items()),
                Choice(COMPLAINT, _("Une réclamation"), _("Quelque chose s’est mal passé avec nous")),
            ),
        ),
    ),
)

WORDS = Step(
    slug="message",
    title=_("Votre message"),
    questions=(
        Question(
            name="words",
            label=_("Écrivez-nous"),
            kind=Kind.LONG_TEXT,
            hint=_("Dites l’essentiel. N’écrivez ni numéro de sécurité sociale, ni mot de passe, ni détail de santé."),
            missing=_("Écrivez votre message."),
        ),
        Question(
            name="files",
            label=_("Un document, une photo"),
            kind=Kind.FILES,
            hint=_("Facultatif."),
            optional=True,
        ),
    ),
)

ANSWER = Step(
    slug="reponse",
    title=_("Comment vous répondre ?"),
    questions=(people.EMAIL, people.PHONE, people.OWN_ADDRESS),
)


def subject(answers: Answers) -> str:
    """Say the case in a few words: its subject alone, for the words are the person's own."""
    topic = answers.get("topic", "")
    return gettext("Réclamation") if topic == COMPLAINT else gettext(_SUBJECTS[topic])


def direct(answers: Answers) -> Direction:
    return Direction(key=answers.get("topic", ""), reason=_("Ce sujet relève de ce service."))


def clock(answers: Answers) -> Clock:
    """A question asks for no decision. A complaint that stays unanswered is rejected after two months (CRPA, L.231-4, 2°)."""
    if answers.get("topic") == COMPLAINT:
        return Clock(15, Silence.REJECTION, 2)
    return Clock(5)


MESSAGE = CaseType(
    slug="message",
    prefix="MSG",
    title=_("Message"),
    noun=_("demande"),
    purpose=_("vous répondre"),
    steps=(ABOUT, WORDS, people.WHO, ANSWER),
    outcomes=(
        Outcome("answered", State.SETTLED, _("Répondu"), _("Votre réponse part à la personne"), ""),
        Outcome(
            "done", State.SETTLED, _("Fait"), _("Ce qui était demandé est fait"),
            _("Ce que vous demandiez est fait. Merci de nous avoir écrit."),
        ),
        Outcome("refused", State.REFUSED, _("Refuser"), _("Avec le motif et les recours"), ""),
        Outcome(
            "dropped", State.DROPPED, _("Sans suite"), _("Doublon, ou la personne y renonce"),
            _("Votre message est classé sans suite."),
        ),
    ),
    held_by=HeldBy.COMMUNE,
    procedures={"message": {}},
    clock=clock,
    kept_days=365,
    kept_words=_("un an après la réponse"),
    minutes=3,
    next_step=_("Le service qui connaît le sujet vous répond, ici, et par e-mail, SMS ou lettre."),
    subject=subject,
    recipient=people.recipient_elsewhere,
    direct=direct,
    routes=(*_SUBJECTS.items(), (COMPLAINT, _("réclamation"))),
)  # fmt: skip
