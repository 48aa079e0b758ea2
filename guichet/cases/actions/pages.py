"""Files that are the pages of one document: put in order, then joined into one."""

from collections.abc import Sequence

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from guichet.cases.actions.drafting import count_files, must_be_draft
from guichet.cases.actions.locking import locked
from guichet.cases.models import Attachment, Case
from guichet.cases.questions import Question
from guichet.documents.actions import discard, keep_written, write_joined
from guichet.documents.models import StoredFile
from guichet.kit.actor import Actor
from guichet.kit.refusal import Refusal


def join_pages(case: Case, question: Question, *, by: Actor) -> None:
    """Put one PDF in the place of the several files of a question, in their order; fewer than two change nothing.

    Refuses more than fifty pages, and files that changed in another window meanwhile. Called outside a transaction:
    the PDF is written before the lock is taken. Killed in between, the files are there as they were, and the next
    call joins them; the bytes without a row are swept.
    """
    files = [attachment.file for attachment in _attached(case, question)]
    if len(files) < 2:
        return
    paper = write_joined(files, name=_(question.label), body=case.owner)
    with locked(case.pk) as draft:
        must_be_draft(draft)
        attachments = _attached(draft, question)
        if len(attachments) < 2:  # joined by the same button pressed twice, or taken off
            return
        if [attachment.file for attachment in attachments] != files:
            raise Refusal(
                "pages-moved",
                _(
                    "Vos pages ont changé dans une autre fenêtre. Elles sont toutes là : vérifiez-les, puis appuyez encore une fois sur « Continuer »."
                ),
            )
        draft.attachments.filter(question=question.name).delete()
        Attachment.objects.create(case=draft, file=keep_written(paper, by=by), question=question.name)
        count_files(draft, question.name)
        discard(files, by=by)


def move_page_up(case: Case, key: str, *, by: Actor) -> None:
    """Put a file of a draft before the one that precedes it; the first, or one that is gone, changes nothing."""
    with locked(case.pk) as draft:
        must_be_draft(draft)
        moved = draft.attachments.filter(file__key=key).first()
        if moved is None:
            return
        files = list(StoredFile.objects.filter(attachment__in=_same_question(moved)).order_by("attachment__pk"))
        place = files.index(moved.file)
        if place == 0:
            return
        files[place - 1 : place + 1] = [files[place], files[place - 1]]
        _same_question(moved).delete()
        # The order of a question's files is the order of their rows.
        Attachment.objects.bulk_create(Attachment(case=draft, file=file, question=moved.question) for file in files)


def _attached(case: Case, question: Question) -> Sequence[Attachment]:
    return list(case.attachments.filter(question=question.name).select_related("file"))


def _same_question(attachment: Attachment) -> "QuerySet[Attachment]":
    return Attachment.objects.filter(case_id=attachment.case_id, question=attachment.question)
