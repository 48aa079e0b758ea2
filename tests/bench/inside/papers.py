"""Make a receipt and a letter many times, for somebody else each time: Typst remembers what it has just set."""

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

    def receipt(turn: int) -> bytes:
        case.secret_version, case.subject = turn, f"Bac cassé, {turn} rue Léo-Lagrange"
        case.answers = {**case.answers, "street": f"{turn} rue Léo-Lagrange", "last_name": f"Dubois-{turn}"}
        return receipt_pdf(case)

    text = message.text

    def letter(turn: int) -> bytes:
        message.reference, message.text = f"BAC-26-{turn:05d}", f"{text}\n\nVotre demande porte le numéro {turn}."
        return letter_of(message)

    return {"receipt": _times(receipt), "letter": _times(letter)}


def _times(make: Callable[[int], bytes]) -> list[float]:
    found = []
    for turn in range(TURNS + WARM_UP):
        started = perf_counter()
        make(turn)
        found.append((perf_counter() - started) * 1000)
    return found[WARM_UP:]
