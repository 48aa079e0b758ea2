"""Open a body, change what its portal shows: its address, its departments, its hours, its closures; find an address in it."""

import logging
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any

from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from guichet.communes.addresses import FoundAddress, Fuse, Recall, is_askable
from guichet.communes.facts import (
    BodyChanged,
    BodyOpened,
    CounterClosed,
    CounterReopened,
    DepartmentChanged,
    DepartmentOpened,
    HoursSet,
    Published,
)
from guichet.communes.gateways import Rejected, Unavailable, addresses_ban, addresses_fake
from guichet.communes.models import Body, Closure, Department, OpeningHours
from guichet.communes.rules import Hours, Slot
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.kit.refusal import Refusal

log = logging.getLogger(__name__)

_CODES = {
    Body.Kind.COMMUNE: re.compile(r"\d{2}\d{3}|2[AB]\d{3}"),
    Body.Kind.INTERCOMMUNAL: re.compile(r"\d{9}"),
    Body.Kind.OUTSIDE: re.compile(r"\d{9}"),
}

MOST_ADDRESSES = 6
# Of each process.
_recall = Recall()
_fuse = Fuse()


@transaction.atomic
def open_body(*, kind: Body.Kind, official_code: str, departments: list[str], by: Actor, **details: Any) -> Body:
    """Open a commune (INSEE code, 5 characters), an intercommunal or an outside body (SIREN, 9 digits) with its departments."""
    if not _CODES[kind].fullmatch(official_code):
        raise Refusal(
            "body-code",
            _("« %(code)s » n’est pas un code INSEE (5 caractères) ni un SIREN (9 chiffres).")
            % {"code": official_code},
        )
    body = Body.objects.create(kind=kind, official_code=official_code, **details)
    Department.objects.bulk_create(Department(body=body, name=name) for name in departments)
    record(BodyOpened(body.pk), by=by, body_id=body.pk)
    return body


@transaction.atomic
def published(body: Body, *, by: Actor) -> None:
    """Tell that something shown by this body has changed: the cached pages of it and of its members are old."""
    Body.objects.filter(Q(pk=body.pk) | Q(member_of=body)).update(version=F("version") + 1)
    body.refresh_from_db(fields=["version"])
    record(Published(body.pk, body.version), by=by, body_id=body.pk)


@transaction.atomic
def change_body(body: Body, changes: Mapping[str, object], *, by: Actor) -> Body:
    """Write an editor's changes of a body (name, address, signatory…)."""
    _write(body, changes)
    record(BodyChanged(body.pk), by=by, body_id=body.pk)
    published(body, by=by)
    return body


@transaction.atomic
def set_hours(body: Body, week: Iterable[Slot], *, by: Actor) -> None:
    """Give the counter this week in place of the one it had; the same week again changes nothing."""
    Body.objects.select_for_update().get(pk=body.pk)  # two editors at once would leave both weeks
    wanted = set(week)
    if wanted == {hours.slot for hours in OpeningHours.objects.filter(body=body)}:
        return
    OpeningHours.objects.filter(body=body).delete()
    OpeningHours.objects.bulk_create(
        OpeningHours(body=body, weekday=slot.weekday, opens=slot.opens, closes=slot.closes) for slot in wanted
    )
    record(HoursSet(body.pk), by=by, body_id=body.pk)
    published(body, by=by)


@transaction.atomic
def close_counter(
    *,
    body: Body,
    first_on: date,
    last_on: date,
    reason: str = "",
    hours: Hours = (),
    replaces: Closure | None = None,
    by: Actor,
) -> Closure:
    """Announce days without opening, or with these hours alone, both ends included; `replaces` is written anew."""
    assert replaces is None or replaces.body_id == body.pk, "a closure stays with its body"
    check_closure(first_on=first_on, last_on=last_on)
    closure = Closure(
        pk=replaces.pk if replaces else None,
        body=body,
        first_on=first_on,
        last_on=last_on,
        reason=reason,
        ranges=[(first.isoformat("minutes"), last.isoformat("minutes")) for first, last in hours],
    )
    closure.save()
    record(CounterClosed(closure.pk), by=by, body_id=body.pk)
    published(body, by=by)
    return closure


@transaction.atomic
def reopen_counter(closure: Closure, *, by: Actor) -> None:
    """Open on these days after all; the journal keeps that they were announced closed. Twice changes nothing."""
    deleted, _kinds = Closure.objects.filter(pk=closure.pk).delete()
    if deleted:
        record(CounterReopened(closure.pk), by=by, body_id=closure.body_id)
        published(closure.body, by=by)


def check_closure(*, first_on: date, last_on: date) -> None:
    """Refuse a closure that nobody would see."""
    if last_on < first_on:
        raise Refusal("closure-backward", _("Le dernier jour vient avant le premier."))


@transaction.atomic
def open_department(*, body: Body, name: str, by: Actor, **details: Any) -> Department:
    """Add a department to a body; it treats nothing until an offer lands in it."""
    department = Department.objects.create(body=body, name=name, **details)
    record(DepartmentOpened(department.pk), by=by, body_id=body.pk)
    published(body, by=by)
    return department


@transaction.atomic
def change_department(department: Department, changes: Mapping[str, object], *, by: Actor) -> Department:
    """Write an editor's changes of a department (name, how to reach it, signatory…); it stays with its body."""
    assert "body" not in changes, "a department stays with its body"
    _write(department, changes)
    record(DepartmentChanged(department.pk), by=by, body_id=department.body_id)
    published(department.body, by=by)
    return department


def find_addresses(text: str, *, body: Body, may_ask: Callable[[], bool] = lambda: True) -> list[FoundAddress]:
    """Addresses that begin like this text, best first: of this commune, or of the whole country for another body.

    Nothing is written. Empty when there are none, when no service is configured, and for a minute after it failed:
    people type plain words.
    `may_ask` is called just before the service is, which what was answered lately does not need.
    """
    asked = " ".join(text.split())
    city_code = body.official_code if body.is_commune else ""
    if not is_askable(asked):
        return []
    if settings.DEMONSTRATION:
        return addresses_fake.find(asked, city_code=city_code, limit=MOST_ADDRESSES)
    if not settings.ADDRESSES_URL:
        return []
    question = (settings.ADDRESSES_URL, city_code, asked.lower())
    known = _recall.of(question)
    if known is None and _fuse.may_ask() and may_ask() and _fuse.take():
        known = _addresses_from_outside(asked, city_code)
        if known is not None:
            _recall.keep(question, known)
    return known or []


def forget_addresses() -> None:
    """Ask the service anew, even if it has just failed (tests ask faster than people do)."""
    _recall.forget()
    _fuse.answered()


def _addresses_from_outside(asked: str, city_code: str) -> list[FoundAddress] | None:
    """None when the service failed."""
    try:
        found = addresses_ban.find(asked, city_code=city_code, limit=MOST_ADDRESSES)
    except Unavailable as error:
        log.warning("addresses-unavailable %s %s", type(error).__name__, error)
        _fuse.failed()
        return None
    except Rejected:
        found = []
    _fuse.answered()
    return found


def _write(row: Body | Department, changes: Mapping[str, object]) -> None:
    """These columns alone: the row was read before the lock, and its version may have been raised since."""
    for name, value in changes.items():
        setattr(row, name, value)
    row.save(update_fields=list(changes))
