"""The cabinet sheet of a procedure, to print: one page or two, with the same words as on the screen."""

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from guichet.catalogue.models import Procedure
from guichet.catalogue.papers import sheet_pdf as rendered
from guichet.portal.frame import dated
from guichet.portal.guard import PortalRequest
from guichet.portal.views.catalogue import procedure_or_404


@require_safe
def sheet_pdf(request: PortalRequest, slug: str) -> HttpResponse:
    return _pdf(request, procedure_or_404(request, slug), large=False)


@require_safe
def large_sheet_pdf(request: PortalRequest, slug: str) -> HttpResponse:
    """In letters of 18 points, for those who see badly."""
    return _pdf(request, procedure_or_404(request, slug), large=True)


def _pdf(request: PortalRequest, procedure: Procedure, *, large: bool) -> HttpResponse:
    if request.GET:  # one address for one paper: the page cache keeps it
        return redirect(request.path, permanent=True)
    response = HttpResponse(rendered(procedure, body=request.town, large=large), content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="{procedure.slug}.pdf"'
    return dated(request, response)
