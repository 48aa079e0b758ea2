"""Home visits and rounds as an agent reads them: each line in words, whom to see first on top."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.accounts.models import Role
from guichet.cases.models import Case
from guichet.communes.models import Body
from guichet.kit.dates import day_in_words, paris_date
from guichet.visits.models import HomeVisit, Round
from guichet.visits.round_sheet import (
    address_of,
    bag_of_stops,
    bring_words,
    papers_of,
    phone_of,
    stops_of,
    time_in_words,
)

SHOWN = 100  # visits that wait: a town with more plans a round first
DONE_SHOWN = 10


@dataclass(frozen=True)
class WaitingRow:
    """A visit asked for, and in no round yet."""

    home_visit: HomeVisit
    who: str
    where: str
    phone: str
    what: str
    asked: str
    case: str  # the reference of the request it comes from, for who may see it: she is answered there
    is_ticked: bool

    @classmethod
    def of(cls, home_visit: HomeVisit, today: date, case: str, ticked: Sequence[int]) -> "WaitingRow":
        return cls(
            home_visit,
            who=name_of(home_visit),
            where=address_of(home_visit),
            phone=phone_of(home_visit),
            what=what_for(home_visit),
            asked=asked_words(home_visit, today),
            case=case,
            is_ticked=home_visit.pk in ticked,
        )


@dataclass(frozen=True)
class StopRow:
    """A stop of a round."""

    home_visit: HomeVisit
    who: str
    where: str
    phone: str
    what: str
    asker: str
    case: str
    papers: Sequence[dict[str, str]]
    visit_url: str  # of the visit begun there, for who holds it: a colleague's does not open
    is_first: bool
    is_next: bool


def waiting_rows(role: Role, today: date, ticked: Sequence[int] = ()) -> list[WaitingRow]:
    """What is asked for and not planned, who waits longest first."""
    rooms = HomeVisit.objects.of_body(role.body).to_plan().select_related("person")
    waiting = list(rooms.prefetch_related("person__contact_points", "procedures")[:SHOWN])
    cases = _cases_of(waiting, role)
    return [WaitingRow.of(one, today, cases.get(one.case_id, ""), ticked) for one in waiting]


def rounds_of(body: Body, today: date) -> dict[str, list[dict[str, Any]]]:
    """The rounds to come, the nearest first, with those that nobody finished; then the last ones done."""
    rounds = Round.objects.filter(body=body).select_related("agent").annotate(count=Count("stops"))
    planned = rounds.filter(state=Round.State.PLANNED).order_by("on", "starts_at", "pk")
    done = rounds.filter(state=Round.State.DONE).order_by("-on", "-starts_at", "-pk")[:DONE_SHOWN]
    return {
        "planned": [_round_line(one, today) for one in planned],
        "done": [_round_line(one, today) for one in done],
    }


def round_context(planned: Round, role: Role, today: date) -> dict[str, Any]:
    """The page of one round."""
    stops = list(stops_of(planned))
    following = next((stop for stop in stops if stop.visit_id is None), None)
    cases = _cases_of(stops, role)
    return {
        "round": planned,
        "when": f"{day_in_words(planned.on)}, {time_in_words(planned.starts_at)}",
        "agent_name": str(planned.agent) if planned.agent else _("agent à choisir"),
        "is_today": planned.on == today,
        "is_past": planned.is_open and planned.on < today,
        "stops": [
            StopRow(
                stop, name_of(stop), address_of(stop), phone_of(stop), what_for(stop), stop.asker, cases.get(stop.case_id, ""),
                papers_of(list(stop.procedures.all())), _visit_url(stop, role), is_first=place == 0, is_next=stop == following,
            )
            for place, stop in enumerate(stops)
        ],
        "left": sum(stop.visit_id is None for stop in stops),
        "bring": bring_words(bag_of_stops(stops)),
    }  # fmt: skip


def name_of(home_visit: HomeVisit) -> str:
    return str(home_visit.person) if home_visit.person else _("Personne non nommée")


def what_for(home_visit: HomeVisit) -> str:
    names = [procedure.short_title for procedure in home_visit.procedures.all()]
    return " · ".join(filter(None, (*names, home_visit.why)))


def asked_words(home_visit: HomeVisit, today: date) -> str:
    """Since when and by whom: "il y a 3 jours, par un proche : Lucie Dubois, 06 12 34 56 78"."""
    days = (today - paris_date(home_visit.asked_at)).days
    ago = ngettext("il y a %(n)s jour", "il y a %(n)s jours", days) % {"n": days} if days > 0 else _("aujourd’hui")
    told = _("%(ago)s, par %(who)s") % {"ago": ago, "who": home_visit.get_asked_by_display()}
    return f"{told}\N{NO-BREAK SPACE}: {home_visit.asker}" if home_visit.asker else told


def _visit_url(stop: HomeVisit, role: Role) -> str:
    is_hers = stop.visit is not None and stop.visit.agent_id == role.account_id
    return reverse("desk:visit", args=[stop.visit.reference]) if stop.visit and is_hers else ""


def _cases_of(home_visits: Sequence[HomeVisit], role: Role) -> dict[int | None, str]:
    """By its id, the reference of each request of the portal that this role may see."""
    ids = [one.case_id for one in home_visits if one.case_id]
    return dict(Case.objects.visible_to(role).filter(pk__in=ids).values_list("pk", "reference")) if ids else {}


def _round_line(planned: Round, today: date) -> dict[str, Any]:
    count: int = planned.count  # type: ignore[attr-defined]  # annotated by the caller
    return {
        "round": planned,
        "when": f"{day_in_words(planned.on, year=False)}, {time_in_words(planned.starts_at)}",
        "people": ngettext("%(n)s personne", "%(n)s personnes", count) % {"n": count},
        "agent": str(planned.agent) if planned.agent else "",
        "is_today": planned.on == today,
        "is_past": planned.on < today,
    }
