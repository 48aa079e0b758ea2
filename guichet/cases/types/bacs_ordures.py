"""A waste bin to deliver, to repair or to exchange. Treated by the intercommunal body for all its communes.

Sentences are marked for translation here and said in the reader's language by the face that shows them.
"""

from dataclasses import replace

from django.utils.translation import gettext_noop as _

from guichet.cases.questions import Answers, Choice, Kind, Question, Step
from guichet.cases.rules import State
from guichet.cases.types import people, readers
from guichet.cases.types.base import CaseType, Clock, HeldBy, Outcome, Silence

NEED = Step(
    slug="besoin",
    title=_("De quoi avez-vous besoin ?"),
    questions=(
        Question(
            name="need",
            label=_("Vous voulez"),
            kind=Kind.ONE_OF,
            missing=_("Choisissez ce qu’il vous faut : un premier bac, une réparation ou un autre bac."),
            choices=(
                Choice("delivery", _("Un premier bac"), _("Vous emménagez, ou vous n’en avez pas")),
                Choice("repair", _("Une réparation"), _("Couvercle, roue ou cuve cassés")),
                Choice("exchange", _("Un autre bac"), _("Volé, brûlé, trop petit ou trop grand")),
            ),
        ),
    ),
)

WHICH = Step(
    slug="bac",
    title=_("Pour quels déchets ?"),
    questions=(
        Question(
            name="waste",
            label=_("Le bac sert"),
            kind=Kind.ONE_OF,
            missing=_("Choisissez le bac dont vous parlez : regardez la couleur du couvercle."),
            choices=(
                Choice("household", _("Aux ordures ménagères"), _("Cuve grise, couvercle vert")),
                Choice("sorting", _("Au tri"), _("Cuve grise, couvercle jaune")),
                Choice("both", _("Aux deux"), _("Votre demande concerne les deux bacs")),
            ),
        ),
    ),
)

PROBLEM = Step(
    slug="probleme",
    title=_("Quel est le problème ?"),
    aside="bin-number",
    when=lambda answers: answers.get("need") == "repair",
    questions=(
        Question(
            name="broken",
            label=_("Ce qui est cassé"),
            kind=Kind.ONE_OF,
            missing=_("Choisissez ce qui est cassé."),
            choices=(
                Choice("lid", _("Le couvercle"), _("Arraché, fendu, ne ferme plus")),
                Choice("wheel", _("Une roue"), _("Il en manque une, ou elle ne tourne plus")),
                Choice("tank", _("La cuve"), _("Fendue ou percée")),
                Choice("other", _("Autre chose"), _("Vous le dites en quelques mots")),
            ),
        ),
        Question(
            name="broken_words",
            label=_("Dites-le en quelques mots"),
            only_if=("broken", frozenset({"other"})),
            missing=_("Dites en quelques mots ce qui est cassé."),
        ),
        Question(
            name="bin_number",
            label=_("Numéro du bac"),
            hint=_("Huit chiffres, gravés sous la poignée. Exemple : 5901 2047"),
            optional=True,
            width="short",
            inputmode="numeric",
            skip=_("continuez sans le numéro"),
            read=readers.bin_number,
        ),
    ),
)

REASON = Step(
    slug="raison",
    title=_("Pourquoi un autre bac ?"),
    when=lambda answers: answers.get("need") == "exchange",
    questions=(
        Question(
            name="reason",
            label=_("Votre bac est"),
            kind=Kind.ONE_OF,
            missing=_("Choisissez la raison du changement."),
            choices=(
                Choice("stolen", _("Volé ou disparu"), _("Nous vous demandons la date, si vous la savez")),
                Choice("burnt", _("Brûlé ou écrasé"), _("Il ne peut pas être réparé")),
                Choice("small", _("Trop petit"), _("Votre foyer s’est agrandi")),
                Choice("large", _("Trop grand"), _("Vous êtes moins nombreux")),
            ),
        ),
        Question(
            name="stolen_on",
            label=_("Quand l’avez-vous vu pour la dernière fois ?"),
            hint=_("Par exemple 3/11/2026"),
            only_if=("reason", frozenset({"stolen"})),
            optional=True,
            width="mid",
            read=readers.past_day,
        ),
    ),
)

