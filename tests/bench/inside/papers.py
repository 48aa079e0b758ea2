"""Make the same receipt and the same letter many times."""

from collections.abc import Callable
from time import perf_counter

from guichet.cases.models import Case
from guichet.cases.receipts import receipt_pdf
from guichet.cases.rules import OPEN
from guichet.notifications.envelopes import letter_of
from guichet.notifications.models import Message

TURNS = 60
WARM_UP = 3


def run() -> dict[str, list[float]]:
    """Milliseconds of each, the data read from the database beforehand."""
    case = Case.objects.filter(state__in=OPEN).select_related("person", "owner", "department", "commune").first()
    messages = Message.objects.exclude(ticket_data=None).select_related("body", "department", "person")
    message = messages.filter(letter__isnull=False).first()
    assert case is not None, "the demonstration has open cases"
    assert message is not None, "the demonstration has letters"
    return {"receipt": _times(lambda: receipt_pdf(case)), "letter": _times(lambda: letter_of(message))}


def _times(make: Callable[[], bytes]) -> list[float]:
    found = []
    for _turn in range(TURNS + WARM_UP):
        started = perf_counter()
        make()
        found.append((perf_counter() - started) * 1000)
    return found[WARM_UP:]
