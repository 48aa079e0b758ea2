"""A request while it is being filled in: everything is kept at each step."""

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from guichet.cases.actions.locking import locked
from guichet.cases.facts import DraftTakenOver
from guichet.cases.models import Attachment, Case, Counter
from guichet.cases.rules import reference
from guichet.cases.types import CASE_TYPES
from guichet.communes.models import Body, Department
from guichet.documents.actions import discard
from guichet.documents.models import StoredFile
from guichet.journal.actions import record
from guichet.journal.models import Record
from guichet.kit.actor import Actor
from guichet.kit.dates import now, paris_date
from guichet.kit.refusal import Refusal


def start_draft(
    type_slug: str,
    *,
    commune: Body,
    department: Department,
    procedure: str = "",
    answers: Mapping[str, str],
    by: Actor,
    page: UUID | None = None,
) -> Case:
    """Keep the first answers of a new request; from now on its reference and secret reopen it on any device.

    `procedure` is the sheet it was begun from (the type's own unless said); what that sheet answers already is kept too.
    `page` is the page they were typed on. Sent again, even at the same moment, it gives the case it made: with
    its last answers, or untouched once it was sent.
    """
    kind = CASE_TYPES[type_slug]
    try:
        with transaction.atomic():
            return Case.objects.create(
                reference=next_reference(kind.prefix),
                type_slug=type_slug,
                procedure=procedure or next(iter(kind.procedures)),
                commune=commune,
                owner_id=department.body_id,
                department=department,
                answers={**kind.procedures.get(procedure, {}), **answers},
                first_page=page,
            )
    except IntegrityError:
        known = Case.objects.filter(first_page=page).first() if page else None
        if known is None:
            raise
    return save_step(known, answers, by=by) if known.is_draft else known


def save_step(case: Case, answers: Mapping[str, str], *, by: Actor) -> Case:
    """Keep the answers of one page, over those it had before."""
    with locked(case.pk) as draft:
        must_be_draft(draft)
        draft.answers = {**draft.answers, **answers}
    return draft


@transaction.atomic
def take_over(case: Case, *, by: Actor) -> None:
    """An agent goes on at her visit with a draft whose codes she was given; taken over twice there, it is told once.

    Refuses what was sent meanwhile.
    """
    draft = Case.objects.select_for_update().get(pk=case.pk)
    must_be_draft(draft)
    told = Record.objects.about("case", draft.pk).filter(kind=DraftTakenOver.__name__, visit_id=by.visit_id)
    if not told.exists():
        record(DraftTakenOver(draft.pk), by=by, body_id=draft.owner_id)


def attach_file(case: Case, file: StoredFile, *, question: str, by: Actor) -> Attachment:
    """Join a stored file to the answer of a question, no more than it takes."""
    asked = case.kind.question(question)
    assert asked is not None, f"{case.type_slug} asks no {question}"
    with locked(case.pk) as draft:
        must_be_draft(draft)
        if draft.attachments.filter(question=question).count() >= asked.most:
            raise Refusal(
                "too-many-files",
                _("Vous avez déjà joint %(n)s fichiers, c’est le maximum. Retirez-en un pour en ajouter un autre.")
                % {"n": asked.most},
            )
        attachment = Attachment.objects.create(case=draft, file=file, question=question)
        count_files(draft, question)
    return attachment


def detach_file(case: Case, key: str, *, by: Actor) -> None:
    """Take a file off a draft and erase it; one that is already gone changes nothing."""
    with locked(case.pk) as draft:
        must_be_draft(draft)
        found = draft.attachments.filter(file__key=key).select_related("file").first()
        if found is not None:
            found.delete()
            count_files(draft, found.question)
            discard([found.file], by=by)


def count_files(draft: Case, question: str) -> None:
    """The answer of a question that takes files is how many there are; empty, it was seen and left."""
    count = draft.attachments.filter(question=question).count()
    draft.answers = {**draft.answers, question: str(count) if count else ""}


def must_be_draft(case: Case) -> None:
    if not case.is_draft:
        raise Refusal(
            "already-sent",
            _("Cette demande est déjà envoyée. Pour la compléter, écrivez-nous depuis sa page de suivi."),
        )


def next_reference(prefix: str) -> str:
    """The next number of a series, "BAC-26-00042"; its row is locked until the end of the transaction."""
    year = paris_date(now()).year
    series = f"{prefix}-{year % 100:02d}"
    counter = Counter.objects.filter(series=series)
    if not counter.update(value=F("value") + 1):  # which locks it until the case is written
        Counter.objects.get_or_create(series=series)
        counter.update(value=F("value") + 1)
    return reference(prefix, year, counter.values_list("value", flat=True).get())
