"""Letter models as the tests want them."""

from typing import Any

from guichet.communes.models import Body
from guichet.kit.actor import SYSTEM
from guichet.notifications.actions import write_letter_model
from guichet.notifications.models import LetterModel

TEXT = """[prénom] [nom] nous a demandé quelque chose le [date de réception], sous la référence [référence].

[si sans e-mail]
Nous lui écrivons par la poste.
[fin]"""


def columns(**changes: Any) -> dict[str, Any]:
    return {
        "kind": LetterModel.Kind.DOCUMENT, "name": "attestation de dépôt", "case_type": "", "outcome": "",
        "subject": "Attestation de dépôt", "text": TEXT, "signatory": LetterModel.Signatory.BODY, "is_open": True,
        **changes,
    }  # fmt: skip


def a_document_model(body: Body, **changes: Any) -> LetterModel:
    return write_letter_model(body=body, columns=columns(**changes), by=SYSTEM)


def words_of_refusal(body: Body, **changes: Any) -> LetterModel:
    """What this body proposes when it refuses a bin."""
    told = {
        "kind": LetterModel.Kind.DECISION, "name": "refus de bac", "case_type": "bacs-ordures", "outcome": "refused",
        "subject": "", "text": "[prénom], nous ne pouvons pas : ",
    }  # fmt: skip
    return write_letter_model(body=body, columns=columns(**{**told, **changes}), by=SYSTEM)
