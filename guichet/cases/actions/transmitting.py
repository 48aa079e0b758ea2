"""A request that came to the wrong body goes to the right one, with its date and its reason."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from guichet.cases.actions.clock import start_clock
from guichet.cases.actions.locking import locked, move, must_be_open
from guichet.cases.actions.talking import write_entry
from guichet.cases.facts import CaseTransmitted
from guichet.cases.models import Case, Entry
from guichet.cases.rules import State
from guichet.communes.models import Body, Department
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.kit.dates import now
from guichet.kit.refusal import Refusal


def transmit(case: Case, *, department: Department, text: str, seen_version: int, by: Actor) -> Case:
    """Send the case to a department of the body that is competent for it, and tell the person why (CRPA, L.114-2).

    Both delays run again from today, when the competent body receives it. The sender reads on, and acts no more.
    """
    with locked(case.pk, seen_version=seen_version) as current:
        must_be_open(current)
        if department.body_id == current.owner_id:
            raise Refusal("same-body", _("Ce service est de votre collectivité : confiez-lui le dossier."))
        if not can_receive(department.body, current.owner):
            raise Refusal("body-elsewhere", _("Cet organisme ne reçoit pas de dossiers de votre collectivité."))
        entry, giver_id = write_entry(current, Entry.Kind.TRANSFER, text, by), current.owner_id
        if current.state != State.RECEIVED:
            move(current, State.RECEIVED)
        current.sender, current.sent_on_at = current.department, now()
        current.department, current.owner = department, department.body
        current.assignee = None
        current.has_news = True
        start_clock(current)
        # An act of the body that had the case: it signs its reason, and the fact names who has it now.
        record(CaseTransmitted(current.pk, department.pk, entry.pk), by=by, body_id=giver_id)
    return current


def can_receive(receiver: Body, sender: Body) -> bool:
    """Outside bodies, and the bodies that share one intercommunal body: they trust each other, others do not exist."""
    if not receiver.has_portal or not sender.has_portal:
        return True
    return (receiver.member_of_id or receiver.pk) == (sender.member_of_id or sender.pk)


def departments_within_reach(sender: Body) -> QuerySet[Department]:
    """The departments of the other bodies that may receive a case of this one: `can_receive`, as a query."""
    others = Department.objects.exclude(body=sender)
    if not sender.has_portal:
        return others
    family = sender.member_of_id or sender.pk
    return others.filter(Q(body__kind=Body.Kind.OUTSIDE) | Q(body_id=family) | Q(body__member_of_id=family))
