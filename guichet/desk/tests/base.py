"""What the tests of the desk share."""

from datetime import date, timedelta
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from guichet.accounts.models import Role
from guichet.cases.models import Case
from guichet.cases.rules import State, tray_of
from guichet.communes.models import Body
from guichet.devices.actions import add_terminal, call_agent, open_session
from guichet.devices.models import Call, Terminal
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now
from tests.base import World, signed_in


def at_desk(role: Role) -> Client:
    """A browser signed in with this role, on a host that is known."""
    client = signed_in(role)
    client.defaults["HTTP_HOST"] = "sud-avesnois.localhost"
    return client


def act(client: Client, verb: str, case: Case, *, version: int | None = None, **data: Any) -> Any:
    """Press a button of the case's page, as it showed the case (or an older version of it)."""
    seen = case.version if version is None else version
    return client.post(reverse(f"desk:{verb}", args=[case.reference]), {"version": seen, **data})


def fresh(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def many_cases(world: World, count: int, *, state: State = State.RECEIVED, days: int = 7, **fields: Any) -> list[Case]:
    """Received cases in numbers, whose deadlines and decisions fall on a few days: many rows share each."""
    at = now()
    rows = [
        Case(
            reference=f"BAC-25-{number:05d}",
            type_slug="bacs-ordures",
            state=state,
            tray=tray_of(state),
            subject=f"Bac cassé, {number} rue Pasteur",
            received_at=at - timedelta(days=20),
            due_on=date(2026, 12, 1) + timedelta(days=number * 5 % days),
            decided_at=at - timedelta(days=number * 5 % days) if tray_of(state) == "done" else None,
            **{"commune": world.anor, "owner": world.body, "department": world.waste, **fields},
        )
        for number in range(1, count + 1)
    ]
    return Case.objects.bulk_create(rows)


def a_photograph(name: str = "bac.jpg") -> SimpleUploadedFile:
    output = BytesIO()
    Image.new("RGB", (640, 480), "#0a574d").save(output, "JPEG")
    return SimpleUploadedFile(name, output.getvalue(), "image/jpeg")


def a_kiosk(body: Body, name: str = "Borne du hall") -> Terminal:
    """A kiosk of this body; asked for again, the same."""
    columns = {"kind": Terminal.Kind.FAKE, "name": name, "place": "Hall d’entrée"}
    return Terminal.objects.of_body(body).filter(name=name).first() or add_terminal(
        body=body, columns=columns, by=SYSTEM
    )


def a_call(terminal: Terminal) -> Call:
    """Somebody stands before it and calls."""
    return call_agent(open_session(terminal)[0])
