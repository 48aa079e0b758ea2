"""Requests that tell of the same thing: whoever reports a hole sees that it is known, and by nobody's name."""

import re

from django.utils.translation import gettext
from django.utils.translation import gettext_noop as _

from guichet.cases.models import Case
from guichet.cases.questions import Answers
from guichet.cases.types.signalement_voirie import street_words
from guichet.kit.words import words

MOST_READ = 200
# What stands in a street for everybody. Nothing else of a neighbour's landmark is told: his words may name somebody.
_PUBLIC = {
    "abribus": _("l’abribus"), "aire": _("l’aire de jeux"), "arret": _("l’arrêt de bus"),
    "bibliotheque": _("la bibliothèque"), "boulangerie": _("la boulangerie"), "calvaire": _("le calvaire"),
    "carrefour": _("le carrefour"), "chapelle": _("la chapelle"), "cimetiere": _("le cimetière"),
    "college": _("le collège"), "creche": _("la crèche"), "dechetterie": _("la déchetterie"),
    "ecole": _("l’école"), "eglise": _("l’église"), "etang": _("l’étang"), "feu": _("le feu"),
    "fontaine": _("la fontaine"), "gare": _("la gare"), "gymnase": _("le gymnase"), "kiosque": _("le kiosque"),
    "lavoir": _("le lavoir"), "lycee": _("le lycée"), "mairie": _("la mairie"), "marche": _("le marché"),
    "monument": _("le monument"), "parking": _("le parking"), "passage": _("le passage piéton"),
    "pharmacie": _("la pharmacie"), "place": _("la place"), "pont": _("le pont"), "poste": _("la poste"),
    "salle": _("la salle des fêtes"), "stade": _("le stade"), "station": _("la station-service"),
    "virage": _("le virage"),
}  # fmt: skip
_ARTICLES = frozenset(["l", "le", "la", "un", "une", "du", "au", "aux", "des"])
_POLE = re.compile(r"\b(?:poteau|lampadaire|candelabre|mat|borne)(?: n| no| numero)? (\d{1,6})\b")
_NUMBER = re.compile(r"\W*(\d{1,4})\b")


def twins_of(draft: Case) -> list[Case]:
    """The open cases that tell of the same as this draft, the latest first.

    One that must be answered sooner than they are is not told by them: a danger never hides behind a calm report.
    """
    wanted = draft.kind.twin(draft.answers)
    if not wanted:
        return []
    days = draft.clock.working_days
    beside = Case.objects.open_beside(draft).matching(street_words(draft.answers)).order_by("-id")[:MOST_READ]
    return [case for case in beside if case.kind.twin(case.answers) == wanted and case.clock.working_days <= days]


def place_told(report: Answers) -> str:
    """Where in the street, for a neighbour: no house is pointed at, and no word of the landmark that may be a name."""
    parts = []
    if number := _NUMBER.match(report.get("street", "")):
        first = int(number[1]) // 10 * 10
        parts.append(gettext("entre les numéros %(first)s et %(last)s") % {"first": max(first, 1), "last": first + 9})
    said = words(report.get("landmark", ""))
    # "chez M. Pont" is somebody, "sous le pont" is the bridge.
    known = [
        _PUBLIC[word] for before, word in zip(said, said[1:], strict=False) if before in _ARTICLES and word in _PUBLIC
    ]
    parts += [gettext("repère : %(place)s") % {"place": gettext(place)} for place in dict.fromkeys(known)]
    if pole := _POLE.search(" ".join(said)):
        parts.append(gettext("poteau %(number)s") % {"number": pole[1]})
    return ", ".join(parts)
