"""What the home page shows below its welcome."""

from collections.abc import Sequence
from datetime import datetime, time, timedelta
from itertools import groupby
from typing import Any

from django.db.models import prefetch_related_objects
from django.http import HttpRequest
from django.urls import reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from guichet.catalogue.models import LifeEvent, Procedure
from guichet.communes.models import Body, OpeningHours
from guichet.communes.rules import Presence, hours_in_words
from guichet.kit.dates import DAYS, day_in_words, hour_in_words, now, paris_date
from guichet.portal.frame import town_of

MOST_ASKED = 8
MOST_EVENTS = 8
TRIES = 3
CLOSURES_TOLD = timedelta(days=45)
WAY_TAGS = {Procedure.Way.ONLINE: "done", Procedure.Way.APPOINTMENT: "info", Procedure.Way.COUNTER: "town"}


def welcome(request: HttpRequest) -> dict[str, Any]:
    town = town_of(request)
    asked = list(Procedure.objects.most_asked(town).defer("sheet_data"))
    at = now()
    prefetch_related_objects([town], "opening_hours", "closures")
    presence = town.presence(at)
    days = opening_days(list(town.opening_hours.all()), at)
    return {
        "tries": [{"text": found.in_words[0], "url": sheet_url(found)} for found in asked if found.in_words][:TRIES],
        "events": [
            event_card(event) for event in LifeEvent.objects.filter(procedures__isnull=False).distinct()[:MOST_EVENTS]
        ],
        "asked": [procedure_line(found) for found in asked[:MOST_ASKED]],
        "asked_total": len(asked),
        "presence": presence_words(presence, at) if days else None,
        "changes_at": presence.changes_at,
        "days": days,
        "closures": closures_ahead(town, at),
        "street": town.street,
        "search_url": reverse("portal:search"),
        "suggest_url": reverse("portal:search-json"),
    }


def unbroken(title: str) -> str:
    """A title whose hyphens do not end a line ("peut-on" in big letters); the joiner is invisible."""
    return title.replace("-", "-\N{WORD JOINER}")


def sheet_url(procedure: Procedure) -> str:
    return reverse("portal:sheet", args=[procedure.slug])


def event_card(event: LifeEvent) -> dict[str, str]:
    url = f"{reverse('portal:procedures')}#{event.slug}"
    return {"url": url, "name": event.title, "note": event.sentence, "drawing": event.drawing}


def procedure_line(procedure: Procedure) -> dict[str, str]:
    """A procedure in a list, with where it is done."""
    way = procedure.shown_way
    return {
        "url": sheet_url(procedure),
        "name": procedure.short_title,
        "icon": procedure.icon,
        "tag": str(way.label),
        "tag_kind": WAY_TAGS[way],
    }


def presence_words(presence: Presence, at: datetime) -> dict[str, str]:
    """Say whether the counter is open, and until or from when."""
    if presence.is_open:
        assert presence.changes_at is not None, "an open counter closes"
        return {
            "state": "open",
            "text": _("L’accueil est ouvert"),
            "note": _("jusqu’à %s") % hour_in_words(presence.changes_at),
        }
    if presence.changes_at is None:
        return {"state": "closed", "text": _("L’accueil est fermé"), "note": ""}
    hour, ahead = hour_in_words(presence.changes_at), (paris_date(presence.changes_at) - paris_date(at)).days
    if ahead == 0:
        note = _("il ouvre à %s") % hour
    elif ahead == 1:
        note = _("il ouvre demain à %s") % hour
    elif ahead < 7:
        note = _("il ouvre %(day)s à %(hour)s") % {"day": DAYS[paris_date(presence.changes_at).weekday()], "hour": hour}
    else:
        note = _("il ouvre %(day)s à %(hour)s") % {
            "day": day_in_words(paris_date(presence.changes_at), year=False),
            "hour": hour,
        }
    return {"state": "closed", "text": _("L’accueil est fermé,"), "note": note}


def opening_days(hours: Sequence[OpeningHours], at: datetime) -> list[dict[str, Any]]:
    """The week as a table; Saturday and Sunday only when one opens. Empty when the body gave no hours."""
    if not hours:
        return []
    by_day = {day: list(slots) for day, slots in groupby(hours, key=lambda slot: slot.weekday)}
    today = paris_date(at).weekday()
    return [
        {
            "name": capfirst(DAYS[day]),
            "hours": ", ".join(_range(slot) for slot in by_day.get(day, [])),
            "today": day == today,
        }
        for day in range(max(4, *by_day) + 1)
    ]


def _range(slot: OpeningHours) -> str:
    return f"{_hour(slot.opens)} – {_hour(slot.closes)}"


def _hour(at: time) -> str:
    return f"{at.hour}\u00a0h\u00a0{at.minute:02d}" if at.minute else f"{at.hour}\u00a0h"


def closures_ahead(town: Body, at: datetime) -> list[str]:
    """The next days when the counter stays shut or opens at other hours, each as a sentence."""
    today = paris_date(at)
    sentences = []
    ahead = [one for one in town.closures.all() if today <= one.last_on and one.first_on <= today + CLOSURES_TOLD]
    for closure in ahead:
        first, last = (day_in_words(day, year=False) for day in (closure.first_on, closure.last_on))
        told = {"day": first, "first": first, "last": last, "hours": hours_in_words(closure.hours)}
        is_one_day = closure.first_on == closure.last_on
        if closure.hours:
            when = (_("Le %(day)s : %(hours)s") if is_one_day else _("Du %(first)s au %(last)s : %(hours)s")) % told
        else:
            when = (_("Fermé le %(day)s") if is_one_day else _("Fermé du %(first)s au %(last)s")) % told
        sentences.append(f"{when} ({closure.reason})." if closure.reason else f"{when}.")
    return sentences
