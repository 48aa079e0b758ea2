"""The State's sheets: its themes, each sheet, its online services, forms and simulators by theme."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from guichet.catalogue.models import Procedure
from guichet.national.models import PUBLISHER, Archive, NationalSheet
from guichet.national.telling.lists import (
    Addresses,
    Catalogued,
    Group,
    count,
    from_catalogue,
    how_to,
    listed,
    titles,
)
from guichet.national.telling.lists import themes as archive_themes
from guichet.national.telling.resources import kind_word
from guichet.national.telling.runs import Surroundings
from guichet.national.telling.sections import sections, with_parts
from guichet.national.telling.sheets import (
    door_of,
    facts_of,
    find_sheet,
    folder_of,
    lead_of,
    procedures_beside,
    surroundings,
)
from guichet.portal.frame import page
from guichet.portal.guard import PortalRequest
from guichet.portal.welcome import procedure_line

SECTION = "procedures"
MOST_ON_ONE_PAGE = 200  # beyond, a list opens on its themes


def national_url(national_id: str) -> str:
    return reverse("portal:national-sheet", args=[national_id])


ADDRESSES = Addresses(sheet=national_url, procedure=lambda slug: reverse("portal:sheet", args=[slug]))


@require_safe
def themes(request: PortalRequest) -> HttpResponse:
    """Where the State's sheets begin: its themes, what to do when, and the three lists."""
    lines = archive_themes(ADDRESSES)
    context = {
        "themes": lines,
        "how_to": how_to(ADDRESSES),
        "rules": [] if lines else from_catalogue(request.town, Catalogued.RULES, ADDRESSES),
        "tabs": _tabs("national"),
        "archive": Archive.objects.last(),
        "publisher": PUBLISHER,
        "crumbs": [{"text": _("Accueil"), "url": "/"}, {"text": _("Services publics")}],
    }
    return page(request, "portal/national/themes.html", context, section=SECTION)


@require_safe
def sheet(request: PortalRequest, number: str) -> HttpResponseBase:
    """One file of the State's archive, whatever it is, with where it comes from."""
    found = find_sheet(number)
    if found is None:
        return _elsewhere(number)
    office_url = f"{reverse('portal:home')}#accueil"
    around = surroundings(found, request.town, sheet_url=national_url, office_url=office_url)
    drawn = sections(found, around)
    context = {
        "sheet": found,
        "kind": kind_word(found.kind),
        "lead": lead_of(found),
        "facts": facts_of(found),
        "door": door_of(found),
        "sections": drawn,
        "parts": with_parts(drawn),
        "here": [procedure_line(one) for one in procedures_beside(number, request.town)],
        "archive": Archive.objects.last(),
        "publisher": PUBLISHER,
        "crumbs": _crumbs(found, around),
    }
    return page(request, "portal/national/sheet.html", context, section=SECTION)


def _elsewhere(number: str) -> HttpResponseBase:
    """A part of a folder stands on the page of its folder; what is not held here does not exist here."""
    if whole := folder_of(number):
        return redirect(f"{national_url(whole)}#{number}")
    raise Http404


def _crumbs(found: NationalSheet, around: Surroundings) -> list[dict[str, str]]:
    path = [
        {"text": title, **({"url": national_url(number)} if number in around.held else {})}
        for number, title in found.path
    ]
    return [
        {"text": _("Accueil"), "url": "/"},
        {"text": _("Services publics"), "url": reverse("portal:national")},
        *(level for level in path if "url" in level),
        {"text": found.title},
    ]


@require_safe
def services(request: PortalRequest, theme: str = "") -> HttpResponse:
    """What is done on the State's sites."""
    return _list(request, "services", theme)


@require_safe
def forms(request: PortalRequest, theme: str = "") -> HttpResponse:
    """The State's forms and the letters to copy."""
    return _list(request, "forms", theme)


@require_safe
def simulators(request: PortalRequest, theme: str = "") -> HttpResponse:
    """What estimates a right, a price, a delay."""
    return _list(request, "simulators", theme)


def _list(request: PortalRequest, name: str, theme: str) -> HttpResponse:
    """A list by theme; a long one opens on its themes, each with a page of its own."""
    groups, from_archive = listed(name, request.town, ADDRESSES)
    total = count(groups)
    opens_on_themes = from_archive and not theme and total > MOST_ON_ONE_PAGE
    title = titles()[name]
    crumbs = [
        {"text": _("Accueil"), "url": "/"},
        {"text": _("Services publics"), "url": reverse("portal:national")},
        {"text": title, "url": reverse(f"portal:national-{name}")},
    ]
    if theme:
        groups = [group for group in groups if group.slug == theme]
        if not groups or not from_archive:
            raise Http404
        crumbs.append({"text": groups[0].title})
    context = {
        "title": title,
        "theme": groups[0].title if theme else "",
        "total": count(groups) if theme else total,
        "groups": [] if opens_on_themes else groups,
        "doors": [_theme_door(name, group) for group in groups] if opens_on_themes else [],
        "tabs": _tabs(name),
        "archive": Archive.objects.last() if from_archive else None,
        "publisher": PUBLISHER,
        "crumbs": crumbs if theme else [*crumbs[:2], {"text": title}],
    }
    return page(request, "portal/national/list.html", context, section=SECTION)


def _theme_door(name: str, group: Group) -> dict[str, str]:
    note = ngettext("%(n)s adresse", "%(n)s adresses", len(group.lines)) % {"n": len(group.lines)}
    return {"url": reverse(f"portal:national-{name}-theme", args=[group.slug]), "name": group.title, "note": note}


def _tabs(current: str) -> list[dict[str, Any]]:
    named = {"national": _("Fiches"), **titles()}
    addresses = {name: "portal:national" if name == "national" else f"portal:national-{name}" for name in named}
    return [{"text": text, "url": reverse(addresses[name]), "current": name == current} for name, text in named.items()]


def national_card(procedure: Procedure) -> dict[str, str] | None:
    """The State's sheet that a procedure names, when it is held here."""
    if not procedure.national:
        return None
    held = NationalSheet.objects.shown().filter(national_id=procedure.national).values_list("title", flat=True).first()
    return {"title": held, "url": national_url(procedure.national)} if held else None
