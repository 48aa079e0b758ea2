"""Addresses of a case that leave the house: in letters, messages, tickets. The portal answers at them (DESIGN.md §6)."""

from guichet.cases.models import Case
from guichet.communes.models import Body


def follow_url(case: Case) -> str:
    """The page that asks for the two codes of this case, on the portal that took it."""
    return f"{case.commune.url}/suivi/?reference={case.reference}"


def follow_page(commune: Body) -> str:
    """The page of the two codes as one reads it aloud: "anor.fr/suivi"."""
    return f"{commune.url.split('//')[1]}/suivi"


def ticket_url(case: Case, secret: str) -> str:
    """What the QR code of the ticket holds: opens the case after one press (a preview of the link opens nothing)."""
    return f"{case.commune.url}/suivi/ouvrir/{case.reference}/{secret}/"


def desk_url(case: Case) -> str:
    """The case at the desk of the body that treats it."""
    return f"{case.owner.url}/guichet/dossiers/{case.reference}/"


def expert_url(case: Case) -> str:
    """The case for a department whose body has no account here: it opens with a code sent to that department."""
    return f"{case.commune.url}/expert/dossiers/{case.reference}/"


class ReferenceConverter:
    """A reference as we print it: anything else is no address of ours, and never reaches the database."""

    regex = r"[A-Z]{3}-[0-9]{2}-[0-9]{5,9}"

    def to_python(self, value: str) -> str:
        return value

    def to_url(self, value: str) -> str:
        return value
