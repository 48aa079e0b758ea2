"""Everything the portal has, for a robot (sitemap) and for the town's other site (the kiosk's services on the web)."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap as render_sitemap
from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from guichet.catalogue.models import Procedure
from guichet.communes.models import Body
from guichet.content.models import LegalNotice
from guichet.national.models import NationalSheet
from guichet.portal.frame import below_home, dated, home_of, page
from guichet.portal.guard import PortalRequest
from guichet.portal.views.national import national_url
from guichet.portal.welcome import sheet_url, welcome

OWN = (
    "home",
    "procedures",
    "search",
    "legal",
    "national",
    "national-services",
    "national-forms",
    "national-simulators",
)


class PortalSitemap(Sitemap[tuple[str, datetime | None]]):
    """Each address of a body's portal that anybody may read, with its last change when it has one."""

    def __init__(self, body: Body, *, protocol: str) -> None:
        self.body = body
        self.protocol = protocol

    def items(self) -> list[tuple[str, datetime | None]]:
        home = home_of(self.body)
        written = Page.objects.live().public().descendant_of(home) if home else Page.objects.none()
        root = home.url_path if home else "/"
        acts = LegalNotice.objects.public(self.body)
        return [
            *((reverse(f"portal:{name}"), None) for name in OWN),
            *((sheet_url(one), None) for one in Procedure.objects.shown_on(self.body).only("slug")),
            *((f"/{path.removeprefix(root)}", at) for path, at in written.values_list("url_path", "last_published_at")),
            *(
                (national_url(number), None)
                for number in NationalSheet.objects.shown().values_list("national_id", flat=True)
            ),
            *((reverse("portal:legal-notice", args=[one.reference]), one.posted_at) for one in acts),
        ]

    def location(self, item: tuple[str, datetime | None]) -> str:
        return item[0]

    def lastmod(self, item: tuple[str, datetime | None]) -> datetime | None:
        return item[1]


@require_safe
def sitemap(request: PortalRequest) -> HttpResponse:
    """The protocol of sitemaps.org, version 0.9."""
    answer = render_sitemap(request, {"portal": PortalSitemap(request.town, protocol=request.scheme or "https")})
    return dated(request, answer.render())


@require_safe
def kiosk_on_the_web(request: PortalRequest) -> HttpResponse:
    """All that the kiosk offers, to be reached day and night; the town's other site leads here."""
    below = welcome(request)
    town_life = [entry for entry in below_home(request.town) if entry.show_in_menus]
    context = {
        "events": below["events"],
        "doors": [*_doors(), *({"url": f"/{entry.slug}/", "name": entry.title, "icon": "news"} for entry in town_life)],
        "address": request.build_absolute_uri(reverse("portal:kiosk")),
        "crumbs": [{"text": _("Accueil"), "url": "/"}, {"text": _("La borne, chez vous")}],
    }
    return page(request, "portal/kiosk.html", context, until=below["changes_at"])


def _doors() -> Sequence[dict[str, Any]]:
    doors = (
        ("procedures", _("Toutes les démarches"), _("Les papiers, le prix, où aller"), "folders"),
        ("follow", _("Où en est ma demande"), _("Avec la référence et le code du ticket"), "ticket"),
        ("national", _("Les services de l’État"), _("Vos droits, par thème"), "building-bank"),
        ("national-services", _("Services en ligne"), _("Impôts, santé, famille, emploi…"), "external-link"),
        ("national-forms", _("Formulaires"), _("À remplir ou à imprimer"), "file-text"),
        ("national-simulators", _("Simulateurs"), _("Calculer une aide, un droit, un impôt"), "calculator"),
        ("legal", _("Affichage légal"), _("Délibérations, arrêtés, enquêtes"), "clipboard-list"),
    )
    return [
        {"url": reverse(f"portal:{name}"), "name": title, "note": note, "icon": icon}
        for name, title, note, icon in doors
    ]
