"""News for open screens: "the queue changed", "this case changed", never what. Screens fetch it with their own rights.

The socket says `{"news": "queue"}`, `{"news": "line"}`, `{"news": "kiosk"}` or `{"news": "case", "id": 12}`; a page that shows a case says
`{"watch": "case", "id": 12}`. Nothing is replayed: a page reads again when its socket opens.
"""

import asyncio
from collections.abc import Iterable
from http.cookies import SimpleCookie
from importlib import import_module
from typing import Any
from urllib.parse import urlsplit

from asgiref.sync import sync_to_async
from channels.generic.websocket import AsyncJsonWebsocketConsumer
from django.conf import settings
from django.contrib.auth import get_user
from django.http import HttpRequest

from guichet.accounts.models import Role
from guichet.accounts.rules import Right
from guichet.accounts.sessions import has_second_factor
from guichet.cases.facts import (
    CaseErased,
    CaseFact,
    CaseHandedOver,
    CaseRead,
    DraftTakenOver,
    OpeningCodeSent,
    OpeningCodeUsed,
)
from guichet.cases.models import Case
from guichet.communes.models import Body, Department
from guichet.desk.guard import chosen_role
from guichet.devices.facts import AgentCalled, CallAnswered, IncidentClosed, IncidentOpened
from guichet.journal.crier import cries
from guichet.journal.models import Record
from guichet.visits.facts import TicketTaken, VisitClosed, VisitOpened, VisitReopened
from guichet.visits.models import Visit

NOT_ADMITTED = 4403
# A socket passes the door again after this long: a role withdrawn, a session ended.
LASTS_SECONDS = 1800
MOST_CASES_WATCHED = 20

# Somebody looked, or is about to, or goes on with a draft: no screen shows another thing for it.
_SILENT = {CaseRead.__name__, DraftTakenOver.__name__, OpeningCodeSent.__name__, OpeningCodeUsed.__name__}
_MOVES_LINE = {TicketTaken.__name__, VisitOpened.__name__, VisitClosed.__name__, VisitReopened.__name__}
_OF_KIOSK = {AgentCalled.__name__, CallAnswered.__name__, IncidentOpened.__name__, IncidentClosed.__name__}
# The case may have left a department that no longer appears in its row.
_FOR_ALL_DEPARTMENTS = {CaseHandedOver.__name__, CaseErased.__name__}


def queue_group(body_id: int, department_id: int | None) -> str:
    return f"queue.{body_id}.{department_id or 'all'}"


def line_group(body_id: int) -> str:
    """Who waits at the counter of this body."""
    return f"line.{body_id}"


def kiosk_group(body_id: int) -> str:
    """Who calls at a kiosk of this body, and what is wrong with one."""
    return f"kiosk.{body_id}"


def case_group(case_id: int) -> str:
    return f"case.{case_id}"


class NewsSocket(AsyncJsonWebsocketConsumer):
    """One open page of the desk."""

    leaving: asyncio.TimerHandle | None = None

    async def connect(self) -> None:
        self.groups_joined: set[str] = set()
        role = await sync_to_async(role_at_the_door)(self.scope)
        if role is None:
            await self.close(code=NOT_ADMITTED)
            return
        self.role = role
        await self._join(queue_group(role.body_id, role.department_id))
        if role.may(Right.RECEIVE_PEOPLE):
            await self._join(line_group(role.body_id))
            await self._join(kiosk_group(role.body_id))
        await self.accept()
        self.leaving = asyncio.get_running_loop().call_later(LASTS_SECONDS, self._leave)

    async def disconnect(self, code: int) -> None:
        if self.leaving is not None:
            self.leaving.cancel()
        for group in self.groups_joined:
            await self.channel_layer.group_discard(group, self.channel_name)

    async def receive_json(self, content: Any, **_: Any) -> None:
        """Only one thing can be asked; silence answers the rest."""
        match content:
            case {"watch": "case", "id": int(case_id)} if len(self.groups_joined) <= MOST_CASES_WATCHED:
                if await Case.objects.readable_by(self.role).filter(pk=case_id).aexists():
                    await self._join(case_group(case_id))

    @classmethod
    async def decode_json(cls, text_data: str) -> Any:
        try:
            return await super().decode_json(text_data)
        except ValueError:
            return None

    async def queue_changed(self, _event: dict[str, Any]) -> None:
        await self.send_json({"news": "queue"})

    async def line_changed(self, _event: dict[str, Any]) -> None:
        await self.send_json({"news": "line"})

    async def kiosk_changed(self, _event: dict[str, Any]) -> None:
        await self.send_json({"news": "kiosk"})

    async def case_changed(self, event: dict[str, Any]) -> None:
        await self.send_json({"news": "case", "id": event["id"]})

    async def _join(self, group: str) -> None:
        self.groups_joined.add(group)
        await self.channel_layer.group_add(group, self.channel_name)

    def _leave(self) -> None:
        self.going = asyncio.ensure_future(self.close())


