"""The documents that editors give to download, each at one address whatever file it holds this month."""

from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from guichet.content.download_rules import format_named
from guichet.content.downloads import documents_of
from guichet.portal.guard import PortalRequest


@require_safe
def document(request: PortalRequest, document_id: int, document_filename: str) -> FileResponse:
    """A document of this town or of its intercommunal body, found by its number: its name is for who reads the address."""
    found = get_object_or_404(documents_of(request.town), pk=document_id)
    form = format_named(found.filename)
    if form is None:
        raise Http404
    try:
        content = found.file.open("rb")
    except FileNotFoundError as error:
        raise Http404 from error
    answer = FileResponse(
        content, as_attachment=not form.opens_in_browser, filename=found.filename, content_type=form.media_type
    )
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["ETag"] = f'"{found.file_hash}"'
    answer.headers["Cache-Control"] = "public, max-age=300"
    return answer
