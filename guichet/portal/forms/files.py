"""Files that come with a form: each is taken or refused on its own."""

from collections.abc import Iterable
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile

from guichet.cases.actions import attach_file, detach_file
from guichet.cases.models import Case
from guichet.communes.models import Body
from guichet.documents.actions import discard, keep_upload
from guichet.documents.models import StoredFile
from guichet.kit.actor import Actor
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
    """Join each file to the answer of a question; a sentence for each that was refused. The others stay."""
    kept, refused = keep_each(uploads, body=case.owner, by=by)
    for file in kept:
        try:
            attach_file(case, file, question=question, by=by)
        except Refusal as no:
            discard([file], by=by)
            refused.append(f"{file.name} : {no.sentence}")
    return refused


def detach(case: Case, key: str, *, by: Actor) -> None:
    """Take a file off a draft; a key that is none of ours changes nothing."""
    try:
        detach_file(case, str(UUID(key)), by=by)
    except ValueError:
        return
