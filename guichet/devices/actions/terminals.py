"""Set terminals up; type how much those of partners are used."""

from collections.abc import Mapping
from datetime import date, time
from typing import Any

from django.db import models

from guichet.communes.models import Body
from guichet.devices import refusals
from guichet.devices.actions.locking import held
from guichet.devices.facts import TerminalAdded, TerminalChanged, UseTyped
from guichet.devices.models import Terminal, TypedUse
from guichet.devices.rules import BOUNDS, TILES, is_host_pattern, read_hosts
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.kit.dates import now, paris_date

_COLUMNS = frozenset(
    {
        "kind", "name", "place", "owner", "hours_words", "url", "opens_at", "closes_at", "idle_seconds", "page_quota",
        "internet_minutes", "allowed_hosts", "hidden_tiles", "message",
    }
)  # fmt: skip


def check_terminal(*, body: Body, replaces: Terminal | None = None, **columns: Any) -> None:
    """Refuse what `add_terminal` and `change_terminal` would refuse; a column that is not named is not looked at."""
    assert _COLUMNS.issuperset(columns), "a terminal has no such column"
    name, kind = columns.get("name", ""), columns.get("kind", replaces.kind if replaces else Terminal.Kind.OURS)
    same = Terminal.objects.of_body(body).filter(name=name).first() if name else None
    if same is not None and same != replaces:
        raise refusals.name_taken(name)
    if replaces is not None and kind != replaces.kind:
        raise refusals.kind_is_kept()
    if kind == Terminal.Kind.PARTNER and not all(columns.get(one, "…") for one in ("owner", "hours_words")):
        raise refusals.partner_unnamed()
    if not (columns.get("url") or "https://").startswith("https://"):
        raise refusals.not_https()
    _check_numbers(columns)
    _check_hours(columns.get("opens_at"), columns.get("closes_at"))
    for line in read_hosts(columns.get("allowed_hosts", "")):
        if not is_host_pattern(line):
            raise refusals.not_a_host(line)
    assert set(columns.get("hidden_tiles", ())) <= set(TILES), "the kiosk has no such tile"


def add_terminal(*, body: Body, columns: Mapping[str, Any], by: Actor) -> Terminal:
    """A new terminal of this body; what `columns` does not name has its default."""
    terminal = Terminal(body=body, **columns)
    check_terminal(body=body, **{name: getattr(terminal, name) for name in _COLUMNS})
    terminal.allowed_hosts = "\n".join(read_hosts(terminal.allowed_hosts))
    terminal.save(force_insert=True)
    with held(terminal.pk) as terminal:
        record(TerminalAdded(terminal.pk), by=by, body_id=body.pk)
    return terminal


def change_terminal(terminal: Terminal, columns: Mapping[str, Any], *, by: Actor) -> Terminal:
    """Set some of its columns anew; a kiosk hears it at once."""
    with held(terminal.pk) as current:
        check_terminal(body=current.body, replaces=current, **{**_now(current), **columns})
        for name, value in columns.items():
            setattr(current, name, value)
        current.allowed_hosts = "\n".join(read_hosts(current.allowed_hosts))
        current.save(update_fields=[*columns])
        record(TerminalChanged(current.pk), by=by, body_id=current.body_id)
    return current


def type_use(terminal: Terminal, month: date, count: int, *, by: Actor) -> TypedUse:
    """How many people used a partner's terminal in the month of this day; typed again, the last number counts."""
    first = month.replace(day=1)
    if first > paris_date(now()):
        raise refusals.month_to_come()
    with held(terminal.pk) as current:
        if not current.is_partner:
            raise refusals.only_partners()
        use, _is_new = TypedUse.objects.update_or_create(terminal=current, month=first, defaults={"count": count})
        record(UseTyped(current.pk, f"{first:%Y-%m}", count), by=by, body_id=current.body_id)
    return use


def _now(terminal: Terminal) -> dict[str, Any]:
    return {name: getattr(terminal, name) for name in _COLUMNS}


def _check_numbers(columns: Mapping[str, Any]) -> None:
    for name, (least, most) in BOUNDS.items():
        value = columns.get(name)
        if value is not None and not least <= value <= most:
            field = Terminal._meta.get_field(name)
            assert isinstance(field, models.Field)
            raise refusals.out_of_bounds(str(field.verbose_name), least, most)


def _check_hours(opens: time | None, closes: time | None) -> None:
    if (opens is None) != (closes is None) or (opens and closes and opens >= closes):
        raise refusals.half_hours()
