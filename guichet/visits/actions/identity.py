"""Identity papers: arrived, told of once, handed over, forgotten."""

from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.accounts.actions import Contact, forget_person, name_person
from guichet.catalogue.rules import APPLICATION_NUMBER, application_number
from guichet.communes.models import Body
from guichet.journal.actions import record
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM, Actor
from guichet.kit.dates import add_months, day_in_words, now, paris_date, start_of
from guichet.kit.refusal import Refusal
from guichet.notifications.actions import forget_about, notify
from guichet.visits.facts import HandOverUndone, IdentityPaperArrived, IdentityPaperForgotten, IdentityPaperHandedOver
from guichet.visits.models import IdentityPaper
from guichet.visits.models.identity import IdentityPaperQuerySet
from guichet.visits.rules import HANDED_KEPT, WAITS_MONTHS

SUBJECT = "identity-paper"
TEMPLATE = "visits/messages/identity-paper.txt"


@transaction.atomic
def paper_arrived(*, body: Body, kind: IdentityPaper.Kind, number: str, contact: Contact, by: Actor) -> IdentityPaper:
    """A paper is here for somebody: she is told, once, by the only contact given. The same number again is the same paper.

    Refuses a number that cannot be one. When the contact is neither an e-mail nor a mobile that this instance reaches,
    it is a letter.
    """
    read = application_number(number)
    if not read:
        raise Refusal("number", _wrong_number(number))
    Body.objects.select_for_update(no_key=True).get(pk=body.pk)
    known = IdentityPaper.objects.of_body(body).filter(number=read).first()
    if known is not None:
        return known
    person = name_person(contact)
    paper = IdentityPaper.objects.create(body=body, kind=kind, number=read, person=person, arrived_at=now())
    record(IdentityPaperArrived(paper.pk, kind), by=by, body_id=body.pk)
    notify(
        key=f"{SUBJECT}:{paper.pk}",
        template=TEMPLATE,
        context={
            "greeting": _("Bonjour %(person)s,") % {"person": person},
            "sender": body.short_name,
            "office": body.office,
            "address": f"{body.street}, {body.postcode}\N{NO-BREAK SPACE}{body.city}",
            "phone": body.phone,
            "is_passport": kind == IdentityPaper.Kind.PASSPORT,
            "until": day_in_words(add_months(paris_date(paper.arrived_at), WAITS_MONTHS)),
        },
        body=body,
        person=person,
        subject_kind=SUBJECT,
        subject_id=paper.pk,
        purpose=SUBJECT,
        by=by,
    )
    return paper


@transaction.atomic
def hand_over_paper(paper: IdentityPaper, *, by: Actor) -> IdentityPaper:
    """She has it in her hands. Ticked twice, it is one hand-over."""
    current = IdentityPaper.objects.select_for_update().get(pk=paper.pk)
    if current.handed_at is None:
        current.handed_at, current.handed_by_id = now(), by.id
        current.save(update_fields=["handed_at", "handed_by"])
        record(IdentityPaperHandedOver(current.pk, current.kind), by=by, body_id=current.body_id)
    return current


@transaction.atomic
def undo_hand_over(paper: IdentityPaper, *, by: Actor) -> IdentityPaper:
    """It was ticked by mistake, the same day: the paper still waits. Not handed over, nothing changes.

    Undone at the visit at which it was noted, wherever the agent is now: its receipt must not tell it.
    """
    current = IdentityPaper.objects.select_for_update().get(pk=paper.pk)
    if current.handed_at is None:
        return current
    if paris_date(current.handed_at) != paris_date(now()):
        raise Refusal("handed-before", _("Ce titre a été remis un autre jour : la remise ne s’annule plus."))
    current.handed_at, current.handed_by = None, None
    current.save(update_fields=["handed_at", "handed_by"])
    handed = Record.objects.about(SUBJECT, current.pk).filter(kind=IdentityPaperHandedOver.__name__).last()
    record(
        HandOverUndone(current.pk),
        by=replace(by, visit_id=handed.visit_id if handed else None),
        body_id=current.body_id,
    )
    return current


def forget_papers_handed(day: date) -> int:
    """Erase what was handed over 30 days ago, and what nobody came for: destroyed by the State, 30 days before that.

    Their messages go with them, and the person if nothing else names her; returns how many papers.
    """
    limit = start_of(day) - HANDED_KEPT
    destroyed = start_of(add_months(day - HANDED_KEPT, -WAITS_MONTHS))
    old = IdentityPaper.objects.filter(Q(handed_at__lt=limit) | Q(handed_at=None, arrived_at__lt=destroyed))
    return sum(_forget(pk, old) for pk in list(old.order_by("pk").values_list("pk", flat=True)))


def _forget(pk: int, old: IdentityPaperQuerySet) -> bool:
    """One of them, if it still is when its turn comes: a hand-over undone meanwhile keeps it."""
    with transaction.atomic():
        paper = old.select_for_update(of=("self",)).select_related("person").filter(pk=pk).first()
        if paper is None:
            return False
        forget_about(SUBJECT, paper.pk, by=SYSTEM)
        record(IdentityPaperForgotten(paper.pk), by=SYSTEM, body_id=paper.body_id)
        paper.delete()
        forget_person(paper.person, by=SYSTEM)
    return True


def _wrong_number(typed: str) -> str:
    """How many signs are missing or too many: the eye finds its place on the paper again."""
    count = len("".join(sign for sign in typed if sign.isalnum()))
    if not count:
        return _("Scannez ou tapez le numéro de la demande : dix lettres et chiffres, sur le bordereau.")
    if count < APPLICATION_NUMBER:
        lacking = APPLICATION_NUMBER - count
        told = ngettext("Il manque %(n)s signe", "Il manque %(n)s signes", lacking) % {"n": lacking}
        return told + _(" : le numéro de la demande en a dix, vous en avez tapé %(typed)s.") % {"typed": count}
    return _("Le numéro de la demande a dix lettres et chiffres, vous en avez tapé %(typed)s.") % {"typed": count}
