"""What a session has proved, and where a request comes from."""

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpRequest


def has_second_factor(request: HttpRequest) -> bool:
    """Did this session pass a TOTP code, a recovery code or a passkey?"""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))


def network_address(request: HttpRequest) -> str:
    """Where the request comes from: what the outermost of our own proxies saw, else the peer of the socket."""
    hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",") if hop.strip()]
    count: int = settings.TRUSTED_PROXIES
    if count and len(hops) >= count:
        return hops[-count]
    return str(request.META.get("REMOTE_ADDR", ""))
