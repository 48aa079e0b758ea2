"""What the letter models of a town may say of a case, and the words they give for it."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as lazy

from guichet.accounts.models import ContactPoint
from guichet.cases.models import Case
from guichet.cases.rules import State
from guichet.cases.types import CASE_TYPES, Outcome, Silence
from guichet.kit.dates import day_in_words, hour_in_words, now, paris_date
from guichet.kit.refusal import Refusal
from guichet.notifications.letter_rules import Unreadable, fill
from guichet.notifications.models import LetterModel
from guichet.notifications.vocabulary import LetterCondition, LetterField, LetterSubject, letters_speak_of, vocabulary

_FIELDS: tuple[tuple[LetterField, Callable[[Case], str]], ...] = (
    (
        LetterField("prénom", "Lucie", lazy("de la personne")),
        lambda case: case.person.first_name if case.person else "",
    ),
    (LetterField("nom", "Dubois", lazy("de la personne")), lambda case: case.person.last_name if case.person else ""),
    (
        LetterField("adresse", "14 rue Léo-Lagrange, 59186 Anor", lazy("de la personne, si elle l’a donnée")),
        lambda case: _address(case),
    ),
    (LetterField("référence", "BAC-26-00418", lazy("de la demande")), lambda case: case.reference),
    (LetterField("demande", "demande de bac", lazy("ce qu’elle est")), lambda case: _(case.kind.noun)),
    (
        LetterField("objet", "Bac cassé, 14 rue Léo-Lagrange", lazy("la demande en quelques mots")),
        lambda case: case.subject,
    ),
    (
        LetterField("date de réception", "mardi 24\u00a0novembre\u00a02026", lazy("le jour où elle est arrivée")),
        lambda case: day_in_words(paris_date(case.received_at)) if case.received_at else "",
    ),
    (
        LetterField("heure de réception", "10\u00a0h\u00a047", lazy("l’heure où elle est arrivée")),
        lambda case: hour_in_words(case.received_at) if case.received_at else "",
    ),
    (
        LetterField(
            "date de réponse", "mardi 8\u00a0décembre\u00a02026", lazy("le dernier jour annoncé pour répondre")
        ),
        lambda case: day_in_words(case.due_on) if case.due_on else "",
    ),
    (
        LetterField(
            "date du silence", "lundi 25\u00a0janvier\u00a02027", lazy("le jour où ne pas répondre vaut réponse")
        ),
        lambda case: day_in_words(case.silence_on) if case.silence_on else "",
    ),
    (LetterField("décision", "Bac réparé", lazy("comment la demande s’est terminée")), lambda case: _decision(case)),
    (
        LetterField("date de décision", "vendredi 4\u00a0décembre\u00a02026", lazy("le jour où elle s’est terminée")),
        lambda case: day_in_words(paris_date(case.decided_at)) if case.decided_at else "",
    ),
    (
        LetterField("date du jour", "vendredi 27\u00a0novembre\u00a02026", lazy("le jour où la lettre est faite")),
        lambda case: day_in_words(paris_date(now())),
    ),
    (
        LetterField("commune", "Anor", lazy("celle du portail où la demande est arrivée")),
        lambda case: case.commune.name,
    ),
    (
        LetterField("collectivité", "la mairie d’Anor", lazy("celle qui traite la demande")),
        lambda case: case.speaker.body.the_name,
    ),
    (LetterField("service", "service technique", lazy("celui qui traite la demande")), lambda case: case.speaker.name),
    (
        LetterField("téléphone", "03 53 01 59 86", lazy("du service, ou de la collectivité")),
        lambda case: case.speaker.phone or case.speaker.body.phone,
    ),
    (
        LetterField("agent", "Sophie Lemaire", lazy("qui suit la demande")),
        lambda case: str(case.assignee) if case.assignee else "",
    ),
    (
        LetterField(
            "à compléter",
            "parce que la rue est trop étroite",
            lazy("des mots que l’agent écrit : rien ne part tant que ces crochets restent"),
        ),
        lambda case: "",
    ),
    (LetterField("tribunal", "Lille", lazy("ville du tribunal administratif")), lambda case: case.speaker.body.court),
)

Holds = Callable[[Case, "Outcome | None"], bool]
_CONDITIONS: tuple[tuple[LetterCondition, Holds], ...] = (
    (
        LetterCondition("refus", lazy("la demande est refusée")),
        lambda case, outcome: (outcome.state if outcome else case.state) == State.REFUSED,
    ),
    (
        LetterCondition("demande terminée", lazy("une décision est prise")),
        lambda case, outcome: outcome is not None or case.is_closed,
    ),
    (
        LetterCondition("acceptation tacite", lazy("personne n’a répondu à temps, et la loi dit que c’est accepté")),
        lambda case, outcome: is_tacitly_accepted(case),
    ),
    (
        LetterCondition("sans e-mail", lazy("la personne n’a pas donné d’adresse e-mail")),
        lambda case, outcome: not (case.person and case.person.reach(ContactPoint.Channel.EMAIL)),
    ),
    (
        LetterCondition("sans adresse", lazy("la personne n’a pas donné d’adresse postale")),
        lambda case, outcome: not _address(case),
    ),
)


def declare() -> None:
    """Tell the room of letters what they may speak of."""
    letters_speak_of(
        fields=[field for field, _value in _FIELDS],
        conditions=[condition for condition, _holds in _CONDITIONS],
        subjects=_subjects,
    )


def is_tacitly_accepted(case: Case) -> bool:
    """Did silence accept this request: its day is over, and nothing was decided by then (CRPA, L.231-1)?

    A missing paper stops that day: such a case is not accepted by silence, whatever its old date.
    """
    if case.silence_on is None or case.clock.silence != Silence.ACCEPTANCE or case.papers_until is not None:
        return False
    decided_on = paris_date(case.decided_at) if case.decided_at else paris_date(now())
    return decided_on > case.silence_on


def models_of(case: Case) -> list[LetterModel]:
    """The open models, for a case of this sort, of the body that answers for it."""
    return list(LetterModel.objects.open_for(case.speaker.body, case.type_slug))


def documents_of(models: Iterable[LetterModel], case: Case) -> list[LetterModel]:
    """The papers that may be made of this case: one whose conditions leave it without a word would say something false."""
    return [model for model in models if model.is_document and worded(model.text, case).strip()]


def words_of_decision(models: Iterable[LetterModel], case: Case, outcome: Outcome) -> str:
    """The words proposed for an outcome: those of the model that is most precisely about it, else the type's own."""
    fitting = [model for model in models if not model.is_document and model.outcome in {"", outcome.slug}]
    best = max(fitting, key=lambda model: (bool(model.outcome), bool(model.case_type)), default=None)
    try:
        return _filled(best.text, case, outcome) if best else _told(outcome)
    except Unreadable:  # written when there were other fields
        return _told(outcome)


