"""Home visits: asked for, joined in a round, done; and the end of what is known of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, time
from uuid import UUID

from django.db import transaction
from django.db.models import Max, Q
from django.utils.translation import gettext as _

from guichet.accounts.actions import Contact, forget_person, name_person
from guichet.accounts.models import Account, Person, Role
from guichet.catalogue.models import Procedure
from guichet.communes.models import Body
from guichet.journal.actions import record
from guichet.kit.actor import SYSTEM, Actor
from guichet.kit.dates import add_months, now, paris_date, start_of
from guichet.kit.refusal import Refusal
from guichet.visits.actions.matters import add_matter
from guichet.visits.actions.visits import open_visit
from guichet.visits.facts import (
    HomeVisitAsked,
    HomeVisitDropped,
    HomeVisitForgotten,
    HomeVisitStarted,
    RoundFinished,
    RoundPlanned,
    StopAdded,
    StopMoved,
    StopRemoved,
)
from guichet.visits.models import HomeVisit, Round, Visit
from guichet.visits.models.home import HomeVisitQuerySet
from guichet.visits.rules import ASKED_MONTHS, NAMED_FOR, Channel

MOST_STOPS = 12  # a morning or an afternoon on the road holds no more


@dataclass(frozen=True)
class Wish:
    """What is said of a home visit: who asks and how to call her, what for, where the door is, when it suits."""

    asked_by: HomeVisit.AskedBy
    asker: str = ""
    why: str = ""
    place: str = ""
    suits: str = ""


@transaction.atomic
def ask_home_visit(
    *,
    body: Body,
    who: Contact | Person,
    wish: Wish,
    procedures: Iterable[Procedure] = (),
    case_id: int | None = None,
    page: UUID | None = None,
    by: Actor,
) -> HomeVisit:
    """Note that somebody is to be seen at her home: a person known, or one named now.

    The same request or the same page again gives the same visit.
    """
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    known = _asked_already(case_id, page)
    if known is not None:
        return known
    person = who if isinstance(who, Person) else name_person(who)
    home_visit = HomeVisit.objects.create(
        body=body, person=person, asked_by=wish.asked_by, asker=wish.asker.strip()[:120], why=wish.why.strip()[:300],
        place=wish.place.strip()[:120], suits=wish.suits.strip()[:60], asked_at=now(), case_id=case_id, page=page,
    )  # fmt: skip
    home_visit.procedures.set(procedures)
    record(HomeVisitAsked(home_visit.pk, wish.asked_by), by=by, body_id=body.pk)
    return home_visit


@transaction.atomic
def drop_home_visit(home_visit: HomeVisit, *, by: Actor) -> None:
    """Nobody needs it any more; it leaves its round. Dropped already, nothing changes."""
    current = _locked(home_visit)
    if current.state == HomeVisit.State.DROPPED:
        return
    if current.state == HomeVisit.State.DONE:
        raise Refusal("visit-done", _("Cette visite a déjà commencé : elle ne s’annule plus. Rien n’a été changé."))
    current.state, current.round, current.rank = HomeVisit.State.DROPPED, None, 0
    current.save(update_fields=["state", "round", "rank"])
    record(HomeVisitDropped(current.pk), by=by, body_id=current.body_id)


@transaction.atomic
def plan_round(
    *, body: Body, place: str, on: date, starts_at: time, agent: Account, stops: Sequence[HomeVisit], by: Actor
) -> Round:
    """Join these visits in one round, in this order. Refuses a past day, an empty round, a visit that another round holds."""
    if on < paris_date(now()):
        raise Refusal("past-day", _("Ce jour est passé. Choisissez aujourd’hui ou un jour à venir."))
    if not place.strip():
        raise Refusal("no-place", _("Écrivez où va la tournée : le nom de la résidence, ou « Village »."))
    if not Role.objects.in_force().filter(account=agent, body=body).exists():
        raise Refusal("not-here", _("Cette personne ne travaille plus ici. Choisissez un autre agent."))
    chosen = list(dict.fromkeys(stop.pk for stop in stops))
    if not chosen:
        raise Refusal("no-stop", _("Cochez au moins une personne à voir."))
    if len(chosen) > MOST_STOPS:
        raise Refusal("many-stops", _("Une tournée tient douze personnes. Faites-en deux."))
    found = _to_join(body, chosen)
    planned = Round.objects.create(body=body, place=place.strip()[:120], on=on, starts_at=starts_at, agent=agent)
    for rank, pk in enumerate(chosen, start=1):
        _join(found[pk], planned, rank)
    record(RoundPlanned(planned.pk, chosen), by=by, body_id=body.pk)
    return planned


@transaction.atomic
def add_stops(planned: Round, home_visits: Sequence[HomeVisit], *, by: Actor) -> None:
    """More people to see, after the others, all of them or none; who was added already stays where she is."""
    if not home_visits:
        raise Refusal("no-stop", _("Cochez au moins une personne à voir."))
    current = _open_round(planned)
    here = set(current.stops.values_list("pk", flat=True))
    chosen = [pk for pk in dict.fromkeys(stop.pk for stop in home_visits) if pk not in here]
    if len(here) + len(chosen) > MOST_STOPS:
        raise Refusal("many-stops", _("Une tournée tient douze personnes. Faites-en deux."))
    found = _to_join(current.body, chosen)
    last = current.stops.aggregate(last=Max("rank"))["last"] or 0
    for rank, pk in enumerate(chosen, start=last + 1):
        _join(found[pk], current, rank)
        record(StopAdded(current.pk, pk), by=by, body_id=current.body_id)


@transaction.atomic
def remove_stop(planned: Round, home_visit: HomeVisit, *, by: Actor) -> None:
    """Not this time: it waits for another round. Not in this round any more, nothing changes."""
    current = _open_round(planned)
    stop = _locked(home_visit)
    if stop.round_id != current.pk or stop.state != HomeVisit.State.PLANNED:
        return
    _wait_again(stop)
    record(StopRemoved(current.pk, stop.pk), by=by, body_id=current.body_id)


@transaction.atomic
def move_stop_up(planned: Round, home_visit: HomeVisit, *, by: Actor) -> None:
    """See her before the one above; the first one, or one that left the round, stays where it is."""
    current = _open_round(planned)
    stops = list(current.stops.order_by("pk").select_for_update(of=("self",)))
    stops.sort(key=lambda stop: (stop.rank, stop.pk))
    place = next((place for place, stop in enumerate(stops) if stop.pk == home_visit.pk), 0)
    if not place:
        return
    stops[place - 1], stops[place] = stops[place], stops[place - 1]
    for rank, stop in enumerate(stops, start=1):
        stop.rank = rank
    HomeVisit.objects.bulk_update(stops, ["rank"])
    record(StopMoved(current.pk, home_visit.pk), by=by, body_id=current.body_id)


@transaction.atomic
def start_stop(planned: Round, home_visit: HomeVisit, *, by: Actor) -> Visit:
    """The agent is at her door: open the visit, with what it is for. Pressed twice, it is one visit.

    Refused when this round does not hold it, when a colleague began it, or when the agent holds two visits already.
    """
    current = _locked(home_visit)
    if current.round_id != planned.pk:
        raise Refusal("not-planned", _("Cette visite n’est plus dans la tournée. Rechargez la page."))
    if current.visit is not None:
        if current.visit.agent_id != by.id:
            raise Refusal("visit-elsewhere", _("Un collègue a déjà commencé cette visite. Rien n’a été changé."))
        return current.visit
    if current.state != HomeVisit.State.PLANNED:
        raise Refusal("not-planned", _("Cette visite n’est plus dans la tournée. Rechargez la page."))
    visit = open_visit(body=current.body, channel=Channel.HOME, person=current.person, by=by)
    for procedure in current.procedures.order_by("pk"):
        add_matter(visit, procedure, by=by)
    current.visit, current.state = visit, HomeVisit.State.DONE
    current.save(update_fields=["visit", "state"])
    record(HomeVisitStarted(current.pk, visit.pk), by=by.at_visit(visit.pk), body_id=current.body_id)
    return visit


@transaction.atomic
def finish_round(planned: Round, *, by: Actor) -> Round:
    """The agent is back: whom she did not see waits for another round. Finished already, nothing changes."""
    current = Round.objects.select_for_update().get(pk=planned.pk)
    if not current.is_open:
        return current
    left = list(current.stops.filter(state=HomeVisit.State.PLANNED).order_by("pk").select_for_update(of=("self",)))
    for stop in left:
        _wait_again(stop)
    seen = current.stops.filter(state=HomeVisit.State.DONE).count()
    current.state = Round.State.DONE
    current.save(update_fields=["state"])
    record(RoundFinished(current.pk, seen, len(left)), by=by, body_id=current.body_id)
    return current


def forget_home_visits(day: date) -> int:
    """Erase home visits done or dropped six months ago, and those asked a year ago that no round to come holds, with the
    person if nothing else names her; returns how many."""
    limit = start_of(day) - NAMED_FOR
    over = Q(state__in=[HomeVisit.State.DONE, HomeVisit.State.DROPPED])
    is_old = Q(visit__arrived_at__lt=limit) | Q(visit=None, asked_at__lt=limit)
    never = ~over & Q(asked_at__lt=start_of(add_months(day, -ASKED_MONTHS))) & ~Q(round__on__gte=day)
    return _forget_each(HomeVisit.objects.filter((over & is_old) | never))


def forget_home_visit_of(case_id: int) -> int:
    """The request it comes from is erased: so is what was copied of it, in whatever state. Again, it changes nothing."""
    return _forget_each(HomeVisit.objects.filter(case_id=case_id))


def _forget_each(old: HomeVisitQuerySet) -> int:
    """Each that still is one of these when its turn comes; returns how many."""
    return sum(_forget(pk, old) for pk in list(old.order_by("pk").values_list("pk", flat=True)))


@transaction.atomic
def _forget(pk: int, old: HomeVisitQuerySet) -> bool:
    home_visit = old.select_for_update(of=("self",)).select_related("person").filter(pk=pk).first()
    if home_visit is None:
        return False
    record(HomeVisitForgotten(pk), by=SYSTEM, body_id=home_visit.body_id)
    person = home_visit.person
    home_visit.delete()
    if person is not None:
        forget_person(person, by=SYSTEM)
    return True


def _asked_already(case_id: int | None, page: UUID | None) -> HomeVisit | None:
    if case_id is not None:
        return HomeVisit.objects.filter(case_id=case_id).first()
    return HomeVisit.objects.filter(page=page).first() if page is not None else None


def _locked(home_visit: HomeVisit) -> HomeVisit:
    return (
        HomeVisit.objects.select_for_update(of=("self",))
        .select_related("body", "person", "visit")
        .get(pk=home_visit.pk)
    )


def _open_round(planned: Round) -> Round:
    """The round as it is now, locked; refused when it is over."""
    current = Round.objects.select_for_update(of=("self",)).select_related("body").get(pk=planned.pk)
    if not current.is_open:
        raise Refusal("round-done", _("Cette tournée est finie. Prévoyez-en une autre pour la suite."))
    return current


def _to_join(body: Body, ids: Sequence[int]) -> dict[int, HomeVisit]:
    """These visits of this body, locked, the smaller id first; refused when one waits no more, or one person is there twice."""
    locked = HomeVisit.objects.of_body(body).select_for_update(of=("self",)).filter(pk__in=ids).order_by("pk")
    found = {visit.pk: visit for visit in locked}
    if len(found) < len(ids) or any(visit.state != HomeVisit.State.ASKED for visit in found.values()):
        raise Refusal(
            "stop-taken",
            _(
                "Une de ces visites vient d’être prévue ou annulée par un collègue. Rien n’a été changé : rechargez la page."
            ),
        )
    people = [visit.person_id for visit in found.values() if visit.person_id]
    if len(people) > len(set(people)):
        raise Refusal("twice", _("La même personne est cochée deux fois. Annulez la demande en trop."))
    return found


def _join(stop: HomeVisit, planned: Round, rank: int) -> None:
    if stop.person_id and planned.stops.filter(person_id=stop.person_id).exists():
        raise Refusal("twice", _("Cette personne est déjà dans la tournée. Annulez la demande en trop."))
    stop.state, stop.round, stop.rank = HomeVisit.State.PLANNED, planned, rank
    stop.save(update_fields=["state", "round", "rank"])


def _wait_again(stop: HomeVisit) -> None:
    stop.state, stop.round, stop.rank = HomeVisit.State.ASKED, None, 0
    stop.save(update_fields=["state", "round", "rank"])
