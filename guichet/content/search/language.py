"""French as people type it: words without accents, their stems, how they sound."""

import re
from functools import lru_cache
from pathlib import Path

import snowballstemmer
import yaml

from guichet.kit.words import words

_stemmer = snowballstemmer.stemmer("french")

_DATA = Path(__file__).resolve().parent.parent / "data"
_small = yaml.safe_load((_DATA / "small_words.yaml").read_text(encoding="utf-8"))
ARTICLES = frozenset(words(_small["articles"]))
SAY_NOTHING = frozenset(words(_small["say_nothing"]))

# Words without accents that are written as they should be: one that no document has is not a slip of another.
WELL_WRITTEN = frozenset((_DATA / "french_words.txt").read_text(encoding="utf-8").split())

_SOUNDS = [
    (re.compile(pattern), sound)
    for pattern, sound in (
        (r"ph", "f"),
        (r"eaux?|au", "o"),
        (r"qu|q|ck|c(?=[aorlut]|$)", "k"),
        (r"ss|c(?=[ei])|t(?=ion)", "s"),
        (r"g(?=[ei])", "j"),
        (r"ai|ei|et$|er$|ez$|es$", "e"),
        (r"[ae][mn](?=[^aeiouymn]|$)", "an"),
        (r"h", ""),
        (r"y", "i"),
        (r"(.)\1+", r"\1"),
        (r"[esxtdp]+$", ""),
    )
]


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """The part of a folded word that its plural, its feminine and its conjugation share."""
    found: str = _stemmer.stemWord(word)
    return found


@lru_cache(maxsize=50_000)
def sound(word: str) -> str:
    """A rough French ear: two folded words that are written differently and sound alike give the same letters."""
    for pattern, letters in _SOUNDS:
        word = pattern.sub(letters, word)
    return word


def said(text: str) -> list[str]:
    """The folded words that carry the meaning, in order; those that say little only when there is nothing else."""
    found = [word for word in words(text) if word not in ARTICLES]
    return [word for word in found if word not in SAY_NOTHING] or found


def stems(text: str) -> tuple[str, ...]:
    return tuple(stem(word) for word in said(text))