def worded(text: str, case: Case) -> str:
    """A text of a model with what the case says in it; as it was written when it can no longer be read."""
    try:
        return _filled(text, case, None)
    except Unreadable:
        return text


def refuse_open_brackets(text: str) -> None:
    """Refuse words for a person in which a field still waits: the case did not fill it, and nobody else has."""
    field = vocabulary.left_open(text)
    if field:
        raise Refusal(
            "open-bracket", _("Il reste [%(field)s] : remplacez ces crochets par vos mots.") % {"field": field}
        )


def _filled(text: str, case: Case, outcome: Outcome | None) -> str:
    letter = vocabulary.read(text)
    values = {field.name: value(case) for field, value in _FIELDS if field.name in letter.fields}
    if outcome is not None and "décision" in letter.fields:
        values["décision"] = _(outcome.label)
    true = {one.name for one, holds in _CONDITIONS if one.name in letter.conditions and holds(case, outcome)}
    return fill(letter, values, true)


def _told(outcome: Outcome) -> str:
    return _(outcome.told) if outcome.told else ""


def _decision(case: Case) -> str:
    return case.outcome_label if case.is_closed else ""


def _address(case: Case) -> str:
    found = case.person.postal_address if case.person else None
    if found is None:
        return ""
    return ", ".join(part for part in (found.extra, found.street, f"{found.postcode} {found.city}") if part)


def _subjects() -> list[LetterSubject]:
    return [
        LetterSubject(kind.slug, _(kind.title), tuple((outcome.slug, _(outcome.label)) for outcome in kind.outcomes))
        for kind in CASE_TYPES.values()
    ]
