"""Files that come with a form: each is taken or refused on its own."""

from collections.abc import Iterable
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Sum
from django.utils.translation import gettext as _

from guichet.cases.actions import attach_file, detach_file, join_pages, move_page_up
from guichet.cases.models import Case
from guichet.cases.questions import Kind, Question, Step
from guichet.cases.routing import destination_of
from guichet.communes.models import Body
from guichet.documents.actions import discard, keep_upload
from guichet.documents.models import StoredFile
from guichet.documents.rules import MAX_MARKED_PAGES, MAX_PAGES
from guichet.documents.watermarks import watermark_for
from guichet.kit.actor import Actor
from guichet.kit.dates import now, paris_date
from guichet.kit.refusal import Refusal

ACCEPT = "image/jpeg,image/png,image/webp,image/heic,image/heif,application/pdf,.heic,.heif"


def keep_each(uploads: Iterable["UploadedFile[bytes]"], *, body: Body, by: Actor) -> tuple[list[StoredFile], list[str]]:
    """Keep what can be kept; a sentence for each of the others."""
    kept: list[StoredFile] = []
    refused: list[str] = []
    for upload in uploads:
        try:
            kept.append(keep_upload(upload, name=upload.name or "", body=body, by=by))
        except Refusal as no:
            refused.append(no.sentence)
    return kept, refused


def attach_each(uploads: Iterable["UploadedFile[bytes]"], case: Case, *, question: str, by: Actor) -> list[str]:
    """Join each file to the answer of a question; a sentence for each that was refused. The others stay.

    Papers that a question wants `stamped` are crossed by what they are for, who will read them, and today; they have
    six pages in all.
    """
    asked = case.kind.question(question)
    assert asked is not None, f"{case.type_slug} asks no {question}"
    words = _crossing(case, asked)
    refused: list[str] = []
    for upload in uploads:
        try:
            _attach(upload, case, asked, watermark=words, by=by)
        except Refusal as no:
            refused.append(no.sentence)
    return refused


def _crossing(case: Case, asked: Question) -> str:
    """The words across a paper: the office is the one where the draft would land now, not the one knocked at."""
    if not asked.stamped:
        return ""
    return watermark_for(_(asked.stamped), body=destination_of(case).department.body, day=paris_date(now()))


def _attach(upload: "UploadedFile[bytes]", case: Case, asked: Question, *, watermark: str, by: Actor) -> None:
    room = _room(case, asked)
    file = keep_upload(upload, name=upload.name or "", body=case.owner, by=by, watermark=watermark, most_pages=room)
    try:
        attach_file(case, file, question=asked.name, by=by)
    except Refusal as no:
        discard([file], by=by)
        raise Refusal(no.code, f"{file.name} : {no.sentence}") from no


def _room(case: Case, asked: Question) -> int:
    """How many pages the next file of this question may have."""
    if not asked.stamped:
        return MAX_PAGES
    pages = case.attachments.filter(question=asked.name).aggregate(n=Sum("file__pages"))["n"] or 0
    if pages >= MAX_MARKED_PAGES:
        raise Refusal(
            "too-many-pages",
            _("Vous avez déjà joint %(n)s pages, c’est le maximum. Retirez-en une pour en ajouter une autre.")
            % {"n": MAX_MARKED_PAGES},
        )
    return MAX_MARKED_PAGES - pages


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
