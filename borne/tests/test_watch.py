"""When the program ends by itself a session that its page should have ended."""

import pytest

from guichet_borne.watch import HUNG_AFTER, is_left


@pytest.mark.parametrize(
    ("age", "untouched", "idle", "expected"),
    [
        (500, 90 + HUNG_AFTER + 1, 90 + HUNG_AFTER + 1, True),
        (500, 90 + HUNG_AFTER - 1, 90 + HUNG_AFTER - 1, False),  # the page has its own time first
        (500, 500, 500, False),  # nobody came
        (500, 9999, 200, False),  # a word of the face is no touch
        (500, 200, 10, False),  # the face said that she is there
    ],
)
def test_only_what_was_begun_then_left_ends(age: float, untouched: float, idle: float, expected: bool):
    assert is_left(age=age, untouched=untouched, idle=idle, limit=90) is expected
