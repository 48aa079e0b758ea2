"""What editors write and the legal display, at the kiosk's own addresses."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from guichet.content.faces import Face, shown
from guichet.content.models import LegalNotice
from guichet.kiosk.frame import page, suite
from guichet.kiosk.guard import KioskRequest, kiosk_page
from guichet.kiosk.places import home_of
from guichet.kiosk.views.home import LINES, LOW_LINES


@require_safe
@kiosk_page
def written(request: KioskRequest, path: str) -> HttpResponse:
    """The page that editors wrote at this path, as the kiosk shows its kind."""
    home = home_of(request.town)
    below = Page.objects.live().descendant_of(home) if home else Page.objects.none()
    found = get_object_or_404(below.filter(url_path=f"{home.url_path}{path}" if home else "")).specific
    response: HttpResponse = shown(Face.KIOSK, request, found)
    return response


@require_safe
@kiosk_page
def legal(request: KioskRequest) -> HttpResponse:
    """The acts that the law wants displayed, the latest first."""
    lines = [
        {
            "url": reverse("kiosk:legal-notice", args=[one.reference]),
            "name": one.title,
            "note": one.get_kind_display(),
            "icon": "clipboard-list",
        }
        for one in LegalNotice.objects.public(request.town).order_by("-posted_at")
    ]
    displayed = suite(request, lines, LINES, LOW_LINES)
    context = {"title": _("Affichage légal"), "lines": displayed.items, "suite": displayed}
    web_url, back = reverse("portal:legal"), reverse("kiosk:town-life")
    return page(request, "kiosk/list.html", context, web_url=web_url, back_url=back)


@require_safe
@kiosk_page
def notice(request: KioskRequest, reference: str) -> HttpResponse:
    found = get_object_or_404(LegalNotice.objects.public(request.town), reference=reference)
    response: HttpResponse = shown(Face.KIOSK, request, found)
    return response
