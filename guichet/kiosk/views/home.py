"""The first screen, and the lists it leads to: what happens to people, what is most asked, the town's life, everything."""

from collections.abc import Sequence
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from wagtail.models import Page

from guichet.catalogue.models import LifeEvent, Procedure
from guichet.communes.models import Body
from guichet.communes.rules import week_in_words
from guichet.content.models import LegalNotice
from guichet.devices.models import Terminal
from guichet.devices.telling import opens_site
from guichet.kiosk.frame import Comfort, page, suite
from guichet.kiosk.guard import KioskRequest, kiosk_page
from guichet.kiosk.places import home_of, written_url
from guichet.kiosk.town_life import coming_events
from guichet.kit.dates import hour_in_words

HOME_TILES = 9
LOW_TILES = 8
HOME_DOORS = 3
COMING = 3
MOST_ASKED = 20
LINES, LOW_LINES = 8, 4


@require_safe
@kiosk_page
def home(request: KioskRequest) -> HttpResponse:
    """Nine things that happen to people, four doors, the search. Nothing scrolls, nothing is turned.

    Where there is no room for four doors, the spare ones are not drawn: they stand first behind the last one.
    """
    comfort = Comfort.of(request.passage)
    events = LifeEvent.objects.filter(procedures__isnull=False).distinct()
    tiles = [] if _hides(request, "life-events") else [_tile(event) for event in events]
    context = {
        "tiles": tiles[:HOME_TILES],
        "doors": _home_doors(request),
        "coming": coming_events(request)[:COMING] if comfort.low else [],
    }
    return page(request, "kiosk/home.html", context, web_url="/")


@require_safe
@kiosk_page
def everything(request: KioskRequest) -> HttpResponse:
    """All the places of the kiosk, those of the first screen included. A place that is not built yet has no door."""
    context = {"doors": _doors(request), "tiles": [], "title": _("Tout voir")}
    return page(
        request, "kiosk/everything.html", context, web_url=reverse("portal:kiosk"), back_url=reverse("kiosk:home")
    )


@require_safe
@kiosk_page
def event(request: KioskRequest, slug: str) -> HttpResponse:
    """The procedures of one thing that happens to people."""
    found = LifeEvent.objects.filter(slug=slug).first()
    if found is None:
        raise Http404
    asked = Procedure.objects.most_asked(request.town).filter(events=found).defer("sheet_data")
    return _list(
        request,
        [procedure_line(one) for one in asked],
        title=found.title,
        lead=found.sentence,
        drawing=found.drawing,
        web_url=f"{reverse('portal:procedures')}#{found.slug}",
    )


@require_safe
@kiosk_page
def events(request: KioskRequest) -> HttpResponse:
    """Every life event, by pages of nine."""
    found = [_tile(event) for event in LifeEvent.objects.filter(procedures__isnull=False).distinct()]
    shown = suite(request, found, HOME_TILES, LOW_TILES)
    context = {"tiles": shown.items, "suite": shown, "title": _("Ce qui vous arrive")}
    return page(
        request, "kiosk/everything.html", context, web_url=reverse("portal:procedures"), back_url=reverse("kiosk:home")
    )


@require_safe
@kiosk_page
def most_asked(request: KioskRequest) -> HttpResponse:
    """The twenty most asked, all on one page: two touches from the first screen."""
    asked = Procedure.objects.most_asked(request.town).defer("sheet_data")[:MOST_ASKED]
    context = {"title": _("Les plus demandées"), "lines": [procedure_line(one) for one in asked]}
    return page(
        request,
        "kiosk/most_asked.html",
        context,
        web_url=reverse("portal:procedures"),
        back_url=reverse("kiosk:home"),
    )


@require_safe
@kiosk_page
def town_life(request: KioskRequest) -> HttpResponse:
    """What editors write for everybody: news, agenda, associations, sections; and the legal display."""
    home = home_of(request.town)
    below = home.get_children().live().filter(show_in_menus=True).order_by("path") if home else Page.objects.none()
    lines = [{"url": written_url(one, home), "name": one.title, "icon": "news"} for one in below]
    if LegalNotice.objects.public(request.town).exists():
        lines.append({"url": reverse("kiosk:legal"), "name": _("Affichage légal"), "icon": "clipboard-list"})
    return _list(request, lines, title=_("La vie ici"), web_url="/")


