"""Persons and how to reach them."""

from dataclasses import dataclass

from django.db import transaction

from guichet.accounts.models import ContactPoint, Person


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
    person = Person.objects.create(first_name=contact.first_name, last_name=contact.last_name)
    channel = ContactPoint.Channel
    given = [(channel.EMAIL, contact.email), (channel.PHONE, contact.phone)]
    points = [ContactPoint(person=person, channel=kind, value=value) for kind, value in given if value]
    if contact.street:
        points.append(
            ContactPoint(
                person=person,
                channel=channel.POST,
                value=contact.street,
                extra=contact.extra,
                postcode=contact.postcode,
                city=contact.city,
            )
        )
    ContactPoint.objects.bulk_create(points)
    return person
