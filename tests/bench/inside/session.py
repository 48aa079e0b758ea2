"""An agent who is already signed in: the account, its role, and a session that passed both factors."""

from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from guichet.accounts.actions import give_role, open_account
from guichet.accounts.models import Account, Role
from guichet.accounts.rules import RoleKind
from guichet.communes.models import Body, Department
from guichet.desk.guard import ROLE_KEY
from guichet.kit.actor import SYSTEM


def run() -> dict[str, Any]:
    """The cookie of an officer of the waste department."""
    department = Department.objects.select_related("body").get(
        name__contains="déchets", body__kind=Body.Kind.INTERCOMMUNAL
    )
    role = _role(department)
    return {
        "cookie": cookie_of(role),
        "host": department.body.host,
        "commune": Body.objects.filter(member_of=department.body).order_by("pk").values_list("pk", flat=True)[0],
        "role": role.pk,
    }


def cookie_of(role: Role) -> str:
    """A session that passed both factors, acting in this role."""
    session = SessionStore()
    session.update(
        {
            SESSION_KEY: str(role.account_id),
            BACKEND_SESSION_KEY: settings.AUTHENTICATION_BACKENDS[0],
            HASH_SESSION_KEY: role.account.get_session_auth_hash(),
            "account_authentication_methods_user": str(role.account_id),
            "account_authentication_methods": [{"method": "password", "at": 0}, {"method": "mfa", "at": 0}],
            ROLE_KEY: role.pk,
        }
    )
    session.create()
    return f"{settings.SESSION_COOKIE_NAME}={session.session_key}"


def _role(department: Department) -> Role:
    found = Role.objects.filter(department=department, kind=RoleKind.OFFICER).select_related("account", "body").first()
    if found is not None:
        return found
    account: Account = open_account(login="banc", first_name="Banc", last_name="Essai", title="instructrice", by=SYSTEM)
    return give_role(account, body=department.body, kind=RoleKind.OFFICER, department=department, by=SYSTEM)
