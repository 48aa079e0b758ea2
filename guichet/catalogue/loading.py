"""The catalogue's files: read, checked, and refused with the name of the file and of the field."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from guichet.catalogue.models import LifeEvent, Procedure, Theme
from guichet.catalogue.rules import Fault, Sheet, SheetError, many, mapping, required, text
from guichet.kit.refusal import Refusal

T = TypeVar("T")
# libyaml's reader, fifteen times faster, where the wheel has it.
_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DATA = Path(__file__).parent / "data"
NATIONAL_SHEET = re.compile(r"F\d{1,7}")


FAULTS = {
    Fault.MISSING: gettext_lazy("ce champ manque."),
    Fault.UNKNOWN: gettext_lazy("ce champ n’existe pas."),
    Fault.NOT_PAIRS: gettext_lazy("il faut des paires « clé : valeur »."),
    Fault.NOT_TEXT: gettext_lazy("il faut un texte."),
    Fault.NOT_LIST: gettext_lazy("il faut une liste."),
    Fault.NO_WAY: gettext_lazy("il faut au moins une façon de faire : online, counter ou post."),
    Fault.NOT_HTTPS: gettext_lazy("l’adresse commence par https://."),
    Fault.NO_ACT: gettext_lazy("il faut « now », « account », « deposit » ou « inform »."),
    Fault.NOT_MINUTES: gettext_lazy("il faut un nombre de minutes, de 1 à 240."),
}


class FileError(Exception):
    """A fault that only the file as a whole shows: a slug unknown, a text too long for its column."""

    def __init__(self, field: str, sentence: str) -> None:
        super().__init__(f"{field}: {sentence}")
        self.field = field
        self.sentence = sentence


@dataclass(frozen=True)
class EventFile:
    """One life event of `life_events.yaml`."""

    slug: str
    title: str
    sentence: str
    drawing: str


@dataclass(frozen=True)
class ThemeFile:
    """One theme of `themes.yaml`."""

    slug: str
    title: str
    icon: str


@dataclass(frozen=True)
class ProcedureFile:
    """One file of `procedures/`; its name is the slug."""

    title: str
    short_title: str
    summary: str
    theme: str
    authority: str
    way: str
    icon: str
    drawing: str
    source: str
    rank: int
    checked_on: date
    national: str
    about: tuple[str, ...]
    in_words: tuple[str, ...]
    synonyms: tuple[str, ...]
    events: tuple[str, ...]
    sheet: Sheet


@dataclass(frozen=True)
class Files:
    """All that the files say: each one whole, every slug they name known."""

    events: tuple[EventFile, ...]
    themes: tuple[ThemeFile, ...]
    procedures: Mapping[str, ProcedureFile]


def read_files(folder: Path = DATA) -> Files:
    """Read every file, or refuse the first fault with a sentence that says where it is."""
    events = _read(folder / "life_events.yaml", lambda data: many(data, "life_events", _event))
    themes = _read(folder / "themes.yaml", lambda data: many(data, "themes", _theme))
    procedures = {path.stem: _read(path, _procedure) for path in sorted((folder / "procedures").glob("*.yaml"))}
    event_slugs, theme_slugs = {event.slug for event in events}, {theme.slug for theme in themes}
    for slug, procedure in procedures.items():
        try:
            _all_known("events", procedure.events, event_slugs)
            _all_known("theme", [procedure.theme], theme_slugs)
            _all_known("sheet.next", (step.slug for step in procedure.sheet.next), procedures.keys())
            first = procedure.sheet.first
            _all_known("sheet.first", [first.slug] if first else [], procedures.keys())
        except FileError as error:
            raise _refused(f"{slug}.yaml", error.field, error.sentence) from error
    return Files(events, themes, procedures)


@cache
def packaged_files() -> Files:
    """The program's own files, read once: they change with the program only."""
    return read_files(DATA)


def _read(path: Path, read: Callable[[object], T]) -> T:
    try:
        return read(yaml.load(path.read_text(encoding="utf-8"), _Loader))  # noqa: S506  # both are safe loaders
    except FileNotFoundError as error:
        raise _refused(path.name, path.stem, _("ce fichier manque.")) from error
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = _("ligne %(line)s") % {"line": mark.line + 1} if mark else path.stem
        raise _refused(path.name, where, _("ce n’est pas du YAML.")) from error
    except FileError as error:
        raise _refused(path.name, error.field, error.sentence) from error
    except SheetError as error:
        raise _refused(path.name, error.field, str(FAULTS[error.fault])) from error


def _refused(file: str, field: str, sentence: str) -> Refusal:
    return Refusal("catalogue-file", f"{', '.join(filter(None, (file, field)))}\N{NO-BREAK SPACE}: {sentence}")


def _all_known(field: str, slugs: Iterable[str], known: Collection[str]) -> None:
    for slug in slugs:
        if slug not in known:
            raise FileError(field, _("« %(slug)s » n’existe pas.") % {"slug": slug})


def _event(data: object, field: str) -> EventFile:
    given = mapping(data, field, EventFile)
    names = ("slug", "title", "sentence", "drawing")
    return EventFile(*(_short(given, name, LifeEvent, f"{field}.{name}") for name in names))


def _theme(data: object, field: str) -> ThemeFile:
    given = mapping(data, field, ThemeFile)
    return ThemeFile(*(_short(given, name, Theme, f"{field}.{name}") for name in ("slug", "title", "icon")))


def _procedure(data: object) -> ProcedureFile:
    given = mapping(data, "", ProcedureFile)

    def short(name: str) -> str:
        return _short(given, name, Procedure, name)

    rank, checked_on = required(given, "rank"), required(given, "checked_on")
    if not isinstance(rank, int) or rank < 0:
        raise FileError("rank", _("il faut un nombre entier."))
    if not isinstance(checked_on, date):
        raise FileError("checked_on", _("il faut une date, par exemple 2026-11-16."))
    if given.get("way") not in Procedure.Way.values:
        raise FileError("way", _("il faut « online », « appointment » ou « counter »."))
    return ProcedureFile(
        title=short("title"),
        short_title=short("short_title"),
        summary=short("summary"),
        theme=text(given.get("theme"), "theme"),
        authority=short("authority"),
        way=short("way"),
        icon=short("icon"),
        drawing=short("drawing"),
        source=short("source"),
        rank=rank,
        checked_on=checked_on,
        national=_national(given.get("national")),
        about=many(given.get("about"), "about", text),
        in_words=many(required(given, "in_words"), "in_words", text),
        synonyms=many(given.get("synonyms"), "synonyms", text),
        events=many(required(given, "events"), "events", text),
        sheet=_sheet(required(given, "sheet")),
    )


def _national(data: object) -> str:
    """The number of the one sheet of the State that tells the same thing, when there is one."""
    if data is None:
        return ""
    number = text(data, "national")
    if not NATIONAL_SHEET.fullmatch(number):
        raise FileError("national", _("il faut le numéro d’une fiche nationale, par exemple F870."))
    return number


def _sheet(data: object) -> Sheet:
    try:
        return Sheet.read(data)
    except SheetError as error:
        raise SheetError(f"sheet.{error.field}".strip("."), error.fault) from error


def _short(given: Mapping[str, Any], name: str, model: type[models.Model], field: str) -> str:
    """A text that fits its column: SQLite would not say that it is too long."""
    value = text(given.get(name), field)
    column = model._meta.get_field(name)
    assert isinstance(column, models.CharField)
    if column.max_length is not None and len(value) > column.max_length:
        raise FileError(field, _("%(n)s caractères au plus.") % {"n": column.max_length})
    return value
