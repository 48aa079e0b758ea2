"""The inbox of a role: which cases, in which order, how many. A million cases cost what a hundred cost."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar
from urllib.parse import urlencode

from django.db.models import IntegerField, QuerySet, Subquery

from guichet.accounts.models import Role
from guichet.accounts.rules import Right
from guichet.cases.models import Case, CaseQuerySet
from guichet.cases.rules import Tray
from guichet.cases.types import CASE_TYPES
from guichet.desk.keyset import Order, aware, row_id
from guichet.desk.letters import letters_to_post

CAP = 1000  # above, a tab says "999+": counting further would cost a walk through the table

BY_DEADLINE = Order(("due_on", "id"), (date.fromisoformat, row_id))
BY_DECISION = Order(("decided_at", "id"), (aware, row_id), newest_first=True)
BY_ARRIVAL = Order(("id",), (row_id,), newest_first=True)


class Tab(StrEnum):
    TODO = "a-traiter"
    WAITING = "attend"
    MINE = "miens"
    DONE = "clos"
    SENT = "transmis"  # to another body: followed from here, treated there
    ALL = "tous"  # what a search looks through


class Whose(StrEnum):
    ANYONE = ""
    ME = "moi"
    NOBODY = "personne"


class Due(StrEnum):
    ANY = ""
    LATE = "retard"
    TODAY = "aujourdhui"
    THIS_WEEK = "semaine"


# The parameters of the address, in the order they are written.
_NAMES = {
    "tab": "onglet", "text": "q", "kind": "nature", "commune": "commune", "whose": "suivi", "due": "echeance",
    "after": "apres", "before": "avant",
}  # fmt: skip


@dataclass(frozen=True)
class Wanted:
    """What an address of the inbox asks for; what it does not know is left out, never an error."""

    tab: Tab = Tab.TODO
    text: str = ""
    kind: str = ""
    commune: int | None = None
    whose: Whose = Whose.ANYONE
    due: Due = Due.ANY
    after: str = ""
    before: str = ""

    @classmethod
    def read(cls, query: Mapping[str, str]) -> "Wanted":
        text = query.get("q", "").strip()[:100]
        kind, commune = query.get("nature", ""), query.get("commune", "")
        return cls(
            tab=_one_of(Tab, query.get("onglet", ""), Tab.ALL if text else Tab.TODO),
            text=text,
            kind=kind if kind in CASE_TYPES else "",
            commune=int(commune) if commune.isascii() and commune.isdigit() and len(commune) < 10 else None,
            whose=_one_of(Whose, query.get("suivi", ""), Whose.ANYONE),
            due=_one_of(Due, query.get("echeance", ""), Due.ANY),
            after=query.get("apres", ""),
            before=query.get("avant", ""),
        )

    @property
    def order(self) -> Order:
        if self.tab in {Tab.ALL, Tab.SENT}:
            return BY_ARRIVAL
        return BY_DECISION if self.tab == Tab.DONE else BY_DEADLINE

    @property
    def is_filtered(self) -> bool:
        return bool(self.text or self.kind or self.commune or self.whose or self.due)

    @property
    def query(self) -> str:
        """The address's parameters, without those that say nothing."""
        values = {name: getattr(self, field) for field, name in _NAMES.items()}
        return urlencode({name: str(value) for name, value in values.items() if value})

    def with_(self, **changes: object) -> str:
        """The parameters of the first page of another view of the list."""
        return replace(self, **{"after": "", "before": "", **changes}).query  # type: ignore[arg-type]  # checked where called

    def cases(self, role: Role, today: date) -> CaseQuerySet:
        """The cases this role may see and asks for, unsorted."""
        seen = Case.objects.followed_by(role) if self.tab == Tab.SENT else Case.objects.visible_to(role)
        cases = _in_tab(seen, self.tab, role)
        if self.kind:
            cases = cases.filter(type_slug=self.kind)
        if self.commune is not None:
            cases = cases.filter(commune_id=self.commune)
        if self.whose == Whose.ME:
            cases = _followed_by(cases, role)
        elif self.whose == Whose.NOBODY:
            cases = cases.filter(assignee_id=None)
        if self.due == Due.LATE:
            cases = cases.late(today)
        elif self.due == Due.TODAY:
            cases = cases.filter(tray=Tray.TODO, due_on=today)
        elif self.due == Due.THIS_WEEK:
            cases = cases.filter(tray=Tray.TODO, due_on__range=(today, _sunday(today)))
        return cases.matching(self.text) if self.text else cases


