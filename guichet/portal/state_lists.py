"""The lists of the nation's services, forms and simulators by theme: from the archive, or from our own procedures without it."""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from django.urls import reverse
from django.utils.translation import gettext as _

from guichet.catalogue.models import Procedure
from guichet.communes.models import Body
from guichet.kit.words import fold
from guichet.national.models import NationalSheet
from guichet.national.rules import Kind
from guichet.portal.converters import WITHOUT_THEME
from guichet.portal.state_resources import kind_icon, kind_word, numbers
from guichet.portal.welcome import sheet_url

_ESTIMATES = re.compile(r"(?:Estimer|Simuler|Calculer)\b")
_RULES = re.compile(r"(?:Lire|Comprendre)\b")


class Catalogued(StrEnum):
    """What the links of a procedure's sheet lead to."""

    SERVICE = "service"
    FORM = "form"
    SIMULATOR = "simulator"
    RULES = "rules"


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


def of_archive(kinds: Sequence[Kind]) -> list[Group]:
    """The resources of these kinds in each theme of theirs, themes and lines by title."""
    found: dict[str, Group] = {}
    columns = ("national_id", "kind", "title", "themes", "cerfa", "number", "source")
    for row in NationalSheet.objects.shown().filter(kind__in=kinds).values(*columns):
        line = Line(
            url=national_url(row["national_id"]),
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


def from_catalogue(body: Body, wanted: Catalogued) -> list[Group]:
    """The national links and forms of the procedures shown here, by theme of the catalogue."""
    groups: dict[str, Group] = {}
    seen: dict[str, set[str]] = defaultdict(set)
    for procedure in Procedure.objects.shown_on(body).select_related("theme").order_by("theme__rank", "short_title"):
        slug, title = (procedure.theme.slug, procedure.theme.title) if procedure.theme else (WITHOUT_THEME, _("Autres"))
        group = groups.setdefault(slug, Group(slug, title))
        for line in _lines(procedure, wanted):
            if line.url not in seen[slug] or wanted is Catalogued.FORM:
                seen[slug].add(line.url)
                group.lines.append(line)
    return [group for group in groups.values() if group.lines]


def _lines(procedure: Procedure, wanted: Catalogued) -> Iterator[Line]:
    if wanted is Catalogued.FORM:
        for form in procedure.sheet.forms:
            yield Line(sheet_url(procedure), _named(procedure, form.label), numbers({"cerfa": form.number}), "forms")
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


def national_url(national_id: str) -> str:
    return reverse("portal:national-sheet", args=[national_id])
