"""An agent with her means, and the codes that her application would show."""

import time
from typing import Any

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value
from django.test import Client

from guichet.accounts.models import Account, Role, WrongSecrets
from tests.base import PASSWORD, signed_in

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def a_browser(host: str = "localhost") -> Client:
    return Client(headers={"host": host})


def inside(role: Role) -> Client:
    """A browser of this agent that passed both factors, at the commune's address."""
    client = signed_in(role)
    client.defaults["HTTP_HOST"] = "localhost"
    return client


def with_application(role: Role) -> Role:
    """She set up an application, and has recovery codes."""
    TOTP.activate(role.account, SECRET)
    RecoveryCodes.activate(role.account)
    return role


def a_long_wait() -> None:
    """As after a thousand wrong tries: no machine is slow enough to outlast it."""
    WrongSecrets.objects.update(count=1000)


def code_now(secret: str = SECRET) -> str:
    return str(format_hotp_value(hotp_value(secret, int(time.time()) // 30)))


def recovery_codes(account: Account) -> list[str]:
    kept = Authenticator.objects.get(user=account, type=Authenticator.Type.RECOVERY_CODES)
    codes: list[str] = kept.wrap().get_unused_codes()
    return codes


def give_password(client: Client, login: str, password: str = PASSWORD, **more: str) -> Any:
    return client.post("/connexion/", {"login": login, "password": password, **more})


def is_outside(client: Client) -> bool:
    """Neither the desk nor the workshop opens."""
    return all(
        client.get(path).status_code == 302 and "/connexion/" in client.get(path)["Location"]
        for path in ("/guichet/", "/cms/")
    )
