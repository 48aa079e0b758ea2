"""Sign on a screen: the drawing, the text and the circumstances become one paper.

A simple signature (eIDAS 910/2014, art. 25 §1): admissible, and worth what its evidence is worth. Hence the page behind
the text: the drawing, when, before whom, the hash of the words.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from guichet.accounts.models import Account, Person
from guichet.communes.models import Body
from guichet.documents import refusals
from guichet.documents.actions.keeping import discard, keep_written
from guichet.documents.actions.sealing import write_sealed
from guichet.documents.facts import SignatureDrawn, SignatureErased
from guichet.documents.models import Signature, StoredFile
from guichet.documents.rendering import render_pdf
from guichet.documents.strokes import Strokes, TooLong, Unreadable, is_drawn, read_strokes, svg_of
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.kit.dates import day_in_words, hour_in_words, now, paris_date

_INK = "#1b2933"


@dataclass(frozen=True)
class ToSign:
    """What is signed. `text` is the words as they were read, whose hash is kept; `template` prints `data`, which says
    the same, and ends with the `evidence` of house.typ. `title` names the paper; `reference` is how it is called."""

    text: str
    template: str
    data: Mapping[str, object]
    title: str
    reference: str


@dataclass(frozen=True)
class Drawn:
    """A signed paper whose bytes are safe on the disk; its rows are still to be created."""

    file: StoredFile
    strokes: Strokes
    text_sha256: str
    signed_at: datetime


def draw_signature(paper: ToSign, drawing: str, *, signer: str, body: Body, by: Actor) -> Drawn:
    """The first half of `sign_on_glass`, outside a transaction: print the text with its evidence page, and seal it.

    `signer` is her name, which stands on the paper alone. Refuses no drawing, one too long, one that is none.
    """
    strokes = _strokes_in(drawing)
    at = now()
    sha256 = hashlib.sha256(paper.text.encode()).hexdigest()
    evidence = _evidence(paper, strokes, sha256=sha256, signer=signer, at=at, by=by)
    pdf = render_pdf(paper.template, {**paper.data, "evidence": evidence})
    reason = _("Signé sur écran : %(title)s") % {"title": paper.title}
    return Drawn(write_sealed(pdf, name=paper.title, body=body, reason=reason), strokes, sha256, at)


@transaction.atomic
def keep_drawn(drawn: Drawn, *, person: Person, by: Actor) -> Signature:
    """The second half, quick: create the rows, in the caller's transaction if what is signed must change with them."""
    file = keep_written(drawn.file, by=by)
    signature = Signature.objects.create(
        body=file.body, person=person, strokes=drawn.strokes, text_sha256=drawn.text_sha256,
        signed_at=drawn.signed_at, witness_id=by.id, file=file,
    )  # fmt: skip
    record(SignatureDrawn(signature.pk, file.pk), by=by, body_id=file.body_id)
    return signature


def sign_on_glass(paper: ToSign, drawing: str, *, person: Person, body: Body, by: Actor) -> Signature:
    """Keep what this person drew as her signature of this paper, before the agent `by`. Call it outside a transaction."""
    drawn = draw_signature(paper, drawing, signer=str(person), body=body, by=by)
    return keep_drawn(drawn, person=person, by=by)


@transaction.atomic
def erase_signature(signature: Signature, *, by: Actor) -> None:
    """Erase a signature and its paper, when the room that asked for it keeps what was signed no longer."""
    pk, body_id, file = signature.pk, signature.body_id, signature.file
    signature.delete()
    discard([file], by=by)
    record(SignatureErased(pk), by=by, body_id=body_id)


def _strokes_in(drawing: str) -> Strokes:
    try:
        strokes = read_strokes(drawing)
    except TooLong:
        raise refusals.drawn_too_long() from None
    except Unreadable:
        raise refusals.drawing_broken() from None
    if not is_drawn(strokes):
        raise refusals.nothing_drawn()
    return strokes


def _evidence(
    paper: ToSign, strokes: Strokes, *, sha256: str, signer: str, at: datetime, by: Actor
) -> dict[str, object]:
    """What `evidence` of house.typ reads."""
    witness = Account.objects.filter(pk=by.id or 0).first()
    named = ", ".join(filter(None, (str(witness), witness.title))) if witness else ""
    moment = _("%(day)s à %(hour)s, heure de Paris") % {"day": day_in_words(paris_date(at)), "hour": hour_in_words(at)}
    facts = [
        (_("Ce qui est signé"), f"{paper.title}, {paper.reference}"),
        (_("Signé par"), signer),
        (_("Quand"), moment),
        (_("Devant"), _("l’agent %(name)s") % {"name": named} if witness else _("un agent")),
        (_("De quelle façon"), _("à la main, sur un écran")),
    ]
    return {
        "title": _("Preuve de la signature"),
        "svg": svg_of(strokes, ink=_INK),
        "alt": _("Signature dessinée par %(name)s") % {"name": signer},
        "facts": facts,
        "hash_title": _("Empreinte du texte signé (SHA-256)"),
        "hash": [sha256[start : start + 16] for start in range(0, len(sha256), 16)],
        "law": _(
            "C’est une signature électronique simple (règlement européen 910/2014, dit eIDAS, article 25, paragraphe 1 ; Code civil, article 1367). L’empreinte change dès qu’un mot du texte change."
        ),
    }
