"""The follow-up of a request: where it stands, what was said, answer, add files."""

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guichet.accounts.rules import Sent
from guichet.cases.actions import answer_as_resident
from guichet.cases.asking.files import keep_each
from guichet.cases.models import Attachment, Case, Entry
from guichet.documents.actions import discard
from guichet.documents.models import StoredFile
from guichet.documents.reading import open_file, page_asked, preview
from guichet.kit.refusal import Refusal
from guichet.kit.words import clean
from guichet.portal.guard import PortalRequest, case_view, count_sent, resident
from guichet.portal.views.follow_pages import case_page
from guichet.portal.walk import due_url

THUMBNAIL = 400


@require_safe
@case_view
def case(request: PortalRequest, case: Case) -> HttpResponse:
    if case.is_draft:
        return redirect(due_url(case))
    return case_page(request, case)


@require_POST
@case_view
def answer(request: PortalRequest, case: Case) -> HttpResponse:
    """Send words, files, or both. A refused file stops neither the words nor the other files."""
    text, uploads = clean(request.POST.get("message", "")), request.FILES.getlist("files")
    kept: list[StoredFile] = []
    refused: list[str] = []
    try:
        if uploads:
            count_sent(request, Sent.FILE, len(uploads))
            kept, refused = keep_each(uploads, body=case.owner, by=resident(request))
        if refused and not kept and not text:
            raise Refusal("no-file", "")
        case = answer_as_resident(case, text, kept, by=resident(request))
    except Refusal as no:
        if kept:
            discard(kept, by=resident(request))
            refused = [*refused, _("Vos fichiers n’ont pas été joints : rien n’est parti.")]
        return case_page(request, case, text=text, refused=[*refused, *([no.sentence] if no.sentence else [])])
    if refused:
        return case_page(request, case, refused=refused, note="parti-sans")
    return redirect(f"{_case_url(case)}?note=parti#fil")


@require_safe
@case_view
def file(request: PortalRequest, case: Case, key: UUID) -> FileResponse | HttpResponse:
    found = _file_or_404(case, key)
    try:
        content = open_file(found)
    except Refusal as no:
        return case_page(request, case, refused=[no.sentence])
    return FileResponse(content, as_attachment=True, filename=found.name, content_type=found.media_type)


@require_safe
@case_view
def file_preview(request: PortalRequest, case: Case, key: UUID) -> HttpResponse:
    """A small picture of the file, or of one of its pages: `?page=2`, the first unless told."""
    found = _file_or_404(case, key)
    try:
        picture = preview(found, width=THUMBNAIL, page=page_asked(request.GET.get("page", "")))
    except (IndexError, Refusal):
        raise Http404 from None
    return HttpResponse(picture, content_type="image/jpeg")


def _file_or_404(case: Case, key: UUID) -> StoredFile:
    """A file of this case that its resident may see: hers, or one that came with words to her."""
    attachments = Attachment.objects.filter(case=case, file__key=key).exclude(entry__kind=Entry.Kind.NOTE)
    attachment = attachments.select_related("file").first()
    if attachment is None:
        raise Http404
    return attachment.file


def _case_url(case: Case) -> str:
    return reverse("portal:case", args=[case.reference])
