"""In the demonstration only, the second factor of an invented agent is shown to the visitor.

Her secret is derived from the instance key and her identifier: an account whose owner set up an application of
her own has another secret, and shows nothing.
"""

import base64
import hashlib
import hmac
import time

from allauth.mfa import app_settings
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from allauth.mfa.utils import decrypt
from django.conf import settings

from guichet.accounts.models import Account

# A visitor reads the page, signs out, comes back with another role: her code stays good for ten minutes.
PERIODS_KEPT = 20


def demonstration_secret(login: str) -> str:
    digest = hmac.new(settings.GUICHET_KEY, f"demonstration:{login}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest[:20]).decode()


def shown_factor(account: Account) -> Authenticator | None:
    """The TOTP of this account when it is an invented agent's of the demonstration."""
    if not settings.DEMONSTRATION:
        return None
    totp = Authenticator.objects.filter(user=account, type=Authenticator.Type.TOTP).first()
    if totp is None or decrypt(totp.data["secret"]) != demonstration_secret(account.login):
        return None
    return totp


def shown_code(account: Account) -> str:
    """The code to type now, in two groups of three; empty for anybody who is not an invented agent."""
    if shown_factor(account) is None:
        return ""
    code = _code(account, 0)
    return f"{code[:3]}\u00a0{code[3:]}"


def is_shown_code(account: Account, code: str) -> bool:
    typed = "".join(code.split())
    return shown_factor(account) is not None and any(typed == _code(account, ago) for ago in range(PERIODS_KEPT))


def _code(account: Account, periods_ago: int) -> str:
    counter = int(time.time()) // app_settings.TOTP_PERIOD - periods_ago
    return str(format_hotp_value(hotp_value(demonstration_secret(account.login), counter)))
