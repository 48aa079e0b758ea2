"""A visit at home: for who cannot come, asked by herself or by somebody close to her."""

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from guichet.cases.questions import Answers, Choice, Kind, Question, Step
from guichet.cases.rules import State
from guichet.cases.types import people, readers
from guichet.cases.types.base import CaseType, Clock, HeldBy, Outcome, Recipient

MYSELF, SOMEBODY = "myself", "somebody"

_MOMENTS = {"morning": _("Le matin"), "afternoon": _("L’après-midi"), "any": _("Peu importe")}


def _for_somebody(answers: Answers) -> bool:
    return answers.get("for_whom") == SOMEBODY


FOR_WHOM = Step(
    slug="pour-qui",
    title=_("Pour qui est la visite ?"),
    questions=(
        Question(
            name="for_whom",
            label=_("La visite est"),
            kind=Kind.ONE_OF,
            missing=_("Dites pour qui est la visite : pour vous, ou pour un proche."),
            choices=(
                Choice(MYSELF, _("Pour moi")),
                Choice(SOMEBODY, _("Pour un proche"), _("Un parent, un voisin, quelqu’un que vous aidez")),
            ),
        ),
    ),
)

VISITED = Step(
    slug="proche",
    title=_("Qui allons-nous voir ?"),
    when=_for_somebody,
    questions=(
        Question(
            name="visited_first_name", label=_("Son prénom"), missing=_("Écrivez son prénom."),
            width="mid", max_length=80,
        ),
        Question(
            name="visited_last_name", label=_("Son nom"), missing=_("Écrivez son nom."), width="mid", max_length=80
        ),
        Question(
            name="visited_phone",
            label=_("Son téléphone"),
            kind=Kind.PHONE,
            hint=_("Pour prévenir la personne avant d’arriver."),
            optional=True,
            width="mid",
            read=readers.phone,
        ),
    ),
)  # fmt: skip

ADDRESS = Step(
    slug="adresse",
    title=_("Où venir ?"),
    questions=(people.STREET, people.POSTCODE, people.CITY),
    check=people.postcode_of_city,
    served=True,
)

NEED = Step(
    slug="besoin",
    title=_("Pour quoi faire ?"),
    questions=(
        Question(
            name="words",
            label=_("Dites-le en quelques mots"),
            kind=Kind.LONG_TEXT,
            hint=_("Par exemple : refaire sa carte d’identité, remplir un dossier. N’écrivez aucun détail de santé."),
            missing=_("Dites en quelques mots ce qu’il faut faire : nous apportons les bons papiers."),
            max_length=300,
        ),
    ),
)

MOMENT = Step(
    slug="moment",
    title=_("Quand, et comment vous trouver ?"),
    questions=(
        Question(
            name="moment",
            label=_("Le moment qui convient"),
            kind=Kind.ONE_OF,
            missing=_("Choisissez un moment. Si tous conviennent, choisissez « Peu importe »."),
            choices=tuple(Choice(key, label) for key, label in _MOMENTS.items()),
        ),
        Question(
            name="landmark",
            label=_("Pour trouver la porte"),
            hint=_("Le nom de la résidence, l’étage, la chambre, l’interphone."),
            optional=True,
            max_length=120,
        ),
    ),
)

PHONE = Question(
    name="phone",
    label=_("Téléphone"),
    kind=Kind.PHONE,
    hint=_("Nous appelons pour fixer le jour. Sans téléphone, nous écrivons."),
    optional=True,
    width="mid",
    autocomplete="tel",
    read=readers.phone,
)

ANSWER = Step(slug="reponse", title=_("Comment vous répondre ?"), questions=(PHONE, people.EMAIL, people.OWN_ADDRESS))


def subject(answers: Answers) -> str:
    """Say the case in a few words: whom one goes to see, "Yvette Dubois"."""
    return gettext("Visite à domicile, %(name)s") % {"name": " ".join(visited(answers))}


def visited(answers: Answers) -> tuple[str, str]:
    """First and last name of whom one goes to see."""
    prefix = "visited_" if _for_somebody(answers) else ""
    return answers.get(f"{prefix}first_name", ""), answers.get(f"{prefix}last_name", "")


def moment_words(answers: Answers) -> str:
    """When it suits, as an agent reads it; empty when any moment does."""
    moment = answers.get("moment", "any")
    return "" if moment == "any" else gettext(_MOMENTS[moment])


def recipient(answers: Answers) -> Recipient:
    """Who asks: at the address to visit only if it is her own."""
    return people.recipient_elsewhere(answers) if _for_somebody(answers) else people.recipient(answers)


def clock(answers: Answers) -> Clock:
    """Nothing is decided on here: silence makes nothing of it (CRPA, L.231-4, 3°)."""
    return Clock(5)


VISITE_DOMICILE = CaseType(
    slug="visite-domicile",
    prefix="DOM",
    title=_("Visite à domicile"),
    noun=_("demande de visite"),
    purpose=_("venir vous voir avec ce qu’il faut"),
    steps=(FOR_WHOM, VISITED, ADDRESS, NEED, MOMENT, people.WHO, ANSWER),
    outcomes=(
        Outcome(
            "planned", State.SETTLED, _("Visite prévue"), _("Avec son jour et son heure"),
            _("Votre visite est prévue. Nous vous disons le jour et l’heure."),
        ),
        Outcome(
            "done", State.SETTLED, _("Visite faite"), _("C’est fait"),
            _("La visite est faite. Le reçu dit ce qui a été réglé."),
        ),
        Outcome("refused", State.REFUSED, _("Pas possible"), _("Avec la raison, et ce que la personne peut faire"), ""),
        Outcome(
            "dropped", State.DROPPED, _("Sans suite"), _("La personne y renonce, ou vient au guichet"),
            _("Vous n’avez plus besoin de la visite. Votre demande est classée."),
        ),
    ),
    held_by=HeldBy.COMMUNE,
    procedures={"visite-domicile": {}},
    clock=clock,
    kept_days=183,
    kept_words=_("six mois après la réponse"),
    minutes=3,
    next_step=_("Nous vous appelons pour fixer le jour, et nous disons quels papiers préparer."),
    subject=subject,
    recipient=recipient,
)  # fmt: skip
