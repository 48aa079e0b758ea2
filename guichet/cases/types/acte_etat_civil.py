"""A copy of a birth, marriage or death act. The act stays in its register: nothing of it is ever kept here.

A request is kept one year (décret n° 2017-890, art. 29). No silence is told: the officer only checks that the law
gives the paper (CRPA, art. R.112-4, 2°).
"""

from collections.abc import Collection, Mapping
from dataclasses import replace

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from guichet.cases.questions import Answers, Choice, Kind, Question, Step
from guichet.cases.rules import State
from guichet.cases.types import people, readers
from guichet.cases.types.base import CaseType, Clock, Direction, HeldBy, KeptFrom, Outcome, Recipient
from guichet.cases.types.entitlement import Act, Paper, Quality, Verdict, verdict
from guichet.kit.dates import now, paris_date

FRANCE, ABROAD = "france", "abroad"
POST, COUNTER = "post", "counter"
ELSEWHERE = "acte-autre-commune"  # the sheet of an act that another commune keeps

WHICH = Step(
    slug="acte",
    title=_("Quel acte, et où ?"),
    questions=(
        Question(
            name="act",
            label=_("Vous demandez"),
            kind=Kind.ONE_OF,
            missing=_("Choisissez l’acte : naissance, mariage ou décès."),
            choices=(
                Choice(Act.BIRTH, _("Un acte de naissance")),
                Choice(Act.MARRIAGE, _("Un acte de mariage")),
                Choice(Act.DEATH, _("Un acte de décès")),
            ),
        ),
        Question(
            name="place",
            label=_("La naissance, le mariage ou le décès a eu lieu"),
            kind=Kind.ONE_OF,
            missing=_("Dites si c’était en France ou à l’étranger."),
            choices=(
                Choice(FRANCE, _("En France"), _("L’acte est à la mairie de cette commune")),
                Choice(ABROAD, _("À l’étranger"), _("Pour un Français, l’acte est à Nantes")),
            ),
        ),
        Question(
            name="commune",
            label=_("Dans quelle commune ?"),
            hint=_("Celle de l’événement, pas celle où vous habitez. Les anciens noms sont connus."),
            missing=_("Écrivez le nom de la commune, par exemple Anor."),
            only_if=("place", frozenset({FRANCE})),
            max_length=80,
            suggest="communes",
            read=readers.commune,
        ),
    ),
)


def _restricted(answers: Answers) -> bool:
    """Does the paper say who the parents are?"""
    return answers.get("act") != Act.DEATH and answers.get("document") in {Paper.FULL, Paper.WITH_PARENTS}


DOCUMENT = Step(
    slug="document",
    title=_("Quel document ?"),
    when=lambda answers: answers.get("act") != Act.DEATH,
    questions=(
        Question(
            name="document",
            label=_("Il vous faut"),
            kind=Kind.ONE_OF,
            missing=_("Choisissez le document. Si vous ne savez pas : la copie intégrale convient presque partout."),
            choices=(
                Choice(
                    Paper.FULL, _("Une copie intégrale"), _("Tout ce que dit le registre. Convient presque partout")
                ),
                Choice(Paper.WITH_PARENTS, _("Un extrait avec filiation"), _("Un résumé, avec le nom des parents")),
                Choice(Paper.WITHOUT_PARENTS, _("Un extrait sans filiation"), _("Un résumé, ouvert à tout le monde")),
            ),
        ),
    ),
)

NAME = Question(
    name="act_last_name",
    label=_("Nom de naissance"),
    hint=_("Le nom de naissance, jamais le nom du mariage."),
    missing=_("Écrivez le nom de naissance de la personne de l’acte."),
    width="mid",
    max_length=80,
)
FIRST_NAMES = Question(
    name="act_first_names",
    label=_("Prénoms"),
    hint=_("Tous, dans l’ordre, si vous les savez."),
    missing=_("Écrivez au moins le premier prénom."),
    max_length=120,
)
EVENT_ON = Question(
    name="event_on",
    label=_("Date"),
    hint=_("Par exemple 3/11/1984"),
    missing=_("Écrivez la date : jour, mois et année. Sans elle, l’acte ne se trouve pas."),
    width="mid",
    inputmode="numeric",
    max_length=20,
    read=readers.day,
)

