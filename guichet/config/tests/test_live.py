import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any

import pytest
from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.conf import settings

from guichet.accounts.actions import withdraw_role
from guichet.accounts.models import Role
from guichet.accounts.rules import RoleKind
from guichet.cases.actions import hand_over, note_reading, take, transmit
from guichet.config.asgi import application
from guichet.desk.live import case_group, kiosk_group, line_group, news_of, queue_group
from guichet.desk.tests.base import a_call, a_kiosk
from guichet.devices.actions import answer_call
from guichet.journal.crier import Crier
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM
from guichet.visits.actions import leave_line, open_visit, take_ticket
from tests.base import a_case, an_agent, signed_in

ORIGIN = "http://localhost:8000"


@dataclass
class Screen:
    """An open page of the desk, and how its socket was answered."""

    communicator: ApplicationCommunicator
    answer: dict[str, Any]

    @property
    def is_admitted(self) -> bool:
        return bool(self.answer["type"] == "websocket.accept")

    async def says(self, text: str) -> None:
        await self.communicator.send_input({"type": "websocket.receive", "text": text})

    async def hears(self) -> str:
        return str((await self.communicator.receive_output(timeout=10))["text"])

    async def hears_nothing(self) -> bool:
        return bool(await self.communicator.receive_nothing(timeout=0.3))

    async def leave(self) -> None:
        await self.communicator.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.communicator.wait()


async def opened(cookie: str, origin: str = ORIGIN, path: str = "/live/") -> Screen:
    headers = [(b"origin", origin.encode()), (b"cookie", cookie.encode())]
    scope = {"type": "websocket", "path": path, "headers": headers, "query_string": b"", "subprotocols": []}
    communicator = ApplicationCommunicator(application, scope)
    await communicator.send_input({"type": "websocket.connect"})
    return Screen(communicator, await communicator.receive_output(timeout=10))


def cookie_of(role: Role) -> str:
    return f"{settings.SESSION_COOKIE_NAME}={signed_in(role).cookies[settings.SESSION_COOKIE_NAME].value}"


def is_admitted(cookie: str, **asked: str) -> bool:
    async def ask() -> bool:
        screen = await opened(cookie, **asked)
        if screen.is_admitted:
            await screen.leave()
        return screen.is_admitted

    return async_to_sync(ask)()


def while_crying(talk: Callable[[], Awaitable[None]]) -> None:
    """Talk with the sockets while the journal is read, as in the live process."""

    async def run() -> None:
        crier = Crier(asyncio.get_running_loop())
        crier.start()
        await asyncio.sleep(0.3)  # its tail begins now
        try:
            await talk()
        finally:
            crier.stop()
            await asyncio.to_thread(crier.join)

    async_to_sync(run)()


@pytest.mark.django_db(transaction=True)
def test_an_agent_with_two_factors_and_a_role_is_admitted(sophie):
    assert is_admitted(cookie_of(sophie))


@pytest.mark.django_db(transaction=True)
def test_nobody_else_is(sophie):
    cookie = cookie_of(sophie)
    assert not is_admitted("")
    assert not is_admitted("guichet_agent=inventee")
    assert not is_admitted(cookie, path="/live/autre/")
    for origin in ("", "http://attaque.example", "https://localhost:8000", "http://["):
        assert not is_admitted(cookie, origin=origin)


@pytest.mark.django_db(transaction=True)
def test_a_session_without_its_second_factor_stays_outside(sophie):
    client = signed_in(sophie)
    session = client.session
    session["account_authentication_methods"] = [{"method": "password", "at": 0}]
    session.save()
    assert not is_admitted(f"{settings.SESSION_COOKIE_NAME}={session.session_key}")


@pytest.mark.django_db(transaction=True)
def test_a_withdrawn_role_stays_outside(sophie):
    cookie = cookie_of(sophie)
    withdraw_role(sophie, by=SYSTEM)
    assert not is_admitted(cookie)


@pytest.mark.django_db(transaction=True)
def test_a_new_case_is_news_for_its_department_and_not_for_the_others(world, sophie, paul, manon):
    cookies = [cookie_of(role) for role in (sophie, paul, manon)]

    async def talk() -> None:
        concerned, colleague, front_desk = [await opened(cookie) for cookie in cookies]
        await sync_to_async(a_case)(world)
        assert await concerned.hears() == '{"news": "queue"}'
        assert await colleague.hears_nothing()
        assert await front_desk.hears_nothing()
        for screen in (concerned, colleague, front_desk):
            await screen.leave()

    while_crying(talk)


@pytest.mark.django_db(transaction=True)
def test_a_case_is_watched_by_who_may_see_it(world, sophie, karim, paul):
    case = a_case(world)
    cookies = [cookie_of(role) for role in (karim, paul)]

    async def talk() -> None:
        colleague, other_department = [await opened(cookie) for cookie in cookies]
        for screen in (colleague, other_department):
            await screen.says(f'{{"watch": "case", "id": {case.pk}}}')
            for nonsense in ("{", "[]", '{"watch": "case", "id": "tous"}', '{"watch": "case", "id": 999999}'):
                await screen.says(nonsense)
        await asyncio.sleep(0.3)
        await sync_to_async(take)(case, seen_version=case.version, by=sophie.actor)
        heard = {await colleague.hears(), await colleague.hears()}
        assert heard == {f'{{"news": "case", "id": {case.pk}}}', '{"news": "queue"}'}
        assert await other_department.hears_nothing()
        await colleague.leave()
        await other_department.leave()

    while_crying(talk)


