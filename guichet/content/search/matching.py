"""An index of documents in memory, and how well each answers what somebody typed. Pure: no database, no clock."""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nlargest
from itertools import takewhile

from rapidfuzz import process
from rapidfuzz.distance import OSA

from guichet.content.search.language import ARTICLES, WELL_WRITTEN, said, sound, stem, stems
from guichet.kit.words import words

TITLE, PHRASE, SYNONYM, TEXT = 1.0, 1.0, 0.9, 0.35
TYPO, SOUNDS_ALIKE, BEGINNING, OTHER_WORD = 0.8, 0.85, 0.8, 0.95
_WHOLE_PHRASE = 0.8
_POPULAR = 0.06
_LOWEST = 0.3
_BESIDE_THE_BEST = 0.4  # what answers much less well than the best one only makes a long list
_SHORTEST_BEGINNING = 3
_SHORTEST_TYPO = 4
_LONG_WORD = 8
_MOST_LETTERS_UNHEARD = 3
_COMMON = 3  # a word of fewer documents may itself be a slip
_MOST_BEGINNINGS = 30
_MOST_COMPARED = 40
_MOST_VARIANTS = 5
_ELISIONS = ("qu", *"cdjlmnst")


@dataclass(frozen=True)
class Document:
    """Something a resident may look for. `phrases` are what people say, `text` is what the page tells.

    `rank` is small for what many ask for; the face makes an address from `kind` and `slug`.
    """

    kind: str
    slug: str
    title: str
    note: str = ""
    phrases: tuple[str, ...] = ()
    synonyms: tuple[str, ...] = ()
    text: str = ""
    rank: int = 100


@dataclass(frozen=True)
class Synonym:
    """Who says `said` means `means`: "ANPE" means "France Travail"."""

    said: str
    means: str


# A word of the query as the index knows it: stem → how sure we are that it was meant.
Slot = Mapping[str, float]
# Stem → the places in the query where it may stand, with what it is worth there.
Meant = Mapping[str, Sequence[tuple[int, float]]]


