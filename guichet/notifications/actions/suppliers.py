"""Which supplier carries which channel on this instance, as it is configured."""

from django.conf import settings

from guichet.notifications.envelopes import Mail, Sms
from guichet.notifications.gateways import Unavailable, outbox, sms_http, smtp
from guichet.notifications.models import Message
from guichet.notifications.rules import Channel

Gateway = Message.Gateway


def available_channels() -> frozenset[Channel]:
    """What this instance can send: a letter always; e-mail and SMS when a supplier is configured, or for show."""
    channels = {Channel.LETTER}
    if settings.EMAIL_HOST or settings.DEMONSTRATION:
        channels.add(Channel.EMAIL)
    if settings.SMS_URL or settings.DEMONSTRATION:
        channels.add(Channel.SMS)
    return frozenset(channels)


def hand_mail(mail: Mail) -> tuple[Gateway, str]:
    """Give the e-mail to the configured supplier; returns which one it was and its outcome."""
    if settings.EMAIL_HOST:
        return Gateway.SMTP, smtp.send(mail)
    if settings.DEMONSTRATION:
        return Gateway.OUTBOX, outbox.send(mail)
    raise Unavailable("no mail server is configured any more")


def hand_sms(sms: Sms) -> tuple[Gateway, str]:
    """Give the SMS to the configured supplier; returns which one it was and its outcome."""
    if settings.SMS_URL:
        return Gateway.SMS_HTTP, sms_http.send(sms)
    if settings.DEMONSTRATION:
        return Gateway.OUTBOX, outbox.send(sms)
    raise Unavailable("no SMS supplier is configured any more")
