"""Terminals, and somebody before them."""

from typing import Any

from django.core.files.base import ContentFile

from guichet.communes.models import Body
from guichet.devices.actions import add_terminal, enrol, enter_session, make_code, open_session
from guichet.devices.models import KioskSession, Terminal
from guichet.documents.tests.factories import pdf
from guichet.kit.actor import SYSTEM


def a_terminal(body: Body, **columns: Any) -> Terminal:
    """A kiosk of this town, in its hall, always on."""
    given = {"name": "Borne du hall", "place": "Mairie, hall d’entrée", **columns}
    return add_terminal(body=body, columns=given, by=SYSTEM)


def a_partner(body: Body, **columns: Any) -> Terminal:
    given = {"name": "Borne de la CAF", "owner": "CAF du Nord", "hours_words": "Aux heures de la mairie.", **columns}
    return a_terminal(body, kind=Terminal.Kind.PARTNER, **given)


def a_session(terminal: Terminal) -> KioskSession:
    """Somebody's browser is in."""
    session, token = open_session(terminal)
    session, _secret = enter_session(token, body=terminal.body)
    return session


def a_key(terminal: Terminal) -> str:
    """What the kiosk shows from then on."""
    code = make_code(terminal, by=SYSTEM)
    return enrol(code, body=terminal.body, address="192.0.2.1")[1]


def a_paper(pages: int = 1) -> bytes:
    return pdf(pages)


def a_scan(pages: int = 1) -> ContentFile[bytes]:
    return ContentFile(pdf(pages))
