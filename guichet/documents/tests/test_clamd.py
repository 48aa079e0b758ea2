import socket
import time

import pytest

from guichet.documents.gateways import NotScanned, Unreachable
from guichet.documents.gateways.clamd import signature_in
from guichet.documents.tests.antivirus import EICAR, STREAM_MAX, cuts, drips, fake_peer, hangs, says


def ask(data: bytes, address: str, within: float = 10) -> str:
    return signature_in(data, address=address, within=within)


def test_a_real_antivirus_finds_what_it_knows_and_nothing_else(clamd):
    assert ask(EICAR, clamd) == "Own.Eicar.UNOFFICIAL"
    assert ask(b"%PDF-1.7 " + b"a" * 300_000, clamd) == ""


def test_what_is_too_long_for_the_antivirus_is_not_scanned(clamd):
    with pytest.raises(NotScanned):
        ask(b"\0" * (STREAM_MAX * 3), clamd)


@pytest.mark.parametrize(
    "words",
    [
        b"",
        b"stream: OK",  # cut before its end
        b"stream: Own.Eicar FOUND\0stream: OK\0",
        b"INSTREAM size limit exceeded. ERROR\0",
        b"stream: OK. ERROR\0",
        b"HTTP/1.1 200 OK\r\n\r\n\0",
        b"\xff\xfe\0",
        b"x" * 9_000 + b"\0",
    ],
)
def test_whatever_is_not_a_plain_yes_or_no_is_not_scanned(words):
    with fake_peer(says(words)) as address, pytest.raises(NotScanned):
        ask(b"un papier", address)


def test_a_name_with_a_hash_behind_is_read_without_it():
    with fake_peer(says(b"stream: Win.Test.EICAR_HDB-1(44d88612fea8a8f36de82e1278abb02f:68) FOUND\0")) as address:
        assert ask(b"un papier", address) == "Win.Test.EICAR_HDB-1"


@pytest.mark.parametrize("peer", [hangs, drips, cuts])
def test_a_peer_that_hangs_drips_or_cuts_is_left_in_time(peer):
    started = time.monotonic()
    with fake_peer(peer) as address, pytest.raises(NotScanned):
        ask(b"a" * 200_000, address, within=0.5)
    assert time.monotonic() - started < 3


@pytest.mark.parametrize("address", ["/nowhere/clamd.sock", "127.0.0.1:", "nothing", "127.0.0.1:99999999"])
def test_an_address_where_nobody_is_cannot_be_reached(address):
    with pytest.raises(Unreachable):
        ask(b"un papier", address)


def test_a_closed_port_cannot_be_reached():
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    with pytest.raises(Unreachable):
        ask(b"un papier", f"127.0.0.1:{port}")
