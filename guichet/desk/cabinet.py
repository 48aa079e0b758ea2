"""The forms cabinet as the desk shows it: the rows that answer what was typed, and what the person leaves with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.accounts.models import Role
from guichet.cabinet.facts import FormsHandedOut
from guichet.cabinet.models import Drawer, DrawerQuerySet
from guichet.catalogue.addresses import sheet_page
from guichet.catalogue.models import Neighbours, Procedure, ProcedureQuerySet
from guichet.communes.models import Body
from guichet.content.search.index import find
from guichet.journal.models import Record
from guichet.kit.dates import hour_in_words, now
from guichet.kit.words import fold, words

FOUND = 30  # the search's answers that are shown: who reads further types another word
MOST_TICKED = 30
HANDED_KEY = "handed"
# After that long, the person has left and nobody pressed "personne suivante".
ONE_VISIT = timedelta(minutes=30)
# A sheet is a long text: the list needs the title alone.
_NOT_LISTED = ("sheet_data", "about", "in_words", "synonyms", "summary")


@dataclass(frozen=True)
class Asked:
    """What the page is asked: the words typed, and what is ticked, as procedures, drawers (their blank forms), size."""

    text: str = ""
    sheets: frozenset[int] = frozenset()
    blanks: frozenset[int] = frozenset()
    large: bool = False

    @classmethod
    def read(cls, data: QueryDict) -> "Asked":
        return cls(
            text=data.get("q", "").strip()[:100],
            sheets=_ids(data.getlist("fiche")),
            blanks=_ids(data.getlist("vierge")),
            large=bool(data.get("gros")),
        )

    @property
    def query(self) -> str:
        """The same, for an address: a page that comes back shows what was ticked."""
        told = [("q", self.text)] if self.text else []
        told += [("fiche", str(pk)) for pk in sorted(self.sheets)] + [("vierge", str(pk)) for pk in sorted(self.blanks)]
        return urlencode([*told, ("gros", "1")] if self.large else told)

    def has(self, row: "Row") -> bool:
        return row.procedure.pk in self.sheets or (row.drawer is not None and row.drawer.pk in self.blanks)


@dataclass(frozen=True)
class Row:
    """A drawer, or a procedure that has none."""

    procedure: Procedure
    drawer: Drawer | None = None
    sheet_ticked: bool = False
    blank_ticked: bool = False

    @property
    def key(self) -> str:
        """What the page calls this row by."""
        return f"t{self.drawer.pk}" if self.drawer else f"d{self.procedure.pk}"


@dataclass(frozen=True)
class Listing:
    """The rows of the page. `ticked` stand apart, on top, when what was typed would hide them."""

    asked: Asked
    ticked: Sequence[Row] = ()
    drawers: Sequence[Row] = ()
    others: Sequence[Row] = ()
    has_drawers: bool = True

    @property
    def found_words(self) -> str:
        count = len(self.drawers) + len(self.others)
        if not count:
            return _("Rien ne correspond.")
        return ngettext("%(n)s démarche trouvée.", "%(n)s démarches trouvées.", count) % {"n": count}

    @property
    def chosen_words(self) -> str:
        """How many papers are ticked; a blank form goes with its sheet."""
        rows = [*self.ticked, *self.drawers, *self.others]
        count = len({row.procedure.pk for row in rows if row.sheet_ticked}) + sum(row.blank_ticked for row in rows)
        if not count:
            return _("Cochez ce que la personne emporte")
        told = ngettext("%(n)s papier pour cette personne", "%(n)s papiers pour cette personne", count)
        return told % {"n": count}


def procedures_of(body: Body) -> ProcedureQuerySet:
    """Those whose sheet this body gives: what it hides on its portal does not leave its cabinet."""
    return Procedure.objects.shown_on(body)


def drawers_of(body: Body) -> DrawerQuerySet:
    """The body's drawers, but those of a procedure that it hides: the paper would name a page that does not exist."""
    shown = procedures_of(body).order_by().values("pk")
    return Drawer.objects.of_body(body).filter(procedure__in=shown).select_related("procedure", "blank")


def listing_of(body: Body, asked: Asked) -> Listing:
    """All the drawers then all the other procedures; with words typed, those that answer, the best first."""
    drawers = list(drawers_of(body).defer(*(f"procedure__{name}" for name in _NOT_LISTED)))
    held = {drawer.procedure_id for drawer in drawers}
    others = procedures_of(body).exclude(pk__in=held).defer(*_NOT_LISTED)
    rows = [_row(drawer.procedure, drawer, asked) for drawer in drawers]
    rows += [_row(procedure, None, asked) for procedure in sorted(others, key=lambda one: fold(one.title))]
    ticked: list[Row] = []
    if asked.text:
        found = _ordered(rows, asked.text, body)
        ticked = [row for row in rows if asked.has(row) and row not in found]
        rows = found
    return Listing(
        asked,
        ticked=ticked,
        drawers=[row for row in rows if row.drawer],
        others=[row for row in rows if not row.drawer],
        has_drawers=bool(drawers),
    )