def role_at_the_door(scope: dict[str, Any]) -> Role | None:
    """The role of whoever opens this socket, by the rules of every page of the desk; None for anybody else."""
    headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in scope["headers"]}
    if not _comes_from_one_of_our_pages(headers.get("origin", "")):
        return None
    cookies = SimpleCookie(headers.get("cookie", ""))
    session = cookies.get(settings.SESSION_COOKIE_NAME)
    if session is None:
        return None
    request = HttpRequest()
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(session.value)
    request.user = get_user(request)
    if not request.user.is_authenticated or not has_second_factor(request):
        return None
    return chosen_role(request)


def _comes_from_one_of_our_pages(origin: str) -> bool:
    try:
        parts = urlsplit(origin)
    except ValueError:
        return False
    return parts.scheme == settings.GUICHET_SCHEME and Body.objects.filter(host=parts.hostname or "").exists()


@cries
def news_of(rows: Iterable[Record]) -> dict[str, dict[str, Any]]:
    """Group → message; many facts about one queue are one piece of news. Who sent a case on follows it: told too."""
    rows = list(rows)
    return {**_news_of_cases(rows), **_news_of_line(rows), **_news_of_kiosks(rows)}


def _news_of_kiosks(rows: Iterable[Record]) -> dict[str, dict[str, Any]]:
    bodies = {row.body_id for row in rows if row.kind in _OF_KIOSK}
    return {kiosk_group(body): {"type": "kiosk.changed"} for body in bodies if body is not None}


def _news_of_line(rows: Iterable[Record]) -> dict[str, dict[str, Any]]:
    """A visit without a ticket moves no line: most counters keep none."""
    moved = {row.subject_id: row.body_id for row in rows if row.kind in _MOVES_LINE}
    tickets = Visit.objects.filter(pk__in=moved).exclude(ticket_number=None) if moved else Visit.objects.none()
    bodies = {moved[pk] for pk in tickets.values_list("pk", flat=True)}
    return {line_group(body): {"type": "line.changed"} for body in bodies if body is not None}


def _news_of_cases(rows: Iterable[Record]) -> dict[str, dict[str, Any]]:
    kept = [row for row in rows if row.subject_kind == CaseFact.subject_kind and row.kind not in _SILENT]
    cases = Case.objects.select_related("sender").in_bulk({row.subject_id for row in kept})
    news: dict[str, dict[str, Any]] = {}
    for row in kept:
        case = cases.get(row.subject_id)
        owner = case.owner_id if case else row.body_id
        news[case_group(row.subject_id)] = {"type": "case.changed", "id": row.subject_id}
        if owner is not None:
            departments = {case.department_id} if case else set()
            if row.kind in _FOR_ALL_DEPARTMENTS:
                departments |= set(Department.objects.filter(body_id=owner).values_list("pk", flat=True))
            for department in {None, *departments}:
                news[queue_group(owner, department)] = {"type": "queue.changed"}
        if case and case.sender:
            for department in (None, case.sender_id):
                news[queue_group(case.sender.body_id, department)] = {"type": "queue.changed"}
    return news
