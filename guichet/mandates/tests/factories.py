"""Mandates, as agents give them."""

from collections.abc import Collection
from typing import Any

from guichet.accounts.actions import name_person
from guichet.accounts.actions.people import Contact
from guichet.accounts.models import Person
from guichet.communes.models import Body
from guichet.documents.actions import keep_upload
from guichet.documents.models import StoredFile
from guichet.documents.tests.factories import pdf, upload
from guichet.kit.actor import Actor
from guichet.mandates.actions import give_mandate, sign_mandate_on_glass
from guichet.mandates.models import Mandate

DRAWING = "[[[60,140],[120,60],[150,150],[210,70],[250,140],[420,120]],[[90,170],[480,160]]]"


def a_person(first_name: str = "Lucie", last_name: str = "Dubois") -> Person:
    return name_person(Contact(first_name, last_name))


def a_mandate(body: Body, by: Actor, person: Person | None = None, **terms: Any) -> Mandate:
    """Given, not signed: papers and housing, for a month."""
    themes: Collection[str] = terms.pop("themes", ("papiers", "logement"))
    given = {"days": 31, "is_declared": True, **terms}
    return give_mandate(person=person or a_person(), body=body, themes=themes, by=by, **given)


def signed(mandate: Mandate, by: Actor) -> Mandate:
    return sign_mandate_on_glass(mandate, DRAWING, is_read_aloud=True, by=by)


def a_scan(body: Body, by: Actor) -> StoredFile:
    return keep_upload(upload(pdf(), "scan.pdf"), name="scan.pdf", body=body, by=by)
