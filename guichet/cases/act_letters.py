"""The letter to the registry of another commune: made from what is typed on one page, printed, kept nowhere."""

from dataclasses import replace
from datetime import date

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from guichet.cases.questions import Answers, Kind, Question, Step
from guichet.cases.types import acte_etat_civil as acte
from guichet.cases.types import people, readers
from guichet.cases.types.entitlement import Act, Paper, Quality
from guichet.communes.official import OfficialCommune, commune_of
from guichet.documents.rendering import render_pdf
from guichet.kit.dates import day_in_words
from guichet.kit.postal import PostalAddress

_STEPS = {Act.BIRTH: acte.BORN, Act.MARRIAGE: acte.MARRIED, Act.DEATH: acte.DEAD}
_PAPERS = {
    Paper.FULL: gettext_noop("une copie intégrale"),
    Paper.WITH_PARENTS: gettext_noop("un extrait avec filiation"),
    Paper.WITHOUT_PARENTS: gettext_noop("un extrait sans filiation"),
}
_ACTS = {
    Act.BIRTH: gettext_noop("de l’acte de naissance"),
    Act.MARRIAGE: gettext_noop("de l’acte de mariage"),
    Act.DEATH: gettext_noop("de l’acte de décès"),
}
_QUALITIES = {
    Quality.SELF: gettext_noop("Cet acte est le mien."),
    Quality.SPOUSE: gettext_noop("Je suis l’époux, l’épouse ou le partenaire de Pacs de cette personne."),
    Quality.ASCENDANT: gettext_noop("Je suis son parent ou son grand-parent."),
    Quality.DESCENDANT: gettext_noop("Je suis son enfant ou son petit-enfant."),
    Quality.GUARDIAN: gettext_noop("Je suis son représentant légal."),
    Quality.LAWYER: gettext_noop("J’agis pour elle, comme avocat ou notaire."),
}
_OF_KIN = gettext_noop("Un extrait sans filiation se donne à tout le monde : laissez vide si vous en demandez un.")
# Who knows the year alone may write: a registry looks for the act.
_DATE = gettext_noop("Vous ne savez pas le jour ? Écrivez le mois et l’année, ou l’année seule.")
_NO_DATE = gettext_noop("Écrivez la date, ou au moins l’année.")
_TOWNS = {
    Act.BIRTH: gettext_noop("Ville ou village de naissance"),
    Act.MARRIAGE: gettext_noop("Ville ou village du mariage"),
    Act.DEATH: gettext_noop("Ville ou village du décès"),
}
_COUNTRY = Question(
    name="event_country",
    label=gettext_noop("Pays"),
    hint=gettext_noop("Le nom qu’il avait alors, s’il a changé."),
    missing=gettext_noop("Écrivez le pays : sans lui, Nantes ne trouve pas l’acte."),
    width="mid",
    max_length=80,
)
# The service of the State that keeps the acts of French people born, married or dead abroad.
NANTES = PostalAddress(
    gettext_noop("Service central d’état civil"),
    gettext_noop("11 rue de la Maison-Blanche"),
    "44941",
    gettext_noop("Nantes Cedex 9"),
    gettext_noop("Ministère chargé des affaires étrangères"),
)

# The State's own requests, by act; the one for acts kept in Nantes.
_SHEETS = "https://www.service-public.gouv.fr/particuliers/vosdroits/"
_SERVICES = {Act.BIRTH: f"{_SHEETS}R1406", Act.MARRIAGE: f"{_SHEETS}R42837", Act.DEATH: f"{_SHEETS}R42838"}
_SERVICE_OF_NANTES = f"{_SHEETS}R1405"


def service_of(act: Act, commune: OfficialCommune | None) -> str:
    """The State's own request for this act; `commune` is None when Nantes keeps it."""
    return _SERVICES[act] if commune else _SERVICE_OF_NANTES


def place_of(answers: Answers) -> str:
    """Where the act is, as an address says it: the INSEE code of the commune, or "abroad"."""
    return acte.ABROAD if answers.get("place") == acte.ABROAD else readers.commune_code(answers.get("commune", ""))


def registry_of(place: str) -> OfficialCommune | None:
    """The commune of this INSEE code; none abroad. Paris, Lyon and Marseille keep no register: their arrondissements do."""
    commune = commune_of(place)
    return None if commune and commune.has_arrondissements else commune


