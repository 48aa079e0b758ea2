"""Who may edit what: read from the roles each time, so a withdrawn role closes the admin at once."""

from django.db.models import QuerySet
from wagtail.models import Page, Site

from guichet.accounts.models import Account, Role
from guichet.accounts.rules import RIGHTS, Right, RoleKind
from guichet.communes.models import Body
from guichet.content.models import SectionEditor


def bodies_edited_by(account: Account) -> QuerySet[Body]:
    return _bodies_where(account, Right.EDIT_CONTENT)


def bodies_administered_by(account: Account) -> QuerySet[Body]:
    return _bodies_where(account, Right.MANAGE_AGENTS)


def sections_written_by(account: Account) -> QuerySet[SectionEditor]:
    """The sections this account was named for, while it works for their body."""
    return SectionEditor.objects.in_force().filter(account_id=account.pk)


def writes_here(account: Account) -> bool:
    """Does this account write anything: a whole site, or a section?"""
    return bodies_edited_by(account).exists() or sections_written_by(account).exists()


def manages_instance(account: Account) -> bool:
    """Does it look after the instance: an administrator of the intercommunal body that the communes share?"""
    roles = Role.objects.in_force().filter(account_id=account.pk, kind=RoleKind.ADMINISTRATOR)
    return roles.filter(body__kind=Body.Kind.INTERCOMMUNAL).exists()


def sections_of(body: Body) -> QuerySet[Page]:
    """What stands right below the home page of a body's site: its sections, its news, its agenda."""
    site = Site.objects.select_related("root_page").filter(hostname=body.host).first()
    sections: QuerySet[Page] = site.root_page.get_children() if site else Page.objects.none()
    return sections


def _bodies_where(account: Account, right: Right) -> QuerySet[Body]:
    kinds = [kind.value for kind, rights in RIGHTS.items() if right in rights]
    roles = Role.objects.in_force().filter(account_id=account.pk, kind__in=kinds)
    return Body.objects.filter(pk__in=roles.values("body"))
