"""Residents who send a request with a photograph, and try again when the page does not come."""

import threading
import time
from dataclasses import dataclass, field

from tests.client import Answer, Dropped, Refused, Visitor

HOSTS = ("localhost", "fourmies.localhost")
START = "/demarches/bacs-ordures/demande/"
PAUSE_SECONDS = 0.1
MOST_PAGES = 40
STEPS: dict[str, dict[str, str]] = {
    "besoin": {"need": "repair"},
    "bac": {"waste": "household"},
    "probleme": {"broken": "lid", "bin_number": "5901 2047"},
    "photo": {},
    "adresse": {"street": "14 rue Léo-Lagrange", "postcode": "59186", "city": "Anor"},
    "vous": {"first_name": "Lucie", "last_name": "Dubois"},
    "reponse": {"email": "lucie@exemple.fr", "phone": ""},
    "verifier": {},
}


@dataclass
class Notes:
    """What the residents were told, all together."""

    acknowledged: list[str] = field(default_factory=list)
    dropped: int = 0
    refused: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)


def come_until(enough: threading.Event, port: int, number: int, picture: bytes, notes: Notes) -> None:
    """One after the other, residents send their request; the last one ends hers."""
    while not enough.is_set():
        resident = Resident(Visitor(HOSTS[number % len(HOSTS)], port), picture, notes)
        try:
            reference = resident.send_request()
        except Refused as refused:
            with notes.lock:
                notes.refused.append(str(refused))
            continue
        finally:
            resident.visitor.close()
        with notes.lock:
            notes.acknowledged.append(reference)


@dataclass
class Resident:
    visitor: Visitor
    picture: bytes
    notes: Notes

    def send_request(self) -> str:
        """From the first page to the receipt; the reference she was given."""
        page = self._read(f"{START}etape/besoin/")
        for _page in range(MOST_PAGES):
            parts = page.path.partition("?")[0].strip("/").split("/")
            if parts[0] == "suivi":  # the receipt; or, after a broken answer, "your request was sent already"
                return parts[1]
            page = self._answer(page, parts[-1])
        raise Refused(f"no receipt after {MOST_PAGES} pages: {page.path}")

    def _answer(self, page: Answer, step: str) -> Answer:
        file = ("photo", self.picture) if step == "photo" and "retirer" not in page.text else None
        try:
            return self.visitor.post(page.path, {**page.hidden_fields, **STEPS[step]}, file)
        except Dropped:
            self._dropped()
            return self._read(page.path)  # where was I? The draft knows

    def _read(self, path: str) -> Answer:
        while True:
            try:
                return self.visitor.get(path)
            except Dropped:
                self._dropped()

    def _dropped(self) -> None:
        with self.notes.lock:
            self.notes.dropped += 1
        time.sleep(PAUSE_SECONDS)
