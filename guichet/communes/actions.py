"""Open a body, change what its portal shows."""

import re
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from guichet.communes.facts import BodyOpened, Published
from guichet.communes.models import Body, Department
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.kit.refusal import Refusal

_CODES = {
    Body.Kind.COMMUNE: re.compile(r"\d{2}\d{3}|2[AB]\d{3}"),
    Body.Kind.INTERCOMMUNAL: re.compile(r"\d{9}"),
}


@transaction.atomic
def open_body(*, kind: Body.Kind, official_code: str, departments: list[str], by: Actor, **details: Any) -> Body:
    """Open a commune (INSEE code, 5 characters) or an intercommunal body (SIREN, 9 digits) with its departments."""
    if not _CODES[kind].fullmatch(official_code):
        raise Refusal(
            "body-code",
            _("« %(code)s » n’est pas un code INSEE (5 caractères) ni un SIREN (9 chiffres).")
            % {"code": official_code},
        )
    body = Body.objects.create(kind=kind, official_code=official_code, **details)
    Department.objects.bulk_create(Department(body=body, name=name) for name in departments)
    record(BodyOpened(body.pk), by=by, body_id=body.pk)
    return body


@transaction.atomic
def published(body: Body, *, by: Actor) -> None:
    """Tell that something shown by this body has changed: the cached pages of it and of its members are old."""
    Body.objects.filter(Q(pk=body.pk) | Q(member_of=body)).update(version=F("version") + 1)
    body.refresh_from_db(fields=["version"])
    record(Published(body.pk, body.version), by=by, body_id=body.pk)


@transaction.atomic
def change_body(body: Body, changes: Mapping[str, object], *, by: Actor) -> Body:
    """Write an editor's changes of a body (name, address, hours…) and age its pages."""
    for name, value in changes.items():
        setattr(body, name, value)
    body.save()
    published(body, by=by)
    return body
