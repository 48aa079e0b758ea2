"""Residents who send a request of any kind with a photograph, and try again when the page does not come."""

import random
import threading
from dataclasses import dataclass, field

from tests.asked import kinds
from tests.client import Refused, Resident, Visitor

HOSTS = ("localhost", "fourmies.localhost")


@dataclass
class Notes:
    """What the residents were told, all together."""

    acknowledged: list[str] = field(default_factory=list)
    broken: int = 0
    refused: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def come_until(enough: threading.Event, port: int, number: int, picture: bytes, notes: Notes) -> None:
    """One after the other, residents send their request; the last one ends hers."""
    while not enough.is_set():
        asked = random.choice(list(kinds().values()))
        resident = Resident(Visitor(HOSTS[number % len(HOSTS)], port), asked, picture)
        try:
            told, heard = notes.acknowledged, resident.send_request()
        except Refused as refused:
            told, heard = notes.refused, str(refused)
        resident.visitor.close()
        with notes.lock:
            told.append(heard)
            notes.broken += resident.broken