E = TypeVar("E", bound=StrEnum)


def _one_of(kind: type[E], value: str, otherwise: E) -> E:
    return kind(value) if value in set(kind) else otherwise


def _in_tab(cases: CaseQuerySet, tab: Tab, role: Role) -> CaseQuerySet:
    if tab == Tab.MINE:
        return _followed_by(cases, role, Tray.TODO, Tray.WAITING)
    trays = {Tab.TODO: Tray.TODO, Tab.WAITING: Tray.WAITING, Tab.DONE: Tray.DONE}
    return cases.in_tray(trays[tab]) if tab in trays else cases


def _followed_by(cases: CaseQuerySet, role: Role, *trays: Tray) -> CaseQuerySet:
    """Those of this agent, by her own index first: side by side, the planner would walk through the body's cases."""
    mine = Case.objects.of(role.account_id)
    return cases.filter(pk__in=(mine.filter(tray__in=trays) if trays else mine).values("pk"))


def _sunday(day: date) -> date:
    return day + timedelta(days=6 - day.weekday())


@dataclass(frozen=True)
class Counts:
    """How many wait, as it is shown: exact below a thousand, "999+" above."""

    todo: str = ""
    waiting: str = ""
    mine: str = ""
    done: str = ""
    sent: str = ""
    late: str = ""
    today: str = ""
    week: str = ""
    letters: str = ""


class _CappedCount(Subquery):
    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS capped)"
    output_field = IntegerField()


def _capped(rows: "QuerySet[Any]") -> _CappedCount:
    return _CappedCount(rows.order_by().values("pk")[:CAP])


def counts_of(role: Role, today: date) -> Counts:
    """Everything the inbox and the rail count for a role, in one question to the database."""
    wanted = _on_the_rail(role)
    if role.may(Right.READ_CASES):
        seen = Case.objects.visible_to(role)
        for tab in (Tab.WAITING, Tab.MINE, Tab.DONE):
            wanted[tab.name.lower()] = _in_tab(seen, tab, role)
        wanted["sent"] = Case.objects.followed_by(role)
        wanted["today"] = Wanted(due=Due.TODAY).cases(role, today)
        wanted["late"] = Wanted(due=Due.LATE).cases(role, today)
        wanted["week"] = Wanted(due=Due.THIS_WEEK).cases(role, today)
    return _counted(role, wanted)


def rail_counts(role: Role) -> Counts:
    """What the rail of every page counts: the rest stays unread."""
    return _counted(role, _on_the_rail(role))


def _on_the_rail(role: Role) -> "dict[str, QuerySet[Any]]":
    wanted: dict[str, QuerySet[Any]] = {}
    if role.may(Right.READ_CASES):
        wanted["todo"] = _in_tab(Case.objects.visible_to(role), Tab.TODO, role)
    if role.may(Right.SEND_POST):
        wanted["letters"] = letters_to_post(role)
    return wanted


def _counted(role: Role, wanted: "dict[str, QuerySet[Any]]") -> Counts:
    if not wanted:
        return Counts()
    numbers = Role.objects.filter(pk=role.pk).values_list(*(_capped(rows) for rows in wanted.values())).get()
    return Counts(**{name: _shown(number) for name, number in zip(wanted, numbers, strict=True)})


def _shown(number: int) -> str:
    if number >= CAP:
        return f"{CAP - 1}+"
    return str(number) if number else ""
