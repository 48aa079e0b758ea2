"""An index of documents in memory, and how well each answers what somebody typed. Pure: no database, no clock."""

import math
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import merge, nlargest
from itertools import chain, islice, takewhile

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


class Part:
    """Documents and the words they hold: an index is made of one part or more, a part may stand in many indexes.

    Built once, read by many threads, never changed.
    """

    def __init__(self, documents: Iterable[Document]) -> None:
        self.documents = list(documents)
        self.phrases: list[list[frozenset[str]]] = []
        self.postings: dict[str, list[tuple[int, float]]] = defaultdict(list)
        self.spellings: dict[str, str] = {}
        for number, document in enumerate(self.documents):
            weights = _weights(document, self.spellings)
            told = (document.title, *document.phrases, *document.synonyms)
            self.phrases.append([frozenset(stems(text)) for text in told])
            for known, weight in weights.items():
                self.postings[known].append((number, weight))
        self._sorted = sorted(self.spellings)
        self.by_sound: dict[str, list[str]] = defaultdict(list)
        self.by_length: dict[int, list[str]] = defaultdict(list)
        for word in self.spellings:
            self.by_sound[sound(word)].append(word)
            self.by_length[len(word)].append(word)

    def beginning(self, word: str) -> Iterator[str]:
        """The first words that begin so, in alphabetical order."""
        start = bisect_left(self._sorted, word)
        following = self._sorted[start : start + _MOST_BEGINNINGS]
        return takewhile(lambda known: known.startswith(word), following)


@dataclass(frozen=True)
class Shared:
    """A part that many bodies share, without the documents (by slug) that one of them has a page of its own for."""

    part: Part
    without: frozenset[str] = frozenset()


class Index:
    """The documents of one body, ready to be asked: its own, and those that it shares, of which it keeps no copy.

    It answers as if they were all its own. Built once, read by many threads.
    """

    def __init__(
        self, documents: Iterable[Document], synonyms: Iterable[Synonym] = (), shared: Iterable[Shared] = ()
    ) -> None:
        own = Part(documents)
        self.documents, self._phrases = list(own.documents), list(own.phrases)
        # Each part with the number of its first document.
        self._parts = [(0, own)]
        self._heights: dict[str, float] = {}  # of the words compared so far
        self._left_out: set[int] = set()
        for one in shared:
            first = len(self.documents)
            self._parts.append((first, one.part))
            self.documents += one.part.documents
            self._phrases += one.part.phrases
            self._left_out.update(
                number for number, document in enumerate(one.part.documents, first) if document.slug in one.without
            )
        self._synonyms: dict[str, list[tuple[tuple[str, ...], tuple[str, ...]]]] = defaultdict(list)
        for synonym in synonyms:
            if heard := tuple(words(synonym.said)):
                self._synonyms[heard[0]].append((heard, tuple(said(synonym.means))))

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
        is_common = self._holders(stem(word)) >= _COMMON
        if may_go_on and len(word) >= _SHORTEST_BEGINNING:
            for known in self._beginning(word):
                slot.setdefault(stem(known), BEGINNING)
        if is_common or word in WELL_WRITTEN:
            return slot
        for heard, sure in (*self._unglued(word), *self._close(word)):
            slot[heard] = max(slot.get(heard, 0), sure)
        return slot

    def _beginning(self, word: str) -> Iterator[str]:
        found = merge(*(part.beginning(word) for _first, part in self._parts))
        return islice(dict.fromkeys(found), _MOST_BEGINNINGS)

    def _unglued(self, word: str) -> Iterator[tuple[str, float]]:
        """ "didentite" is "d’identité", "actenaissance" is two words."""
        for letters in _ELISIONS:
            if word.startswith(letters) and self._holders(stem(word[len(letters) :])):
                yield stem(word[len(letters) :]), TYPO
        for cut in range(3, len(word) - 3):
            left, right = word[:cut], word[cut:]
            if self._is_written(left) and self._is_written(right):
                yield stem(left), TYPO
                yield stem(right), TYPO

    def _close(self, word: str) -> Iterator[tuple[str, float]]:
        if len(word) < _SHORTEST_TYPO:
            return
        parts = [part for _first, part in self._parts]
        for near in chain.from_iterable(part.by_sound.get(sound(word), ()) for part in parts):
            if abs(len(near) - len(word)) <= _MOST_LETTERS_UNHEARD:
                yield stem(near), SOUNDS_ALIKE
        most = 2 if len(word) >= _LONG_WORD else 1
        sizes = range(len(word) - most, len(word) + most + 1)
        around = dict.fromkeys(chain.from_iterable(part.by_length.get(size, ()) for size in sizes for part in parts))
        for near, distance, _place in process.extract(word, [*around], scorer=OSA.distance, score_cutoff=most, limit=8):
            yield stem(near), TYPO if distance == 1 else TYPO - 0.1

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
        answering = (pair for pair in held.items() if pair[0] not in self._left_out)
        for number, got in nlargest(_MOST_COMPARED, answering, key=lambda pair: pair[1]):
            points = got / asked
            if points > _LOWEST / 2:
                points += _WHOLE_PHRASE * self._squareness(number, meant, asked)
                yield number, points + _POPULAR * (1 - min(self.documents[number].rank, 150) / 150)

    def _best_of(self, slot: Slot) -> dict[int, float]:
        """For each document that has a word of the slot, how much it is about the one it has most of."""
        best: dict[int, float] = {}
        for known, sure in slot.items():
            for first, part in self._parts:
                for number, weight in part.postings.get(known, ()):
                    if sure * weight > best.get(first + number, 0):
                        best[first + number] = sure * weight
        return best

    def _slot_height(self, slot: Slot) -> float:
        """What its surest known word says; an unknown word was meant too, so what lacks it answers less."""
        known = [(sure, self._height(word)) for word, sure in slot.items() if self._holders(word)]
        return max(known)[1] if known else self._rare

    def _squareness(self, number: int, meant: Meant, asked: float) -> float:
        """How near one of its phrases comes to saying just what was typed: 1 when it is the same words."""
        best = 0.0
        for phrase in self._phrases[number]:
            got: dict[int, float] = {}
            for known in phrase:
                for place, worth in meant.get(known, ()):
                    got[place] = max(got.get(place, 0), worth)
            met = sum(got.values())
            if met > best * asked:  # a phrase of nothing else; what else it says only takes away
                height = sum(self._height(known) for known in phrase)
                best = max(best, met * met / (asked * max(met, height)))
        return best

    def _height(self, known: str) -> float:
        """How much a word says: much when few documents have it."""
        height = self._heights.get(known)
        if height is None:
            height = self._heights[known] = math.log(1 + len(self.documents) / self._holders(known))
        return height

    def _holders(self, known: str) -> int:
        """How many documents have a word."""
        count = 0
        for _first, part in self._parts:
            count += len(part.postings.get(known, ()))
        return count

    def _is_written(self, word: str) -> bool:
        return any(word in part.spellings for _first, part in self._parts)

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
