"""What kiosks hear from the live process, whole: key, journal, socket."""

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator

from guichet.config.asgi import application
from guichet.config.tests.test_live import Screen, while_crying
from guichet.devices.actions import change_terminal, order_scan, revoke_keys
from guichet.devices.models import Terminal
from guichet.devices.tests.factories import a_key, a_session, a_terminal
from guichet.kit.actor import SYSTEM
from tests.base import World

WORK = '{"news": "work"}'

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def hall(world: World) -> Terminal:
    return a_terminal(world.anor)


async def opened(key: str, host: str = "localhost:8001") -> Screen:
    headers = [(b"host", host.encode()), (b"authorization", f"Bearer {key}".encode())]
    scope = {"type": "websocket", "path": "/live/borne/", "headers": headers, "query_string": b"", "subprotocols": []}
    communicator = ApplicationCommunicator(application, scope)
    await communicator.send_input({"type": "websocket.connect"})
    return Screen(communicator, await communicator.receive_output(timeout=10))


def test_a_kiosk_hears_of_its_own_work_and_not_of_its_neighbours(world, hall):
    other = a_terminal(world.anor, name="Borne de la médiathèque")
    keys = [a_key(hall), a_key(other)]
    session = a_session(hall)

    async def talk() -> None:
        concerned, neighbour = [await opened(key) for key in keys]
        for screen in (concerned, neighbour):
            assert await screen.hears() == WORK  # what came while it was away
            await screen.says('{"alive": true}')
            await screen.says("{")
        await sync_to_async(order_scan)(session)
        assert await concerned.hears() == WORK
        await sync_to_async(change_terminal)(hall, {"message": "Bonjour"}, by=SYSTEM)
        assert await concerned.hears() == WORK
        assert await neighbour.hears_nothing()
        for screen in (concerned, neighbour):
            await screen.leave()

    while_crying(talk)


def test_a_kiosk_whose_key_is_revoked_is_shown_out(hall):
    key = a_key(hall)

    async def talk() -> None:
        screen = await opened(key)
        assert await screen.hears() == WORK
        await sync_to_async(revoke_keys)(hall, by=SYSTEM)
        assert await screen.hears() == WORK
        assert await screen.communicator.receive_output(timeout=10) == {"type": "websocket.close", "code": 4401}

    while_crying(talk)


@pytest.mark.parametrize(
    ("key", "host"),
    [("", "localhost:8001"), ("inventee", "localhost:8001"), (None, "fourmies.localhost:8001"), (None, "")],
)
def test_nobody_else_is_admitted(hall, key, host):
    shown = a_key(hall) if key is None else key

    async def ask() -> bool:
        return (await opened(shown, host)).is_admitted

    assert not async_to_sync(ask)()
