"""Publish and withdraw banners; teach the search words; open the pages of a body to its editors."""

from datetime import datetime

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import GroupPagePermission, Site

from guichet.accounts.models import Account
from guichet.communes.actions import published
from guichet.communes.models import Body
from guichet.content.editors import bodies_edited_by
from guichet.content.facts import BannerPublished, BannerWithdrawn, SynonymRemoved, SynonymWritten
from guichet.content.models import Banner, EditingGroup, TownSynonym
from guichet.content.refusals import check_banner, check_synonym
from guichet.journal.actions import record
from guichet.kit.actor import Actor

PAGE_PERMISSIONS = ("add_page", "change_page", "publish_page")


@transaction.atomic
def publish_banner(
    *,
    body: Body,
    text: str,
    starts_at: datetime,
    ends_at: datetime | None = None,
    link_text: str = "",
    link_url: str = "",
    replaces: Banner | None = None,
    by: Actor,
) -> Banner:
    """Show a sentence on the body's portal and its members', from a time to a time; `replaces` is written anew."""
    assert replaces is None or replaces.body_id == body.pk, "a banner stays with its body"
    check_banner(starts_at=starts_at, ends_at=ends_at, link_text=link_text, link_url=link_url)
    banner = Banner(
        pk=replaces.pk if replaces else None,
        body=body,
        text=text,
        link_text=link_text,
        link_url=link_url,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    banner.save()
    record(BannerPublished(banner.pk), by=by, body_id=body.pk)
    published(body, by=by)
    return banner


@transaction.atomic
def withdraw_banner(banner: Banner, *, by: Actor) -> None:
    """Take a banner off every page at once; the journal keeps that it was there."""
    record(BannerWithdrawn(banner.pk), by=by, body_id=banner.body_id)
    published(banner.body, by=by)
    banner.delete()


@transaction.atomic
def write_synonym(*, body: Body, said: str, means: str, replaces: TownSynonym | None = None, by: Actor) -> TownSynonym:
    """Teach the search of a body, and of its members, that who says this means that; `replaces` is written anew."""
    assert replaces is None or replaces.body_id == body.pk, "a synonym stays with its body"
    check_synonym(said=said, means=means)
    synonym = TownSynonym(pk=replaces.pk if replaces else None, body=body, said=said, means=means)
    synonym.save()
    record(SynonymWritten(synonym.pk), by=by, body_id=body.pk)
    published(body, by=by)
    return synonym


@transaction.atomic
def remove_synonym(synonym: TownSynonym, *, by: Actor) -> None:
    record(SynonymRemoved(synonym.pk), by=by, body_id=synonym.body_id)
    published(synonym.body, by=by)
    synonym.delete()


@transaction.atomic
def open_workshop(body: Body) -> Group:
    """The Wagtail group of the body's editors, with the rights on its site's pages; idempotent.

    Called again once the body has its site: before, the group opens the admin but no page.
    """
    name = _("Rédaction %(body)s") % {"body": body.short_name}
    known = EditingGroup.objects.select_related("group").filter(body=body).first()
    group = known.group if known else Group.objects.get_or_create(name=name)[0]
    if known is None:
        EditingGroup.objects.create(body=body, group=group)
    elif group.name != name:
        group.name = name
        group.save(update_fields=["name"])
    group.permissions.add(Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"))
    site = Site.objects.select_related("root_page").filter(hostname=body.host).first()
    if site is not None:
        for right in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=PAGE_PERMISSIONS):
            GroupPagePermission.objects.get_or_create(group=group, page=site.root_page, permission=right)
    return group


@transaction.atomic
def follow_roles(account_id: int) -> None:
    """Put an account in the groups of the bodies it may edit, take it out of the others; idempotent.

    What counts is the roles in force now, not the fact that called: facts may come twice or late.
    """
    account = Account.objects.select_for_update().get(pk=account_id)
    bodies = list(bodies_edited_by(account))
    groups = {open_workshop(body).pk for body in bodies}
    gone = Group.objects.filter(editing_group__isnull=False, user=account).exclude(pk__in=groups)
    account.groups.remove(*gone)
    account.groups.add(*groups)
