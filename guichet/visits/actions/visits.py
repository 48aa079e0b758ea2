"""A visit from the moment somebody comes to the moment she leaves."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from datetime import date
from uuid import UUID

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from guichet.accounts.actions import Contact, forget_person, name_person, note_person_read
from guichet.accounts.models import Account, Person
from guichet.cases.actions import next_reference
from guichet.communes.models import Body
from guichet.journal.actions import record
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM, Actor
from guichet.kit.dates import now, paris_date, start_of
from guichet.kit.refusal import Refusal
from guichet.visits.facts import TicketTaken, VisitClosed, VisitNamed, VisitOpened, VisitReopened
from guichet.visits.models import Visit
from guichet.visits.rules import LEFT_OPEN, MOST_HELD, NAMED_FOR, WITH_REASON, Channel, Outcome, Priority, outcome_of

PREFIX = "VIS"


@contextmanager
def held(visit: Visit, *, by: Actor) -> Iterator[Visit]:
    """The visit as it is now, locked until the end of the transaction; refused when this agent does not hold it.

    What is done with it is the sign that somebody is still there.
    """
    with transaction.atomic():
        current = Visit.objects.select_for_update().get(pk=visit.pk)
        refuse_ended(current, by=by)
        current.turned_at = now()
        yield current
        current.save()


def refuse_ended(visit: Visit, *, by: Actor) -> None:
    """Refuse to go on with a visit that this agent does not hold."""
    if not visit.is_open:
        raise Refusal(
            "visit-closed",
            _("Cette visite est finie. Ce qui a été fait est noté ; ouvrez-en une autre pour la suite."),
        )
    if visit.agent_id != by.id:
        raise Refusal("visit-elsewhere", _("Un collègue tient cette visite. Rien n’a été changé."))


@transaction.atomic
def open_visit(
    *,
    body: Body,
    channel: Channel = Channel.DESK,
    first_name: str = "",
    person: Person | None = None,
    page: UUID | None = None,
    by: Actor,
) -> Visit:
    """Somebody is in front of this agent now. The same page asked again, even at the same moment, gives the same visit.

    Refused when the agent holds two already.
    """
    _lock_hands(by)
    known = Visit.objects.filter(page=page, agent_id=by.id).first() if page else None
    if known is not None:
        return known
    refuse_full_hands(by)
    at = now()
    visit = Visit.objects.create(
        reference=next_reference(PREFIX), body=body, agent_id=by.id, channel=channel, arrived_at=at, opened_at=at,
        turned_at=at, first_name=first_name[:60], person=person, page=page,
    )  # fmt: skip
    record(VisitOpened(visit.pk, channel), by=by.at_visit(visit.pk), body_id=body.pk)
    return visit


@transaction.atomic
def take_ticket(
    *, body: Body, priority: Priority = Priority.NONE, first_name: str = "", page: UUID | None = None, by: Actor
) -> Visit:
    """Somebody waits in the line of this counter, under the next number of the day.

    The same page asked again, even at the same moment, gives the same ticket.
    """
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    known = Visit.objects.of_body(body).filter(page=page).first() if page else None
    if known is not None:
        return known
    at = now()
    today = Visit.objects.of_body(body).filter(arrived_at__gte=start_of(paris_date(at)))
    last = today.aggregate(last=Max("ticket_number"))["last"] or 0
    visit = Visit.objects.create(
        reference=next_reference(PREFIX), body=body, state=Visit.State.WAITING, ticket_number=last + 1,
        priority=priority, has_priority=bool(priority), arrived_at=at, first_name=first_name[:60], page=page,
    )  # fmt: skip
    record(TicketTaken(visit.pk, visit.has_priority), by=by.at_visit(visit.pk), body_id=body.pk)
    return visit


@transaction.atomic
def call_next(body: Body, *, seen: Collection[int] | None = None, by: Actor) -> Visit | None:
    """Call who waits: a priority first, then who came first. None when nobody waits.

    `seen` are the visits that this agent held on the page where she called: pressed twice, it calls one person, and
    gives her again. Refused when she holds two already.
    """
    _lock_hands(by)
    assert by.id is not None, "an agent calls"
    called = Visit.objects.of_body(body).held_by(by.id).exclude(ticket_number=None)
    again = called.exclude(pk__in=seen).first() if seen is not None else None
    if again is not None:
        return again
    refuse_full_hands(by)
    waiting = Visit.objects.of_body(body).waiting().select_for_update(skip_locked=True)
    visit = waiting.first()
    if visit is None:
        return None
    visit.state, visit.agent_id, visit.priority = Visit.State.OPEN, by.id, ""  # her health is nobody's business now
    visit.opened_at = visit.turned_at = now()
    visit.save()
    record(VisitOpened(visit.pk, visit.channel), by=by.at_visit(visit.pk), body_id=body.pk)
    return visit


@transaction.atomic
def leave_line(visit: Visit, *, by: Actor) -> None:
    """Who waited has gone: nobody is called for nothing. Called or gone already, nothing changes."""
    current = Visit.objects.select_for_update().filter(pk=visit.pk, state=Visit.State.WAITING).first()
    if current is not None:
        _close(current, Outcome.COULD_NOT, why=_("Parti avant son tour"), by=by)


def turn_to(visit: Visit, *, by: Actor) -> None:
    """The agent turns to the other person she holds."""
    with held(visit, by=by):
        pass


def name_visit(visit: Visit, *, first_name: str = "", person: Person | None = None, by: Actor) -> Visit:
    """Say who came: a person, else a first name, else nobody (both empty).

    Another person than before: the codes printed until then open the visit no more.
    """
    with held(visit, by=by) as current:
        before = current.person
        current.person, current.first_name = person, "" if person else first_name.strip()[:60]
        if before is not None and before != person:
            current.secret_version += 1
        record(VisitNamed(current.pk, person.pk if person else 0), by=by.at_visit(current.pk), body_id=current.body_id)
        if person is not None:
            note_person_read(person, by=by.at_visit(current.pk))
        current.save()
        if before is not None and before != person:
            forget_person(before, by=by)
    return current


def meet_person(visit: Visit, contact: Contact, *, by: Actor) -> Visit:
    """Write down who came, whom nobody knew here: a new person, as she says her name and how to reach her."""
    with transaction.atomic():
        return name_visit(visit, person=name_person(contact), by=by)


def change_channel(visit: Visit, channel: Channel, *, by: Actor) -> Visit:
    with held(visit, by=by) as current:
        current.channel = channel
    return current


def close_visit(visit: Visit, outcome: Outcome, *, why: str = "", by: Actor) -> Visit:
    """She leaves; how it ended is said in one word, with the reason when it stopped us."""
    why = _reason(outcome, why)
    with held(visit, by=by) as current:
        _close(current, outcome, why=why, by=by)
    return current


def correct_outcome(visit: Visit, outcome: Outcome, *, why: str = "", by: Actor) -> Visit:
    """Say how a visit that closed itself really ended; a visit somebody ended stays as she said."""
    why = _reason(outcome, why)
    with transaction.atomic():
        current = Visit.objects.select_for_update().get(pk=visit.pk)
        if not (current.closed_itself and current.agent_id == by.id):
            raise Refusal("visit-ended", _("Cette visite a été finie par un agent : sa fin reste comme elle l’a dite."))
        current.outcome, current.why, current.closed_itself = outcome, why, False
        current.save()
        record(VisitClosed(current.pk, outcome), by=by.at_visit(current.pk), body_id=current.body_id)
    return current


@transaction.atomic
def reopen_visit(visit: Visit, *, by: Actor) -> Visit:
    """The person is back at once, or the agent closed too soon: the same day, by who held it."""
    _lock_hands(by)
    current = Visit.objects.select_for_update().get(pk=visit.pk)
    if current.is_open and current.agent_id == by.id:
        return current
    is_today = current.closed_at is not None and paris_date(current.closed_at) == paris_date(now())
    if not is_today or current.agent_id != by.id:
        raise Refusal("visit-over", _("Cette visite ne peut plus être reprise. Ouvrez-en une autre."))
    refuse_full_hands(by)
    current.state, current.outcome, current.why, current.closed_itself = Visit.State.OPEN, "", "", False
    current.closed_at, current.turned_at = None, now()
    current.save()
    record(VisitReopened(current.pk), by=by.at_visit(current.pk), body_id=current.body_id)
    return current


def close_left_open() -> int:
    """Close the visits with which nobody did anything for three quarters of an hour; returns how many.

    The end is told from what was done, and the agent reads that it closed itself.
    """
    left = Visit.objects.open().filter(turned_at__lt=now() - LEFT_OPEN).values_list("pk", flat=True)
    closed = 0
    for pk in list(left):
        with transaction.atomic():
            current = Visit.objects.open().select_for_update().filter(pk=pk, turned_at__lt=now() - LEFT_OPEN).first()
            if current is None:
                continue
            done = list(Record.objects.at_visit(pk).values_list("kind", flat=True))
            missing = any(matter.missing for matter in current.matters.all())
            current.closed_itself = True
            _close(current, outcome_of(done, missing=missing), why="", by=SYSTEM)
            closed += 1
    return closed


def forget_names(day: date) -> int:
    """Six months later the visit stays for the evaluation, without whom it was; returns how many."""
    limit = start_of(day) - NAMED_FOR
    old = Visit.objects.filter(arrived_at__lt=limit).exclude(person=None, first_name="", why="", priority="")
    forgotten = 0
    for visit in old.select_related("person"):
        with transaction.atomic():
            Visit.objects.filter(pk=visit.pk).update(person=None, first_name="", why="", priority="")
            if visit.person:
                forget_person(visit.person, by=SYSTEM)
        forgotten += 1
    return forgotten


def _reason(outcome: Outcome, why: str) -> str:
    why = why.strip()[:200]
    if outcome in WITH_REASON and not why:
        raise Refusal(
            "why",
            _("Dites pourquoi, ou vers qui, en quelques mots : c’est ce qui sert à mieux faire la prochaine fois."),
        )
    return why


def _close(visit: Visit, outcome: Outcome, *, why: str, by: Actor) -> None:
    visit.state, visit.outcome, visit.why = Visit.State.CLOSED, outcome, why
    # Nobody was there any more since the last thing done: service ended then.
    visit.closed_at = visit.turned_at if visit.closed_itself else now()
    visit.save()
    fact = VisitClosed(visit.pk, outcome, by_itself=visit.closed_itself)
    record(fact, by=by.at_visit(visit.pk), body_id=visit.body_id)


def _lock_hands(by: Actor) -> None:
    """One agent opens her visits one after the other: two windows do not give her three."""
    assert by.id is not None, "an agent holds a visit"
    Account.objects.select_for_update(no_key=True).get(pk=by.id)


def refuse_full_hands(by: Actor) -> None:
    assert by.id is not None, "an agent holds a visit"
    if Visit.objects.held_by(by.id).count() >= MOST_HELD:
        raise Refusal(
            "two-visits",
            _(
                "Vous tenez déjà deux visites. Finissez-en une, puis ouvrez celle-ci : rien de ce que vous avez fait n’est perdu."
            ),
        )
