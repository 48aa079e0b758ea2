"""Associations and events of the invented Anor, read from `town_life.yaml`; events around the day it is built."""

from collections.abc import Mapping
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import yaml
from wagtail.images.models import Image

from guichet.communes.models import Body
from guichet.config.demonstration.drawings import drawn
from guichet.content.models import AgendaPage, AssociationPage, DirectoryPage, EventPage, HomePage, TownPage
from guichet.kit.dates import DAYS, now, paris_date

STORY = Path(__file__).resolve().parent / "town_life.yaml"


def write_town_life(anor: Body, home: HomePage) -> None:
    """Ten associations, then twelve events that some of them organise; everything is published."""
    story = yaml.safe_load(STORY.read_text(encoding="utf-8"))
    directory, agenda = DirectoryPage.objects.child_of(home).get(), AgendaPage.objects.child_of(home).get()
    known = {told["slug"]: _publish(directory, _association(anor, told)) for told in story["associations"]}
    for told in story["events"]:
        event = _event(anor, told)
        event.association = known.get(told.get("association", ""))
        _publish(agenda, event)


def _association(anor: Body, told: Mapping[str, Any]) -> AssociationPage:
    contact_name, phone, email, website = told["contact"]
    return AssociationPage(
        **{name: told[name] for name in ("title", "slug", "theme", "publics", "purpose", "place", "price")},
        schedule=[("meeting", dict(zip(("day", "hours", "what"), line, strict=True))) for line in told["schedule"]],
        contact_name=contact_name,
        phone=phone,
        email=email,
        website=website,
        picture=_picture(anor, told),
    )


def _event(anor: Body, told: Mapping[str, Any]) -> EventPage:
    starts_at, ends_at = (time.fromisoformat(hour) for hour in told["hours"]) if "hours" in told else (None, None)
    optional = ("address", "organiser", "price", "booking", "booking_url", "called_off", "repeat")
    return EventPage(
        **{name: told[name] for name in ("title", "slug", "intro", "theme", "place")},
        **{name: told[name] for name in optional if name in told},
        starts_on=day_of(told["day"]),
        ends_on=day_of(told["last"]) if "last" in told else None,
        starts_at=starts_at,
        ends_at=ends_at,
        cancelled_days=_cancelled(*told["cancelled"]) if "cancelled" in told else [],
        picture=_picture(anor, told),
        content=[("text", told["text"])] if "text" in told else [],
    )


def _cancelled(day: str, reason: str) -> list[tuple[str, dict[str, Any]]]:
    return [("cancelled", {"day": day_of(day), "reason": reason})]


def day_of(told: str) -> date:
    """ "samedi+0" is the next Saturday, never today; "+1" the one after, "-1" the one before."""
    sign = "+" if "+" in told else "-"
    name, weeks = told.split(sign)
    tomorrow = paris_date(now()) + timedelta(days=1)
    coming = tomorrow + timedelta(days=(DAYS.index(name) - tomorrow.weekday()) % 7)
    return coming + timedelta(weeks=int(f"{sign}{weeks}"))


def _picture(anor: Body, told: Mapping[str, Any]) -> Image:
    drawing, ground = told["picture"]
    return drawn(anor, drawing, told["title"], ground=ground)


def _publish(above: TownPage, page: TownPage) -> TownPage:
    above.add_child(instance=page)
    page.save_revision().publish()
    return page
