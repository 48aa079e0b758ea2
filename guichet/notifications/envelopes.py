"""What leaves the house: an e-mail, an SMS, a letter, made from a stored message and the secret put in its place."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from email.utils import formataddr

from django.conf import settings
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from guichet.accounts.models import Person
from guichet.accounts.secrets import veiled
from guichet.communes.models import Body, Department
from guichet.documents.rendering import render_pdf, ticket
from guichet.kit.dates import day_in_words, paris_date
from guichet.kit.postal import PostalAddress
from guichet.notifications.models import Message
from guichet.notifications.rules import Channel, sms_sender
from guichet.notifications.wording import blocks_of


@dataclass(frozen=True)
class Attachment:
    name: str
    content: bytes


@dataclass(frozen=True)
class Mail:
    """An e-mail ready to leave. `message_id` is the same each time the same message is sent."""

    to: str
    subject: str
    text: str
    html: str
    sender: str
    reply_to: str
    message_id: str
    attachment: Attachment | None = None


@dataclass(frozen=True)
class Sms:
    """An SMS ready to leave: E.164 number, seven-bit text, sender in letters; its `key` is the same each time."""

    to: str
    text: str
    sender: str
    key: str


@dataclass(frozen=True)
class Letter:
    """What a letter says. In `text` a blank line ends a paragraph and lines that begin with "- " are a list.

    `recipient` is the address line by line; `signatory` signs when it has somebody to sign, None when nobody may.
    """

    body: Body
    department: Department | None
    recipient: Sequence[str]
    day: date
    subject: str
    reference: str
    text: str
    signatory: Body | Department | None
    ticket: Mapping[str, object] | None = None


def mail_of(message: Message, letter: bytes | None) -> Mail:
    """The e-mail of a message: the same words in plain text and in HTML, its letter attached if it has one."""
    body, department = message.body, message.department
    text = message.filled(message.text)
    words = {
        "subject": message.subject,
        "blocks": blocks_of(text),
        "body": body,
        "sender": _who_writes(body),
        "demonstration": settings.DEMONSTRATION,
    }
    return Mail(
        to=message.to,
        subject=message.subject,
        text=f"{text}\n",
        html=render_to_string("notifications/mail.html", words),
        sender=formataddr((_who_writes(body), body.email or f"no-reply@{body.host}")),
        reply_to=department.email if department else "",
        message_id=f"<{_stable_id(message)}@{body.host}>",
        attachment=Attachment(_("lettre.pdf"), letter) if letter is not None else None,
    )


def sms_of(message: Message) -> Sms:
    return Sms(
        to=message.to,
        text=message.filled(message.sms),
        sender=sms_sender(message.body.short_name),
        key=_stable_id(message),
    )


def letter_of(message: Message) -> bytes:
    """The letter of a message as a PDF, dated of the day it was decided."""
    body, department, opens = message.body, message.department, message.ticket
    return print_letter(
        Letter(
            body=body,
            department=department,
            recipient=_recipient(message),
            day=paris_date(message.created_at),
            subject=message.subject,
            reference=message.reference,
            text=message.filled(message.text),
            signatory=None if message.is_passed_on else signatory_of(body, department),
            ticket=ticket(
                reference=message.reference,
                secret=message.secret,
                url=message.filled(opens.link),
                shown=opens.shown,
            )
            if opens
            else None,
        )
    )


def _recipient(message: Message) -> Sequence[str]:
    """A department's address as it was written in the message, or the person's as it is now."""
    if message.channel == Channel.LETTER and message.to:
        return message.to.split("\n")
    return window_address(message.person, message.body).lines()


def print_letter(letter: Letter) -> bytes:
    """A letter as a PDF that shows its address in the window of an envelope."""
    body, signs = letter.body, letter.signatory
    data = {
        "letterhead": letterhead(body, letter.department),
        "recipient": list(letter.recipient),
        "place_date": _("%(city)s, le %(day)s") % {"city": body.city, "day": day_in_words(letter.day)},
        "subject": letter.subject,
        "reference": _("Référence : %(reference)s") % {"reference": letter.reference} if letter.reference else "",
        "paragraphs": [
            list(block.lines) if block.is_list else "\n".join(block.lines) for block in blocks_of(letter.text)
        ],
        "signatory": {"name": signs.signatory_name, "title": signs.signatory_title}
        if signs and signs.signatory_name
        else None,
        "ticket": letter.ticket,
        "footer": _("Commune de démonstration, contenu inventé") if settings.DEMONSTRATION else _who_writes(body),
    }
    return render_pdf("documents/typst/letter.typ", data)


def signatory_of(body: Body, department: Department | None) -> Body | Department:
    """Who signs for a department: its own signatory, or the body's when it has none."""
    return department if department and department.signatory_name else body


def letterhead(body: Body, department: Department | None) -> dict[str, str]:
    """Who writes, and how to reach them, as house.typ reads it."""
    return {
        "office": f"{body.office}, {department.name}" if department else body.office,
        "street": body.street,
        "city_line": f"{body.postcode} {body.city}",
        "phone": (department and department.phone) or body.phone,
        "email": (department and department.email) or body.email,
    }


def window_address(person: Person | None, body: Body) -> PostalAddress:
    """Where the letter goes: her address, or the counter where it is kept for her when she gave none."""
    address = person.postal_address if person else None
    return address or PostalAddress(
        name=str(person) if person else _("À l’attention du demandeur"),
        extra=_("Lettre gardée à l’accueil"),
        street=body.street,
        postcode=body.postcode,
        city=body.city,
    )


def _who_writes(body: Body) -> str:
    """The name people know it by, standing alone: "Mairie d’Anor", "Communauté de communes du Sud-Avesnois"."""
    name = body.the_name.removeprefix("la ")
    return name[0].upper() + name[1:]


def _stable_id(message: Message) -> str:
    """Tells nothing of the message, and is the same each time it is sent: a double is recognised as such."""
    return veiled(f"message:{message.key}")[:32]
