"""The fake of the demonstration: takes everything, sends nothing, and says so."""

from django.utils.translation import gettext as _

from guichet.notifications.envelopes import Mail, Sms


def send(_message: Mail | Sms) -> str:
    return _("Démonstration : rien n’est parti.")
