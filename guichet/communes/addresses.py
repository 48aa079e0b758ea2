"""What the address service answers, how long it is remembered, and how its silence is borne. Pure: the clock is given."""

import re
import time
from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock

# The national base writes "Rue" and "Chemin" with a capital, which no letter does.
_WAYS = re.compile(
    r"\b(Allée|Avenue|Boulevard|Chaussée|Chemin|Cité|Clos|Cour|Cours|Faubourg|Hameau|Impasse|Lotissement|Passage|Place"
    r"|Quai|Résidence|Rond-Point|Route|Rue|Ruelle|Sentier|Square|Voie|Zone)\b"
)

# What the national service takes: a letter or a figure first, 3 to 200 characters.
_ASKABLE = re.compile(r"[^\W_].{2,199}", re.DOTALL)


@dataclass(frozen=True)
class FoundAddress:
    """A house, a street or a hamlet that exists: "14 rue d’Hirson", "59186", "Anor", "59012"."""

    street: str
    postcode: str
    city: str
    city_code: str


class Recall:
    """The last answers, each for a while: people type a word, take a letter back, type it again."""

    def __init__(self, *, most: int = 500, seconds: float = 3600, clock: Callable[[], float] = time.monotonic) -> None:
        self._most, self._seconds, self._clock = most, seconds, clock
        self._known: OrderedDict[Hashable, tuple[float, list[FoundAddress]]] = OrderedDict()
        self._lock = Lock()

    def of(self, question: Hashable) -> list[FoundAddress] | None:
        """The answer to this very question; None when it was not asked lately."""
        with self._lock:
            at, answer = self._known.get(question, (float("-inf"), None))
            return answer if self._clock() - at < self._seconds else None

    def keep(self, question: Hashable, answer: list[FoundAddress]) -> None:
        with self._lock:
            self._known[question] = (self._clock(), answer)
            self._known.move_to_end(question)
            while len(self._known) > self._most:
                self._known.popitem(last=False)

    def forget(self) -> None:
        with self._lock:
            self._known.clear()


class Fuse:
    """A dead service costs one time-out a minute, not one for each key somebody presses."""

    def __init__(self, *, seconds: float = 60, clock: Callable[[], float] = time.monotonic) -> None:
        self._seconds, self._clock = seconds, clock
        self._until = float("-inf")
        self._is_blown = False
        self._lock = Lock()

    def may_ask(self) -> bool:
        """Can the service be asked now?"""
        return self._clock() >= self._until

    def take(self) -> bool:
        """The same, for who asks at once: after a failure one alone tries, the others wait for its outcome."""
        with self._lock:
            if not self.may_ask():
                return False
            if self._is_blown:
                self._until = self._clock() + self._seconds
            return True

    def failed(self) -> None:
        with self._lock:
            self._is_blown, self._until = True, self._clock() + self._seconds

    def answered(self) -> None:
        with self._lock:
            self._is_blown, self._until = False, float("-inf")


def is_askable(text: str) -> bool:
    """Is it worth a question yet?"""
    return _ASKABLE.fullmatch(text) is not None


def spelled_street(name: str) -> str:
    """As one writes it in a letter: "14 Rue d'Hirson" gives "14 rue d’Hirson"."""
    return _WAYS.sub(lambda found: found[0].lower(), name.replace("'", "’"), count=1)
