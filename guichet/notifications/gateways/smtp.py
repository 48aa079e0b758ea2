"""E-mail by the town's own mail server."""

import smtplib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.smtp import EmailBackend
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from guichet.notifications.envelopes import Mail
from guichet.notifications.gateways import Rejected, Unavailable


class MailUnavailable(Unavailable):
    """No answer within ten seconds, a temporary refusal (4xx), or a server that refuses us rather than the address."""


class MailRejected(Rejected):
    """The server refused this address or this message for good (5xx)."""


def send(mail: Mail) -> str:
    """Hand the e-mail to the server; returns the sentence of the outcome once the server has accepted it."""
    try:
        validate_email(mail.to)
    except ValidationError as error:
        raise MailRejected(_("Cette adresse e-mail n’est pas valide.")) from error
    # The class by name: what EMAIL_BACKEND says is for the framework's own mails.
    backend = EmailBackend(timeout=settings.EMAIL_TIMEOUT)
    try:
        backend.send_messages([_prepared(mail)])
    except smtplib.SMTPRecipientsRefused as error:
        code = next(iter(error.recipients.values()))[0]
        if code >= 500:
            raise MailRejected(_("Le serveur de messagerie refuse cette adresse.")) from error
        raise MailUnavailable(f"recipient refused for now: {code}") from error
    except smtplib.SMTPDataError as error:
        if error.smtp_code >= 500:
            raise MailRejected(_("Le serveur de messagerie refuse ce message.")) from error
        raise MailUnavailable(f"message refused for now: {error.smtp_code}") from error
    except (smtplib.SMTPException, OSError) as error:
        raise MailUnavailable(type(error).__name__) from error
    return _("Accepté par le serveur de messagerie.")


def _prepared(mail: Mail) -> EmailMultiAlternatives:
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=mail.text,
        from_email=mail.sender,
        to=[mail.to],
        reply_to=[mail.reply_to] if mail.reply_to else None,
        headers={"Message-ID": mail.message_id, "Auto-Submitted": "auto-generated"},
    )
    message.attach_alternative(mail.html, "text/html")
    if mail.attachment:
        message.attach(mail.attachment.name, mail.attachment.content, "application/pdf")
    return message
