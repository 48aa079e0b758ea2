"""Those who send slowly, and those who are gone in the middle of a body."""

import socket
import threading
import time
from collections.abc import Iterator
from io import BytesIO

import pytest
from django.test import Client

from guichet.config.errors import NeverArrived, TooManySenders
from guichet.config.senders import LEAST_BYTES_PER_SECOND, WINDOW_SECONDS, Watch
from guichet.config.wsgi import BODIES_AT_ONCE, Gate, _Unread
from tests.base import World, text_of


class House:
    """A port, and both ends of each connection to it."""

    def __init__(self) -> None:
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.ends: list[socket.socket] = [self.listener]

    def enter(self, sends: bytes) -> tuple[socket.socket, socket.socket]:
        person = socket.create_connection(("127.0.0.1", self.port))
        here, _address = self.listener.accept()
        self.ends += [person, here]
        person.sendall(sends)
        here.recv(len(sends))
        return person, here


@pytest.fixture
def house() -> Iterator[House]:
    house = House()
    yield house
    for end in house.ends:
        end.close()


def is_cut(person: socket.socket) -> bool:
    person.settimeout(0.2)
    try:
        return person.recv(1) == b""
    except TimeoutError:
        return False


def test_who_sends_nothing_any_more_is_cut_and_who_sends_slowly_is_not(house: House) -> None:
    gone, _here = house.enter(b"POST")
    slow, here = house.enter(b"POST")
    watch = Watch(house.port)
    assert watch.look(0.0) == 0
    slow.sendall(b"x" * int(LEAST_BYTES_PER_SECOND * WINDOW_SECONDS))
    here.recv(1_000_000)
    assert watch.look(WINDOW_SECONDS) == 1
    assert (is_cut(gone), is_cut(slow)) == (True, False)


def test_a_few_bytes_now_and_then_are_not_enough(house: House) -> None:
    trickle, _here = house.enter(b"POST")
    watch = Watch(house.port)
    for second in range(int(WINDOW_SECONDS) + 1):
        trickle.sendall(b"x")
        watch.look(float(second))
    assert is_cut(trickle)


def test_who_was_answered_may_stay_silent(house: House) -> None:
    reader, here = house.enter(b"GET")
    time.sleep(0.05)  # the kernel counts in ticks of a few milliseconds
    here.sendall(b"page")
    reader.recv(4)
    time.sleep(0.05)
    watch = Watch(house.port)
    watch.look(0.0)
    assert watch.look(WINDOW_SECONDS) == 0


def test_connections_by_another_port_are_let_be(house: House) -> None:
    person, _here = house.enter(b"POST")
    watch = Watch(house.port + 1)
    watch.look(0.0)
    assert watch.look(WINDOW_SECONDS) == 0
    assert not is_cut(person)


def post(gate: Gate, sent: object, length: int) -> tuple[str, bytes]:
    told: list[str] = []
    environ = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/suivi/", "SERVER_NAME": "localhost", "SERVER_PORT": "80",
        "HTTP_HOST": "localhost", "wsgi.input": sent, "CONTENT_LENGTH": str(length), "wsgi.url_scheme": "http",
        "CONTENT_TYPE": "application/x-www-form-urlencoded",
    }  # fmt: skip
    body = b"".join(gate(environ, lambda status, headers, *_more: told.append(status)))
    return told[0], body


def reads_all(environ, start_response):
    """An application that asks for the body, and tells how long it is."""
    start_response("200 OK", [])
    with environ["wsgi.input"] as body:
        return [str(len(body.read())).encode()]


def test_half_a_body_is_no_answer() -> None:
    gate = Gate(reads_all, 1)
    assert post(gate, BytesIO(b"reference=BAC"), 13) == ("200 OK", b"13")
    with pytest.raises(NeverArrived):
        post(gate, BytesIO(b"reference=BAC"), 26)


def test_only_so_many_bodies_arrive_at_once() -> None:
    gate, arrives = Gate(reads_all, 1), threading.Event()

    class Slow(BytesIO):
        def read(self, size: int | None = -1, /) -> bytes:
            arrives.wait(10)
            return super().read(size)

    senders = [threading.Thread(target=post, args=(gate, Slow(b"x"), 1), daemon=True) for _n in range(BODIES_AT_ONCE)]
    for sender in senders:
        sender.start()
    with pytest.raises(TooManySenders):
        post(gate, BytesIO(b"x"), 1)
    arrives.set()
    for sender in senders:
        sender.join()
    assert post(gate, BytesIO(b"x"), 1) == ("200 OK", b"1")


def test_who_finds_no_place_hears_when_to_come_back(world: World) -> None:
    refused = Client(headers={"host": "localhost"}).post(
        "/suivi/", **{"wsgi.input": _Unread(TooManySenders()), "CONTENT_LENGTH": "9"}
    )
    assert (refused.status_code, refused["Retry-After"]) == (503, "60")
    assert "Attendez une minute" in text_of(refused)
