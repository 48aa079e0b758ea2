"""The sheet of a procedure: what it says to a resident, read and checked from plain data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Any, TypeVar

from guichet.kit.words import words

T = TypeVar("T")

_PLURALS = "sx"
_SHORTEST_PLURAL = 4
_SHORTEST_BEGINNING = 4


class Fault(StrEnum):
    """What can be wrong with a field; `loading` has the sentences."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    NOT_PAIRS = "not-pairs"
    NOT_TEXT = "not-text"
    NOT_LIST = "not-list"
    NO_WAY = "no-way"
    NOT_HTTPS = "not-https"


class SheetError(Exception):
    """A field of the data is missing or wrong: `field` says which, "papers[2].text"."""

    def __init__(self, field: str, fault: Fault) -> None:
        super().__init__(f"{field}: {fault}")
        self.field = field
        self.fault = fault


@dataclass(frozen=True)
class Answer:
    """A short answer ("Gratuit") with what makes it precise ("25 € si la carte est perdue")."""

    short: str
    more: str = ""


@dataclass(frozen=True)
class Paper:
    """One thing to bring; `only_if` completes "seulement si" and is empty when everybody brings it."""

    text: str
    more: str = ""
    only_if: str = ""


@dataclass(frozen=True)
class Where:
    """The ways to do it, each a sentence; an empty one does not exist."""

    online: str = ""
    counter: str = ""
    post: str = ""


@dataclass(frozen=True)
class Link:
    """A site outside, with whose site it is: residents are told before they leave."""

    label: str
    url: str
    whose: str


@dataclass(frozen=True)
class Next:
    """A procedure that often follows, with the reason."""

    slug: str
    why: str


@dataclass(frozen=True)
class Sheet:
    """What a procedure's page says. `deadline` is the time the resident has, `delay` the time the office takes."""

    who: Answer
    cost: Answer
    delay: Answer
    where: Where
    deadline: Answer | None = None
    validity: Answer | None = None
    papers: tuple[Paper, ...] = ()
    steps: tuple[str, ...] = ()
    advice: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    next: tuple[Next, ...] = ()

    @classmethod
    def read(cls, data: object) -> "Sheet":
        """Build a sheet from parsed YAML or JSON, or raise `SheetError` naming the first wrong field."""
        given = mapping(data, "", cls)
        return cls(
            who=_answer(required(given, "who"), "who"),
            cost=_answer(required(given, "cost"), "cost"),
            delay=_answer(required(given, "delay"), "delay"),
            where=_where(required(given, "where"), "where"),
            deadline=_answer(given["deadline"], "deadline") if given.get("deadline") else None,
            validity=_answer(given["validity"], "validity") if given.get("validity") else None,
            papers=many(given.get("papers"), "papers", _paper),
            steps=many(given.get("steps"), "steps", text),
            advice=many(given.get("advice"), "advice", text),
            links=many(given.get("links"), "links", _link),
            next=many(given.get("next"), "next", _next),
        )

    def as_json(self) -> dict[str, Any]:
        """Plain data for the database: `Sheet.read` gives the same sheet back."""
        return asdict(self)


def mapping(data: object, field: str, shape: type) -> Mapping[str, Any]:
    """A mapping that has no other keys than the fields of `shape`."""
    if not isinstance(data, Mapping):
        raise SheetError(field, Fault.NOT_PAIRS)
    unknown = sorted(set(data) - {known.name for known in fields(shape)}, key=str)
    if unknown:
        raise SheetError(f"{field}.{unknown[0]}".strip("."), Fault.UNKNOWN)
    return data


def required(data: Mapping[str, Any], name: str) -> Any:
    if data.get(name) in (None, "", [], {}):
        raise SheetError(name, Fault.MISSING)
    return data[name]


def text(data: object, field: str) -> str:
    """A text that says something, without space around."""
    if not isinstance(data, str) or not data.strip():
        raise SheetError(field, Fault.NOT_TEXT)
    return data.strip()


def many(data: object, field: str, read: Callable[[object, str], T]) -> tuple[T, ...]:
    """Read each item of a list; nothing at all is an empty one."""
    if data is None:
        return ()
    if not isinstance(data, list | tuple):
        raise SheetError(field, Fault.NOT_LIST)
    return tuple(read(item, f"{field}[{number}]") for number, item in enumerate(data))


def _optional(data: Mapping[str, Any], name: str, field: str) -> str:
    return text(data[name], f"{field}.{name}") if data.get(name) else ""


def _answer(data: object, field: str) -> Answer:
    given = mapping(data, field, Answer)
    return Answer(text(given.get("short"), f"{field}.short"), _optional(given, "more", field))


def _paper(data: object, field: str) -> Paper:
    given = mapping(data, field, Paper)
    more, only_if = _optional(given, "more", field), _optional(given, "only_if", field)
    return Paper(text(given.get("text"), f"{field}.text"), more, only_if)


def _where(data: object, field: str) -> Where:
    given = mapping(data, field, Where)
    where = Where(*(_optional(given, name, field) for name in ("online", "counter", "post")))
    if not (where.online or where.counter or where.post):
        raise SheetError(field, Fault.NO_WAY)
    return where


def _link(data: object, field: str) -> Link:
    given = mapping(data, field, Link)
    link = Link(*(text(given.get(name), f"{field}.{name}") for name in ("label", "url", "whose")))
    if not link.url.startswith("https://"):
        raise SheetError(f"{field}.url", Fault.NOT_HTTPS)
    return link


def _next(data: object, field: str) -> Next:
    given = mapping(data, field, Next)
    return Next(text(given.get("slug"), f"{field}.slug"), text(given.get("why"), f"{field}.why"))


def _singular(word: str) -> str:
    """A folded word without the mark of its plural: "poubelles" and "poubelle" meet, "bus" stays."""
    if len(word) >= _SHORTEST_PLURAL and word[-1] in _PLURALS:
        return word[:-1]
    return word


def _folded(text_: str) -> frozenset[str]:
    return frozenset(_singular(word) for word in words(text_))


_ARTICLES = _folded(
    "a au aux c ce d dans de des du en et il j je l la le les m ma me mes moi mon n ne on ou pour qu que qui s sa se "
    "ses son sur un une vos votre vous"
)
# Words that many requests share and that point at none.
_SAY_NOTHING = _ARTICLES | _folded(
    "avoir besoin comment demande demander demarche dois est faire faut ici nouveau nouvelle obtenir papier pas peut "
    "plus quand quel quelle voudrais voulais veut veux"
)


def typed(text_: str) -> frozenset[str]:
    """The words of a search that say something, folded, without plural marks."""
    found = _folded(text_)
    return (found - _SAY_NOTHING) or (found - _ARTICLES)


def score(asked: frozenset[str], title: str, others: Sequence[str]) -> float:
    """How well a procedure answers the words asked; 0 when it has none of them.

    Each asked word counts once: most in the title, else in another text, less when only its beginning is met
    ("électo"). A text that holds all the words ("poubelle cassée") outweighs words met here and there.
    """
    if not asked:
        return 0
    of_title = typed(title)
    of_others = [typed(other) for other in others]
    everywhere = of_title.union(*of_others)
    points = sum(_points(word, of_title, everywhere) for word in asked)
    if any(asked <= one for one in [of_title, *of_others]):
        points += len(asked)
    return points / len(asked)


def _points(word: str, of_title: frozenset[str], everywhere: frozenset[str]) -> float:
    if word in of_title:
        return 3
    if word in everywhere:
        return 2
    if len(word) >= _SHORTEST_BEGINNING and any(known.startswith(word) for known in everywhere):
        return 1
    return 0
