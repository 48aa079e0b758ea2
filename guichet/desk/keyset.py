"""Pages of a long list, each as quick as the first: the page after this row, never the page number n."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Generic, TypeVar

from django.db import models

PAGE = 25
_BETWEEN = "~"

M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Order:
    """By which fields a list is sorted, one or two; the last one is unique. `read` turns each part of a mark into its value."""

    fields: tuple[str, ...]
    read: tuple[Callable[[str], Any], ...]
    newest_first: bool = False

    def mark(self, row: models.Model) -> str:
        """Where this row stands, as it travels in an address."""
        values = (getattr(row, field) for field in self.fields)
        return _BETWEEN.join(v.isoformat() if isinstance(v, date) else str(v) for v in values)

    def values(self, mark: str) -> tuple[Any, ...] | None:
        """What a mark says; None for no mark, and for one that somebody wrote by hand."""
        parts = mark.split(_BETWEEN)
        if not mark or len(parts) != len(self.fields):
            return None
        try:
            return tuple(read(part) for read, part in zip(self.read, parts, strict=True))
        except (ValueError, OverflowError):
            return None


def row_id(text: str) -> int:
    """An id that a database can hold."""
    number = int(text)
    if not 0 <= number < 2**63:
        raise ValueError(text)
    return number


def aware(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


@dataclass(frozen=True)
class Page(Generic[M]):
    """Some rows, and the marks of the pages beside them (empty: there is none)."""

    rows: list[M]
    before: str
    after: str


def page_of(
    rows: "models.QuerySet[M]", order: Order, *, after: str = "", before: str = "", size: int = PAGE
) -> Page[M]:
    """The rows that follow the mark `after`, or precede the mark `before`; the first ones without a mark."""
    mark = order.values(before or after)
    backwards = bool(before) and mark is not None
    ascending = order.newest_first == backwards
    wanted = rows
    if mark is not None:
        wanted = _beyond(rows, order, mark, ascending=ascending)
    sign = "" if ascending else "-"
    found = list(wanted.order_by(*(sign + field for field in order.fields))[: size + 1])
    more = len(found) > size
    found = found[:size]
    if mark is not None and (not found or (backwards and not more)):
        return page_of(rows, order, size=size)
    if backwards:
        found.reverse()
    has_before, has_after = (more, True) if backwards else (mark is not None, more)
    return Page(
        rows=found,
        before=order.mark(found[0]) if found and has_before else "",
        after=order.mark(found[-1]) if found and has_after else "",
    )


def _beyond(
    rows: "models.QuerySet[M]", order: Order, mark: tuple[Any, ...], *, ascending: bool
) -> "models.QuerySet[M]":
    """The rows past a mark. The range of the first field stands alone, for the database to enter its index there.

    (a, b) > (x, y) would say it shorter: on SQLite Django writes it with OR, and the walk begins at the first row.
    """
    past, behind = ("gt", "lte") if ascending else ("lt", "gte")
    first, *others = order.fields
    if not others:
        return rows.filter(**{f"{first}__{past}": mark[0]})
    near = {first: mark[0], f"{others[0]}__{behind}": mark[1]}
    return rows.filter(**{f"{first}__{past}e": mark[0]}).exclude(**near)
