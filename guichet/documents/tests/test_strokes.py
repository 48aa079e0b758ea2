"""What is taken of a drawing, and how it is drawn."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.documents.strokes import (
    HEIGHT,
    MOST_BYTES,
    MOST_POINTS,
    MOST_STROKES,
    WIDTH,
    TooLong,
    Unreadable,
    is_drawn,
    read_strokes,
    svg_of,
)

POINTS = st.tuples(st.integers(0, WIDTH), st.integers(0, HEIGHT))
STROKES = st.lists(st.lists(POINTS, min_size=1, max_size=20), max_size=10)


@given(STROKES)
def test_what_the_page_sends_is_read_as_it_is(strokes):
    assert read_strokes(json.dumps(strokes)) == tuple(tuple(stroke) for stroke in strokes)


@given(STROKES)
def test_a_drawing_has_a_path_for_each_stroke(strokes):
    svg = svg_of(read_strokes(json.dumps(strokes)), ink="#000000")
    assert svg.count("M") == len(strokes)
    assert svg.startswith("<svg ")


@given(st.text(max_size=200))
def test_whatever_is_sent_is_read_or_refused(text):
    with suppress(Unreadable, TooLong):
        read_strokes(text)


@pytest.mark.parametrize(
    "text",
    [
        "{", "{}", "1", "null", '"x"', "[[]]", "[[[1]]]", "[[[1,2,3]]]", "[[1,2]]", "[[[601,2]]]", "[[[1,-1]]]", "[[[1.5,2]]]",
        "[[[true,2]]]", '[[["1",2]]]', "[" * 5000, "[[[1,NaN]]]",
    ],
)  # fmt: skip
def test_what_is_no_drawing_is_refused(text):
    with pytest.raises(Unreadable):
        read_strokes(text)


@pytest.mark.parametrize(
    "strokes", [[[[1, 1]]] * (MOST_STROKES + 1), [[[1, 1]] * (MOST_POINTS + 1)], [[[500, 100]] * (MOST_BYTES // 9)]]
)
def test_what_is_too_long_is_refused(strokes):
    with pytest.raises(TooLong):
        read_strokes(json.dumps(strokes))


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("", False),
        ("[]", False),
        ("[[[10,10]]]", False),
        ("[[[10,10],[12,11]]]", False),
        ("[[[100,60],[140,100]],[[140,60],[100,100]]]", True),  # a cross
    ],
)
def test_a_touch_is_no_signature_and_a_cross_is_one(text, drawn):
    assert is_drawn(read_strokes(text)) == drawn
