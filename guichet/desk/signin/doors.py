"""What still stands between a signed-in session and its desk, in order: a second factor, a role."""

from allauth.account.utils import get_next_redirect_url
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from guichet.accounts.models import Role
from guichet.accounts.rules import Right
from guichet.accounts.sessions import has_second_factor
from guichet.desk.guard import chosen_role, with_next


def onward(request: HttpRequest, wanted: str = "") -> str:
    """The address of the next door to pass, or the page she wanted when none is left."""
    if not has_second_factor(request):
        return with_next(reverse("signin:second-factor"), wanted)
    role = chosen_role(request)
    if role is None:
        return with_next(reverse("signin:role"), wanted)
    return wanted or home_of(role)


def home_of(role: Role) -> str:
    """Where this role works: the desk, or the workshop for those who only write pages."""
    only_writes = role.may(Right.EDIT_CONTENT) and not role.may(Right.READ_CASES) and not role.may(Right.MANAGE_AGENTS)
    return reverse("wagtailadmin_home") if only_writes else settings.LOGIN_REDIRECT_URL


def wanted_page(request: HttpRequest) -> str:
    """The page asked for before the doors, when it is one of this host; empty otherwise."""
    return get_next_redirect_url(request) or ""
