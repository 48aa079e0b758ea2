"""What the kiosks of a body say at its counter: somebody calls, or something is wrong with one of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from guichet.accounts.models import Role
from guichet.accounts.rules import Right
from guichet.devices.health_rules import SILENT
from guichet.devices.models import Call, Incident, Terminal
from guichet.devices.words import incident_in_words
from guichet.kit.dates import day_in_words, hour_in_words, now, paris_date, start_of


@dataclass(frozen=True)
class Ring:
    """Somebody calls, and nobody has said yet that she comes."""

    call: int
    text: str
    place: str


@dataclass(frozen=True)
class Trouble:
    """What is wrong; it goes away by itself once the kiosk says so, unless the kiosk says nothing at all."""

    incident: int
    text: str
    is_closed_by_hand: bool


@dataclass(frozen=True)
class KioskNews:
    rings: Sequence[Ring]
    troubles: Sequence[Trouble]


def kiosk_news(role: Role) -> KioskNews | None:
    """What the kiosks of this role's body say now; None for who receives nobody, or where there is no kiosk.

    The guard has read already whether there is one: a counter without a kiosk asks the database nothing.
    """
    if not (role.may(Right.RECEIVE_PEOPLE) and getattr(role, "keeps_kiosk", True)):
        return None
    return KioskNews([_ring(call) for call in _calls(role)], [_trouble(incident) for incident in _incidents(role)])


def _calls(role: Role) -> QuerySet[Call]:
    """Those of today that nobody has answered: who called yesterday has gone."""
    today = start_of(paris_date(now()))
    waiting = Call.objects.filter(answered_at=None, called_at__gte=today, session__terminal__body=role.body_id)
    return waiting.select_related("session__terminal").order_by("called_at")


def _incidents(role: Role) -> QuerySet[Incident]:
    open_ones = Incident.objects.filter(closed_at=None, terminal__body=role.body_id)
    return open_ones.select_related("terminal").order_by("opened_at")


def _ring(call: Call) -> Ring:
    terminal = call.session.terminal
    told = {"where": _at(terminal), "hour": hour_in_words(call.called_at)}
    return Ring(call.pk, _("Quelqu’un appelle %(where)s, %(hour)s") % told, terminal.place)


def _trouble(incident: Incident) -> Trouble:
    told = {"name": incident.terminal.name, "since": _since(incident.opened_at)}
    if incident.kind == SILENT:
        return Trouble(incident.pk, _("%(name)s : ne répond plus depuis %(since)s") % told, is_closed_by_hand=True)
    told["what"] = _lowered(incident_in_words(incident))
    return Trouble(incident.pk, _("%(name)s : %(what)s, depuis %(since)s") % told, is_closed_by_hand=False)


def _at(terminal: Terminal) -> str:
    """ "à la borne du hall"; a kiosk that is called otherwise keeps its name as it is."""
    if terminal.name.lower().startswith("borne"):
        return _("à la %(name)s") % {"name": _lowered(terminal.name)}
    return _("à la borne « %(name)s »") % {"name": terminal.name}


def _since(at: datetime) -> str:
    day = paris_date(at)
    hour = hour_in_words(at)
    return hour if day == paris_date(now()) else _("le %(day)s à %(hour)s") % {"day": day_in_words(day), "hour": hour}


def _lowered(text: str) -> str:
    return f"{text[:1].lower()}{text[1:]}"
