"""A request while it is being filled in: everything is kept at each step."""

from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from guichet.cases.actions.locking import locked
from guichet.cases.models import Attachment, Case, Counter
from guichet.cases.rules import FILES_PER_QUESTION, reference
from guichet.cases.types import CASE_TYPES
from guichet.communes.models import Body, Department
from guichet.documents.actions import discard
from guichet.documents.models import StoredFile
from guichet.kit.actor import Actor
from guichet.kit.dates import now, paris_date
from guichet.kit.refusal import Refusal


def start_draft(
    type_slug: str,
    *,
    commune: Body,
    department: Department,
    answers: Mapping[str, str],
    by: Actor,
    page: UUID | None = None,
) -> Case:
    """Keep the first answers of a new request; from now on its reference and secret reopen it on any device.

    `page` is the page they were typed on. Sent again, even at the same moment, it gives the case it made: with
    its last answers, or untouched once it was sent.
    """
    try:
        with transaction.atomic():
            return Case.objects.create(
                reference=_next_reference(CASE_TYPES[type_slug].prefix),
                type_slug=type_slug,
                commune=commune,
                owner_id=department.body_id,
                department=department,
                answers=dict(answers),
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
        _must_be_draft(draft)
        draft.answers = {**draft.answers, **answers}
    return draft


def attach_file(case: Case, file: StoredFile, *, question: str, by: Actor) -> Attachment:
    """Join a stored file to the answer of a question, five at most."""
    with locked(case.pk) as draft:
        _must_be_draft(draft)
        if draft.attachments.filter(question=question).count() >= FILES_PER_QUESTION:
            raise Refusal(
                "too-many-files",
                _("Vous avez déjà joint %(n)s fichiers, c’est le maximum. Retirez-en un pour en ajouter un autre.")
                % {"n": FILES_PER_QUESTION},
            )
        return Attachment.objects.create(case=draft, file=file, question=question)


def detach_file(case: Case, key: str, *, by: Actor) -> None:
    """Take a file off a draft and erase it; one that is already gone changes nothing."""
    with locked(case.pk) as draft:
        _must_be_draft(draft)
        found = draft.attachments.filter(file__key=key).select_related("file").first()
        if found is not None:
            found.delete()
            discard([found.file], by=by)


def _must_be_draft(case: Case) -> None:
    if not case.is_draft:
        raise Refusal(
            "already-sent",
            _("Cette demande est déjà envoyée. Pour la compléter, écrivez-nous depuis sa page de suivi."),
        )


def _next_reference(prefix: str) -> str:
    year = paris_date(now()).year
    series = f"{prefix}-{year % 100:02d}"
    counter = Counter.objects.filter(series=series)
    if not counter.update(value=F("value") + 1):  # which locks it until the case is written
        Counter.objects.get_or_create(series=series)
        counter.update(value=F("value") + 1)
    return reference(prefix, year, counter.values_list("value", flat=True).get())
