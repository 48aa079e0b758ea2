"""Which bodies an account may edit: read from its roles each time, so a withdrawn role closes the admin at once."""

from django.db.models import QuerySet

from guichet.accounts.models import Account, Role
from guichet.accounts.rules import RIGHTS, Right
from guichet.communes.models import Body


def bodies_edited_by(account: Account) -> QuerySet[Body]:
    return _bodies_where(account, Right.EDIT_CONTENT)


def bodies_administered_by(account: Account) -> QuerySet[Body]:
    return _bodies_where(account, Right.MANAGE_AGENTS)


def _bodies_where(account: Account, right: Right) -> QuerySet[Body]:
    kinds = [kind.value for kind, rights in RIGHTS.items() if right in rights]
    roles = Role.objects.in_force().filter(account_id=account.pk, kind__in=kinds)
    return Body.objects.filter(pk__in=roles.values("body"))