def test_a_reading_is_no_news(world, sophie):
    note_reading(a_case(world), by=sophie.actor)
    assert news_of(Record.objects.filter(kind="CaseRead")) == {}


def test_a_case_handed_over_is_news_for_the_department_that_loses_it(world, sophie):
    case = a_case(world)
    hand_over(case, department=world.water, colleague=None, seen_version=case.version, by=sophie.actor)
    news = news_of(Record.objects.filter(kind="CaseHandedOver"))
    assert set(news) == {
        case_group(case.pk),
        queue_group(world.body.pk, None),
        queue_group(world.body.pk, world.waste.pk),
        queue_group(world.body.pk, world.water.pk),
    }


def test_a_case_sent_on_is_news_for_who_sent_it_and_still_follows_it(world, sophie, manon):
    case = a_case(world)
    desk = world.anor.departments.get()
    case = transmit(case, department=desk, text="À la mairie.", seen_version=case.version, by=sophie.actor)
    take(case, seen_version=case.version, by=manon.actor)
    news = news_of(Record.objects.filter(kind="CaseTaken"))
    assert set(news) == {
        case_group(case.pk),
        queue_group(world.anor.pk, None),
        queue_group(world.anor.pk, desk.pk),
        queue_group(world.body.pk, None),
        queue_group(world.body.pk, world.waste.pk),
    }


@pytest.mark.django_db(transaction=True)
def test_who_sent_a_case_on_watches_it_still(world, sophie, manon):
    case = a_case(world)
    desk = world.anor.departments.get()
    case = transmit(case, department=desk, text="À la mairie.", seen_version=case.version, by=sophie.actor)
    cookie = cookie_of(sophie)

    async def talk() -> None:
        follower = await opened(cookie)
        await follower.says(f'{{"watch": "case", "id": {case.pk}}}')
        await asyncio.sleep(0.3)
        await sync_to_async(take)(case, seen_version=case.version, by=manon.actor)
        heard = {await follower.hears(), await follower.hears()}
        assert heard == {f'{{"news": "case", "id": {case.pk}}}', '{"news": "queue"}'}
        await follower.leave()

    while_crying(talk)


def test_what_is_not_about_a_case_is_no_news(world):
    assert news_of(Record.objects.filter(kind="BodyOpened")) == {}


def test_a_ticket_a_call_and_a_departure_are_news_of_the_line_and_a_visit_without_ticket_is_none(world, manon):
    visit = take_ticket(body=world.anor, by=manon.actor)
    leave_line(visit, by=manon.actor)
    for kind in ("TicketTaken", "VisitClosed"):
        assert news_of(Record.objects.filter(kind=kind)) == {line_group(world.anor.pk): {"type": "line.changed"}}
    open_visit(body=world.anor, by=manon.actor)
    assert news_of(Record.objects.filter(kind="VisitOpened")) == {}


@pytest.mark.django_db(transaction=True)
def test_the_line_is_news_for_who_receives_people_there_and_for_nobody_else(world, manon, sophie):
    cookies = [cookie_of(role) for role in (manon, sophie, an_agent("claire", world.anor, kind=RoleKind.ADMINISTRATOR))]

    async def talk() -> None:
        counter, neighbour, administrator = [await opened(cookie) for cookie in cookies]
        await sync_to_async(take_ticket)(body=world.anor, by=manon.actor)
        assert await counter.hears() == '{"news": "line"}'
        assert await neighbour.hears_nothing()
        assert await administrator.hears_nothing()
        for screen in (counter, neighbour, administrator):
            await screen.leave()

    while_crying(talk)


def test_a_call_at_the_kiosk_and_who_answers_it_are_news_of_its_counter(world, manon):
    answer_call(a_call(a_kiosk(world.anor)), by=manon.actor)
    for kind in ("AgentCalled", "CallAnswered"):
        assert news_of(Record.objects.filter(kind=kind)) == {kiosk_group(world.anor.pk): {"type": "kiosk.changed"}}
    assert news_of(Record.objects.filter(kind="SessionOpened")) == {}


@pytest.mark.django_db(transaction=True)
def test_the_kiosk_rings_for_who_receives_people_there_and_for_nobody_else(world, manon, sophie):
    terminal = a_kiosk(world.anor)
    cookies = [cookie_of(role) for role in (manon, sophie, an_agent("claire", world.anor, kind=RoleKind.ADMINISTRATOR))]

    async def talk() -> None:
        counter, neighbour, administrator = [await opened(cookie) for cookie in cookies]
        await sync_to_async(a_call)(terminal)
        assert await counter.hears() == '{"news": "kiosk"}'
        assert await neighbour.hears_nothing()
        assert await administrator.hears_nothing()
        for screen in (counter, neighbour, administrator):
            await screen.leave()

    while_crying(talk)
