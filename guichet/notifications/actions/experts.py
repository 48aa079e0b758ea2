"""Write to a department of a body without accounts: no desk of its own shows it what waits."""

from collections.abc import Mapping

from django.db import transaction

from guichet.communes.models import Body, Department
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.kit.dates import now
from guichet.kit.postal import PostalAddress
from guichet.notifications.actions.suppliers import available_channels
from guichet.notifications.facts import MessageQueued
from guichet.notifications.models import DEPARTMENT_CODE, DEPARTMENT_NEWS, Message
from guichet.notifications.rules import Channel
from guichet.notifications.wording import Ticket, Wording, render

LEFT_ADDRESS = "notifications/messages/left-address.txt"


@transaction.atomic
def write_to_department(
    department: Department,
    *,
    key: str,
    template: str,
    by_post: str,
    context: Mapping[str, object],
    sender: Body,
    sending: Department | None,
    subject_kind: str,
    subject_id: int,
    reference: str,
    by: Actor,
) -> Message:
    """Queue an e-mail, or a letter that `sender` prints when none can leave; a second call with the same key gives the first.

    `template` holds the words of the e-mail: like every news of a department it names nobody. `by_post` holds those of
    the letter, which is closed and may say more. `sending` is the department of `sender` to which answers go.
    """
    is_reachable = may_reach_by_email(department)
    wording = render(template if is_reachable else by_post, {**context, "reference": reference})
    return _queue(
        wording, key=key, purpose=DEPARTMENT_NEWS, channel=Channel.EMAIL if is_reachable else Channel.LETTER,
        to=department.email if is_reachable else "\n".join(_address(department).lines()), sender=sender, sending=sending,
        about=(subject_kind, subject_id), reference=reference, by=by,
    )  # fmt: skip


@transaction.atomic
def send_code(
    department: Department,
    *,
    key: str,
    template: str,
    context: Mapping[str, object],
    sender: Body,
    subject_kind: str,
    subject_id: int,
    reference: str,
    ticket: Ticket,
    by: Actor,
) -> Message:
    """Queue the e-mail of a one-time code, which is not in its stored text: it is derived again when it leaves."""
    wording = render(template, {**context, "reference": reference, "ticket": ticket})
    return _queue(
        wording, key=key, purpose=DEPARTMENT_CODE, channel=Channel.EMAIL, to=department.email, sender=sender,
        sending=None, about=(subject_kind, subject_id), reference=reference, ticket=ticket, by=by,
    )  # fmt: skip


@transaction.atomic
def tell_left_address(department: Department, left: str, *, sender: Body, by: Actor) -> Message | None:
    """Tell the address where an outside body opened its cases that they go to another now, which is not said.

    None when nobody there would miss them: it is still the address, or was none. Called once for each change.
    """
    is_left = bool(left) and left != department.email and not department.body.has_portal
    if not is_left or Channel.EMAIL not in available_channels():
        return None
    wording = render(
        LEFT_ADDRESS,
        {
            "place": department.name,
            "to_owner": department.body.to_name,
            "sender": sender.the_name,
            "phone": sender.phone,
        },
    )
    # Each change of a department raises the version of its body: back and forth is told twice.
    return _queue(
        wording, key=f"department:{department.pk}:left:{department.body.version}", purpose=DEPARTMENT_NEWS,
        channel=Channel.EMAIL, to=left, sender=sender, sending=None, about=("department", department.pk), reference="",
        by=by,
    )  # fmt: skip


def may_reach_by_email(department: Department) -> bool:
    """Has it an address, and this instance somebody to carry the mail?"""
    return bool(department.email) and Channel.EMAIL in available_channels()


def _address(department: Department) -> PostalAddress:
    body = department.body
    return PostalAddress(body.office, body.street, body.postcode, body.city, department.name)


def _queue(
    wording: Wording,
    *,
    key: str,
    purpose: str,
    channel: Channel,
    to: str,
    sender: Body,
    sending: Department | None,
    about: tuple[str, int],
    reference: str,
    ticket: Ticket | None = None,
    by: Actor,
) -> Message:
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "body": sender,
            "department": sending,
            "subject_kind": about[0],
            "subject_id": about[1],
            "purpose": purpose,
            "channel": channel,
            "to": to,
            "reference": reference,
            "subject": wording.subject,
            "text": wording.text,
            "ticket_data": ticket.data() if ticket else None,
            "created_at": now(),
        },
    )
    if is_new:
        record(MessageQueued(message.pk), by=by, body_id=sender.pk)
    return message
