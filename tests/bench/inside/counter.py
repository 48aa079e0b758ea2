"""An agent of Anor's counter who is already signed in, and whom she may find by a name."""

from typing import Any

from guichet.accounts.models import Role
from guichet.accounts.rules import RoleKind
from guichet.cases.models import Case
from tests.bench.inside.session import cookie_of

NAMES = 40


def run() -> dict[str, Any]:
    """Her cookie, her address, and the family names of the newest requests that she sees."""
    role = Role.objects.select_related("account", "body").get(account__login="manon", kind=RoleKind.RECEPTION)
    asked = Case.objects.visible_to(role).exclude(person=None).order_by("-received_at")
    names = asked.values_list("person__last_name", flat=True)[:NAMES]
    return {"cookie": cookie_of(role), "host": role.body.host, "names": list(dict.fromkeys(names))}
