"""The lists of the nation's services, forms and simulators by theme: from the archive, or from our own procedures without it."""

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.utils.translation import gettext as _

from guichet.catalogue.models import Procedure
from guichet.communes.models import Body
from guichet.kit.words import fold
from guichet.national.addresses import WITHOUT_THEME
from guichet.national.models import NationalSheet
from guichet.national.rules import Kind
from guichet.national.telling.resources import kind_icon, kind_word, numbers

_ESTIMATES = re.compile(r"(?:Estimer|Simuler|Calculer)\b")
_RULES = re.compile(r"(?:Lire|Comprendre)\b")


class Catalogued(StrEnum):
    """What the links of a procedure's sheet lead to."""

    SERVICE = "service"
    FORM = "form"
    SIMULATOR = "simulator"
    RULES = "rules"


# What each list holds: these kinds of the archive, or without one these links of our procedures.
LISTS: Mapping[str, tuple[Sequence[Kind], Catalogued]] = {
    "services": ((Kind.SERVICE, Kind.FINDER), Catalogued.SERVICE),
    "forms": ((Kind.FORM, Kind.LETTER), Catalogued.FORM),
    "simulators": ((Kind.SIMULATOR,), Catalogued.SIMULATOR),
}


@dataclass(frozen=True)
class Addresses:
    """Where a face shows what a line leads to: a sheet by its number, a procedure by its slug."""

    sheet: Callable[[str], str]
    procedure: Callable[[str], str]


@dataclass(frozen=True)
class Line:
    url: str
    name: str
    note: str
    icon: str
    tag: str = ""


@dataclass(frozen=True)
class Group:
    """The lines of one theme; its slug is the place on the page, and the address of its own page when it has one."""

    slug: str
    title: str
    lines: list[Line] = field(default_factory=list)


def titles() -> dict[str, str]:
    """The title of each list."""
    return {"services": _("Services en ligne"), "forms": _("Formulaires"), "simulators": _("Simulateurs")}


def listed(name: str, body: Body, addresses: Addresses) -> tuple[list[Group], bool]:
    """The groups of a list of `LISTS` for this body, and whether they are the archive's."""
    kinds, catalogued = LISTS[name]
    groups = of_archive(kinds, addresses)
    return (groups, True) if groups else (from_catalogue(body, catalogued, addresses), False)


def themes(addresses: Addresses) -> list[Line]:
    """The themes of the archive by title, each with what it gathers."""
    gathered = NationalSheet.objects.shown().filter(kind=Kind.THEME).only("national_id", "title", "body")
    by_title = sorted(gathered, key=lambda one: fold(one.title))  # a database puts "Étranger" after all the others
    return [Line(addresses.sheet(one.national_id), one.title, _inside(one), "folders") for one in by_title]


def _inside(theme: NationalSheet) -> str:
    """What a theme gathers, in a few words."""
    return ", ".join(group["title"] for group in theme.body.get("contents", ()) if "title" in group)


def how_to(addresses: Addresses) -> list[Line]:
    """What to do when something happens, by title."""
    found = NationalSheet.objects.shown().filter(kind=Kind.HOW_TO).values_list("national_id", "title")
    things = sorted(found, key=lambda one: fold(one[1]))
    return [Line(addresses.sheet(number), title, "", kind_icon(Kind.HOW_TO)) for number, title in things]


def of_archive(kinds: Sequence[Kind], addresses: Addresses) -> list[Group]:
    """The resources of these kinds in each theme of theirs, themes and lines by title."""
    found: dict[str, Group] = {}
    columns = ("national_id", "kind", "title", "themes", "cerfa", "number", "source")
    for row in NationalSheet.objects.shown().filter(kind__in=kinds).values(*columns):
        line = Line(
            url=addresses.sheet(row["national_id"]),
            name=row["title"],
            note=" · ".join(filter(None, (numbers(row), row["source"]))),
            icon=kind_icon(row["kind"]),
            tag=kind_word(row["kind"]) if row["kind"] != kinds[0] else "",
        )
        for number, title in row["themes"] or [[WITHOUT_THEME, _("Autres")]]:
            found.setdefault(number, Group(number, title)).lines.append(line)
    for group in found.values():
        group.lines.sort(key=lambda line: fold(line.name))  # a database puts "Écoles" after "Zones"
    return sorted(found.values(), key=lambda group: fold(group.title))


def from_catalogue(body: Body, wanted: Catalogued, addresses: Addresses) -> list[Group]:
    """The national links and forms of the procedures shown here, by theme of the catalogue."""
    groups: dict[str, Group] = {}
    seen: dict[str, set[str]] = defaultdict(set)
    for procedure in Procedure.objects.shown_on(body).select_related("theme").order_by("theme__rank", "short_title"):
        slug, title = (procedure.theme.slug, procedure.theme.title) if procedure.theme else (WITHOUT_THEME, _("Autres"))
        group = groups.setdefault(slug, Group(slug, title))
        for line in _lines(procedure, wanted, addresses):
            if line.url not in seen[slug] or wanted is Catalogued.FORM:
                seen[slug].add(line.url)
                group.lines.append(line)
    return [group for group in groups.values() if group.lines]


def _lines(procedure: Procedure, wanted: Catalogued, addresses: Addresses) -> Iterator[Line]:
    if wanted is Catalogued.FORM:
        url = addresses.procedure(procedure.slug)
        for form in procedure.sheet.forms:
            yield Line(url, _named(procedure, form.label), numbers({"cerfa": form.number}), "forms")
        return
    for link in procedure.sheet.links:
        if _sort_of(link.label) is wanted:
            yield Line(link.url, _named(procedure, link.label), link.whose, "external-link")


def _named(procedure: Procedure, label: str) -> str:
    """What it is about, then what is done there, unless that says it: lists of links are read without what is around."""
    if fold(label).startswith(fold(procedure.short_title)):
        return label
    return _("%(subject)s : %(act)s") % {"subject": procedure.short_title, "act": f"{label[:1].lower()}{label[1:]}"}


def _sort_of(label: str) -> Catalogued:
    if _ESTIMATES.match(label):
        return Catalogued.SIMULATOR
    return Catalogued.RULES if _RULES.match(label) else Catalogued.SERVICE


def count(groups: Iterable[Group]) -> int:
    """How many different lines: a form that stands in two themes is one."""
    return len({(line.url, line.name) for group in groups for line in group.lines})
