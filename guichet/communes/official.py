"""The official list of communes: every commune of France, and the names that merged ones had.

Read from the file that `tools/communes.py` makes, once per process; `guichet serve` reads it before it forks. It is a few
long strings rather than objects: 37,500 rows weigh 5 MB that every process shares, and a search is a scan or two.
"""

import re
import unicodedata
from array import array
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from heapq import merge
from itertools import islice
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext as _

from guichet.kit.words import of_town, words

FILE = Path(__file__).resolve().parent / "dist" / "communes.tsv"
MEMBERS = FILE.with_name("epci.tsv")

LONGEST_TEXT = 120
_MOST_WORDS = 8
_SAINTS = {"st": "saint", "ste": "sainte"}
_ORDINAL = re.compile(r"(\d+)(?:eme|ieme)")
_CITIES = {"paris", "lyon", "marseille"}
_CODES_OF_CITIES = {"75056", "69123", "13055"}
_ARRONDISSEMENT = re.compile(r"0?([1-9]|1\d|20)(?:er|e)?")
_POSTCODE = re.compile(r"\d{5}")
_CODE = re.compile(r"[0-9AB]{5}")


@dataclass(frozen=True)
class OfficialCommune:
    """A commune, or an arrondissement of Paris, Lyon or Marseille, which keeps its own registers, or a past name.

    `code` is the INSEE code, `now` and `now_name` say today's commune: itself, or the one that a past name joined and
    that keeps its registers. A past name has the postcodes of today's commune, and sometimes its code.
    """

    code: str
    name: str
    postcodes: tuple[str, ...]
    department: str
    now: str
    now_name: str

    @property
    def is_past(self) -> bool:
        """Is this a name that no commune bears any more?"""
        return (self.code, self.name) != (self.now, self.now_name)

    @property
    def has_arrondissements(self) -> bool:
        """Is it Paris, Lyon or Marseille, whose registers are in the arrondissements?"""
        return self.now in _CODES_OF_CITIES

    @property
    def of_name(self) -> str:
        """Today's name after "de": "d’Abbeville", "du Havre"."""
        return of_town(self.now_name)

    @property
    def department_code(self) -> str:
        return _department_code(self.now)

    @property
    def label(self) -> str:
        """What stands in a field once it is chosen: "Anor (59186)", "Lyon (69)". `communes_named` reads it back."""
        return f"{self.name} ({self.postcodes[0] if len(self.postcodes) == 1 else self.department_code})"


def find_communes(text: str, limit: int = 8) -> list[OfficialCommune]:
    """The communes that somebody may be typing: this very name first, then what starts so, the most peopled first.

    Each word may be the beginning of one; a postcode, a department or its number may stand among them.
    """
    asked = _words(text)
    return list(islice(directory().find(asked), limit)) if asked else []


def communes_named(text: str) -> list[OfficialCommune]:
    """Every commune of exactly this name ("anor", "Anor (59186)", "Anor, Nord", "59186 Anor"); today's before past ones."""
    name, _bracket, beside = text.partition("(")
    asked = _in_arrondissements(_words(name)) + _words(beside)
    if asked and _POSTCODE.fullmatch(asked[0]):
        asked = [*asked[1:], asked[0]]
    return directory().named(asked)


def communes_at(postcode: str) -> list[OfficialCommune]:
    """Today's communes that the post serves under this postcode, the most peopled first."""
    if not _POSTCODE.fullmatch(postcode):
        return []
    return [commune for commune in directory().at(postcode) if not commune.is_past]


def commune_of(code: str) -> OfficialCommune | None:
    """The commune of an INSEE code, today's before a past one that had the same; None when nobody has it."""
    return directory().coded(code) if _CODE.fullmatch(code) else None


def members_of(siren: str) -> frozenset[str]:
    """The INSEE codes of the communes of an intercommunal body; none for what is not one on the official list."""
    return _members().get(siren, frozenset())


def read_members(file: Path = MEMBERS) -> dict[str, frozenset[str]]:
    """By SIREN; raises ImproperlyConfigured, with what to run, when the file is missing."""
    rows = (row.split("\t") for row in _text_of(file).splitlines())
    return {siren: frozenset(codes.split()) for siren, codes in rows}


@lru_cache(maxsize=1)
def _members() -> dict[str, frozenset[str]]:
    return read_members()


def read_lists() -> None:
    """Read both files now: the processes forked after that share them, and one that is missing is told at once."""
    directory()
    _members()


def _text_of(file: Path) -> str:
    try:
        return file.read_text("utf-8")
    except FileNotFoundError:
        sentence = _("La liste officielle des communes manque (%(file)s) : lancez « make run », qui la fabrique.")
        raise ImproperlyConfigured(sentence % {"file": file}) from None


