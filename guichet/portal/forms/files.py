"""Files that come with a form: each is taken or refused on its own."""

from collections.abc import Iterable
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from guichet.cases.actions import attach_file, detach_file, join_pages, move_page_up
from guichet.cases.models import Case
from guichet.cases.questions import Kind, Step
from guichet.communes.models import Body
from guichet.documents.actions import discard, keep_upload
from guichet.documents.models import StoredFile
from guichet.documents.watermarks import watermark_for
from guichet.kit.actor import Actor
from guichet.kit.dates import now, paris_date
from guichet.kit.refusal import Refusal

ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif,application/pdf,.heic,.heif"


def keep_each(
    uploads: Iterable["UploadedFile[bytes]"], *, body: Body, by: Actor, watermark: str = ""
) -> tuple[list[StoredFile], list[str]]:
    """Keep what can be kept, crossed by the watermark if there is one; a sentence for each of the others."""
    kept: list[StoredFile] = []
    refused: list[str] = []
    for upload in uploads:
        try:
            kept.append(keep_upload(upload, name=upload.name or "", body=body, by=by, watermark=watermark))
        except Refusal as no:
            refused.append(no.sentence)
    return kept, refused


def attach_each(uploads: Iterable["UploadedFile[bytes]"], case: Case, *, question: str, by: Actor) -> list[str]:
    """Join each file to the answer of a question; a sentence for each that was refused. The others stay.

    Papers that a question wants `stamped` are crossed by what they are for, who asks, and today.
    """
    asked = case.kind.question(question)
    stamped = _(asked.stamped) if asked and asked.stamped else ""
    watermark = watermark_for(stamped, body=case.owner, day=paris_date(now())) if stamped else ""
    kept, refused = keep_each(uploads, body=case.owner, by=by, watermark=watermark)
    for file in kept:
        try:
            attach_file(case, file, question=question, by=by)
        except Refusal as no:
            discard([file], by=by)
            refused.append(f"{file.name} : {no.sentence}")
    return refused


def detach(case: Case, key: str, *, by: Actor) -> None:
    """Take a file off a draft; a key that is none of ours changes nothing."""
    if is_key(key):
        detach_file(case, key, by=by)


def move_up(case: Case, key: str, *, by: Actor) -> None:
    """Put a page of a draft before the one that precedes it; a key that is none of ours changes nothing."""
    if is_key(key):
        move_page_up(case, key, by=by)


def missing_files(case: Case, step: Step) -> list[str]:
    """A sentence for each question that must have a file and has none."""
    asked = [question for question in step.asked(case.answers) if question.kind == Kind.FILES]
    return [_(question.missing) for question in asked if not question.optional and not case.answers.get(question.name)]


def join_asked(case: Case, step: Step, *, by: Actor) -> list[str]:
    """Make one document of the pages of each question that wants it; a sentence for each that could not be made."""
    refused: list[str] = []
    for question in step.questions:
        if question.pages:
            try:
                join_pages(case, question, by=by)
            except Refusal as no:
                refused.append(no.sentence)
    return refused


def is_key(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