HOUSEHOLD = Step(
    slug="foyer",
    title=_("Combien de personnes vivent chez vous ?"),
    when=lambda answers: answers.get("need") != "repair",
    questions=(
        Question(
            name="household",
            label=_("Nombre de personnes"),
            hint=_("Les enfants comptent. Nous choisissons la taille du bac avec ce nombre."),
            missing=_("Écrivez le nombre de personnes, par exemple 4."),
            width="short",
            inputmode="numeric",
            max_length=3,
            read=readers.household,
        ),
    ),
)

PHOTO = Step(
    slug="photo",
    title=_("Une photo, si vous pouvez"),
    when=lambda answers: answers.get("need") != "delivery",
    questions=(
        Question(
            name="photo",
            label=_("Photo du bac"),
            kind=Kind.FILES,
            hint=_("Facultatif. Elle aide l’équipe à venir avec la bonne pièce."),
            optional=True,
        ),
    ),
)

PLACE = Step(
    slug="adresse",
    title=_("Où est le bac ?"),
    questions=(people.STREET, people.POSTCODE, people.CITY),
    check=people.postcode_of_city,
    served=True,
)

ANSWER = Step(
    slug="reponse",
    title=_("Comment vous répondre ?"),
    questions=(
        people.EMAIL,
        people.PHONE,
        replace(people.OWN_ADDRESS, label=_("Votre adresse, si le bac est ailleurs")),
    ),
)

_SUBJECTS = {"delivery": _("Bac à livrer"), "repair": _("Bac cassé"), "exchange": _("Bac à changer")}


def subject(answers: Answers) -> str:
    """Say the case in a few words: "Bac cassé, 14 rue Léo-Lagrange"."""
    place = answers.get("street", "")
    return ", ".join(part for part in (_SUBJECTS.get(answers.get("need", ""), _("Bac")), place) if part)


BACS_ORDURES = CaseType(
    slug="bacs-ordures",
    prefix="BAC",
    title=_("Bac à ordures"),
    noun=_("demande de bac"),
    purpose=_("livrer, réparer ou changer votre bac"),
    steps=(NEED, WHICH, PROBLEM, REASON, HOUSEHOLD, PHOTO, PLACE, people.WHO, ANSWER),
    outcomes=(
        Outcome(
            "delivered", State.SETTLED, _("Bac livré"), _("Le bac est chez la personne"),
            _("Votre bac est livré. Il est à vous tant que vous habitez là ; laissez-le si vous déménagez."),
        ),
        Outcome(
            "repaired", State.SETTLED, _("Bac réparé"), _("La pièce est changée"),
            _("Votre bac est réparé. Vous pouvez le sortir à la prochaine tournée."),
        ),
        Outcome(
            "exchanged", State.SETTLED, _("Bac changé"), _("L’ancien est repris"),
            _("Votre bac est changé. L’ancien a été repris."),
        ),
        Outcome(
            "refused", State.REFUSED, _("Refuser"), _("Avec le motif et les recours"), "",
        ),
        Outcome(
            "dropped", State.DROPPED, _("Sans suite"), _("Doublon, ou la personne y renonce"),
            _("Votre demande est classée sans suite."),
        ),
    ),
    held_by=HeldBy.INTERCOMMUNAL,
    procedures={"bacs-ordures": {}},
    clock=lambda answers: Clock(10, Silence.ACCEPTANCE, 2),
    kept_days=730,
    kept_words=_("2 ans après la réponse"),
    minutes=4,
    next_step=_("Le service vous donne une date de passage, ici, et par e-mail, SMS ou lettre."),
    todo=(_("Laissez le bac vide devant chez vous le jour donné, avant 7 h, poignée vers la rue."),),
    subject=subject,
    recipient=people.recipient,
)  # fmt: skip
