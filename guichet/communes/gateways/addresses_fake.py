"""The fake of the demonstration: a few streets of two towns, any number in them, and no network.

Invented as the rest of the demonstration, with names that towns give: nothing here says that a street or a house exists.
"""

import re

from guichet.communes.addresses import FoundAddress
from guichet.kit.words import words

ANOR, FOURMIES = ("59186", "Anor", "59012"), ("59610", "Fourmies", "59249")
STREETS = (
    ("rue d’Hirson", ANOR),
    ("rue Léo-Lagrange", ANOR),
    ("rue du Maréchal-Foch", ANOR),
    ("rue du Général-de-Gaulle", ANOR),
    ("rue de Momignies", ANOR),
    ("rue des Verreries", ANOR),
    ("rue Pasteur", ANOR),
    ("place de la Gare", ANOR),
    ("rue du Général-Raymond-Chomel", FOURMIES),
    ("rue Cousin-Corbier", FOURMIES),
    ("rue Jean-Jaurès", FOURMIES),
    ("rue Théophile-Legrand", FOURMIES),
    ("rue des Éliets", FOURMIES),
    ("place Georges-Coppeaux", FOURMIES),
    ("place Verte", FOURMIES),
)
_NUMBER = re.compile(r"(\d{1,4})\s*(bis|ter|quater)?\b[\s,]*", re.IGNORECASE)


def find(text: str, *, city_code: str = "", limit: int) -> list[FoundAddress]:
    """The streets of which each word typed begins a word, with the number typed before them."""
    number = _NUMBER.match(text)
    asked = words(text[number.end() :] if number else text)
    before = " ".join(part.lower() for part in number.groups("") if part) + " " if number else ""
    if not asked:
        return []
    found = [
        FoundAddress(before + street, *place)
        for street, place in STREETS
        if city_code in {"", place[2]} and _begins(asked, words(f"{street} {place[0]} {place[1]}"))
    ]
    return found[:limit]


def _begins(asked: list[str], said: list[str]) -> bool:
    return all(any(word.startswith(one) for word in said) for one in asked)
