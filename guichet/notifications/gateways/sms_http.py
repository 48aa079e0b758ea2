"""SMS by a supplier that takes a POST of JSON: {"to", "text", "sender"}, with a bearer token."""

import http.client
import json
import urllib.error
import urllib.request
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from guichet.notifications.envelopes import Sms
from guichet.notifications.gateways import Rejected, Unavailable

TIMEOUT = 10  # seconds
# Answers that speak of this number or text; the others speak of us (401, 403, 429) or of the supplier (5xx).
FOR_GOOD = frozenset({400, 404, 406, 409, 410, 413, 422})


class SmsUnavailable(Unavailable):
    """No answer within ten seconds, or an answer that is not about this SMS."""


class SmsRejected(Rejected):
    """The supplier refused this number or this text for good."""


class _NoRedirect(urllib.request.HTTPRedirectHandler):
    """A redirected POST would be repeated as a GET, whose 200 would pass for a sent SMS."""

    def redirect_request(self, *_: Any) -> None:
        return None


def send(sms: Sms, *, timeout: float = TIMEOUT) -> str:
    """Hand the SMS to the supplier; returns the sentence of the outcome once it has accepted it."""
    request = urllib.request.Request(  # noqa: S310  # the address is the administrator's
        settings.SMS_URL,
        data=json.dumps({"to": sms.to, "text": sms.text, "sender": sms.sender}).encode(),
        headers={
            "Content-Type": "application/json",
            "Authorization": f"Bearer {settings.SMS_TOKEN}",
            "Idempotency-Key": sms.key,
        },
    )
    try:
        with urllib.request.build_opener(_NoRedirect).open(request, timeout=timeout):
            return _("Accepté par l’opérateur de SMS.")
    except urllib.error.HTTPError as error:
        error.close()
        if error.code in FOR_GOOD:
            raise SmsRejected(_("L’opérateur de SMS refuse ce numéro.")) from error
        raise SmsUnavailable(f"answer {error.code}") from error
    except (OSError, http.client.HTTPException) as error:
        raise SmsUnavailable(type(error).__name__) from error
