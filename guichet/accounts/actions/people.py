"""Persons and how to reach them; that two of them are one, or two."""

from dataclasses import dataclass

from django.db import transaction
from django.db.models import ForeignObjectRel, Q
from django.utils.translation import gettext as _

from guichet.accounts.facts import PeopleMerged, PeopleParted, PeopleToldApart, PersonForgotten, PersonRead
from guichet.accounts.likeness import folded_address, folded_email, folded_name, folded_phone
from guichet.accounts.models import ContactPoint, PeopleApart, Person, PersonMerge
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.kit.dates import now
from guichet.kit.refusal import Refusal


@dataclass(frozen=True)
class Contact:
    """What a person gave of herself in a request; everything but the last name may be empty."""

    first_name: str
    last_name: str
    email: str = ""
    phone: str = ""
    street: str = ""
    extra: str = ""
    postcode: str = ""
    city: str = ""


@transaction.atomic
def name_person(contact: Contact) -> Person:
    """Write a person and her contact points. A new person for each request: nobody is recognised by her name alone."""
    person = Person.objects.create(
        first_name=contact.first_name,
        last_name=contact.last_name,
        folded_name=folded_name(contact.first_name, contact.last_name),
    )
    channel = ContactPoint.Channel
    given = [
        (channel.EMAIL, contact.email, folded_email(contact.email)),
        (channel.PHONE, contact.phone, folded_phone(contact.phone)),
    ]
    points = [
        ContactPoint(person=person, channel=kind, value=value, folded=folded) for kind, value, folded in given if value
    ]
    if contact.street:
        points.append(
            ContactPoint(
                person=person,
                channel=channel.POST,
                value=contact.street,
                extra=contact.extra,
                postcode=contact.postcode,
                city=contact.city,
                folded=folded_address(contact.street, contact.postcode, contact.city),
            )
        )
    ContactPoint.objects.bulk_create(points)
    return person


@transaction.atomic
def note_person_read(person: Person, *, by: Actor) -> None:
    """Keep who looked at a person across her cases, and when (RGPD, art. 5 §2)."""
    record(PersonRead(person.pk), by=by)


@transaction.atomic
def merge_people(kept: Person, other: Person, *, by: Actor) -> PersonMerge:
    """Say that both are one person, shown as `kept`; said again by a colleague, either way round, it is the same merge.

    Refused when it would make a chain: one of them joined to a third, or others joined to `other`. That the agent
    may see both is the caller's to check.
    """
    _lock(kept, other)
    known = PersonMerge.objects.in_force().filter(Q(kept=kept, other=other) | Q(kept=other, other=kept)).first()
    if known is not None:
        return known
    merges = PersonMerge.objects.in_force()
    if merges.filter(other__in=[kept, other]).exists():
        raise Refusal(
            "already-joined",
            _(
                "L’une des deux vient d’être réunie à une autre personne. Rien n’a été changé : rouvrez sa page depuis un de ses dossiers."
            ),
        )
    if merges.filter(kept=other).exists():
        raise Refusal(
            "both-joined",
            _("Chacune réunit déjà plusieurs demandes. Séparez d’abord celles de l’une, puis réunissez-les une à une."),
        )
    merge = PersonMerge.objects.create(kept=kept, other=other, said_by_id=by.id, said_at=now())
    record(PeopleMerged(kept.pk, other.pk, merge.pk), by=by)
    return merge


@transaction.atomic
def part_people(merge: PersonMerge, *, by: Actor) -> None:
    """Undo a merge: both are again what they were, with what came since to each. Undone already, nothing changes."""
    _lock(merge.kept, merge.other)
    current = PersonMerge.objects.in_force().filter(pk=merge.pk).first()
    if current is None:
        return
    current.undone_by_id, current.undone_at = by.id, now()
    current.save(update_fields=["undone_by", "undone_at"])
    record(PeopleParted(current.kept_id, current.other_id, current.pk), by=by)


@transaction.atomic
def tell_people_apart(one: Person, other: Person, *, by: Actor) -> None:
    """Say that two persons who look alike are two: they are not proposed again. Said twice, it is said once."""
    _lock(one, other)
    first, second = sorted((one.pk, other.pk))
    if PersonMerge.objects.in_force().filter(kept__in=[first, second], other__in=[first, second]).exists():
        raise Refusal(
            "same-person", _("C’est déjà noté comme une seule personne. S’il y a erreur, séparez-les d’abord.")
        )
    _row, is_new = PeopleApart.objects.get_or_create(
        one_id=first, other_id=second, defaults={"said_by_id": by.id, "said_at": now()}
    )
    if is_new:
        record(PeopleToldApart(one.pk, other.pk), by=by)


@transaction.atomic
def forget_person(person: Person, *, by: Actor) -> None:
    """Erase a person whom nothing names any more, and what was said of her; those joined to her stay together.

    Whoever names her points at her: a case, a visit, a mandate. No room is named here, none is forgotten; as long as
    one does, nothing changes.
    """
    joined = PersonMerge.objects.in_force().filter(kept=person)
    locked = Person.objects.select_for_update().filter(Q(pk=person.pk) | Q(pk__in=joined.values("other")))
    if person.pk not in [row.pk for row in locked.order_by("pk")] or _is_named(person):
        return
    heir = joined.order_by("other_id").first()
    if heir is not None:
        joined.exclude(pk=heir.pk).update(kept_id=heir.other_id)
    record(PersonForgotten(person.pk), by=by)
    person.delete()


def _is_named(person: Person) -> bool:
    """Does a row of another room point at her?"""
    return any(
        link.related_model._base_manager.filter(**{link.field.name: person}).exists()
        for link in Person._meta.get_fields(include_hidden=True)
        if isinstance(link, ForeignObjectRel) and link.related_model._meta.app_label != Person._meta.app_label
    )


def _lock(one: Person, other: Person) -> None:
    """Both, always the smaller id first: two agents never wait for each other."""
    if one.pk == other.pk:
        raise Refusal("same-person", _("C’est déjà noté comme une seule personne. S’il y a erreur, séparez-les."))
    found = Person.objects.select_for_update().filter(pk__in=[one.pk, other.pk]).order_by("pk")
    if len(found) < 2:
        raise Refusal(
            "person-gone",
            _(
                "Les dossiers de cette personne viennent d’être effacés, au terme prévu par la loi. Il n’y a plus rien à réunir."
            ),
        )
