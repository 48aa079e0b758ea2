"""How much a kiosk is used: numbers by day and by month, nobody in them."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Count, Sum
from django.db.models.functions import TruncDate

from guichet.devices.models import KioskSession, Terminal
from guichet.kit.dates import PARIS, start_of

LATELY = 30  # days


@dataclass(frozen=True)
class UseOfDay:
    """How many people used it, and what they printed and scanned."""

    day: date
    people: int
    pages: int
    scans: int


def use_by_day(terminal: Terminal, today: date) -> list[UseOfDay]:
    """The days of the last thirty on which somebody used it, the last first; one that only waited does not count."""
    sessions = KioskSession.objects.filter(
        terminal=terminal, was_used=True, started_at__gte=start_of(today - timedelta(days=LATELY - 1))
    )
    rows = (
        sessions.order_by()
        .annotate(day=TruncDate("started_at", tzinfo=PARIS))
        .values("day")
        .annotate(people=Count("pk"), pages=Sum("pages_printed"), scanned=Sum("scans"))
        .order_by("-day")
    )
    return [UseOfDay(row["day"], row["people"], row["pages"], row["scanned"]) for row in rows]
