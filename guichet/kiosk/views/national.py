"""The State's sheets at the kiosk: its themes, each sheet turned screen by screen, its services, forms and simulators."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from guichet.catalogue.models import Procedure
from guichet.kiosk.frame import Comfort, page, suite
from guichet.kiosk.guard import KioskRequest, kiosk_page
from guichet.kiosk.state.cutting import OPENED, Link, cut
from guichet.kiosk.state.leaves import Leaf, bind, page_of
from guichet.kiosk.state.room import Room
from guichet.kiosk.views.home import procedure_line
from guichet.national.models import PUBLISHER, Archive, NationalSheet
from guichet.national.telling.lists import (
    Addresses,
    Catalogued,
    Group,
    Line,
    count,
    from_catalogue,
    how_to,
    listed,
    titles,
)
from guichet.national.telling.lists import themes as archive_themes
from guichet.national.telling.resources import kind_word
from guichet.national.telling.runs import Surroundings
from guichet.national.telling.sections import sections
from guichet.national.telling.sheets import (
    door_of,
    facts_of,
    find_sheet,
    folder_of,
    lead_of,
    procedures_beside,
    surroundings,
)

LINES, LOW_LINES = 8, 3
# What stands on the first screen of a sheet beside its text, in pixels.
SOURCE, FACTS, DOOR, LEAD = 130, 150, 250, 150


def national_url(national_id: str) -> str:
    return reverse("kiosk:national-sheet", args=[national_id])


ADDRESSES = Addresses(sheet=national_url, procedure=lambda slug: reverse("kiosk:sheet", args=[slug]))


@require_safe
@kiosk_page
def themes(request: KioskRequest) -> HttpResponse:
    """The three lists, then the State's themes; without an archive, what our procedures link to."""
    lines = archive_themes(ADDRESSES)
    told = [
        {"url": reverse(f"kiosk:national-{name}"), "name": title, "icon": "list-search"}
        for name, title in titles().items()
    ]
    if how_to(ADDRESSES):
        told.append({"url": reverse("kiosk:national-how-to"), "name": _("Comment faire si…"), "icon": "bulb"})
    rules = [] if lines else from_catalogue(request.town, Catalogued.RULES, ADDRESSES)
    told += _told([*lines, *_once(rules)])
    return _list(request, told, title=_("Les services de l’État"), web_url=reverse("portal:national"))


@require_safe
@kiosk_page
def how_to_page(request: KioskRequest) -> HttpResponse:
    """What to do when something happens."""
    return _list(
        request,
        _told(how_to(ADDRESSES)),
        title=_("Comment faire si…"),
        web_url=f"{reverse('portal:national')}#comment-faire-si",
        back_url=reverse("kiosk:national"),
    )


@require_safe
@kiosk_page
def services(request: KioskRequest, theme: str = "") -> HttpResponse:
    """What is done on the State's sites."""
    return _by_theme(request, "services", theme)


@require_safe
@kiosk_page
def forms(request: KioskRequest, theme: str = "") -> HttpResponse:
    """The State's forms and the letters to copy."""
    return _by_theme(request, "forms", theme)


@require_safe
@kiosk_page
def simulators(request: KioskRequest, theme: str = "") -> HttpResponse:
    """What estimates a right, a price, a delay."""
    return _by_theme(request, "simulators", theme)


def _by_theme(request: KioskRequest, name: str, theme: str) -> HttpResponse:
    """A list opens on its themes when one screen does not hold it."""
    groups, from_archive = listed(name, request.town, ADDRESSES)
    title, here, web_url = titles()[name], reverse(f"kiosk:national-{name}"), reverse(f"portal:national-{name}")
    if not theme:
        is_short = len(groups) == 1 or count(groups) <= LINES
        lines = _told(_once(groups)) if is_short else [_theme_door(name, group) for group in groups]
        return _list(request, lines, title=title, web_url=web_url, back_url=reverse("kiosk:national"))
    found = next((group for group in groups if group.slug == theme), None)
    if found is None:
        raise Http404
    there = reverse(f"portal:national-{name}-theme", args=[theme]) if from_archive else f"{web_url}#{theme}"
    return _list(request, _told(found.lines), title=found.title, over=title, web_url=there, back_url=here)


def _theme_door(name: str, group: Group) -> dict[str, str]:
    note = ngettext("%(n)s adresse", "%(n)s adresses", len(group.lines)) % {"n": len(group.lines)}
    url = reverse(f"kiosk:national-{name}-theme", args=[group.slug])
    return {"url": url, "name": group.title, "note": note, "icon": "folders"}


def _once(groups: Iterable[Group]) -> list[Line]:
    """The lines of all groups, each once."""
    return list({(line.url, line.name): line for group in groups for line in group.lines}.values())


