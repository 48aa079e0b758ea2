"""The little language of letter models: fields and conditions between brackets. Pure.

    [prénom] [nom]          a field, in the middle of a sentence
    [si sans e-mail]        a condition, alone on its line; then [sinon], if wanted, and [fin]

Nothing else is special. Names are read whatever their capitals and accents: nobody knows how to type « É ».
"""

import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from guichet.kit.words import words

IF, ELSE, END = "si", "sinon", "fin"
_TAG = re.compile(r"\[([^\[\]]*)\]")
_LONGEST_WORD = 40  # what is quoted of a mistake


@dataclass(frozen=True)
class Slot:
    """The place of a field."""

    name: str


Line = tuple[str | Slot, ...]


@dataclass(frozen=True)
class Passage:
    """Lines that are always there, or only when a condition holds; `otherwise` those that replace them."""

    then: tuple[Line, ...]
    condition: str = ""
    otherwise: tuple[Line, ...] = ()


@dataclass(frozen=True)
class LetterText:
    """A text that was read and may be filled."""

    passages: tuple[Passage, ...]

    @property
    def conditions(self) -> frozenset[str]:
        return frozenset(passage.condition for passage in self.passages if passage.condition)

    @property
    def fields(self) -> frozenset[str]:
        lines = (line for passage in self.passages for line in (*passage.then, *passage.otherwise))
        return frozenset(piece.name for line in lines for piece in line if isinstance(piece, Slot))


@dataclass(frozen=True)
class Fault:
    """What is wrong on a line (the first is 1), about which word, and the known word that is closest, if any.

    `code` is "unknown", "bracket", "not-alone", "nested", "unclosed", "stray" or "else-twice".
    """

    line: int
    code: str
    word: str = ""
    near: str = ""


class Unreadable(Exception):
    """The text has faults, in the order of its lines."""

    def __init__(self, faults: Iterable[Fault]) -> None:
        self.faults = tuple(sorted(faults, key=lambda fault: fault.line))
        super().__init__(f"{len(self.faults)} faults")


def parse(text: str, *, fields: Collection[str], conditions: Collection[str]) -> LetterText:
    """Read a text that may hold these fields and conditions; raise `Unreadable` with every fault it has."""
    return _Reader(fields, conditions).read(text)


def fill(letter: LetterText, values: Mapping[str, str], true: Collection[str] = ()) -> str:
    """Put the values in their places, and keep the passages whose condition is true.

    A value is never read again, whatever brackets it holds. A field without a value stays between its brackets, for
    whoever reads the text over to complete. Where a passage is left out, one empty line is left of two.
    """
    lines: list[str] = []
    for number, passage in enumerate(letter.passages):
        chosen = passage.then if not passage.condition or passage.condition in true else passage.otherwise
        said = [_said(line, values) for line in chosen]
        if number and said and not said[0].strip() and not (lines and lines[-1].strip()):
            said = said[1:]
        lines += said
    return "\n".join(lines)


def left_open(text: str, fields: Collection[str]) -> str:
    """The first field that still stands between brackets in a filled text; empty when there is none."""
    known = {_key(name): name for name in fields}
    return next((known[key] for tag in _TAG.finditer(text) if (key := _key(tag[1])) in known), "")


def _said(line: Line, values: Mapping[str, str]) -> str:
    return "".join(piece if isinstance(piece, str) else values.get(piece.name) or f"[{piece.name}]" for piece in line)


def _key(word: str) -> str:
    return " ".join(words(word))


class _Reader:
    """Reads line by line; `begun` is the line of the condition that is open, 0 when none is."""

    def __init__(self, fields: Collection[str], conditions: Collection[str]) -> None:
        self.fields = {_key(name): name for name in fields}
        self.conditions = {_key(f"{IF} {name}"): name for name in conditions}
        self.passages: list[Passage] = []
        self.faults: list[Fault] = []
        self.lines: list[Line] = []
        self.begun = 0
        self.condition = ""
        self.then: tuple[Line, ...] | None = None  # known once [sinon] was read

    def read(self, text: str) -> LetterText:
        for number, line in enumerate(text.split("\n"), start=1):
            tag = _TAG.fullmatch(line.strip())
            word = _key(tag[1]) if tag else ""
            if word == END:
                self.end(number)
            elif word == ELSE:
                self.turn(number)
            elif tag and _is_condition(word):
                self.begin(number, tag[1])
            else:
                self.lines.append(self.line(number, line))
        if self.begun:
            self.faults.append(Fault(self.begun, "unclosed", f"{IF} {self.condition}"))
        if self.faults:
            raise Unreadable(self.faults)
        return LetterText((*self.passages, Passage(tuple(self.lines))))

    def begin(self, number: int, word: str) -> None:
        if self.begun:
            self.faults.append(Fault(number, "nested", _quoted(word)))
            return
        name = self.conditions.get(_key(word))
        if name is None:
            self.unknown(number, word)
        if self.lines:
            self.passages.append(Passage(tuple(self.lines)))
        self.begun, self.condition, self.then, self.lines = number, name or _key(word), None, []

    def turn(self, number: int) -> None:
        if not self.begun or self.then is not None:
            self.faults.append(Fault(number, "else-twice" if self.begun else "stray", ELSE))
            return
        self.then, self.lines = tuple(self.lines), []

    def end(self, number: int) -> None:
        if not self.begun:
            self.faults.append(Fault(number, "stray", END))
            return
        last = tuple(self.lines)
        then, otherwise = (last, ()) if self.then is None else (self.then, last)
        self.passages.append(Passage(then, self.condition, otherwise))
        self.begun, self.condition, self.then, self.lines = 0, "", None, []

    def line(self, number: int, line: str) -> Line:
        pieces: list[str | Slot] = []
        at = 0
        for tag in _TAG.finditer(line):
            pieces += [*self.plain(number, line[at : tag.start()]), *self.slot(number, tag[1])]
            at = tag.end()
        return (*pieces, *self.plain(number, line[at:]))

    def plain(self, number: int, text: str) -> list[str | Slot]:
        if "[" in text or "]" in text:
            self.faults.append(Fault(number, "bracket", _quoted(text[text.find("[") + 1 :])))
        return [text] if text else []

    def slot(self, number: int, word: str) -> list[str | Slot]:
        key = _key(word)
        if key in self.fields:
            return [Slot(self.fields[key])]
        if key in {ELSE, END} or _is_condition(key):
            self.faults.append(Fault(number, "not-alone", _quoted(word)))
        else:
            self.unknown(number, word)
        return []

    def unknown(self, number: int, word: str) -> None:
        named = {**self.fields, **{key: f"{IF} {name}" for key, name in self.conditions.items()}, ELSE: ELSE, END: END}
        close = get_close_matches(_key(word)[:_LONGEST_WORD], named, n=1)
        self.faults.append(Fault(number, "unknown", _quoted(word), named[close[0]] if close else ""))


def _is_condition(key: str) -> bool:
    return key == IF or key.startswith(f"{IF} ")


def _quoted(word: str) -> str:
    return " ".join(word.split())[:_LONGEST_WORD]
