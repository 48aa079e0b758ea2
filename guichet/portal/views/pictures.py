"""The pictures of the pages, in the sizes that the faces ask for; the originals, with what a telephone adds, stay inside."""

from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

from guichet.portal.guard import PortalRequest

A_MONTH = 30 * 24 * 3600
KINDS = {"jpg": "image/jpeg", "jpeg": "image/jpeg", "png": "image/png", "webp": "image/webp"}


@require_safe
def picture(request: PortalRequest, name: str) -> FileResponse:
    """A picture made from what an editor gave; a changed one has another name."""
    kind = KINDS.get(name.rpartition(".")[2])
    try:
        content = default_storage.open(f"images/{name}") if kind else None
    except FileNotFoundError:
        content = None
    if content is None:
        raise Http404
    answer = FileResponse(content, content_type=kind)
    answer.headers["Cache-Control"] = f"public, max-age={A_MONTH}"
    return answer
