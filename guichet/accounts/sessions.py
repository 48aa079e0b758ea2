"""What a session has proved."""

from allauth.account.authentication import get_authentication_records
from django.http import HttpRequest


def has_second_factor(request: HttpRequest) -> bool:
    """Did this session pass a TOTP code, a recovery code or a passkey?"""
    return any(record.get("method") == "mfa" for record in get_authentication_records(request, request.user))