def _list(
    request: KioskRequest, lines: Sequence[dict[str, Any]], *, web_url: str, back_url: str = "", **told: str
) -> HttpResponse:
    shown = suite(request, lines, LINES, LOW_LINES)
    context = {"lines": shown.items, "suite": shown, **told}
    template = "kiosk/national/list.html"
    return page(request, template, context, web_url=web_url, back_url=back_url or reverse("kiosk:home"))


def _told(lines: Iterable[Line]) -> list[dict[str, Any]]:
    return [{**_addressed(Link(line.url, line.name, line.note)), "icon": line.icon, "tag": line.tag} for line in lines]


def _addressed(link: Link) -> dict[str, Any]:
    """A line to press; one that leads to another site says whose it is."""
    if not link.host:
        return {"url": link.url, "name": link.text, "note": link.note}
    whose = link.note or link.host
    apart = link.host not in whose  # whose it is often says the address already
    note = _("%(whose)s – sur un autre site : %(host)s") if apart else _("Sur un autre site : %(whose)s")
    told = {"whose": whose, "host": link.host}
    return {
        "url": link.url,
        "name": link.text,
        "note": note % told,
        "outside": True,
        "whose": whose,
    }


@require_safe
@kiosk_page
def sheet(request: KioskRequest, number: str) -> HttpResponseBase:
    """One file of the State's archive: what it holds first, then one screen after another."""
    found = find_sheet(number)
    if found is None:
        return _elsewhere(number)
    around = surroundings(found, request.town, sheet_url=national_url, office_url=reverse("kiosk:someone"))
    here = [_procedure_here(request, one) for one in procedures_beside(number, request.town)]
    leaves = _leaves(request, found, around, here)
    if "partie" in request.GET:
        return redirect(f"{national_url(number)}?page={page_of(leaves, request.GET['partie']) or 1}")
    shown = suite(request, leaves, 1, 1)
    leaf = shown.items[0]
    is_first = shown.number == 1
    context = {
        "sheet": found,
        "leaf": leaf,
        "kind": leaf.over or kind_word(found.kind),
        "lines": [*(here if is_first else ()), *(_line_of(link) for link in leaf.links)],
        "suite": shown,
        **(_first_screen(found) if is_first else {}),
    }
    back_url = _above(found, around) if is_first else national_url(number)
    return page(request, "kiosk/national/sheet.html", context, web_url=_web_url(number, leaf), back_url=back_url)


def _procedure_here(request: KioskRequest, procedure: Procedure) -> dict[str, str]:
    line = procedure_line(procedure)
    told = {"name": request.town.short_name, "way": line["note"]}
    return {**line, "note": _("La démarche à %(name)s · %(way)s") % told}


def _elsewhere(number: str) -> HttpResponseBase:
    """A part of a folder stands on a screen of its folder; what is not held here does not exist here."""
    if whole := folder_of(number):
        return redirect(f"{national_url(whole)}?partie={number}")
    raise Http404


def _leaves(
    request: KioskRequest, found: NationalSheet, around: Surroundings, here: Sequence[dict[str, str]]
) -> list[Leaf]:
    """The screens of a sheet; the first one says more than its text."""
    room = Room.of(Comfort.of(request.passage))
    read = SOURCE + (FACTS if _facts(found) else 0) + (LEAD if lead_of(found) else 0)
    press = (DOOR if found.url else 0) + sum(room.line(Link(one["url"], one["name"], one["note"])) for one in here)
    return bind(found.title, cut(sections(found, around)), room, first=room.without(read, press))


def _facts(found: NationalSheet) -> list[dict[str, str]]:
    """The short answers; whose a service is stands below its door."""
    return [fact for fact in facts_of(found) if not found.url or fact["value"] != found.source]


def _first_screen(found: NationalSheet) -> dict[str, Any]:
    """What only the first screen says: the short answers, the door to the service, whose words they are."""
    return {
        "lead": lead_of(found),
        "facts": _facts(found),
        "door": door_of(found),
        "whose": found.source or Link(found.url, "").host,
        "archive": Archive.objects.last(),
        "publisher": PUBLISHER,
    }


def _line_of(link: Link) -> dict[str, Any]:
    """What a sheet points to: another place of its own, another sheet, another site."""
    icon = "" if link.url.startswith("?") else "file-text"
    return {**_addressed(link), "name": capfirst(link.text), "icon": "world" if link.host else icon}


def _above(found: NationalSheet, around: Surroundings) -> str:
    """One step up: the folder or the theme that holds the sheet."""
    held = [number for number, _title in found.path if number in around.held]
    return national_url(held[-1]) if held else reverse("kiosk:national")


def _web_url(number: str, leaf: Leaf) -> str:
    """The same place on the portal; a choice has no place of its own there."""
    places = sorted(anchor for anchor in leaf.anchors if anchor and not anchor.startswith(OPENED))
    url = reverse("portal:national-sheet", args=[number])
    return f"{url}#{places[0]}" if places and leaf.over else url
