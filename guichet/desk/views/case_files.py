"""Files of a case as people sent them, and the papers we made of it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet.accounts.rules import Right
from guichet.cases.actions import note_paper
from guichet.cases.models import Attachment
from guichet.cases.receipts import receipt_pdf
from guichet.desk.guard import DeskRequest, agent_view, is_followed, readable_case_or_404
from guichet.documents.models import StoredFile
from guichet.documents.reading import open_file, page_asked, preview
from guichet.kit.refusal import Refusal
from guichet.notifications.models import Message

# What somebody else made is saved and never run, even by a browser told to open it in place.
CAGE = "default-src 'none'; sandbox"
PREVIEW_WIDTH = 400


@require_safe
@agent_view(may=Right.READ_CASES)
def case_file(request: DeskRequest, reference: str, key: UUID) -> HttpResponse:
    """A file to save."""
    case = readable_case_or_404(request, reference)
    file = _file_or_404(request, reference, key)
    try:
        content = open_file(file)
    except Refusal as no:
        messages.error(request, no.sentence)
        return redirect("desk:case", case.reference)
    note_paper(case, "file", by=request.actor)
    with content:
        response = HttpResponse(content.read(), content_type=file.media_type)
    response["Content-Disposition"] = content_disposition_header(True, file.name) or "attachment"
    return _caged(response)


@require_safe
@agent_view(may=Right.READ_CASES)
def case_preview(request: DeskRequest, reference: str, key: UUID) -> HttpResponse:
    """A small picture of a file, drawn by us; of a PDF the page that is asked (`?page=2`), the first unless told."""
    file = _file_or_404(request, reference, key)
    try:
        picture = preview(file, width=PREVIEW_WIDTH, page=page_asked(request.GET.get("page", "")))
    except (IndexError, Refusal):
        raise Http404 from None
    response = _caged(HttpResponse(picture, content_type="image/jpeg"))
    response["Cache-Control"] = "private, max-age=3600"
    return response


@require_safe
@agent_view(may=Right.READ_CASES)
def case_receipt(request: DeskRequest, reference: str) -> HttpResponse:
    """The ticket with the two codes, to print for the person; without them for who only follows the case."""
    case = readable_case_or_404(request, reference)
    if is_followed(request, case):
        note_paper(case, "receipt", by=request.actor)
        name = _("Reçu %(reference)s.pdf") % {"reference": case.reference}
        return pdf_response(receipt_pdf(case, with_codes=False), name)
    note_paper(case, "ticket", by=request.actor)
    return pdf_response(receipt_pdf(case), _("Ticket %(reference)s.pdf") % {"reference": case.reference})


@require_safe
@agent_view(may=Right.READ_CASES)
def case_letter(request: DeskRequest, reference: str, message: int) -> HttpResponse:
    """A letter of the case, to read or to print; who only follows it prints those of its own body."""
    case = readable_case_or_404(request, reference)
    found = Message.objects.about("case", case.pk).filter(pk=message, letter__isnull=False).select_related("letter")
    if is_followed(request, case):
        found = found.filter(body=request.role.body)
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
    case = readable_case_or_404(request, reference)
    attachment = get_object_or_404(Attachment.objects.filter(case=case).select_related("file"), file__key=key)
    return attachment.file


def _caged(response: HttpResponse) -> HttpResponse:
    response["Content-Security-Policy"] = CAGE
    response["X-Content-Type-Options"] = "nosniff"
    return response
