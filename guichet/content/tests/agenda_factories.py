"""Events and associations as editors write them."""

from datetime import date, timedelta
from typing import Any

from guichet.content.models import AgendaPage, AssociationPage, DirectoryPage, EventPage, HomePage
from guichet.kit.dates import now, paris_date


def in_days(days: int) -> date:
    return paris_date(now()) + timedelta(days=days)


def an_event(home: HomePage, slug: str = "loto", **changes: Any) -> EventPage:
    """A published event in a week, on the agenda of this portal."""
    given: dict[str, Any] = {
        "title": "Loto de l’école",
        "slug": slug,
        "intro": "Des cartons à deux euros.",
        "theme": "fetes",
        "starts_on": in_days(7),
        "place": "Salle Robert-Dubar",
    }
    event: EventPage = AgendaPage.objects.child_of(home).get().add_child(instance=EventPage(**{**given, **changes}))
    return event


def an_association(home: HomePage, slug: str = "boule", **changes: Any) -> AssociationPage:
    """A published association in the directory of this portal."""
    given: dict[str, Any] = {
        "title": "La Boule anorienne",
        "slug": slug,
        "theme": "sport",
        "publics": ["adultes", "aines"],
        "purpose": "Pétanque chaque semaine, et un concours en juin.",
    }
    page: AssociationPage = (
        DirectoryPage.objects.child_of(home).get().add_child(instance=AssociationPage(**{**given, **changes}))
    )
    return page
