"""The live process: sockets of open desk screens and of kiosks, nothing else. Exactly one: the channel layer is its own memory."""

import asyncio
import os
from collections.abc import Awaitable, Callable
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.config.settings")

import django

Receive = Callable[[], Awaitable[dict[str, Any]]]
Send = Callable[[dict[str, Any]], Awaitable[None]]


async def lifespan(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Start reading the journal with the server, and stop with it."""
    from guichet.journal.crier import Crier

    crier = Crier(asyncio.get_running_loop())
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            crier.start()
            await send({"type": "lifespan.startup.complete"})
        else:
            crier.stop()
            await asyncio.to_thread(crier.join)  # it speaks to this loop until its last word
            await send({"type": "lifespan.shutdown.complete"})
            return


async def no_page(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Pages are elsewhere."""
    await send({"type": "http.response.start", "status": 404, "headers": [(b"content-type", b"text/plain")]})
    await send({"type": "http.response.body", "body": b""})


async def no_socket(scope: dict[str, Any], receive: Receive, send: Send) -> None:
    """Sockets are at /live/ only."""
    await send({"type": "websocket.close", "code": 4404})


def _application() -> Callable[..., Awaitable[None]]:
    """Models can be imported once Django is set up, not before."""
    django.setup()
    from channels.routing import ProtocolTypeRouter, URLRouter
    from django.urls import re_path

    from guichet.desk.live import NewsSocket
    from guichet.kiosk.device.socket import DeviceSocket

    elsewhere: Any = no_socket  # Django's stubs only know views
    sockets = URLRouter(
        [
            re_path(r"^live/$", NewsSocket.as_asgi()),
            re_path(r"^live/borne/$", DeviceSocket.as_asgi()),
            re_path(r"", elsewhere),
        ]
    )
    router: Callable[..., Awaitable[None]] = ProtocolTypeRouter(
        {"websocket": sockets, "http": no_page, "lifespan": lifespan}
    )
    return router


application = _application()
