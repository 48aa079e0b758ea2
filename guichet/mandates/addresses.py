"""Addresses of a mandate that leave the house. The portal answers at them."""

from guichet.communes.models import Body
from guichet.mandates.models import Mandate


def follow_page(body: Body) -> str:
    """The page of the two codes as one reads it aloud: "anor.fr/suivi"."""
    return f"{body.url.split('//')[1]}/suivi"


def ticket_url(mandate: Mandate) -> str:
    """What the QR code of her copy holds: it opens, after one press, what was done in her name."""
    return f"{mandate.body.url}/suivi/ouvrir/{mandate.reference}/{mandate.secret}/"
