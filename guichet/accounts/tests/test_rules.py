from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.accounts.rules import (
    RIGHTS,
    SECRET_LENGTH,
    Counted,
    Right,
    RoleKind,
    delay_after,
    derive_secret,
    network_of,
    same_secret,
    spoken_secret,
    typed_secret,
)

KEY = b"k" * 32
IDS = st.integers(1, 10**12)


@given(IDS, st.integers(0, 100))
def test_a_secret_is_twelve_characters_one_can_say(id_, version):
    secret = derive_secret(KEY, "case", id_, version)
    assert len(secret) == SECRET_LENGTH
    assert set(secret) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567")


@given(IDS, IDS, st.integers(1, 50), st.integers(1, 50))
def test_secrets_differ_by_thing_and_by_version(one, other, version, later):
    same = (one, version) == (other, later)
    assert (derive_secret(KEY, "case", one, version) == derive_secret(KEY, "case", other, later)) is same
    assert derive_secret(KEY, "case", one, version) != derive_secret(KEY, "first-access", one, version)


@given(IDS)
def test_it_is_recognised_however_it_is_typed(id_):
    secret = derive_secret(KEY, "case", id_, 1)
    typed = spoken_secret(secret).lower().replace("-", " ").replace("o", "0").replace("i", "1")
    assert same_secret(typed, secret)
    assert not same_secret(typed[:-1], secret)


def test_what_is_typed_may_be_anything():
    assert typed_secret("é€\x00-") == ""
    assert not same_secret("", derive_secret(KEY, "case", 1, 1))


@pytest.mark.parametrize(
    ("wrong", "counted", "delay"),
    [
        (0, Counted.SUBJECT, 0),
        (4, Counted.SUBJECT, 0),
        (5, Counted.SUBJECT, 1),
        (8, Counted.SUBJECT, 8),
        (1000, Counted.SUBJECT, 30),
        (9, Counted.ADDRESS, 0),
        (12, Counted.ADDRESS, 4),
        (1000, Counted.ADDRESS, 600),
        (29, Counted.OFFICE, 0),
        (1000, Counted.OFFICE, 60),
    ],
)
def test_the_delay_grows_and_has_an_end(wrong, counted, delay):
    assert delay_after(wrong, counted) == timedelta(seconds=delay)


@pytest.mark.parametrize(
    ("address", "network"),
    [("192.0.2.1", "192.0.2.1"), ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"), ("", ""), ("unix:", "unix:")],
)
def test_a_subscriber_is_counted_once_however_many_addresses_she_holds(address, network):
    assert network_of(address) == network


def test_who_manages_accounts_does_not_read_cases_and_who_reads_cases_edits_nothing():
    assert Right.READ_CASES not in RIGHTS[RoleKind.ADMINISTRATOR]
    assert Right.EDIT_CONTENT not in RIGHTS[RoleKind.OFFICER]
    assert set(RIGHTS) == set(RoleKind)