class Lines:
    """Many short lines as one string, and the number of those that hold something."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._text = "\n" + "\n".join(lines) + "\n"
        self._starts = array("I", (found.end() for found in re.finditer("\n", self._text)))

    def __getitem__(self, number: int) -> str:
        return self._text[self._starts[number] : self._starts[number + 1] - 1]

    def __contains__(self, part: str) -> bool:
        return part in self._text

    def with_part(self, part: str) -> Iterator[int]:
        """Each line once, in order; "\\n" stands for the beginning or the end of a line."""
        at = self._text.find(part)
        while at >= 0:
            number = bisect_right(self._starts, at + 1) - 1
            yield number
            at = self._text.find(part, self._starts[number + 1] - 1)


class Directory:
    """The rows of the file; of each its folded name (" saint denis "), and what else may be said of it (" 93200 93210 93 … ")."""

    def __init__(self, file: Path = FILE) -> None:
        text = _text_of(file)
        rows = [row.split("\t") for row in text.splitlines()]
        names = _folded("\n".join(name for _code, name, *_others in rows)).split("\n")
        departments = {name: _folded(name) for name in {row[3] for row in rows}}
        self._rows = Lines(text.splitlines())
        self._names = Lines(f" {name} " for name in names)
        self._joined = Lines(name.replace(" ", "") for name in names)
        beside = [
            f" {postcodes} {_department_code(now or code).lower()} {departments[department]} "
            for code, _name, postcodes, department, now in rows
        ]
        self._beside = Lines(beside)
        self._places = Lines(sorted(set(beside)))

    def find(self, asked: Sequence[str]) -> Iterator[OfficialCommune]:
        """What `find_communes` promises, without end: each row once."""
        seen: set[int] = set()
        for number in self._ranked(asked):
            if number not in seen:
                seen.add(number)
                yield self._commune(number)

    def _ranked(self, asked: Sequence[str]) -> Iterator[int]:
        said, parts = " ".join(asked), [f" {word}" for word in asked]
        yield from self._names.with_part(f"\n {said} \n")
        yield from self._names.with_part(f"\n {said}")
        # The longest word is the rarest, or nearly.
        likely = self._names.with_part(max(parts, key=len))
        yield from likely if len(parts) == 1 else (n for n in likely if _holds(self._names[n], parts))
        yield from self._placed(parts)
        # "lhay les roses", "saintdenis": apostrophes, hyphens or spaces were forgotten.
        yield from self._joined.with_part("\n" + "".join(asked))

    def _placed(self, parts: Sequence[str]) -> Iterator[int]:
        """Those of which some word is the department's, or begins the postcode or the department's number."""
        of_name = [part for part in parts if part not in self._places]
        if len(of_name) == len(parts):
            return
        if of_name:
            likely = self._names.with_part(max(of_name, key=len))
        else:
            likely = merge(self._names.with_part(parts[0]), self._beside.with_part(parts[0]))
        yield from (n for n in likely if _holds(self._names[n] + self._beside[n], parts))

    def named(self, asked: Sequence[str]) -> list[OfficialCommune]:
        """What `communes_named` promises: the longest name wins, the words after it must be true of the commune."""
        for length in range(len(asked), 0, -1):
            true_of_it = [f" {word} " for word in asked[length:]]
            numbers = self._names.with_part(f"\n {' '.join(asked[:length])} \n")
            found = [self._commune(number) for number in numbers if _holds(self._beside[number], true_of_it)]
            if found:
                return found
        return []

    def at(self, postcode: str) -> Iterator[OfficialCommune]:
        return (self._commune(number) for number in self._beside.with_part(f" {postcode} "))

    def coded(self, code: str) -> OfficialCommune | None:
        number = next(self._rows.with_part(f"\n{code}\t"), None)
        return None if number is None else self._commune(number)

    def _commune(self, number: int) -> OfficialCommune:
        code, name, postcodes, department, now = self._rows[number].split("\t")
        today = self.coded(now) if now else None
        now_name = today.name if today else name
        return OfficialCommune(code, name, tuple(postcodes.split()), department, now or code, now_name)


@lru_cache(maxsize=1)
def directory() -> Directory:
    """The list, read at the first question; raises ImproperlyConfigured, with what to run, when its file is missing."""
    return Directory()


def _holds(line: str, parts: Iterable[str]) -> bool:
    return all(part in line for part in parts)


def _folded(text: str) -> str:
    """As `kit.words.words` does, for many lines at once: it takes a second for the whole list, this a twentieth."""
    text = text.lower().replace("œ", "oe").replace("æ", "ae").replace("’", " ")
    text = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return re.sub(r" *\n *", "\n", re.sub(r"[^a-z0-9\n]+", " ", text)).strip()


def _words(text: str) -> list[str]:
    return [_in_full(word) for word in words(text[:LONGEST_TEXT])[:_MOST_WORDS]]


def _in_full(word: str) -> str:
    """The official spelling of "St" and of "12ème"."""
    return _SAINTS.get(word) or _ORDINAL.sub(r"\1e", word)


def _in_arrondissements(asked: list[str]) -> list[str]:
    """The official words of "Paris 12", "Lyon 3e"; in "Marseille (13)" the number is the department's."""
    number = _ARRONDISSEMENT.fullmatch(asked[1]) if len(asked) > 1 and asked[0] in _CITIES else None
    if number is None:
        return asked
    beside = [word for word in asked[2:] if word != "arrondissement"]
    return [asked[0], "1er" if number[1] == "1" else f"{number[1]}e", "arrondissement", *beside]


def _department_code(code: str) -> str:
    """The first characters of an INSEE code: three overseas, two elsewhere ("2A" in Corsica)."""
    return code[:3] if code.startswith(("97", "98")) else code[:2]
