"""Which bodies an account may edit: read from its roles each time, so a withdrawn role closes the admin at once."""

from django.db.models import QuerySet

from guichet.accounts.models import Account, Role
from guichet.accounts.rules import RIGHTS, Right
from guichet.communes.models import Body

_EDITING_ROLES = [kind.value for kind, rights in RIGHTS.items() if Right.EDIT_CONTENT in rights]


def bodies_edited_by(account: Account) -> QuerySet[Body]:
    roles = Role.objects.in_force().filter(account_id=account.pk, kind__in=_EDITING_ROLES)
    return Body.objects.filter(pk__in=roles.values("body"))
