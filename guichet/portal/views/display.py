"""The home page, and how pages look."""

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_safe
from wagtail.models import Page

from guichet.content.models import HomePage
from guichet.portal.frame import home_of
from guichet.portal.guard import PortalRequest

CONTRAST_COOKIE = "guichet_contraste"
A_YEAR = 365 * 24 * 3600


@require_safe
def home(request: PortalRequest) -> HttpResponse:
    """The welcome an editor wrote for this host, or the usual one as long as nobody wrote any."""
    page = home_of(request.town)
    shown = page if page is not None and page.live else HomePage(title=request.town.short_name)
    response: HttpResponse = shown.serve(request)
    return response


@require_safe
def written(request: PortalRequest, path: str) -> HttpResponse:
    """The page that editors wrote at this path: found by its whole address, where Wagtail asks once for each floor."""
    home = home_of(request.town)
    below = Page.objects.live().descendant_of(home) if home else Page.objects.none()
    page = get_object_or_404(below.filter(url_path=f"{home.url_path}{path}" if home else "")).specific
    response: HttpResponse = page.serve(request)
    return response


@require_safe
def contrast(request: PortalRequest) -> HttpResponse:
    """Keep on this device whether pages are drawn in high contrast, and go back to the page."""
    back = request.GET.get("retour", "/")
    if not back.startswith("/") or not url_has_allowed_host_and_scheme(back, allowed_hosts=None):
        back = "/"
    response = HttpResponseRedirect(back)
    response.headers["Cache-Control"] = "no-store"
    if request.GET.get("contraste") == "1":
        response.set_cookie(CONTRAST_COOKIE, "1", max_age=A_YEAR, httponly=True, samesite="Lax")
    else:
        response.delete_cookie(CONTRAST_COOKIE, samesite="Lax")
    return response
