"""Wrong passwords and codes of agents: counted by `accounts` in the database, told as an error of the form."""

from collections.abc import Callable

from allauth.account.adapter import get_adapter
from django.core.exceptions import ValidationError
from django.http import HttpRequest

from guichet.accounts.actions import try_patiently
from guichet.accounts.rules import Tried
from guichet.kit.refusal import Refusal


def ask_patiently(is_right: Callable[[], bool], *, tried: Tried, login: str, request: HttpRequest) -> bool:
    """Ask whether what was typed is right, unless this identifier or this network must wait a little."""
    address = get_adapter().get_client_ip(request)
    try:
        return try_patiently(is_right, tried=tried, subject=login, address=address)
    except Refusal as no:
        raise ValidationError(no.sentence, code=no.code) from no
