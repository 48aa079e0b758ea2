"""The one-time codes of six figures."""

import pytest

from guichet.accounts.rules import Sent, derive_code, most_per_hour, same_code, spoken_code

KEY = b"k" * 32


def test_a_code_has_six_figures_and_changes_with_its_thing_and_version():
    codes = {derive_code(KEY, kind, id_, version) for kind in ("a", "b") for id_ in range(9) for version in range(9)}
    assert all(len(code) == 6 and code.isdigit() for code in codes)
    assert len(codes) > 155  # of 162: two may meet, a code serves with its own case alone


@pytest.mark.parametrize(
    ("typed", "is_same"),
    [("041736", True), ("041 736", True), ("041\u00a0736", True), ("41736", False), ("0417361", False), ("", False), ("٠٤١٧٣٦", False)],
)  # fmt: skip
def test_a_code_is_read_however_it_was_spaced(typed, is_same):
    assert same_code(typed, "041736") is is_same
    assert same_code(spoken_code("041736"), "041736")


def test_the_codes_of_one_case_do_not_depend_on_what_an_address_may_send():
    assert most_per_hour(Sent.CASE_CODE, 1000) == most_per_hour(Sent.CASE_CODE, 1) == 10
    assert most_per_hour(Sent.CODE, 20) == 20