class Index:
    """The documents of one body, ready to be asked. Built once, read by many threads, never changed."""

    def __init__(self, documents: Iterable[Document], synonyms: Iterable[Synonym] = ()) -> None:
        self.documents = list(documents)
        phrases: list[list[frozenset[str]]] = []
        self._postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        spellings: dict[str, str] = {}
        for number, document in enumerate(self.documents):
            weights = _weights(document, spellings)
            told = (document.title, *document.phrases, *document.synonyms)
            phrases.append([frozenset(stems(text)) for text in told])
            for known, weight in weights.items():
                self._postings[known].append((number, weight))
        self._phrases = [
            [(phrase, sum(self._height(known) for known in phrase)) for phrase in told] for told in phrases
        ]
        self._synonyms: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = defaultdict(list)
        for synonym in synonyms:
            if heard := tuple(words(synonym.said)):
                self._synonyms[heard[0]].append((heard, tuple(said(synonym.means))))
        self._spellings = spellings
        self._sorted = sorted(spellings)
        self._by_sound: dict[str, list[str]] = defaultdict(list)
        self._by_length: dict[int, list[str]] = defaultdict(list)
        for word in spellings:
            self._by_sound[sound(word)].append(word)
            self._by_length[len(word)].append(word)

    def find(self, text: str, *, limit: int = 10) -> list[Document]:
        """The documents that answer these words, best first. Nothing said, or nothing close, finds nothing."""
        scores: dict[int, float] = {}
        for variant, sure in self._variants(words(text)):
            for number, points in self._scored(variant):
                scores[number] = max(scores.get(number, 0), points * sure)
        lowest = max(_LOWEST, _BESIDE_THE_BEST * max(scores.values(), default=0))
        best = sorted(scores, key=lambda number: (-scores[number], self.documents[number].rank))
        return [self.documents[number] for number in best[:limit] if scores[number] >= lowest]

    def _variants(self, typed: Sequence[str]) -> Iterator[tuple[list[Slot], float]]:
        """What was typed; then, for each synonym in it, the same with the other words."""
        yield [*self._slots(typed)], 1.0
        count = 1
        for start, word in enumerate(typed):
            for heard, meant in self._synonyms.get(word, ()):
                if tuple(typed[start : start + len(heard)]) == heard and count < _MOST_VARIANTS:
                    count += 1
                    other = [*typed[:start], *meant, *typed[start + len(heard) :]]
                    yield [*self._slots(other)], OTHER_WORD

    def _slots(self, typed: Sequence[str]) -> Iterator[Slot]:
        kept = said(" ".join(typed))
        for word in dict.fromkeys(kept):
            yield self._meant(word, may_go_on=word == typed[-1])

    def _meant(self, word: str, *, may_go_on: bool) -> Slot:
        """The stems that this word may stand for: itself, what it begins, what it was meant to be."""
        slot = {stem(word): 1.0}
        is_common = len(self._postings.get(stem(word), ())) >= _COMMON
        if may_go_on and len(word) >= _SHORTEST_BEGINNING:
            for known in self._beginning(word):
                slot.setdefault(self._spellings[known], BEGINNING)
        if is_common or word in WELL_WRITTEN:
            return slot
        for heard, sure in (*self._unglued(word), *self._close(word)):
            slot[heard] = max(slot.get(heard, 0), sure)
        return slot

    def _beginning(self, word: str) -> Iterator[str]:
        start = bisect_left(self._sorted, word)
        following = self._sorted[start : start + _MOST_BEGINNINGS]
        return takewhile(lambda known: known.startswith(word), following)

    def _unglued(self, word: str) -> Iterator[tuple[str, float]]:
        """ "didentite" is "d’identité", "actenaissance" is two words."""
        for letters in _ELISIONS:
            if word.startswith(letters) and stem(word[len(letters) :]) in self._postings:
                yield stem(word[len(letters) :]), TYPO
        for cut in range(3, len(word) - 3):
            left, right = word[:cut], word[cut:]
            if left in self._spellings and right in self._spellings:
                yield self._spellings[left], TYPO
                yield self._spellings[right], TYPO

    def _close(self, word: str) -> Iterator[tuple[str, float]]:
        if len(word) < _SHORTEST_TYPO:
            return
        for near in self._by_sound.get(sound(word), ()):
            if abs(len(near) - len(word)) <= _MOST_LETTERS_UNHEARD:
                yield self._spellings[near], SOUNDS_ALIKE
        most = 2 if len(word) >= _LONG_WORD else 1
        around = [
            near for size in range(len(word) - most, len(word) + most + 1) for near in self._by_length.get(size, ())
        ]
        for near, distance, _place in process.extract(word, around, scorer=OSA.distance, score_cutoff=most, limit=8):
            yield self._spellings[near], TYPO if distance == 1 else TYPO - 0.1

    def _scored(self, slots: Sequence[Slot]) -> Iterator[tuple[int, float]]:
        """Points of the documents that have some of the words: how much of what was asked they hold, how squarely."""
        heights = [self._slot_height(slot) for slot in slots]
        asked = sum(heights)
        if not asked:
            return
        held: dict[int, float] = defaultdict(float)
        meant: dict[str, list[tuple[int, float]]] = defaultdict(list)
        for place, (slot, height) in enumerate(zip(slots, heights, strict=True)):
            for number, weight in self._best_of(slot).items():
                held[number] += height * weight
            for known, sure in slot.items():
                meant[known].append((place, height * sure))
        for number, got in nlargest(_MOST_COMPARED, held.items(), key=lambda pair: pair[1]):
            points = got / asked
            if points > _LOWEST / 2:
                points += _WHOLE_PHRASE * self._squareness(number, meant, asked)
                yield number, points + _POPULAR * (1 - min(self.documents[number].rank, 150) / 150)

    def _best_of(self, slot: Slot) -> dict[int, float]:
        """For each document that has a word of the slot, how much it is about the one it has most of."""
        best: dict[int, float] = {}
        for known, sure in slot.items():
            for number, weight in self._postings.get(known, ()):
                if sure * weight > best.get(number, 0):
                    best[number] = sure * weight
        return best

    def _slot_height(self, slot: Slot) -> float:
        """What its surest known word says; an unknown word was meant too, so what lacks it answers less."""
        known = [(sure, self._height(word)) for word, sure in slot.items() if word in self._postings]
        return max(known)[1] if known else self._rare

    def _squareness(self, number: int, meant: Meant, asked: float) -> float:
        """How near one of its phrases comes to saying just what was typed: 1 when it is the same words."""
        best = 0.0
        for phrase, height in self._phrases[number]:
            got: dict[int, float] = {}
            for known in phrase:
                for place, worth in meant.get(known, ()):
                    got[place] = max(got.get(place, 0), worth)
            if got:
                met = sum(got.values())
                best = max(best, met * met / (asked * max(met, height)))
        return best

    def _height(self, known: str) -> float:
        """How much a word says: much when few documents have it."""
        return math.log(1 + len(self.documents) / len(self._postings[known]))

    @property
    def _rare(self) -> float:
        """The weight of a word no document has: it was meant, so what lacks it answers less."""
        return math.log(1 + len(self.documents) / 2)


def _weights(document: Document, spellings: dict[str, str]) -> dict[str, float]:
    """Stem → how much the document is about it; remembers how each stem was spelled."""
    weights: dict[str, float] = {}
    parts = (
        (TITLE, (document.title,)),
        (PHRASE, document.phrases),
        (SYNONYM, document.synonyms),
        (TEXT, (document.note, document.text)),
    )
    for weight, texts in parts:
        for word in (word for text in texts for word in words(text) if word not in ARTICLES):
            known = spellings.setdefault(word, stem(word))
            weights[known] = max(weights.get(known, 0), weight)
    return weights
