"""Where the person reads what was done, on the portal of the body that received her (DESIGN.md §6)."""

from guichet.visits.models import Visit


def visit_page(visit: Visit) -> str:
    """The page of the two codes as one reads it aloud: "anor.fr/suivi"."""
    return f"{visit.body.url.split('//')[1]}/suivi"


def visit_ticket_url(visit: Visit) -> str:
    """What the QR code of the receipt holds: it opens the visit after one press."""
    return f"{visit.body.url}/suivi/ouvrir/{visit.reference}/{visit.secret}/"