def _row(procedure: Procedure, drawer: Drawer | None, asked: Asked) -> Row:
    blank_ticked = drawer is not None and drawer.blank_id is not None and drawer.pk in asked.blanks
    return Row(procedure, drawer, procedure.pk in asked.sheets or blank_ticked, blank_ticked)


def _ordered(rows: Iterable[Row], text: str, body: Body) -> list[Row]:
    """The rows that answer: a drawer called by its number or its form, then what the town's search finds."""
    slugs = [found.slug for found in find(text, body=body, limit=FOUND) if found.kind == "procedure"]
    places = {slug: place for place, slug in enumerate(slugs)}
    ranked = []
    for row in rows:
        if row.drawer and _is_called(row.drawer, text):
            ranked.append((-1, row))
        elif row.procedure.slug in places:
            ranked.append((places[row.procedure.slug], row))
    return [row for _place, row in sorted(ranked, key=lambda pair: pair[0])]


def _is_called(drawer: Drawer, text: str) -> bool:
    if text == str(drawer.number):
        return True
    typed = words(text)
    form = words(f"{drawer.label} {drawer.cerfa}")
    return bool(typed) and len(fold(text)) > 2 and all(any(known.startswith(word) for known in form) for word in typed)


@dataclass
class Handed:
    """A procedure of which the person has papers: what the agent says with them."""

    procedure: Procedure
    url: str
    shown: str
    neighbours: Neighbours
    papers: list[str] = field(default_factory=list)

    @property
    def papers_words(self) -> str:
        return ", ".join(self.papers)

    @property
    def following(self) -> list[dict[str, str]]:
        """What comes next with the reason, and a way to tick its sheet."""
        here = reverse("desk:cabinet")
        return [
            {"name": found.title, "why": why, "url": f"{here}?fiche={found.pk}", "link_text": _("Donner sa fiche")}
            for found, why in self.neighbours.after
        ]


def remember_handed(session: SessionBase, row: Record) -> None:
    """Keep in the agent's session that these papers are for the person in front of her."""
    session[HANDED_KEY] = [*session.get(HANDED_KEY, []), row.pk][-MOST_TICKED:]


def forget_handed(session: SessionBase) -> None:
    session.pop(HANDED_KEY, None)


def handed_of(session: SessionBase, role: Role) -> dict[str, Any]:
    """What the person in front of this agent has received, the last procedure first, with its address and what follows."""
    rows = Record.objects.filter(
        pk__in=session.get(HANDED_KEY, []),
        kind=FormsHandedOut.__name__,
        body_id=role.body_id,
        actor_id=role.account_id,
        at__gte=now() - ONE_VISIT,
    ).order_by("pk")
    facts = [(row, row.fact) for row in rows]
    told: dict[int, Handed] = {}
    papers = 0
    ids = {pk for _row, fact in facts if isinstance(fact, FormsHandedOut) for pk in fact.procedures}
    drawer_ids = {pk for _row, fact in facts if isinstance(fact, FormsHandedOut) for pk in (*fact.blanks, *fact.taken)}
    procedures = procedures_of(role.body).in_bulk(ids)
    drawers = Drawer.objects.of_body(role.body).in_bulk(drawer_ids)
    for _row, fact in facts:
        assert isinstance(fact, FormsHandedOut)
        papers += fact.papers
        for pk in (pk for pk in fact.procedures if pk in procedures):
            known = told.pop(pk, None) or _handed(procedures[pk], role.body)
            known.papers += _papers(fact, pk, drawers)
            told[pk] = known
    return {
        "handed": list(reversed(told.values())),
        "handed_mark": facts[-1][0].pk if facts else 0,
        "handed_words": _handed_words(papers, facts[-1][0]) if facts else "",
    }


def _handed(procedure: Procedure, body: Body) -> Handed:
    url = sheet_page(body, procedure)
    return Handed(procedure, url, url.split("//")[1].rstrip("/"), procedure.neighbours(body))


def _papers(fact: FormsHandedOut, procedure: int, drawers: Mapping[int, Drawer]) -> list[str]:
    """The papers of one procedure in one hand-out, each as the agent would name it."""
    told = []
    if fact.printed:
        told.append(_("fiche en gros caractères") if fact.large else _("fiche"))
    for ids, words_ in ((fact.blanks, _("formulaire vierge")), (fact.taken, _("formulaire du tiroir"))):
        of_it = [drawers[pk] for pk in ids if pk in drawers and drawers[pk].procedure_id == procedure]
        told += [f"{words_} {drawer.form_number or drawer.number}" for drawer in of_it]
    return told


def _handed_words(papers: int, last: Record) -> str:
    told = ngettext("%(n)s papier remis à %(hour)s.", "%(n)s papiers remis, le dernier à %(hour)s.", papers)
    return told % {"n": papers, "hour": hour_in_words(last.at)}


def _ids(texts: Iterable[str]) -> frozenset[int]:
    return frozenset(int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19)
