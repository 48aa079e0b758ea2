"""What happens in the workshop without anybody: pages go online or leave it at their hour, old groups get what is new."""

from datetime import date

from django.core.management import call_command
from django.db.models import Q
from wagtail.models import Page, Revision

from guichet.content.actions import open_workshop
from guichet.content.models import EditingGroup
from guichet.journal.chores import nightly, often
from guichet.kit.dates import now


@often
def publish_and_expire() -> int:
    """What is due, by Wagtail's own command: its signals age the portal's pages. Safe to run twice."""
    at = now()
    due: int = Page.objects.filter(live=True, expire_at__lt=at).count()
    due += Revision.objects.filter(approved_go_live_at__lt=at).count()
    if due:
        call_command("publish_scheduled")
    return due


@nightly
def complete_workshops(day: date) -> int:
    """Give what they lack to the bodies that had editors before collections, readings or documents came, or got their
    site since.
    """
    may_choose = Q(group__collection_permissions__permission__codename="choose_document")
    with_documents = EditingGroup.objects.filter(may_choose).values("pk")
    lacking = EditingGroup.objects.filter(
        Q(collection=None) | Q(group__page_permissions=None) | ~Q(pk__in=with_documents)
    )
    return len([open_workshop(editing.body) for editing in lacking.select_related("body").distinct()])