def letter_step(act: Act, place: str) -> Step:
    """Everything the letter says, on one page: what is asked of a death is less, of an event abroad where it was."""
    named = (*map(_part_allowed, _STEPS[act].questions), *(_abroad(act) if place == acte.ABROAD else ()))
    kinship: tuple[Question, ...] = ()
    if act != Act.DEATH:
        parents = tuple(_left_open(question) for question in acte.PARENTS.questions)
        quality, *then = (replace(question, optional=True) for question in acte.WHOSE.questions)
        kinship = (*acte.DOCUMENT.questions, replace(quality, hint=_OF_KIN), *then, *parents)
    asker = (*people.WHO.questions, people.STREET, people.POSTCODE, people.CITY)
    return Step(
        slug="lettre", title=gettext_noop("La lettre à envoyer"), questions=(*named, *kinship, *asker), check=_lawful
    )


def _part_allowed(question: Question) -> Question:
    if question.name != acte.EVENT_ON.name:
        return question
    return replace(question, hint=_DATE, missing=_NO_DATE, inputmode="", read=readers.day_or_part)


def _abroad(act: Act) -> tuple[Question, ...]:
    town = Question(
        name="event_town",
        label=_TOWNS[act],
        missing=gettext_noop("Écrivez la ville ou le village, même à peu près."),
        max_length=80,
    )
    return (town, _COUNTRY)


def _left_open(question: Question) -> Question:
    return Question(
        name=question.name, label=question.label, hint=question.hint, optional=True, max_length=question.max_length
    )


def _lawful(answers: Answers) -> dict[str, str]:
    wrong = dict(people.postcode_of_city(answers))
    if answers.get("document") in {Paper.FULL, Paper.WITH_PARENTS}:
        verdict = acte.may_be_given(answers)  # an old act is open to anybody: her kinship is then not asked for
        if verdict and not answers.get("quality"):
            verdict = {"quality": _(acte.WHOSE.questions[0].missing)}
        wrong |= verdict
        if not answers.get("parent_1"):
            wrong["parent_1"] = _(acte.PARENTS.questions[0].missing)
    return wrong


def letter_to_registry(answers: Answers, commune: OfficialCommune | None, *, today: date) -> bytes:
    """The PDF, ready for a window envelope: to the town hall of this commune, or to Nantes when it is None."""
    person = f"{answers['first_name']} {answers['last_name']}"
    data = {
        "letterhead": {
            "office": person,
            "street": answers["street"],
            "city_line": f"{answers['postcode']} {answers['city']}",
            "phone": "",
            "email": "",
        },
        "recipient": list(registry_address(commune).lines()),
        "place_date": _("%(city)s, le %(day)s") % {"city": answers["city"], "day": day_in_words(today)},
        "subject": _("Demande %(what)s") % {"what": _what(answers)},
        "reference": "",
        "paragraphs": _paragraphs(answers, commune),
        "signatory": {"name": person, "title": ""},
        "ticket": None,
        "footer": _("Commune de démonstration, contenu inventé") if settings.DEMONSTRATION else "",
    }
    return render_pdf("documents/typst/letter.typ", data)


def registry_address(commune: OfficialCommune | None) -> PostalAddress:
    """Every town hall is reached by its name and its postcode alone."""
    if commune is None:
        return NANTES
    office = _("Mairie %(of_commune)s") % {"of_commune": commune.of_name}
    return PostalAddress(
        _("Service de l’état civil"), office, commune.postcodes[0] if commune.postcodes else "", commune.now_name
    )


def _what(answers: Answers) -> str:
    act = Act(answers["act"])
    paper = Paper(answers.get("document") or Paper.FULL)
    return _("d’%(paper)s %(act)s") % {"paper": _(_PAPERS[paper]), "act": _(_ACTS[act])}


def _told(act: Act, commune: OfficialCommune | None) -> tuple[Question, ...]:
    return (*_STEPS[act].questions, *(() if commune else _abroad(act)))


def _paragraphs(answers: Answers, commune: OfficialCommune | None) -> list[object]:
    facts = [
        _("%(label)s : %(value)s") % {"label": _(question.label), "value": answers[question.name]}
        for question in (*_told(Act(answers["act"]), commune), *acte.PARENTS.questions)
        if question.kind != Kind.ONE_OF and answers.get(question.name)
    ]
    if commune is not None:
        facts.append(_("Commune : %(commune)s") % {"commune": answers.get("commune") or commune.name})
    quality = answers.get("quality", "")
    why = _(_QUALITIES[Quality(quality)]) if quality and quality != Quality.OTHER else ""
    return [
        _("Madame, Monsieur,"),
        _("Je vous prie de m’envoyer %(paper)s %(act)s suivant :")
        % {"paper": _(_PAPERS[Paper(answers.get("document") or Paper.FULL)]), "act": _(_ACTS[Act(answers["act"])])},
        facts,
        *([why] if why else []),
        _("Je joins une copie de ma pièce d’identité et une enveloppe timbrée à mon adresse."),
        _("Je vous remercie."),
    ]
