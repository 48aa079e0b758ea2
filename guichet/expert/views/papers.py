"""Files of the case as people sent them, its receipt, a copy of everything."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from guichet.cases.actions import note_paper
from guichet.cases.copies import case_copy
from guichet.cases.models import Case
from guichet.cases.receipts import receipt_pdf
from guichet.documents.models import StoredFile
from guichet.documents.reading import open_file, page_asked, preview
from guichet.expert.guard import ExpertRequest, case_view, expert
from guichet.expert.sheet import attachments_of
from guichet.expert.views.cases import show_case
from guichet.kit.refusal import Refusal

# What somebody else made is saved and never run, even by a browser told to open it in place.
CAGE = "default-src 'none'; sandbox"
PREVIEW_WIDTH = 400


@require_safe
@case_view
def file(request: ExpertRequest, case: Case, key: UUID) -> HttpResponseBase:
    """A file to save."""
    found = _file_or_404(case, key)
    try:
        content = open_file(found)
    except Refusal as no:
        return show_case(request, case, refusal=no)
    note_paper(case, "file", by=expert(case))
    response = FileResponse(content, as_attachment=True, filename=found.name, content_type=found.media_type)
    response.headers["Content-Security-Policy"] = CAGE
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@require_safe
@case_view
def file_preview(request: ExpertRequest, case: Case, key: UUID) -> HttpResponse:
    """A small picture of a file, drawn by us: one page of a PDF, the first unless `?page=` says another."""
    try:
        picture = preview(_file_or_404(case, key), width=PREVIEW_WIDTH, page=page_asked(request.GET.get("page", "")))
    except (IndexError, Refusal) as no:
        raise Http404 from no
    response = HttpResponse(picture, content_type="image/jpeg")
    response.headers["Content-Security-Policy"] = CAGE
    return response


@require_safe
@case_view
def receipt(request: ExpertRequest, case: Case) -> HttpResponse:
    """The receipt to print, without the two codes: they are the person's."""
    note_paper(case, "receipt", by=expert(case))
    response = HttpResponse(receipt_pdf(case, with_codes=False), content_type="application/pdf")
    name = _("Reçu %(reference)s.pdf") % {"reference": case.reference}
    response.headers["Content-Disposition"] = content_disposition_header(False, name) or "inline"
    return response


@require_safe
@case_view
def copy(request: ExpertRequest, case: Case) -> FileResponse:
    """Everything of the case that the department may read, for its own files: a PDF and what was joined."""
    note_paper(case, "copy", by=expert(case))
    name = _("Dossier %(reference)s.zip") % {"reference": case.reference}
    files = [attachment.file for attachment in attachments_of(case)]
    return FileResponse(case_copy(case, files), as_attachment=True, filename=name, content_type="application/zip")


def _file_or_404(case: Case, key: UUID) -> StoredFile:
    attachment = attachments_of(case).filter(file__key=key).first()
    if attachment is None:
        raise Http404
    return attachment.file