BORN = Step(
    slug="personne",
    title=_("Qui est né ?"),
    when=lambda answers: answers.get("act") == Act.BIRTH,
    questions=(NAME, FIRST_NAMES, replace(EVENT_ON, label=_("Date de naissance"))),
)
MARRIED = Step(
    slug="epoux",
    title=_("Qui s’est marié ?"),
    when=lambda answers: answers.get("act") == Act.MARRIAGE,
    questions=(
        replace(NAME, label=_("Nom de naissance d’un époux")),
        replace(FIRST_NAMES, label=_("Ses prénoms")),
        Question(
            name="spouse",
            label=_("Nom de naissance et prénoms de l’autre époux"),
            missing=_("Écrivez le nom de naissance et les prénoms de l’autre époux."),
            max_length=160,
        ),
        replace(EVENT_ON, label=_("Date du mariage")),
    ),
)
DEAD = Step(
    slug="defunt",
    title=_("Qui est décédé ?"),
    when=lambda answers: answers.get("act") == Act.DEATH,
    questions=(NAME, FIRST_NAMES, replace(EVENT_ON, label=_("Date du décès"))),
)


def may_be_given(answers: Answers) -> Mapping[str, str]:
    """The law's verdict, beside the question on who asks; nothing while an answer is missing."""
    found = found_by_law(answers)
    return {} if found is None or found.is_allowed else {"quality": _told(found)}


def _told(found: Verdict) -> str:
    return f"{gettext(found.reason).removesuffix('.')} ({found.article})."


def found_by_law(answers: Answers) -> Verdict | None:
    """What the law says of these answers; None while it cannot say."""
    act, document = answers.get("act"), answers.get("document") or Paper.FULL
    quality, event_on = answers.get("quality") or Quality.OTHER, answers.get("event_on")
    if not act or not event_on:
        return None
    return verdict(
        Act(act),
        Paper(document),
        Quality(quality),
        event_on=readers.day_of(event_on),
        today=paris_date(now()),
        is_long_dead=answers.get("long_dead") == "yes",
    )


def finding(answers: Answers) -> str:
    """The same, for the officer who gives the paper and answers for it."""
    found = found_by_law(answers)
    return _told(found) if found else ""


WHOSE = Step(
    slug="lien",
    title=_("Qui êtes-vous pour cette personne ?"),
    when=_restricted,
    check=may_be_given,
    questions=(
        Question(
            name="quality",
            label=_("Vous êtes"),
            kind=Kind.ONE_OF,
            hint=_("Ce document dit le nom des parents : la loi ne le donne qu’à certaines personnes."),
            missing=_("Dites qui vous êtes pour la personne de l’acte."),
            choices=(
                Choice(Quality.SELF, _("La personne elle-même")),
                Choice(Quality.SPOUSE, _("Son époux, son épouse"), _("ou son partenaire de Pacs")),
                Choice(Quality.ASCENDANT, _("Son père, sa mère"), _("ou un grand-parent")),
                Choice(Quality.DESCENDANT, _("Son enfant"), _("ou un petit-enfant")),
                Choice(Quality.GUARDIAN, _("Son représentant légal"), _("tuteur, par exemple")),
                Choice(Quality.LAWYER, _("Son avocat, son notaire"), _("pour l’une de ces personnes")),
                Choice(Quality.OTHER, _("Quelqu’un d’autre"), _("frère, sœur, oncle, concubin, ami…")),
            ),
        ),
        Question(
            name="long_dead",
            label=_("La personne est décédée depuis plus de 25 ans"),
            kind=Kind.ONE_OF,
            only_if=("quality", frozenset({Quality.OTHER})),
            missing=_("Dites si la personne de l’acte est décédée depuis plus de 25 ans."),
            choices=(Choice("yes", _("Oui")), Choice("no", _("Non, ou je ne sais pas"))),
        ),
    ),
)

PARENTS = Step(
    slug="parents",
    title=_("Qui sont ses parents ?"),
    when=_restricted,
    questions=(
        Question(
            name="parent_1",
            label=_("Nom de naissance et prénom d’un parent"),
            hint=_("La loi les demande, pour être sûrs de la personne."),
            missing=_(
                "Écrivez le nom et le prénom d’un parent : sans eux, la loi ne permet pas de donner ce document."
            ),
            max_length=120,
        ),
        Question(
            name="parent_2",
            label=_("Nom de naissance et prénom de l’autre parent"),
            hint=_("Laissez vide s’il n’y en a qu’un dans l’acte."),
            optional=True,
            max_length=120,
        ),
    ),
)

HOW = Step(
    slug="remise",
    title=_("Comment recevoir l’acte ?"),
    questions=(
        Question(
            name="delivery",
            label=_("Vous préférez"),
            kind=Kind.ONE_OF,
            missing=_("Choisissez comment recevoir l’acte."),
            choices=(
                Choice(POST, _("Par la poste"), _("À votre adresse, en quelques jours")),
                Choice(COUNTER, _("Venir le chercher"), _("À la mairie qui garde l’acte, avec une pièce d’identité")),
            ),
        ),
    ),
)


def _shows_identity(answers: Answers) -> bool:
    return answers.get("delivery") == POST and _restricted(answers)


