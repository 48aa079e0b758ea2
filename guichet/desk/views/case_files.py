"""Files of a case as people sent them, and the papers we made of it."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet.accounts.rules import Right
from guichet.cases.actions import note_paper
from guichet.cases.models import Attachment
from guichet.cases.receipts import receipt_pdf
from guichet.desk.guard import DeskRequest, agent_view, case_or_404
from guichet.documents.models import StoredFile
from guichet.documents.reading import open_file, preview
from guichet.notifications.models import Message

# What somebody else made is saved and never run, even by a browser told to open it in place.
CAGE = "default-src 'none'; sandbox"
PREVIEW_WIDTH = 400


@require_safe
@agent_view(may=Right.READ_CASES)
def case_file(request: DeskRequest, reference: str, key: UUID) -> HttpResponse:
    """A file to save."""
    note_paper(case_or_404(request, reference), "file", by=request.actor)
    file = _file_or_404(request, reference, key)
    with open_file(file) as content:
        response = HttpResponse(content.read(), content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    return _caged(response)


@require_safe
@agent_view(may=Right.READ_CASES)
def case_preview(request: DeskRequest, reference: str, key: UUID) -> HttpResponse:
    """A small picture of a file, drawn by us: its first page for a PDF."""
    file = _file_or_404(request, reference, key)
    response = _caged(HttpResponse(preview(file, width=PREVIEW_WIDTH), content_type="image/jpeg"))
    response["Cache-Control"] = "private, max-age=3600"
    return response


@require_safe
@agent_view(may=Right.READ_CASES)
def case_receipt(request: DeskRequest, reference: str) -> HttpResponse:
    """The ticket with the two codes, to print for the person."""
    case = case_or_404(request, reference)
    note_paper(case, "ticket", by=request.actor)
    return pdf_response(receipt_pdf(case), _("Ticket %(reference)s.pdf") % {"reference": case.reference})


@require_safe
@agent_view(may=Right.READ_CASES)
def case_letter(request: DeskRequest, reference: str, message: int) -> HttpResponse:
    """A letter of the case, to read or to print."""
    case = case_or_404(request, reference)
    found = Message.objects.about("case", case.pk).filter(pk=message, letter__isnull=False).select_related("letter")
    letter = get_object_or_404(found).letter
    if letter is None:
        raise Http404
    note_paper(case, "letter", by=request.actor)
    with open_file(letter) as content:
        return pdf_response(content.read(), letter.name)


def pdf_response(pdf: bytes, name: str) -> HttpResponse:
    """A paper of ours, opened in the browser, from where it is printed."""
    response = HttpResponse(pdf, content_type="application/pdf")
    response["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def _file_or_404(request: DeskRequest, reference: str, key: UUID) -> StoredFile:
    case = case_or_404(request, reference)
    attachment = get_object_or_404(Attachment.objects.filter(case=case).select_related("file"), file__key=key)
    return attachment.file


def _caged(response: HttpResponse) -> HttpResponse:
    response["Content-Security-Policy"] = CAGE
    response["X-Content-Type-Options"] = "nosniff"
    return response
