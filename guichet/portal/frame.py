"""What stands around every page of the portal: header, banner, footer; and how long the page stays true."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Any
from urllib.parse import urlencode

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.models import Page

from guichet.communes.models import Body
from guichet.content.models import Banner, HomePage, TextPage
from guichet.kit.dates import PARIS, now

# Read and taken off by the page cache: after this moment the page would say something false.
EXPIRES = "X-Guichet-Expires"
_READ = ("slug", "title", "show_in_menus", "content_type", "sectionpage__intro", "sectionpage__drawing")
RIGHTS_SLUG = "donnees-personnelles"


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    section: str = "",
    status: int = 200,
    until: datetime | None = None,
) -> HttpResponse:
    """A page of the portal. `until` is when something it shows changes by the mere passing of time."""
    framed = {**frame(request, section=section), **(context or {})}
    return dated(request, HttpResponse(render_to_string(template, framed, request), status=status), until=until)


def dated(request: HttpRequest, response: HttpResponse, *, until: datetime | None = None) -> HttpResponse:
    """Write on an answer when it stops being true: next midnight, the next banner, or sooner."""
    at = now()
    midnight = datetime.combine(at.astimezone(PARIS).date() + timedelta(days=1), time(0), PARIS)
    marks = [mark for banner in _surroundings(town_of(request)).banners for mark in (banner.starts_at, banner.ends_at)]
    moments = [midnight, until, *(mark for mark in marks if mark is not None and mark > at)]
    response.headers[EXPIRES] = str(int(min(moment for moment in moments if moment is not None).timestamp()))
    return response


def frame(request: HttpRequest, *, section: str = "") -> dict[str, Any]:
    """What the layout asks for. Pages right below the home page: all in the footer, those "in menus" in the header.

    A page of text that is in the header is not said again below.
    """
    town, at = town_of(request), now()
    around = _surroundings(town)
    header = [entry for entry in around.pages if entry.show_in_menus]
    texts = [entry for entry in around.pages if entry.cached_content_type.model_class() is TextPage]
    town_life = [entry for entry in around.pages if entry not in texts]
    showing = [
        banner
        for banner in around.banners
        if banner.starts_at <= at and (banner.ends_at is None or at < banner.ends_at)
    ]
    nav = [
        {"url": reverse("portal:procedures"), "text": _("Démarches"), "current": section == "procedures"},
        *({"url": f"/{entry.slug}/", "text": entry.title, "current": section == entry.slug} for entry in header),
    ]
    doors = [
        {"url": reverse("portal:procedures"), "text": _("Toutes les démarches")},
        {"url": reverse("portal:national"), "text": _("Services publics")},
        {"url": reverse("portal:search"), "text": _("Chercher")},
        {"url": reverse("portal:follow"), "text": _("Suivre ma demande")},
    ]
    legal = {"url": reverse("portal:legal"), "text": _("Affichage légal")}
    columns = [
        {"title": _("Démarches"), "links": doors},
        {
            "title": _("La commune") if town.is_commune else _("L’intercommunalité"),
            "links": [*_links(town_life), legal],
        },
        {"title": _("Ce site"), "links": _links(entry for entry in texts if not entry.show_in_menus)},
    ]
    return {
        "body": letterhead(town),
        "nav": nav,
        "follow_url": reverse("portal:follow"),
        "banner": next(iter(showing), None),
        "footer_links": [column for column in columns if column["links"]],
        "rights_url": next((f"/{entry.slug}/" for entry in around.pages if entry.slug == RIGHTS_SLUG), ""),
        "contrast_url": _contrast_url(request),
    }


def _links(pages: Iterable[Page]) -> list[dict[str, str]]:
    return [{"url": f"/{entry.slug}/", "text": entry.title} for entry in pages]


def letterhead(town: Body) -> dict[str, str]:
    """The town as header and footer show it."""
    return {
        "name": town.short_name,
        "tagline": _("Le guichet de la commune") if town.is_commune else _("Le guichet de l’intercommunalité"),
        "office": town.office,
        "street": town.street,
        "postcode": town.postcode,
        "city": town.city,
        "phone": town.phone,
        "email": town.email,
    }


def town_of(request: HttpRequest) -> Body:
    """The body whose portal was asked."""
    town: Body = request.town  # type: ignore[attr-defined]  # put there by KnownHost
    return town


@dataclass(frozen=True)
class _Surroundings:
    """What editors put around the pages of a portal: its pages below the home page, its banners not yet ended."""

    pages: tuple[Page, ...]
    banners: tuple[Banner, ...]


def _surroundings(town: Body) -> _Surroundings:
    """Read once for each reading of the body itself (config.hosts: at most a second old), not for each page."""
    known: _Surroundings | None = vars(town).get("_surroundings")
    if known is None:
        home = home_of(town)
        pages = home.get_children().live().select_related("sectionpage").only(*_READ) if home else []
        ahead = Q(ends_at=None) | Q(ends_at__gt=now())
        banners = Banner.objects.of_portal(town).filter(ahead).order_by("-starts_at", "-pk")
        known = vars(town)["_surroundings"] = _Surroundings(tuple(pages), tuple(banners))
    return known


def home_of(town: Body) -> HomePage | None:
    """The root page of this body's site, whether it is shown or not; None before it has one."""
    if "_home" not in vars(town):  # as for `_surroundings`
        vars(town)["_home"] = HomePage.objects.filter(sites_rooted_here__hostname=town.host).first()
    home: HomePage | None = vars(town)["_home"]
    return home


def below_home(town: Body) -> tuple[Page, ...]:
    """The pages shown right below the home page, sections with what a list of them says."""
    return _surroundings(town).pages


def _contrast_url(request: HttpRequest) -> str:
    wanted = "0" if request.COOKIES.get("guichet_contraste") == "1" else "1"
    back = request.get_full_path() if request.method in {"GET", "HEAD"} else request.path
    return f"{reverse('portal:contrast')}?{urlencode({'contraste': wanted, 'retour': back})}"
