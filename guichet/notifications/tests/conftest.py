from collections.abc import Callable, Iterator
from typing import Any

import pytest

from guichet.accounts.actions import Contact, name_person
from guichet.kit.actor import SYSTEM
from guichet.notifications.actions import notify
from guichet.notifications.models import Message
from guichet.notifications.tests.peers import MailPeer, SmsPeer, mail_peer, sms_peer
from guichet.notifications.wording import Ticket
from tests.base import World

LUCIE = {"first_name": "Lucie", "last_name": "Dubois"}
EMAIL = {"email": "lucie@exemple.fr"}
PHONE = {"phone": "06 12 34 56 78"}
HOME = {"street": "14 rue Léo-Lagrange", "postcode": "59186", "city": "Anor"}
TICKET = Ticket("case", 7, 1, "http://localhost/suivi/BAC-26-00418/#{secret}")


@pytest.fixture(autouse=True)
def no_supplier(settings: Any, tmp_path: object) -> None:
    """An instance without mail server nor SMS supplier that is not the demonstration; its files are its own."""
    settings.DEMONSTRATION = False
    settings.EMAIL_HOST = settings.SMS_URL = ""
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def mail_server(settings: Any) -> Iterator[MailPeer]:
    with mail_peer() as peer:
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", peer.port
        settings.EMAIL_USE_TLS = False
        settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
        settings.EMAIL_TIMEOUT = 2
        yield peer


@pytest.fixture
def sms_supplier(settings: Any) -> Iterator[SmsPeer]:
    with sms_peer() as peer:
        settings.SMS_URL, settings.SMS_TOKEN = f"http://127.0.0.1:{peer.port}/send", "jeton"
        yield peer


@pytest.fixture
def tell(world: World) -> Callable[..., Message]:
    """Queue the message of a case to Lucie, who gave what the test says."""

    def queue(*, key: str = "case:7:received", with_letter: bool = False, **contact: str) -> Message:
        return notify(
            key=key,
            template="notifications/messages/new-case.txt",
            context={"label": "l’œuf de Lucie", "url": TICKET.link},
            body=world.body,
            department=world.waste,
            person=name_person(Contact(**LUCIE, **contact)),
            subject_kind="case",
            subject_id=7,
            purpose="case-received",
            reference="BAC-26-00418",
            ticket=TICKET,
            with_letter=with_letter,
            by=SYSTEM,
        )

    return queue