IDENTITY = Step(
    slug="identite",
    title=_("Votre pièce d’identité"),
    when=_shows_identity,
    questions=(
        Question(
            name="identity",
            label=_("Carte d’identité, passeport ou titre de séjour"),
            kind=Kind.FILES,
            hint=_(
                "Recto et verso, en photo ou en PDF. Nous écrivons en travers à quoi elle sert, et nous l’effaçons dès la réponse."
            ),
            missing=_("Joignez votre pièce d’identité, ou revenez en arrière et choisissez de venir chercher l’acte."),
            pages=True,
            stamped=_("Demande d’acte d’état civil"),
            until_decided=True,
        ),
    ),
)

WHERE = Step(
    slug="adresse",
    title=_("Où envoyer l’acte ?"),
    when=lambda answers: answers.get("delivery") == POST,
    questions=(people.STREET, people.POSTCODE, people.CITY),
    check=people.postcode_of_city,
)

_ACTS = {
    Act.BIRTH: _("Acte de naissance"),
    Act.MARRIAGE: _("Acte de mariage"),
    Act.DEATH: _("Acte de décès"),
}


def subject(answers: Answers) -> str:
    """Say the case in a few words: "Acte de naissance, Marie Dupont"."""
    who = f"{answers.get('act_first_names', '')} {answers.get('act_last_name', '')}".strip()
    return ", ".join(part for part in (gettext(_ACTS[Act(answers["act"])]), who) if part)


def direct(answers: Answers) -> Direction:
    """Only the commune of the event has the register."""
    return Direction(
        code=readers.commune_code(answers.get("commune", "")),
        reason=_("C’est la commune de l’événement qui garde l’acte."),
    )


def is_ours(answers: Answers, codes: Collection[str]) -> bool:
    if answers.get("place") == ABROAD:
        return False
    commune = answers.get("commune", "")
    return not commune or readers.commune_code(commune) in codes


def at_counter(who: Recipient, city: str, procedure: str) -> Answers:
    """Mostly her own act, of this town unless the sheet says another, which she fetches."""
    return {
        "act": Act.BIRTH,
        "place": FRANCE,
        "commune": "" if procedure == ELSEWHERE else city,
        "document": Paper.WITHOUT_PARENTS,
        "quality": Quality.SELF,
        "act_last_name": who.last_name,
        "act_first_names": who.first_name,
        "delivery": COUNTER,
    }


ACTE_ETAT_CIVIL = CaseType(
    slug="acte-etat-civil",
    prefix="ACT",
    title=_("Acte d’état civil"),
    noun=_("demande d’acte"),
    purpose=_("trouver l’acte au registre et vous le donner"),
    steps=(WHICH, DOCUMENT, BORN, MARRIED, DEAD, WHOSE, PARENTS, HOW, IDENTITY, WHERE, people.WHO, people.ANSWER),
    outcomes=(
        Outcome(
            "posted", State.SETTLED, _("Envoyé par la poste"), _("L’acte est parti, l’identité a été vérifiée"),
            _("Votre acte est parti par la poste. Il est valable sans limite, mais on vous demande souvent un acte de moins de trois mois."),
        ),
        Outcome(
            "handed", State.SETTLED, _("Remis au guichet"), _("Contre une pièce d’identité"),
            _("Votre acte vous a été remis à l’accueil de la mairie."),
        ),
        Outcome(
            "not-found", State.DROPPED, _("Acte introuvable"), _("Rien dans nos registres"),
            _("Nous n’avons pas trouvé cet acte dans nos registres. Vérifiez la date et la commune : demandez de nouveau, ou appelez-nous."),
        ),
        Outcome("refused", State.REFUSED, _("Refuser"), _("Avec le motif et les recours"), ""),
        Outcome(
            "dropped", State.DROPPED, _("Sans suite"), _("Doublon, ou la personne y renonce"),
            _("Votre demande est classée sans suite."),
        ),
    ),
    held_by=HeldBy.COMMUNE,
    procedures={
        "acte-naissance": {"act": Act.BIRTH.value},
        "acte-mariage": {"act": Act.MARRIAGE.value},
        "acte-deces": {"act": Act.DEATH.value},
        ELSEWHERE: {},
    },
    clock=lambda answers: Clock(5),
    kept_days=365,
    kept_words=_("un an après la demande"),
    kept_from=KeptFrom.RECEIPT,
    minutes=5,
    next_step=_("L’état civil cherche l’acte au registre, puis vous l’envoie ou vous prévient qu’il est prêt."),
    subject=subject,
    recipient=people.recipient,
    direct=direct,
    is_ours=is_ours,
    finding=finding,
    at_counter=at_counter,
)  # fmt: skip
