"""Say something to a person, by the channel she can be reached by."""

import logging
from collections.abc import Mapping

from django.db import transaction
from django.db.models import prefetch_related_objects

from guichet.accounts.models import ContactPoint, Person
from guichet.communes.models import Body, Department
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.kit.dates import now
from guichet.notifications.actions.suppliers import available_channels
from guichet.notifications.facts import MessageQueued
from guichet.notifications.models import Message
from guichet.notifications.rules import Channel, choose_channel, phone_number, sms_parts
from guichet.notifications.wording import SECRET, Ticket, render

log = logging.getLogger(__name__)

SMS_PARTS = 2


@transaction.atomic
def notify(
    *,
    key: str,
    template: str,
    context: Mapping[str, object],
    body: Body,
    department: Department | None = None,
    person: Person,
    subject_kind: str,
    subject_id: int,
    purpose: str,
    reference: str = "",
    ticket: Ticket | None = None,
    with_letter: bool = False,
    seals_letter: bool = False,
    by: Actor,
) -> Message:
    """Queue a message to a person; a second call with the same key returns the first message.

    Her channel is chosen now: e-mail, else SMS, else a letter (kept at the counter when she gave no address).
    `with_letter` writes the letter too whatever the channel; it goes with the e-mail. `seals_letter` has it sealed when
    the body has a certificate. The template also reads
    `reference`, `ticket.secret` and `ticket.link`. Nothing is rendered as a PDF nor sent here: the worker does.
    """
    prefetch_related_objects([person], "contact_points")
    email = person.reach(ContactPoint.Channel.EMAIL)
    phone = person.reach(ContactPoint.Channel.PHONE)
    channel = choose_channel(email=email, phone=phone, available=available_channels())
    wording = render(template, {**context, "reference": reference, "ticket": ticket})
    message, is_new = Message.objects.get_or_create(
        key=key,
        defaults={
            "body": body,
            "department": department,
            "person": person,
            "subject_kind": subject_kind,
            "subject_id": subject_id,
            "purpose": purpose,
            "channel": channel,
            "to": {Channel.EMAIL: email, Channel.SMS: phone_number(phone) or "", Channel.LETTER: ""}[channel],
            "reference": reference,
            "subject": wording.subject,
            "text": wording.text,
            "sms": wording.sms if channel == Channel.SMS else "",
            "ticket_data": ticket.data() if ticket else None,
            "with_letter": with_letter,
            "seals_letter": seals_letter,
            "created_at": now(),
        },
    )
    if is_new:
        record(MessageQueued(message.pk), by=by, body_id=body.pk)
        if sms_parts(message.sms.replace(SECRET, "KDRT-MLNW-27QA")) > SMS_PARTS:
            log.warning("sms-long message=%s template=%s", message.pk, template)
    return message