@require_safe
@kiosk_page
def someone(request: KioskRequest) -> HttpResponse:
    """Who can be seen: the counter with its hours, and the partners' own kiosks."""
    town = request.town
    partners = Terminal.objects.of_body(town).filter(kind=Terminal.Kind.PARTNER)
    context = {
        "presence": presence_words(town),
        "hours": hours_words(town),
        "partners": partners,
        "sites": [one for one in partners if one.url and opens_site(request.passage.terminal, one.url)],
    }
    return page(request, "kiosk/someone.html", context, web_url="/", back_url=reverse("kiosk:home"))


def _list(request: KioskRequest, lines: Sequence[dict[str, Any]], **context: Any) -> HttpResponse:
    """Lines to touch, turned over by whole pages."""
    shown = suite(request, lines, LINES, LOW_LINES)
    web_url = context.pop("web_url")
    told = {"lines": shown.items, "suite": shown, **context}
    return page(request, "kiosk/list.html", told, web_url=web_url, back_url=reverse("kiosk:home"))


def _home_doors(request: KioskRequest) -> list[dict[str, Any]]:
    """The first places of the kiosk, all but the first of them spare, and the door that leads to all of them."""
    first = [{**door, "spare": number > 0} for number, door in enumerate(_doors(request)[:HOME_DOORS])]
    note = _("agenda, État, voir quelqu’un")
    return [*first, {"url": reverse("kiosk:everything"), "name": _("Tout voir"), "note": note, "icon": "layout-grid"}]


def _doors(request: KioskRequest) -> list[dict[str, str]]:
    """Every place of the kiosk in the order of its use: the first three stand on the first screen."""
    doors = (
        ("my-request", "mine", _("Ma demande"), _("avec votre ticket"), "qrcode"),
        ("most-asked", "most-asked", _("Les plus demandées"), _("les vingt premières"), "star"),
        ("print", "papers", _("Imprimer"), _("les fiches et formulaires"), "printer"),
        ("someone", "someone", _("Voir quelqu’un"), presence_words(request.town), "users"),
        ("life-events", "events", _("Ce qui vous arrive"), _("par situation"), "folders"),
        ("town-life", "town-life", _("La vie ici"), _("actualités, agenda, associations"), "calendar-event"),
        ("state", "national", _("Les services de l’État"), _("vos droits, par thème"), "building-bank"),
        ("state", "national-services", _("Services en ligne"), _("impôts, santé, famille, emploi"), "external-link"),
        ("forms", "national-forms", _("Formulaires de l’État"), _("à remplir ou à imprimer"), "file-text"),
        ("simulators", "national-simulators", _("Simulateurs"), _("une aide, un droit, un impôt"), "calculator"),
        ("scan", "scan", _("Numériser un papier"), _("gardé sous un code"), "scan"),
        ("internet", "internet", _("Internet"), _("librement, un moment"), "world"),
    )
    return [
        {"url": reverse(f"kiosk:{name}"), "name": title, "note": note, "icon": icon}
        for tile, name, title, note, icon in doors
        if not _hides(request, tile) and (tile != "internet" or request.passage.terminal.internet_minutes)
    ]


def _hides(request: KioskRequest, tile: str) -> bool:
    return tile in request.passage.terminal.hidden_tiles


def _tile(event: LifeEvent) -> dict[str, str]:
    return {"url": reverse("kiosk:event", args=[event.slug]), "name": event.title, "drawing": event.drawing}


def hours_words(town: Body) -> list[str]:
    """The week of the counter, a sentence for each group of days."""
    prefetch_related_objects([town], "opening_hours")
    return week_in_words([hours.slot for hours in town.opening_hours.all()])


def presence_words(town: Body) -> str:
    """Whether the counter is open, in a few words; nothing when it gave no hours."""
    prefetch_related_objects([town], "opening_hours", "closures")
    if not town.opening_hours.all():
        return ""
    presence = town.presence()
    if presence.is_open and presence.changes_at:
        return _("l’accueil est là jusqu’à %s") % hour_in_words(presence.changes_at)
    return _("l’accueil est fermé")


def procedure_line(procedure: Procedure) -> dict[str, str]:
    """A procedure in a list of the kiosk, with where it is done."""
    return {
        "url": reverse("kiosk:sheet", args=[procedure.slug]),
        "name": procedure.short_title,
        "icon": procedure.icon,
        "note": str(procedure.shown_way.label),
    }
