"""Free internet, where the town offers it: the charter, the law's notice, the time one has."""

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from guichet.kiosk.frame import page
from guichet.kiosk.guard import KioskRequest, kiosk_page


@require_safe
@kiosk_page
def internet(request: KioskRequest) -> HttpResponse:
    """What is kept of it (CPCE, art. L.34-1: traffic data, one year, not what one reads), then the door."""
    minutes = request.passage.terminal.internet_minutes
    if not minutes:
        raise Http404
    context = {"minutes": minutes}
    web_url = reverse("portal:kiosk")
    return page(request, "kiosk/internet.html", context, web_url=web_url, back_url=reverse("kiosk:home"))
