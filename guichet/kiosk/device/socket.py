"""The one socket of a kiosk: "there is work", never what. The kiosk asks for it with its own key.

Nothing is replayed: work is told when the socket opens, and the kiosk asks by itself every half minute.
"""

import asyncio
from collections.abc import Sequence
from typing import Any

from asgiref.sync import sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.http.request import split_domain_port

from guichet.communes.models import Body
from guichet.devices.facts import (
    AgentCalled,
    CallAnswered,
    KeyRevoked,
    OrderGiven,
    PrintOrdered,
    ScanOrdered,
    TerminalChanged,
    TerminalEnrolled,
)
from guichet.devices.keys import terminal_of_key
from guichet.devices.models import Terminal
from guichet.journal.crier import News, cries
from guichet.journal.models import Record
from guichet.kiosk.device.door import key_shown

NOT_ADMITTED = 4401
# A socket passes the door again after this long.
LASTS_SECONDS = 1800

_WORK = {
    PrintOrdered.__name__,
    ScanOrdered.__name__,
    OrderGiven.__name__,
    TerminalChanged.__name__,
    AgentCalled.__name__,
    CallAnswered.__name__,
}
# A key died: whoever holds it is shown out, and hears why when it asks again.
_SHOWN_OUT = {KeyRevoked.__name__, TerminalEnrolled.__name__}


def device_group(terminal_id: int) -> str:
    return f"device.{terminal_id}"


class DeviceSocket(AsyncJsonWebsocketConsumer):
    """One enrolled kiosk."""

    group = ""
    leaving: asyncio.TimerHandle | None = None

    async def connect(self) -> None:
        terminal = await sync_to_async(terminal_at_the_door)(self.scope)
        if terminal is None:
            await self.close(code=NOT_ADMITTED)
            return
        self.group = device_group(terminal.pk)
        await self.channel_layer.group_add(self.group, self.channel_name)
        await self.accept()
        await self.send_json({"news": "work"})
        self.leaving = asyncio.get_running_loop().call_later(LASTS_SECONDS, self._leave)

    async def disconnect(self, code: int) -> None:
        if self.leaving is not None:
            self.leaving.cancel()
        if self.group:
            await self.channel_layer.group_discard(self.group, self.channel_name)

    async def receive_json(self, content: Any, **_: Any) -> None:
        """It says that it is alive; there is nothing to answer."""

    @classmethod
    async def decode_json(cls, text_data: str) -> Any:
        return None

    async def device_work(self, _event: dict[str, Any]) -> None:
        await self.send_json({"news": "work"})

    async def device_out(self, _event: dict[str, Any]) -> None:
        await self.send_json({"news": "work"})
        await self.close(code=NOT_ADMITTED)

    def _leave(self) -> None:
        self.going = asyncio.ensure_future(self.close())


def terminal_at_the_door(scope: dict[str, Any]) -> Terminal | None:
    """The terminal whose key the header shows, on the host of its body; None for anybody else."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    key = key_shown(headers.get("authorization", ""))
    host, _port = split_domain_port(headers.get("host", ""))
    body = Body.objects.with_portal().filter(host=host).first() if key and host else None
    return terminal_of_key(key, body) if body else None


@cries
def news_of_devices(rows: Sequence[Record]) -> News:
    """Group → message; to be shown out is said last, whatever else there was to do."""
    news = {device_group(row.subject_id): {"type": "device.work"} for row in rows if row.kind in _WORK}
    out = {device_group(row.subject_id): {"type": "device.out"} for row in rows if row.kind in _SHOWN_OUT}
    return {**news, **out}
