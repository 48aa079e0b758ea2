"""The end of a case: nothing of the person is left, facts without a name stay."""

from datetime import date, timedelta

from django.db import transaction
from django.db.models import Exists, ForeignObjectRel, OuterRef

from guichet.accounts.actions import forget_person
from guichet.cases.facts import CaseErased, PapersForgotten
from guichet.cases.models import Case, CaseQuerySet
from guichet.cases.types import CASE_TYPES
from guichet.documents.actions import discard
from guichet.documents.models import StoredFile
from guichet.journal.actions import record
from guichet.kit.actor import SYSTEM, Actor
from guichet.kit.dates import start_of
from guichet.notifications.actions import forget_about

DRAFT_DAYS = 30


def erase_case(case: Case, *, reason: str, by: Actor, still: CaseQuerySet | None = None) -> bool:
    """Erase a case with its files, its messages and, when nothing else names her, its person.

    `still` is what the case must still be when its lock is held: one that was sent or reopened since it was
    listed stays. False when there was nothing to erase.
    """
    with transaction.atomic():
        cases = Case.objects.all() if still is None else still
        current = cases.select_for_update(of=("self",)).filter(pk=case.pk).first()
        if current is None:
            return False
        files = [attachment.file for attachment in current.attachments.select_related("file")]
        forget_about("case", current.pk, by=by)
        record(CaseErased(current.pk, reason), by=by, body_id=current.owner_id)
        person = current.person
        current.delete()
        discard(files, by=by)
        if person is not None:
            forget_person(person, by=by)
    return True


def forget_papers(case_id: int, *, by: Actor) -> int:
    """Erase the papers of a decided case that served the decision alone; returns how many. Again, it changes nothing."""
    with transaction.atomic():
        case = Case.objects.select_for_update().filter(pk=case_id).first()
        if case is None or not case.is_closed:
            return 0
        names = [question.name for step in case.steps for question in step.questions if question.until_decided]
        found = list(case.attachments.filter(question__in=names).select_related("file"))
        if found:
            case.attachments.filter(pk__in=[attachment.pk for attachment in found]).delete()
            discard([attachment.file for attachment in found], by=by)
            record(PapersForgotten(case.pk, len(found)), by=by, body_id=case.owner_id)
    return len(found)


def erase_abandoned_drafts(day: date) -> int:
    """Erase the drafts nobody touched for 30 days; returns how many."""
    return erase_each(Case.objects.abandoned(day - timedelta(days=DRAFT_DAYS)), reason="draft-abandoned")


def erase_old_cases(day: date) -> int:
    """Erase the closed cases whose type says they have been kept long enough; returns how many."""
    kept = [(kind, day - timedelta(days=kind.kept_days)) for kind in CASE_TYPES.values()]
    return sum(erase_each(Case.objects.outlived(kind, limit), reason="kept-long-enough") for kind, limit in kept)


def discard_lost_files(day: date) -> int:
    """Erase the files that a server, killed between keeping and joining them, left to nobody; returns how many.

    A file kept since yesterday may still be on its way to its case.
    """
    lost = StoredFile.objects.filter(created_at__lt=start_of(day - timedelta(days=1)))
    # Whoever holds a file points at it: a letter below, a bill above. No room is named here, none is forgotten.
    for link in StoredFile._meta.get_fields(include_hidden=True):
        if isinstance(link, ForeignObjectRel):
            lost = lost.exclude(Exists(link.related_model._base_manager.filter(**{link.field.name: OuterRef("pk")})))
    return discard(lost, by=SYSTEM)


def erase_each(cases: CaseQuerySet, *, reason: str) -> int:
    """Erase what is of this kind now, and still is when its turn comes; returns how many."""
    return sum(erase_case(case, reason=reason, by=SYSTEM, still=cases) for case in list(cases))
