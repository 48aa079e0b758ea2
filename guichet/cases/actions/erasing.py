"""The end of a case: nothing of the person is left, facts without a name stay."""

from datetime import date, timedelta

from django.db import transaction

from guichet.cases.facts import CaseErased
from guichet.cases.models import Case
from guichet.cases.rules import Tray
from guichet.cases.types import CASE_TYPES
from guichet.documents.actions import discard
from guichet.journal.actions import record
from guichet.kit.actor import SYSTEM, Actor
from guichet.notifications.actions import forget_about

DRAFT_DAYS = 30


def erase_case(case: Case, *, reason: str, by: Actor) -> None:
    """Erase a case with its files, its messages and, when nothing else names her, its person."""
    with transaction.atomic():
        current = Case.objects.select_for_update().filter(pk=case.pk).first()
        if current is None:
            return
        files = [attachment.file for attachment in current.attachments.select_related("file")]
        forget_about("case", current.pk, by=by)
        record(CaseErased(current.pk, reason), by=by, body_id=current.owner_id)
        person = current.person
        current.delete()
        discard(files, by=by)
        if person is not None and not person.cases.exists():
            person.delete()


def erase_abandoned_drafts(day: date) -> int:
    """Erase the drafts nobody touched for 30 days; returns how many."""
    drafts = list(Case.objects.abandoned(day - timedelta(days=DRAFT_DAYS)))
    for draft in drafts:
        erase_case(draft, reason="draft-abandoned", by=SYSTEM)
    return len(drafts)


def erase_old_cases(day: date) -> int:
    """Erase the closed cases whose type says they have been kept long enough; returns how many."""
    count = 0
    for kind in CASE_TYPES.values():
        limit = day - timedelta(days=kind.kept_days)
        for case in Case.objects.filter(type_slug=kind.slug, tray=Tray.DONE, decided_at__date__lt=limit):
            erase_case(case, reason="kept-long-enough", by=SYSTEM)
            count += 1
    return count
