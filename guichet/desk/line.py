"""The line of a counter as the desk and the wall show it: who waits, who is called, how long it takes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.accounts.models import Role
from guichet.communes.models import Body
from guichet.documents.rendering import render_pdf
from guichet.kit.dates import day_in_words, hour_in_words, now, paris_date, start_of
from guichet.visits.models import Line, Visit
from guichet.visits.models.visit import VisitQuerySet
from guichet.visits.rules import Priority, mean_wait

PRIORITY_ICONS = {
    Priority.DISABILITY: "disabled",
    Priority.PREGNANCY: "baby-carriage",
    Priority.OTHER: "user-check",
}
ON_THE_WALL = 6  # numbers that wait, read from the other end of the room
CALLED_BEFORE = 3


@dataclass(frozen=True)
class Waiting:
    """Somebody in the line."""

    visit: Visit
    since: str
    minutes: int
    priority: str
    priority_icon: str

    @classmethod
    def of(cls, visit: Visit, at: datetime) -> "Waiting":
        minutes = int((at - visit.arrived_at).total_seconds() // 60)
        icon = PRIORITY_ICONS[Priority(visit.priority)] if visit.priority else ""
        return cls(visit, hour_in_words(visit.arrived_at), minutes, visit.get_priority_display(), icon)


def body_with_line(role: Role) -> Body:
    """The body whose line this role works with; 404 when it keeps none: the pages of a line do not exist there."""
    if not Line.objects.kept_by(role.body).exists():
        raise Http404
    return role.body


def line_of(role: Role) -> dict[str, Any]:
    """Who waits, whom this agent called and still holds, how today goes."""
    at = now()
    waiting = [Waiting.of(visit, at) for visit in Visit.objects.of_body(role.body).waiting()]
    called = list(_called(role.body))
    mine = [visit for visit in called if visit.is_open and visit.agent_id == role.account_id]
    mean = mean_wait(visit.waited for visit in called if visit.waited is not None)
    return {
        "waiting": waiting,
        "waiting_words": _waiting_words(len(waiting)),
        "mine": mine,
        "received": len(called),
        "mean": mean,
        "mark": max((one.visit.ticket_number or 0 for one in waiting), default=0),
        "page_key": uuid4(),
    }


def wall_of(body: Body) -> dict[str, Any]:
    """The number called and by whom, those called before, those who wait: not a name, not a reason of priority."""
    called = list(_called(body).select_related("agent")[: CALLED_BEFORE + 1])
    numbers = list(Visit.objects.of_body(body).waiting().values_list("ticket_number", flat=True))
    return {
        "body": body,
        "now_called": called[0] if called else None,
        "called_before": called[1:],
        "next_numbers": numbers[:ON_THE_WALL],
        "more": max(len(numbers) - ON_THE_WALL, 0),
    }


def _called(body: Body) -> VisitQuerySet:
    """Those called today, the last first."""
    return Visit.objects.of_body(body).called_since(start_of(paris_date(now())))


def _waiting_words(count: int) -> str:
    if not count:
        return _("Personne n’attend")
    return ngettext("%(n)s personne attend", "%(n)s personnes attendent", count) % {"n": count}


def ticket_pdf(visit: Visit) -> bytes:
    """The ticket to tear off, 80 mm wide; why somebody passes first is not printed."""
    data: Mapping[str, object] = {
        "office": visit.body.office,
        "title": _("Ticket de file d’attente"),
        "label": _("Votre numéro"),
        "number": str(visit.ticket_number),
        "taken": _("%(day)s, %(hour)s")
        % {"day": day_in_words(paris_date(visit.arrived_at)), "hour": hour_in_words(visit.arrived_at)},
        "lines": _ticket_lines(visit),
    }
    return render_pdf("desk/typst/line-ticket.typ", data)


def _ticket_lines(visit: Visit) -> Sequence[str]:
    first = [_("Vous passez en priorité.")] if visit.has_priority else []
    return [*first, _("Asseyez-vous : nous appelons votre numéro, à l’écran et de vive voix.")]
