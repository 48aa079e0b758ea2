"""The pages of the pack: nothing behind them, every link is to another file of the pack."""

import re
from collections.abc import Collection
from typing import Any

from django.conf import settings
from django.db.models import prefetch_related_objects
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from guichet.catalogue.models import LifeEvent, LocalSheet, Procedure
from guichet.catalogue.papers import paper_line
from guichet.communes.models import Body
from guichet.communes.rules import week_in_words
from guichet.kiosk.views.sheets import chapters_of, facts_of
from guichet.ui import build

HOME, ALL = "index.html", "toutes.html"
MOST_ASKED = 6
_IN_STYLES = re.compile(r"url\(\./([\w.-]+)\)")


def paper_path(procedure: Procedure) -> str:
    return f"papers/{procedure.slug}.pdf"


def pages(body: Body, procedures: Collection[Procedure], papers: Collection[str]) -> dict[str, bytes]:
    """Path → page, for these procedures of this body; `papers` are the paths of the printed sheets that are there."""
    prefetch_related_objects([body], "opening_hours")
    events = LifeEvent.objects.filter(procedures__in=procedures).distinct()
    by_event = {event: list(event.procedures.filter(pk__in=[one.pk for one in procedures])) for event in events}
    asked = sorted(procedures, key=lambda one: (one.rank, one.short_title))
    around = {
        "town": body,
        "demo": settings.DEMONSTRATION,
        "hours": week_in_words([hours.slot for hours in body.opening_hours.all()]),
        "css": _static_path(_styles()),
        "icon": _static_path(build.file("drawings/pictures/favicon.svg")),
    }
    home = {
        "tiles": [{"name": one.title, "url": _event_path(one), "drawing": one.drawing} for one in events],
        "lines": [_line(one) for one in asked[:MOST_ASKED]],
        "all_url": ALL,
    }
    by_name = sorted(procedures, key=lambda one: one.short_title)
    every = {"title": _("Toutes les démarches"), "lines": [_line(one) for one in by_name]}
    drawn = {HOME: _drawn("home", around, home), ALL: _drawn("list", around, every)}
    for event, theirs in by_event.items():
        told = {"title": event.title, "lead": event.sentence, "lines": [_line(one) for one in theirs]}
        drawn[_event_path(event)] = _drawn("list", around, told)
    for procedure in procedures:
        drawn[_path(procedure)] = _drawn("sheet", around, _sheet(body, procedure, papers))
    return drawn


def styles() -> dict[str, bytes]:
    """The kiosk's style sheet with what it names: fonts, drawings."""
    sheet = _styles()
    names = [sheet, build.file("drawings/pictures/favicon.svg")]
    names += [f"ui/{name}" for name in _IN_STYLES.findall(_built(sheet).decode())]
    return {_static_path(name): _built(name) for name in dict.fromkeys(names)}


def styles_name() -> str:
    """Changes with every build of the front end that changes the kiosk's looks."""
    return _styles()


def _sheet(body: Body, procedure: Procedure, papers: Collection[str]) -> dict[str, Any]:
    local = LocalSheet.objects.on_portal(body, procedure)
    paper = paper_path(procedure)
    return {
        "procedure": procedure,
        "facts": facts_of(procedure, local),
        "papers": [paper_line(one) for one in procedure.sheet.papers],
        "chapters": chapters_of(procedure, local),
        "paper_url": paper if paper in papers else "",
    }


def _drawn(name: str, around: dict[str, Any], told: dict[str, Any]) -> bytes:
    return render_to_string(f"kiosk/pack/{name}.html", {**around, **told, "is_home": name == "home"}).encode()


def _line(procedure: Procedure) -> dict[str, str]:
    return {
        "name": procedure.title,
        "url": _path(procedure),
        "icon": procedure.icon,
        "note": str(procedure.shown_way.label),
    }


def _path(procedure: Procedure) -> str:
    return f"demarche-{procedure.slug}.html"


def _event_path(event: LifeEvent) -> str:
    return f"situation-{event.slug}.html"


def _styles() -> str:
    return build.file("entries/kiosk.css")


def _static_path(name: str) -> str:
    return f"static/{name.removeprefix('ui/')}"


def _built(name: str) -> bytes:
    return (build.DIST / name.removeprefix("ui/")).read_bytes()
