"""Write the letter of a message and hand the message to its supplier. Called by the worker, outside a transaction."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from guichet.documents.actions import keep_written, write_pdf, write_sealed
from guichet.documents.models import StoredFile
from guichet.journal.actions import free, record
from guichet.journal.models import Delivery
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now
from guichet.notifications.actions.suppliers import hand_mail, hand_sms
from guichet.notifications.envelopes import letter_of, mail_of, sms_of
from guichet.notifications.facts import LetterWritten, MessageFailed, MessageQueued, MessageSent
from guichet.notifications.gateways import Rejected
from guichet.notifications.models import Message
from guichet.notifications.rules import Channel

GIVE_UP_AFTER = timedelta(days=7)
Status = Message.Status


def send(message_id: int) -> None:
    """Bring a waiting message to its outcome; one whose outcome is known, or that was forgotten, is left alone.

    Killed between the supplier's yes and our mark, the next call sends again, recognisably the same (Message-ID,
    Idempotency-Key). The letter exists once. Raises `gateways.Unavailable` when it must be tried again.
    """
    message = Message.objects.waiting().select_related("body", "department").filter(pk=message_id).first()
    if message is None:
        return
    letter = _letter(message) if message.wants_letter else None
    if message.channel == Channel.LETTER:
        return
    try:
        if message.channel == Channel.EMAIL:
            gateway, outcome = hand_mail(mail_of(message, letter))
        else:
            gateway, outcome = hand_sms(sms_of(message))
    except Rejected as no:
        _settle(message, Status.FAILED, no.sentence)
    else:
        _settle(message, Status.SENT, outcome, gateway)


def try_again(at: datetime) -> int:
    """Offer again what no supplier took for hours (their deliveries are parked); give up after a week.

    Returns how many messages were treated.
    """
    stuck = {message.pk: message for message in Message.objects.waiting().filter(created_at__lt=at)}
    parked = Delivery.objects.parked().filter(record__kind=MessageQueued.__name__, subject_id__in=stuck)
    treated = 0
    for delivery in parked:
        message = stuck[delivery.subject_id]
        if message.created_at < at - GIVE_UP_AFTER:
            _settle(message, Status.FAILED, _("Le service d’envoi n’a pas répondu pendant une semaine."))
        free(delivery.pk)
        treated += 1
    return treated


def _letter(message: Message) -> bytes:
    """The letter as it is kept, written now if it is not yet.

    Rendered and synced before the transaction, which would hold SQLite's only lock meanwhile. Killed in between, or
    kept by another worker first, the bytes have no row: documents sweeps them.
    """
    if message.letter:
        return message.letter.path.read_bytes()
    name = _("Lettre %(reference)s.pdf") % {"reference": message.reference} if message.reference else _("Lettre.pdf")
    written = _written(message, name)
    outcome = _to_print(message) if message.channel == Channel.LETTER else {}
    with transaction.atomic():
        waits = Message.objects.select_for_update().filter(pk=message.pk, letter=None).values_list("pk")
        if waits.first():  # neither forgotten, nor written by another worker, since we read it
            letter = keep_written(written, by=SYSTEM)
            Message.objects.filter(pk=message.pk).update(letter=letter, **outcome)
            record(LetterWritten(message.pk), by=SYSTEM, body_id=message.body_id)
    return written.path.read_bytes()


def _written(message: Message, name: str) -> StoredFile:
    pdf = letter_of(message)
    if not message.seals_letter:
        return write_pdf(pdf, name=name, body=message.body)
    reason = _("Décision %(reference)s") % {"reference": message.reference}
    return write_sealed(pdf, name=name, body=message.body, reason=reason)


def _to_print(message: Message) -> dict[str, str]:
    kept = not message.to and not (message.person and message.person.postal_address)
    return {
        "status": Status.TO_PRINT,
        "outcome": _("Aucune adresse donnée : la lettre est gardée à l’accueil.")
        if kept
        else _("Lettre prête à imprimer."),
    }


def _settle(
    message: Message, status: Message.Status, outcome: str, gateway: Message.Gateway = Message.Gateway.NONE
) -> None:
    """Write the outcome once; a second worker that comes later changes nothing."""
    outcome_of: dict[str, object] = {"status": status, "outcome": outcome, "gateway": gateway}
    if status == Status.SENT:
        outcome_of["sent_at"] = now()
    with transaction.atomic():
        if Message.objects.filter(pk=message.pk, status=Status.WAITING).update(**outcome_of):
            told = MessageSent if status == Status.SENT else MessageFailed
            record(told(message.pk, message.channel), by=SYSTEM, body_id=message.body_id)
