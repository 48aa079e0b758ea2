"""The State's sheets: its themes, each sheet, its online services, forms and simulators by theme."""

from typing import Any

from django.http import Http404, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_safe

from guichet.catalogue.models import Procedure
from guichet.kit.words import fold
from guichet.national.models import PUBLISHER, Archive, NationalSheet
from guichet.national.rules import Kind
from guichet.portal.frame import page
from guichet.portal.guard import PortalRequest
from guichet.portal.state_lists import Catalogued, Group, count, from_catalogue, national_url, of_archive
from guichet.portal.state_resources import kind_word, numbers
from guichet.portal.state_runs import Surroundings
from guichet.portal.state_sections import numbers_in, sections, with_parts
from guichet.portal.welcome import procedure_line

SECTION = "procedures"
MOST_ON_ONE_PAGE = 200  # beyond, a list opens on its themes
LISTS = {
    "services": ((Kind.SERVICE, Kind.FINDER), Catalogued.SERVICE),
    "forms": ((Kind.FORM, Kind.LETTER), Catalogued.FORM),
    "simulators": ((Kind.SIMULATOR,), Catalogued.SIMULATOR),
}


@require_safe
def themes(request: PortalRequest) -> HttpResponse:
    """Where the State's sheets begin: its themes, what to do when, and the three lists."""
    gathered = NationalSheet.objects.shown().filter(kind=Kind.THEME).only("national_id", "title", "body")
    how_to = NationalSheet.objects.shown().filter(kind=Kind.HOW_TO).values_list("national_id", "title")
    by_title = sorted(gathered, key=lambda one: fold(one.title))  # a database puts "Étranger" after all the others
    lines = [{"url": national_url(one.national_id), "name": one.title, "note": _inside(one)} for one in by_title]
    things = sorted(how_to, key=lambda one: fold(one[1]))
    context = {
        "themes": lines,
        "how_to": [{"url": national_url(number), "name": title} for number, title in things],
        "rules": [] if lines else from_catalogue(request.town, Catalogued.RULES),
        "tabs": _tabs("national"),
        "archive": Archive.objects.last(),
        "publisher": PUBLISHER,
        "crumbs": [{"text": _("Accueil"), "url": "/"}, {"text": _("Services publics")}],
    }
    return page(request, "portal/national/themes.html", context, section=SECTION)


def _inside(theme: NationalSheet) -> str:
    """What a theme gathers, in a few words."""
    return ", ".join(group["title"] for group in theme.body.get("contents", ()) if "title" in group)


@require_safe
def sheet(request: PortalRequest, number: str) -> HttpResponseBase:
    """One file of the State's archive, whatever it is, with where it comes from."""
    found = NationalSheet.objects.shown().filter(national_id=number).first()
    if found is None:
        return _elsewhere(number)
    around = _around(request, found)
    drawn = sections(found, around)
    context = {
        "sheet": found,
        "kind": kind_word(found.kind),
        "lead": "" if {"intro", "main"} & found.body.keys() else found.summary,
        "facts": _facts(found),
        "door": _door(found),
        "sections": drawn,
        "parts": with_parts(drawn),
        "here": [procedure_line(one) for one in _procedures_here(request, number)],
        "archive": Archive.objects.last(),
        "publisher": PUBLISHER,
        "crumbs": _crumbs(found, around),
    }
    return page(request, "portal/national/sheet.html", context, section=SECTION)


def _elsewhere(number: str) -> HttpResponseBase:
    """A part of a folder stands on the page of its folder; what is not held here does not exist here."""
    whole, _dash, part = number.partition("-")
    if part and NationalSheet.objects.shown().filter(national_id=whole).exists():
        return redirect(f"{national_url(whole)}#{number}")
    raise Http404


def _around(request: PortalRequest, found: NationalSheet) -> Surroundings:
    named = {*numbers_in(found.body), *(number for number, _title in found.path)}
    held = NationalSheet.objects.shown().filter(national_id__in=named).values_list("national_id", flat=True)
    town_hall = request.town.office if request.town.is_commune else ""
    return Surroundings(frozenset(held), found.told, town_hall)


def _procedures_here(request: PortalRequest, number: str) -> list[Procedure]:
    """The procedures of this town that name the sheet: where one acts, after one has read. Most sheets have none."""
    if not Procedure.objects.filter(national=number).exists():
        return []
    return list(Procedure.objects.shown_on(request.town).filter(national=number).defer("sheet_data"))


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


def _facts(found: NationalSheet) -> list[dict[str, str]]:
    """The short answers at the top of a form or a service."""
    told = [
        ("number", _("Numéro"), numbers({"cerfa": found.cerfa, "number": found.number})),
        ("download", _("Fichier"), found.body.get("file", "")),
        ("building-community", _("Proposé par"), found.source),
    ]
    return [{"icon": icon, "term": term, "value": value} for icon, term, value in told if value]


def _door(found: NationalSheet) -> dict[str, str]:
    """The one thing to press on the page of a service: it is done on another site, which is said."""
    if not found.url:
        return {}
    words = {
        Kind.FORM: _("Ouvrir le formulaire"),
        Kind.SIMULATOR: _("Ouvrir le simulateur"),
        Kind.LETTER: _("Ouvrir le modèle"),
    }
    return {"url": found.url, "text": words.get(Kind(found.kind), _("Accéder au service en ligne"))}


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
    kinds, catalogued = LISTS[name]
    groups = of_archive(kinds)
    from_archive = bool(groups)
    groups = groups or from_catalogue(request.town, catalogued)
    total = count(groups)
    opens_on_themes = from_archive and not theme and total > MOST_ON_ONE_PAGE
    title = _titles()[name]
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


def _titles() -> dict[str, str]:
    return {"services": _("Services en ligne"), "forms": _("Formulaires"), "simulators": _("Simulateurs")}


def _tabs(current: str) -> list[dict[str, Any]]:
    named = {"national": _("Fiches"), **_titles()}
    addresses = {name: "portal:national" if name == "national" else f"portal:national-{name}" for name in named}
    return [{"text": text, "url": reverse(addresses[name]), "current": name == current} for name, text in named.items()]


def national_card(procedure: Procedure) -> dict[str, str] | None:
    """The State's sheet that a procedure names, when it is held here."""
    if not procedure.national:
        return None
    held = NationalSheet.objects.shown().filter(national_id=procedure.national).values_list("title", flat=True).first()
    return {"title": held, "url": national_url(procedure.national)} if held else None
