"""Every address of the house. The faces own theirs; machines and errors are here."""

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import include, path, re_path, reverse
from django.views.generic import RedirectView
from wagtail.admin import urls as wagtail_admin_urls

from guichet.config import health


def nothing_here(request: HttpRequest, **_: str) -> HttpResponse:
    """Wagtail's own sign-in, reset and account pages do not exist: /connexion/ is the only door."""
    raise Http404


def sign_out(request: HttpRequest) -> HttpResponse:
    return HttpResponseRedirect(reverse("account_logout"), status=307)


urlpatterns = [
    path("healthz", health.alive, name="healthz"),
    path("readyz", health.ready, name="readyz"),
    path("composants/", include("guichet.ui.gallery")),
    path("guichet/", include("guichet.desk.urls")),
    path("connexion/", include("guichet.desk.signin.urls")),
    path("expert/", include("guichet.expert.urls")),
    path("borne/appareil/", include("guichet.kiosk.device.urls")),
    # Wagtail's side bar posts to its own logout (307 keeps the POST and its token) and links to its own account page.
    path("cms/logout/", sign_out, name="cms-logout"),
    path("cms/account/", RedirectView.as_view(pattern_name="signin:security"), name="cms-account"),
    re_path(r"^cms/(?P<page>login|password_reset|account)(?:/.*)?$", nothing_here, name="cms-closed"),
    path("cms/", include(wagtail_admin_urls)),
    path("borne/", include("guichet.kiosk.urls")),
    path("", include("guichet.portal.urls")),
    path("", include("guichet.portal.pages")),
]

handler400 = "guichet.config.errors.bad_request"
handler403 = "guichet.config.errors.forbidden"
handler404 = "guichet.config.errors.not_found"
handler500 = "guichet.config.errors.server_error"
