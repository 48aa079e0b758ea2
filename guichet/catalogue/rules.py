"""The sheet of a procedure: what it says to a resident, read and checked from plain data."""

from collections.abc import Callable, Mapping
from dataclasses import asdict, astuple, dataclass, fields
from enum import StrEnum
from typing import Any, TypeVar

T = TypeVar("T")


class Fault(StrEnum):
    """What can be wrong with a field; `loading` has the sentences."""

    MISSING = "missing"
    UNKNOWN = "unknown"
    NOT_PAIRS = "not-pairs"
    NOT_TEXT = "not-text"
    NOT_LIST = "not-list"
    NO_WAY = "no-way"
    NOT_HTTPS = "not-https"
    NO_ACT = "no-act"
    NOT_MINUTES = "not-minutes"


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
class Form:
    """A national form (CERFA), by its number without version: the version changes, the number stays."""

    number: str
    label: str


class Act(StrEnum):
    """What the front desk may do at once."""

    NOW = "now"  # finished before the person leaves
    ACCOUNT = "account"  # with the person, on her own account
    DEPOSIT = "deposit"  # received and checked here, decided elsewhere
    INFORM = "inform"  # told, printed, booked


@dataclass(frozen=True)
class Desk:
    """What the front desk does with the person, in how many minutes, in words for the agent."""

    may: Act
    words: str
    minutes: int | None = None


@dataclass(frozen=True)
class Sheet:
    """What a procedure's page says. `deadline` is the time the resident has, `delay` the time the office takes.

    `first` comes before this procedure, `next` after it. `filling` is the explanatory note: how to fill the form
    in. `to_check` is for the town's editor alone: what is not sure enough to be told.
    """

    who: Answer
    cost: Answer
    delay: Answer
    where: Where
    desk: Desk
    filling: tuple[str, ...]
    deadline: Answer | None = None
    validity: Answer | None = None
    papers: tuple[Paper, ...] = ()
    first: Next | None = None
    steps: tuple[str, ...] = ()
    forms: tuple[Form, ...] = ()
    advice: tuple[str, ...] = ()
    links: tuple[Link, ...] = ()
    next: tuple[Next, ...] = ()
    to_check: tuple[str, ...] = ()

    @classmethod
    def read(cls, data: object) -> "Sheet":
        """Build a sheet from parsed YAML or JSON, or raise `SheetError` naming the first wrong field."""
        given = mapping(data, "", cls)
        return cls(
            who=_answer(required(given, "who"), "who"),
            cost=_answer(required(given, "cost"), "cost"),
            delay=_answer(required(given, "delay"), "delay"),
            where=_where(required(given, "where"), "where"),
            desk=_desk(required(given, "desk"), "desk"),
            filling=many(required(given, "filling"), "filling", text),
            deadline=_answer(given["deadline"], "deadline") if given.get("deadline") else None,
            validity=_answer(given["validity"], "validity") if given.get("validity") else None,
            papers=many(given.get("papers"), "papers", _paper),
            first=_next(given["first"], "first") if given.get("first") else None,
            steps=many(given.get("steps"), "steps", text),
            forms=many(given.get("forms"), "forms", _form),
            advice=many(given.get("advice"), "advice", text),
            links=many(given.get("links"), "links", _link),
            next=many(given.get("next"), "next", _next),
            to_check=many(given.get("to_check"), "to_check", text),
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


def _form(data: object, field: str) -> Form:
    given = mapping(data, field, Form)
    return Form(text(given.get("number"), f"{field}.number"), text(given.get("label"), f"{field}.label"))


def _desk(data: object, field: str) -> Desk:
    given = mapping(data, field, Desk)
    if given.get("may") not in {act.value for act in Act}:
        raise SheetError(f"{field}.may", Fault.NO_ACT)
    minutes = given.get("minutes")
    if minutes is not None and (not isinstance(minutes, int) or not 0 < minutes <= 240):
        raise SheetError(f"{field}.minutes", Fault.NOT_MINUTES)
    return Desk(Act(given["may"]), text(given.get("words"), f"{field}.words"), minutes)


@dataclass(frozen=True)
class Move:
    """A fact of the national sheet that changed since a town wrote its own words beside it."""

    field: str
    before: str
    now: str


def told_facts(sheet: Sheet, summary: str) -> dict[str, str]:
    """What a town's own words stand beside, as plain text by field: enough to see later what has moved."""

    def said(answer: Answer | None) -> str:
        return " ".join(filter(None, (answer.short, answer.more))) if answer else ""

    return {
        "summary": summary,
        "who": said(sheet.who),
        "cost": said(sheet.cost),
        "delay": said(sheet.delay),
        "deadline": said(sheet.deadline),
        "validity": said(sheet.validity),
        "online": sheet.where.online,
        "counter": sheet.where.counter,
        "post": sheet.where.post,
        "papers": "; ".join(" ".join(filter(None, astuple(paper))) for paper in sheet.papers),
        "steps": " ".join(sheet.steps),
        "filling": " ".join(sheet.filling),
        "forms": "; ".join(f"{form.number} {form.label}" for form in sheet.forms),
        "advice": " ".join(sheet.advice),
        "links": "; ".join(f"{link.label} {link.url}" for link in sheet.links),
        "first": f"{sheet.first.slug} {sheet.first.why}" if sheet.first else "",
        "next": "; ".join(f"{step.slug} {step.why}" for step in sheet.next),
        "desk": f"{sheet.desk.may} {sheet.desk.minutes or ''} {sheet.desk.words}",
    }


def moved(seen: Mapping[str, str], now: Mapping[str, str]) -> list[Move]:
    """What differs between the facts a town saw and those of today, in the order of the sheet."""
    fields_ = dict.fromkeys([*now, *seen])
    return [
        Move(field, seen.get(field, ""), now.get(field, ""))
        for field in fields_
        if seen.get(field, "") != now.get(field, "")
    ]


APPLICATION_NUMBER = 10


def application_number(typed: str) -> str:
    """The number of an identity card or passport application, ten letters and digits, as typed with or without spaces.

    Empty when it cannot be one: what was typed has another length or other signs.
    """
    number = "".join(typed.split()).replace("-", "").replace(".", "").upper()
    return number if len(number) == APPLICATION_NUMBER and number.isascii() and number.isalnum() else ""
