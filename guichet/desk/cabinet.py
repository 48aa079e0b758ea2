"""The forms cabinet as the desk shows it: the rows that answer what was typed, and what the person leaves with."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import uuid4

from django.contrib.sessions.backends.base import SessionBase
from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.accounts.models import Role
from guichet.cabinet.facts import FormsHandedOut
from guichet.cabinet.models import Drawer, DrawerQuerySet
from guichet.cabinet.papers import Item, items_of
from guichet.catalogue.addresses import sheet_page
from guichet.catalogue.models import Procedure, ProcedureQuerySet
from guichet.catalogue.rules import Act, Desk
from guichet.communes.models import Body
from guichet.content.search.index import find
from guichet.journal.models import Record
from guichet.kit.dates import hour_in_words, now
from guichet.kit.words import fold, words

FOUND = 30  # the search's answers that are shown: who reads further types another word
SINCE_KEY = "handed_since"
# After that long, the person has left and nobody pressed "personne suivante".
ONE_VISIT = timedelta(minutes=30)
LATELY = 100  # facts of a body's cabinet that are read back: no town hands out so many in that time
# A sheet is a long text: the list needs the title alone.
_NOT_LISTED = ("sheet_data", "about", "in_words", "synonyms", "summary")
_ACT_ICONS = {
    Act.NOW: "circle-check",
    Act.ACCOUNT: "user-check",
    Act.DEPOSIT: "inbox",
    Act.INFORM: "info-circle",
}


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
class AtDesk:
    """What the front desk may do at once: in a few words with its minutes, then what the agent does."""

    icon: str
    short: str
    words: str

    @classmethod
    def of(cls, desk: Desk) -> "AtDesk":
        short = {
            Act.NOW: _("Tout de suite"),
            Act.ACCOUNT: _("Avec son compte"),
            Act.DEPOSIT: _("On reçoit le dossier"),
            Act.INFORM: _("On renseigne"),
        }[desk.may]
        if desk.minutes:
            short = _("%(act)s, %(n)s min") % {"act": short, "n": desk.minutes}
        return cls(_ACT_ICONS[desk.may], short, desk.words)

    @classmethod
    def read(cls, data: Mapping[str, Any]) -> "AtDesk":
        """From the one field of the sheet that a list reads."""
        return cls.of(Desk(Act(data["may"]), data["words"], data["minutes"]))


@dataclass(frozen=True)
class Row:
    """A drawer, or a procedure that has none."""

    procedure: Procedure
    at_desk: AtDesk
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


def papers_of(body: Body, *, sheets: Iterable[int], blanks: Iterable[int]) -> list[Item]:
    """These papers to print, among those this body gives today, in the order of their names."""
    procedures = procedures_of(body).filter(pk__in=sheets).order_by("short_title")
    return items_of(list(procedures), list(drawers_of(body).filter(pk__in=blanks).exclude(blank=None)))


def listing_of(body: Body, asked: Asked) -> Listing:
    """All the drawers then all the other procedures; with words typed, those that answer, the best first."""
    drawers = list(drawers_of(body).defer(*(f"procedure__{name}" for name in _NOT_LISTED)))
    held = {drawer.procedure_id for drawer in drawers}
    others = procedures_of(body).exclude(pk__in=held).defer(*_NOT_LISTED)
    desks = dict(procedures_of(body).order_by().values_list("pk", "sheet_data__desk"))
    every: list[tuple[Procedure, Drawer | None]] = [(drawer.procedure, drawer) for drawer in drawers]
    every += [(one, None) for one in sorted(others, key=lambda one: fold(one.title))]
    rows = [_row(procedure, AtDesk.read(desks[procedure.pk]), drawer, asked) for procedure, drawer in every]
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


def _row(procedure: Procedure, at_desk: AtDesk, drawer: Drawer | None, asked: Asked) -> Row:
    blank_ticked = drawer is not None and drawer.blank_id is not None and drawer.pk in asked.blanks
    return Row(procedure, at_desk, drawer, procedure.pk in asked.sheets or blank_ticked, blank_ticked)


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
    """A procedure of which the person has papers: what the agent does and says with them."""

    procedure: Procedure
    url: str
    shown: str
    following: Sequence[Mapping[str, str]]
    papers: list[str] = field(default_factory=list)

    @property
    def papers_words(self) -> str:
        return ", ".join(self.papers)

    @property
    def at_desk(self) -> AtDesk:
        return AtDesk.of(self.procedure.sheet.desk)


def forget_handed(session: SessionBase) -> None:
    """The person has left: from now on, what is handed out is for the next one."""
    session[SINCE_KEY] = now().isoformat()


def handed_of(session: SessionBase, role: Role) -> dict[str, Any]:
    """What the person in front of this agent has received, the last procedure first, with its address and what follows.

    `page_key` names the page that shows it, for what is handed out next.
    """
    facts = _facts_of_visit(session, role)
    procedures = procedures_of(role.body).in_bulk({pk for _row, fact in facts for pk in fact.procedures})
    drawers = Drawer.objects.of_body(role.body).in_bulk(
        {pk for _row, fact in facts for pk in (*fact.blanks, *fact.taken)}
    )
    following = _following(procedures.values(), role.body)
    told: dict[int, Handed] = {}
    for _row, fact in facts:
        for pk in (pk for pk in fact.procedures if pk in procedures):
            known = told.pop(pk, None) or _handed(procedures[pk], role.body, following[pk])
            known.papers += _papers(fact, pk, drawers)
            told[pk] = known
    return {
        "handed": list(reversed(told.values())),
        "handed_mark": facts[-1][0].pk if facts else 0,
        "handed_words": _handed_words(sum(fact.papers for _row, fact in facts), facts[-1][0]) if facts else "",
        "page_key": uuid4(),
    }


def _facts_of_visit(session: SessionBase, role: Role) -> list[tuple[Record, FormsHandedOut]]:
    """What this agent handed out since the last person left, as the journal tells it, the oldest first."""
    since = now() - ONE_VISIT
    if SINCE_KEY in session:
        since = max(since, datetime.fromisoformat(session[SINCE_KEY]))
    lately = Record.objects.about("body", role.body_id).filter(kind=FormsHandedOut.__name__).order_by("-pk")[:LATELY]
    facts = []
    for row in reversed(lately):
        fact = row.fact
        if row.actor_id == role.account_id and row.at > since:
            assert isinstance(fact, FormsHandedOut)
            facts.append((row, fact))
    return facts


def _following(procedures: Iterable[Procedure], body: Body) -> dict[int, list[dict[str, str]]]:
    """What comes after each, with the reason and a way to tick its sheet; one question to the database for all."""
    steps = {one.pk: one.sheet.next for one in procedures}
    slugs = {step.slug for several in steps.values() for step in several}
    shown = {found.slug: found for found in procedures_of(body).filter(slug__in=slugs).defer(*_NOT_LISTED)}
    here, link_text = reverse("desk:cabinet"), _("Donner sa fiche")
    return {
        pk: [
            {
                "name": shown[step.slug].title,
                "why": step.why,
                "url": f"{here}?fiche={shown[step.slug].pk}",
                "link_text": link_text,
            }
            for step in several
            if step.slug in shown
        ]
        for pk, several in steps.items()
    }


def _handed(procedure: Procedure, body: Body, following: Sequence[Mapping[str, str]]) -> Handed:
    url = sheet_page(body, procedure)
    return Handed(procedure, url, url.split("//")[1].rstrip("/"), following)


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
