"""Open the workshop to those who write: the editors of a body, and the accounts named for one of its sections."""

from collections.abc import Iterable

from django.contrib.auth.models import Group, Permission
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.models import (
    Collection,
    GroupApprovalTask,
    GroupCollectionPermission,
    GroupPagePermission,
    Page,
    Site,
    Workflow,
    WorkflowPage,
    WorkflowTask,
)

from guichet.accounts.models import Account
from guichet.communes.models import Body
from guichet.content.editors import bodies_edited_by, sections_of, sections_written_by
from guichet.content.facts import SectionEditorNamed, SectionEditorRemoved
from guichet.content.models import EditingGroup, SectionEditor, SectionGroup
from guichet.content.refusals import check_section_editor
from guichet.journal.actions import record
from guichet.kit.actor import Actor

PAGE_RIGHTS = ("add_page", "change_page", "publish_page")
SECTION_RIGHTS = ("add_page", "change_page")  # who writes a section has her words read before they show
FILE_RIGHTS = (
    "add_image", "change_image", "choose_image", "add_document", "change_document", "choose_document",
)  # fmt: skip


@transaction.atomic
def open_workshop(body: Body) -> Group:
    """The Wagtail group of the body's editors: its pages, its files, the reading of what sections submit; idempotent.

    Called again once the body has its site: before, the group opens the admin but no page.
    """
    Body.objects.select_for_update().get(pk=body.pk)  # one collection, even when two facts come at once
    name = _("Rédaction %(body)s") % {"body": body.short_name}
    known = EditingGroup.objects.filter(body=body).first()
    known = known or EditingGroup.objects.create(body=body, group=Group.objects.get_or_create(name=name)[0])
    if known.collection is None:
        known.collection = _collection(body.short_name, inside=Collection.get_first_root_node())
    if known.workflow is None:
        known.workflow = _workflow(known.group)
    known.save()
    _rename(known.group, name)
    _rename(known.collection, body.short_name)
    _enter_admin(known.group)
    _open_files(known.group, known.collection)
    for section in SectionGroup.objects.filter(body=body).select_related("group", "collection"):
        _open_files(section.group, section.collection)
    site = Site.objects.select_related("root_page").filter(hostname=body.host).first()
    if site is not None:
        _open_page(known.group, site.root_page, PAGE_RIGHTS)
        WorkflowPage.objects.update_or_create(page=site.root_page, defaults={"workflow": known.workflow})
    return known.group


@transaction.atomic
def name_section_editor(account: Account, *, page: Page, body: Body, by: Actor) -> SectionEditor:
    """Let an account of the body write this section of its site, and it alone; naming it again changes nothing.

    What it writes is shown once an editor of the body has read it.
    """
    locked = Account.objects.select_for_update().get(pk=account.pk)
    check_section_editor(locked, page=page, body=body, sections=sections_of(body))
    editor, is_new = SectionEditor.objects.get_or_create(account=locked, page=page, defaults={"body": body})
    if is_new:
        record(SectionEditorNamed(locked.pk, page.pk), by=by, body_id=body.pk)
    follow_roles(locked.pk)
    return editor


@transaction.atomic
def remove_section_editor(editor: SectionEditor, *, by: Actor) -> None:
    """Close the section to this account, at once."""
    record(SectionEditorRemoved(editor.account_id, editor.page_id), by=by, body_id=editor.body_id)
    account_id = editor.account_id
    editor.delete()
    follow_roles(account_id)


@transaction.atomic
def follow_roles(account_id: int) -> None:
    """Put an account in the groups of the bodies and sections it may write, take it out of the others; idempotent.

    What counts is the roles in force now, not the fact that called: facts may come twice or late.
    """
    account = Account.objects.select_for_update().get(pk=account_id)
    sections = sections_written_by(account).select_related("page", "body")
    groups = {open_workshop(body).pk for body in bodies_edited_by(account)}
    groups |= {_open_section(editor.page, editor.body).pk for editor in sections}
    ours = Q(editing_group__isnull=False) | Q(section_group__isnull=False)
    gone = Group.objects.filter(ours, user=account).exclude(pk__in=groups)
    account.groups.remove(*gone)
    account.groups.add(*groups)


def _open_section(page: Page, body: Body) -> Group:
    """The group of those who write this section, with a collection of their own; idempotent."""
    open_workshop(body)
    known = SectionGroup.objects.select_related("group", "collection").filter(page=page).first()
    if known is None:
        names = {"page": page.title[:80], "body": body.short_name, "number": page.pk}
        known = SectionGroup.objects.create(
            body=body,
            page=page,
            # Two sections may have one title, two groups may not.
            group=Group.objects.create(name=_("Rubrique %(page)s, %(body)s (%(number)s)") % names),
            collection=_collection(page.title, inside=EditingGroup.objects.get(body=body).collection),
        )
    _enter_admin(known.group)
    _open_page(known.group, page, SECTION_RIGHTS)
    _open_files(known.group, known.collection)
    return known.group


def _collection(name: str, *, inside: Collection) -> Collection:
    collection: Collection = inside.add_child(name=name)
    return collection


def _workflow(group: Group) -> Workflow:
    """One reading, by anybody of the group; approved is published."""
    task = GroupApprovalTask.objects.create(name=group.name)
    task.groups.add(group)
    workflow: Workflow = Workflow.objects.create(name=group.name)
    WorkflowTask.objects.create(workflow=workflow, task=task, sort_order=0)
    return workflow


def _rename(thing: Group | Collection, name: str) -> None:
    """A body that took another name keeps what it has."""
    if thing.name != name:
        thing.name = name
        thing.save(update_fields=["name"])


def _enter_admin(group: Group) -> None:
    group.permissions.add(Permission.objects.get(codename="access_admin", content_type__app_label="wagtailadmin"))


def _open_page(group: Group, page: Page, rights: Iterable[str]) -> None:
    for right in Permission.objects.filter(content_type__app_label="wagtailcore", codename__in=rights):
        GroupPagePermission.objects.get_or_create(group=group, page=page, permission=right)


def _open_files(group: Group, collection: Collection) -> None:
    """The pictures and the documents of a collection."""
    apps = ("wagtailimages", "wagtaildocs")
    for right in Permission.objects.filter(content_type__app_label__in=apps, codename__in=FILE_RIGHTS):
        GroupCollectionPermission.objects.get_or_create(group=group, collection=collection, permission=right)
