"""Addresses proposed as one types: a real server on the other side, which answers well, late, wrong or not at all."""

import socket

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.communes.actions import find_addresses, forget_addresses
from guichet.communes.addresses import FoundAddress, Fuse, Recall, is_askable, spelled_street
from guichet.communes.gateways import Rejected, addresses_ban, addresses_fake
from guichet.communes.gateways.addresses_ban import NoAnswer, TooManyQuestions, Unreadable
from guichet.communes.tests.peers import address_peer, collection, feature

HIRSON = FoundAddress("rue d’Hirson", "59186", "Anor", "59012")


class Clock:
    at = 0.0

    def __call__(self) -> float:
        return self.at


@pytest.fixture
def peer(settings):
    settings.DEMONSTRATION = False
    forget_addresses()
    with address_peer() as peer:
        settings.ADDRESSES_URL = peer.url
        yield peer
    forget_addresses()


def find(text: str = "rue d'hir", **more):
    return addresses_ban.find(text, city_code="59012", limit=6, **more)


def test_the_service_is_asked_as_it_wants_to_be(peer):
    assert find() == [HIRSON]
    assert peer.asked == [
        {"q": "rue d'hir", "limit": "6", "autocomplete": "1", "index": "address", "citycode": "59012"}
    ]


def test_an_answer_is_written_as_in_a_letter_and_a_town_is_no_address(peer):
    peer.body = collection(
        feature("14 Rue d'Hirson", "housenumber", street="Rue d'Hirson", housenumber="14"),
        feature("La Galoperie", "locality"),
        feature("Anor", "municipality"),
    )
    assert [one.street for one in find()] == ["14 rue d’Hirson", "La Galoperie"]


@pytest.mark.parametrize(
    "garbage",
    [b"", b"<html>", b"[]", b"{}", b'{"features": 3}', b"\xff\xfe", b"[" * 100_000, b'{"features": [{"properties": 1}]}',
     collection({"properties": {"type": "street"}}), collection(feature("Rue d'Hirson", city=None))],
)  # fmt: skip
def test_an_answer_in_other_words_is_unreadable(peer, garbage):
    peer.body = garbage
    with pytest.raises(Unreadable):
        find()


@pytest.mark.parametrize(
    ("status", "said"), [(429, TooManyQuestions), (503, NoAnswer), (403, NoAnswer), (400, Rejected)]
)
def test_a_refusal_has_its_own_name(peer, status, said):
    peer.status = status
    with pytest.raises(said):
        find()


@pytest.mark.parametrize("trouble", [{"silent": 5}, {"drip": True}, {"body": b" " * 300_000}])
def test_who_answers_too_late_or_too_much_does_not_answer(peer, trouble):
    vars(peer).update(trouble)
    with pytest.raises(NoAnswer):
        find(timeout=0.2)


def test_a_port_that_nobody_listens_on_does_not_answer(settings):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        settings.ADDRESSES_URL = f"http://127.0.0.1:{free.getsockname()[1]}/"
        with pytest.raises(NoAnswer):
            find()


def test_addresses_are_those_of_the_commune_and_the_same_words_are_asked_once(peer, world):
    for text in ("rue d'hir", "  Rue  d'Hir "):
        assert find_addresses(text, body=world.anor) == [HIRSON]
    find_addresses("rue d'hir", body=world.fourmies)
    find_addresses("rue d'hir", body=world.body)
    assert [asked.get("citycode") for asked in peer.asked] == ["59012", "59249", None]


def test_a_service_that_fails_is_left_alone_and_nobody_is_told(peer, world, caplog):
    peer.status = 503
    for text in ("rue d", "rue d'h", "rue d'hi"):
        assert find_addresses(text, body=world.anor) == []
    assert len(peer.asked) == 1
    assert caplog.messages == ["addresses-unavailable NoAnswer answer 503"]


def test_a_question_that_the_service_does_not_want_stops_no_other(peer, world):
    peer.status = 400
    assert find_addresses("???" + "rue", body=world.anor) == []  # not even asked
    assert find_addresses("rue ???", body=world.anor) == []
    peer.status = 200
    assert find_addresses("rue d'hir", body=world.anor) == [HIRSON]
    assert len(peer.asked) == 2


def test_who_may_not_ask_gets_what_is_known_and_no_more(peer, world):
    find_addresses("rue d'hir", body=world.anor)
    assert find_addresses("rue d'hir", body=world.anor, may_ask=lambda: False) == [HIRSON]
    assert find_addresses("rue d'hirs", body=world.anor, may_ask=lambda: False) == []
    assert len(peer.asked) == 1


def test_without_a_service_nobody_is_asked(peer, world, settings):
    settings.ADDRESSES_URL = ""
    assert find_addresses("rue d'hir", body=world.anor) == []
    assert peer.asked == []


@pytest.mark.parametrize(
    ("typed", "streets"),
    [
        ("14 rue d'hir", ["14 rue d’Hirson"]),
        ("14bis, leo lagrange", ["14 bis rue Léo-Lagrange"]),
        ("FOCH", ["rue du Maréchal-Foch"]),
        ("coppeaux", []),
        ("14 ", []),
        ("ru", []),
    ],
)
def test_the_demonstration_knows_a_few_streets_of_its_towns(peer, world, settings, typed, streets):
    settings.DEMONSTRATION = True
    assert [one.street for one in find_addresses(typed, body=world.anor)] == streets
    assert peer.asked == []


def test_the_intercommunal_body_of_the_demonstration_has_the_streets_of_both_towns():
    assert {one.city for one in addresses_fake.find("place", limit=6)} == {"Anor", "Fourmies"}


def test_after_a_failure_one_alone_tries_again_each_minute():
    clock = Clock()
    fuse = Fuse(seconds=60, clock=clock)
    assert (fuse.take(), fuse.take()) == (True, True)
    fuse.failed()
    clock.at = 59
    assert (fuse.may_ask(), fuse.take()) == (False, False)
    clock.at = 61
    assert (fuse.may_ask(), fuse.take(), fuse.take()) == (True, True, False)
    fuse.answered()
    assert (fuse.take(), fuse.take()) == (True, True)


def test_an_answer_is_remembered_for_a_while_and_the_oldest_makes_room():
    clock = Clock()
    recall = Recall(most=2, seconds=10, clock=clock)
    for text in ("a", "b", "c"):
        recall.keep(text, [HIRSON])
    assert (recall.of("a"), recall.of("b"), recall.of("c")) == (None, [HIRSON], [HIRSON])
    clock.at = 11
    assert recall.of("c") is None


@pytest.mark.parametrize(
    ("name", "spelled"),
    [
        ("14 Rue d'Hirson", "14 rue d’Hirson"),
        ("Rond-Point de la Rue", "rond-point de la Rue"),
        ("Ruelle du Cours", "ruelle du Cours"),
        ("La Galoperie", "La Galoperie"),
    ],
)
def test_a_street_is_written_as_in_a_letter(name, spelled):
    assert spelled_street(name) == spelled


@given(st.text(max_size=300))
def test_only_what_the_service_takes_is_asked(text):
    assert is_askable(text) == (3 <= len(text) <= 200 and text[0].isalnum())
