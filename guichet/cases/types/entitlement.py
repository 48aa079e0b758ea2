"""Who may be given which copy of a civil-status act. Pure: values in, a verdict with its article out.

Sources: décret n° 2017-890 du 6 mai 2017, art. 29 to 33; code du patrimoine, art. L.213-2 (archives).
"""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from guichet.kit.words import marked as _


class Act(StrEnum):
    BIRTH = "birth"
    MARRIAGE = "marriage"
    DEATH = "death"


class Paper(StrEnum):
    """What is given: the whole entry, or an extract with or without the parents' names."""

    FULL = "full"
    WITH_PARENTS = "with_parents"
    WITHOUT_PARENTS = "without_parents"


class Quality(StrEnum):
    """What the person who asks is to the person of the act."""

    SELF = "self"
    SPOUSE = "spouse"  # or partner of a Pacs
    ASCENDANT = "ascendant"
    DESCENDANT = "descendant"
    GUARDIAN = "guardian"  # legal representative
    LAWYER = "lawyer"  # avocat or notaire, for one of the others
    OTHER = "other"  # brother, sister, uncle, partner, friend…


NEAR = frozenset(Quality) - {Quality.OTHER}

ARCHIVE_YEARS = 75
ADULT_YEARS = 18


@dataclass(frozen=True)
class Verdict:
    """May it be given? `reason` is a sentence for the person, `article` the text that says so."""

    is_allowed: bool
    reason: str
    article: str


_ANYONE = Verdict(True, _("Ce document se donne à toute personne qui le demande."), _("décret n° 2017-890, art. 33"))
_NEAR = Verdict(True, _("Ce lien donne droit au document."), _("décret n° 2017-890, art. 30 à 32"))
_ARCHIVE = Verdict(
    True,
    _("L’acte s’ouvre à tout le monde : plus de 75 ans, ou 25 ans après le décès de la personne."),
    _("code du patrimoine, art. L.213-2"),
)
_MINOR = Verdict(
    False,
    _(
        "Un mineur ne demande pas seul un acte qui dit ses parents : c’est son parent ou son tuteur qui le demande. Mineur émancipé ? Venez à l’accueil avec le jugement."
    ),
    _("décret n° 2017-890, art. 30"),
)
_REFUSED = Verdict(
    False,
    _(
        "La loi réserve ce document à la personne, à son époux, à ses parents et à ses enfants. Demandez l’extrait sans filiation : il se donne à tout le monde."
    ),
    _("décret n° 2017-890, art. 30 à 32"),
)


def verdict(
    act: Act, paper: Paper, quality: Quality, *, event_on: date, today: date, is_long_dead: bool = False
) -> Verdict:
    """Decide, for an event on this day asked for today.

    A death is open to all, an extract without parents too. An act opens to all 75 years after its year ended, when
    its register closed, or 25 years after the death of its person (`is_long_dead`, as the one who asks says). Whether it
    tells of a minor, for whom the law waits 100 years, no date says: the officer sees it in the register.
    """
    if act == Act.DEATH or paper == Paper.WITHOUT_PARENTS:
        return _ANYONE
    if is_long_dead or is_archive(event_on, today):
        return _ARCHIVE
    if quality == Quality.SELF and act == Act.BIRTH and age_on(event_on, today) < ADULT_YEARS:
        return _MINOR
    return _NEAR if quality in NEAR else _REFUSED


def is_archive(event_on: date, today: date) -> bool:
    """Seventy-five years from the closing of the register, on the last day of the year of the event."""
    return today.year - event_on.year > ARCHIVE_YEARS


def age_on(born_on: date, today: date) -> int:
    """Whole years."""
    return today.year - born_on.year - ((today.month, today.day) < (born_on.month, born_on.day))
