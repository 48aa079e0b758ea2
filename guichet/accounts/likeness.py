"""How alike two persons are, by what their requests say of them. Pure: a proposal to an agent, never a decision."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import OSA

from guichet.kit.words import fold


class Likeness(StrEnum):
    SURE = "sure"  # sure enough to be proposed: the name, and one way to reach her
    TO_CHECK = "to-check"  # the same name in the same town, and nothing else


@dataclass(frozen=True)
class Described:
    """A person as one request describes her. `points` are her folded contact points, `town` is folded too."""

    id: int
    first_name: str
    last_name: str
    points: frozenset[str] = frozenset()
    town: str = ""


def likeness(one: Described, other: Described) -> Likeness | None:
    """What may be proposed of two persons; None for nothing, and for one and the same.

    The same contact under another first name is a household, never one person: a first name is forgiven only what
    makes no other first name (Louis and Louise, Julie and Julien, Jean and Jean-Pierre are two).
    """
    if one.id == other.id:
        return None
    if one.points & other.points and _is_close(one, other):
        return Likeness.SURE
    name = folded_name(one.first_name, one.last_name)
    if name and one.town and one.town == other.town and name == folded_name(other.first_name, other.last_name):
        return Likeness.TO_CHECK
    return None


def folded_name(first_name: str, last_name: str) -> str:
    """The words of a name in alphabetical order: the same whichever was typed first, without accents nor hyphens."""
    return " ".join(sorted(_parts(f"{first_name} {last_name}")))[:170]


def folded_email(text: str) -> str:
    return "".join(text.split()).lower()


def folded_phone(text: str) -> str:
    """The figures of a number, a French one from its 0; empty below six figures."""
    is_whole = text.strip().startswith(("+", "00"))
    figures = re.sub(r"[^0-9]", "", text)
    if len(figures) < 6:
        return ""
    if not is_whole:
        return figures
    figures = figures.removeprefix("00")
    return "0" + figures[2:].lstrip("0") if figures.startswith("33") else "+" + figures


def folded_address(street: str, postcode: str, city: str) -> str:
    """A dwelling's own address; empty when the street has no number, where neighbours would pass for a household."""
    parts = [_ABBREVIATED.get(part, part) for part in _parts(street)]
    if not parts or not (parts[0][0].isdigit() or re.fullmatch(r"[0-9]{1,3}", parts[-1])):
        return ""
    return f"{' '.join(parts)} {folded_town(postcode, city)}"[:280]


def folded_town(postcode: str, city: str) -> str:
    """Postcode and town, without "cedex"; empty when the town is not said."""
    parts = [_ABBREVIATED.get(part, part) for part in _parts(re.split(r"(?i)\bcedex\b", city)[0])]
    return " ".join(["".join(postcode.split()), *parts]).strip() if parts else ""


_WORD = re.compile(r"[^\W_]+")
_ABBREVIATED = {
    "all": "allee", "av": "avenue", "ave": "avenue", "bd": "boulevard", "bld": "boulevard", "boul": "boulevard",
    "che": "chemin", "chem": "chemin", "fbg": "faubourg", "fg": "faubourg", "gal": "general", "imp": "impasse",
    "mal": "marechal", "pl": "place", "r": "rue", "rte": "route", "sq": "square", "st": "saint", "ste": "sainte",
}  # fmt: skip
_PARTICLES = frozenset(
    [
        "al",
        "ben",
        "d",
        "da",
        "de",
        "del",
        "den",
        "der",
        "des",
        "di",
        "dos",
        "du",
        "el",
        "l",
        "la",
        "le",
        "les",
        "van",
        "von",
    ]
)


def _parts(text: str) -> list[str]:
    """The folded words of a text, in whatever script."""
    return _WORD.findall(fold(text))


def _spelled(parts: Iterable[str]) -> str:
    """In one piece, a doubled consonant counted once: "Phillippe" and "Philippe", never "René" and "Renée"."""
    return re.sub(r"([b-df-hj-np-tv-xz])\1", r"\1", "".join(parts))


def _is_close(one: Described, other: Described) -> bool:
    if not folded_name(one.first_name, one.last_name):
        return False
    if folded_name(one.first_name, one.last_name) == folded_name(other.first_name, other.last_name):
        return True
    return _same_first(one.first_name, other.first_name) and _close_last(one.last_name, other.last_name)


def _same_first(one: str, other: str) -> bool:
    """The same first name: only hyphens, accents, doubled consonants and two letters changed about may differ."""
    a, b = _spelled(_parts(one)), _spelled(_parts(other))
    if a == b:
        return True
    # Below six letters two names may be made of the same letters: Clara and Carla.
    return len(a) == len(b) >= 6 and sorted(a) == sorted(b) and OSA.distance(a, b) == 1


def _close_last(one: str, other: str) -> bool:
    """The same family name: a slip of the hand, or a name of two parts of which one was left out."""
    a, b = _parts(one), _parts(other)
    if not a or not b:
        return False
    return _near(_spelled(a), _spelled(b)) or _within(a, b) or _within(b, a)


def _near(one: str, other: str) -> bool:
    """One slip from five letters on, two from nine: an ordinary typing mistake, in a name long enough to bear it."""
    shorter = min(len(one), len(other))
    slips = 2 if shorter >= 9 else 1 if shorter >= 5 else 0
    return OSA.distance(one, other, score_cutoff=slips) <= slips


def _within(few: list[str], many: list[str]) -> bool:
    """Is each word of one name in the other, with more than particles?"""
    if not any(len(part) >= 3 and part not in _PARTICLES for part in few):
        return False
    return all(any(_near(_spelled([part]), _spelled([other])) for other in many) for part in few)
