"""The mandate on paper: two copies to sign by hand, or the text that is signed on a screen."""

from django.conf import settings
from django.utils.translation import gettext as _

from guichet.documents.actions import ToSign
from guichet.documents.rendering import render_pdf, ticket
from guichet.mandates.addresses import follow_page, ticket_url
from guichet.mandates.models import Mandate
from guichet.mandates.rules import blocks_of
from guichet.notifications.envelopes import letterhead

_TEMPLATE = "mandates/typst/mandate.typ"


def copies_pdf(mandate: Mandate) -> bytes:
    """Both copies, with their places to sign. Only hers has the two codes: the other one is scanned and kept."""
    hers = {"whose": _("Exemplaire de la personne"), "to_sign": True, "ticket": _ticket(mandate)}
    ours = {"whose": _("Exemplaire de la collectivité"), "to_sign": True, "ticket": None}
    return render_pdf(_TEMPLATE, {**_words(mandate), "copies": [hers, ours], "evidence": None})


def to_sign(mandate: Mandate) -> ToSign:
    """What is signed on a screen: the text alone, whose evidence page comes behind it."""
    alone = {"whose": "", "to_sign": False, "ticket": None}
    return ToSign(
        text=mandate.text,
        template=_TEMPLATE,
        data={**_words(mandate), "copies": [alone]},
        title=_("Mandat simple"),
        reference=mandate.reference,
    )


def _words(mandate: Mandate) -> dict[str, object]:
    return {
        "letterhead": letterhead(mandate.body, None),
        "title": _("Mandat simple"),
        "reference": mandate.reference,
        "blocks": [
            {"title": block.title, "sentences": list(block.sentences), "items": list(block.items)}
            for block in blocks_of(mandate.text)
        ],
        "person_signs": _("%(person)s, date et signature") % {"person": mandate.person},
        "body_signs": _("Pour %(body)s, nom et signature") % {"body": mandate.body.the_name},
        "footer": _("Commune de démonstration, contenu inventé") if settings.DEMONSTRATION else mandate.body.name,
    }


def _ticket(mandate: Mandate) -> dict[str, object]:
    made = ticket(
        reference=mandate.reference,
        secret=mandate.spoken_secret,
        url=ticket_url(mandate),
        shown=follow_page(mandate.body),
    )
    words = {
        "qr": _("Code QR qui ouvre ce qui est fait en votre nom, mandat %(reference)s")
        % {"reference": mandate.reference},
        "scan": _("Scannez pour voir ce qui est fait en votre nom, ou pour arrêter ce mandat."),
    }
    kept = made["words"]
    assert isinstance(kept, dict)
    return {**made, "words": {**kept, **words}}
