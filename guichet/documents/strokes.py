"""A signature drawn by hand, as the strokes of a pen in a box of 600 by 200: what is taken of it, how it is drawn. Pure."""

import json
from math import hypot

WIDTH, HEIGHT = 600, 200
MOST_BYTES = 60_000
MOST_STROKES = 80
MOST_POINTS = 4_000
LEAST_LENGTH = 40  # a cross is longer; a finger that only touched the glass is not

Point = tuple[int, int]
Strokes = tuple[tuple[Point, ...], ...]


class Unreadable(ValueError):
    """Not strokes of ours: cut on the way, or written by hand."""


class TooLong(ValueError):
    """More than anybody draws to sign."""


def read_strokes(text: str) -> Strokes:
    """The strokes in what the page sent: `[[[x, y], …], …]`, whole numbers within the box; "" is no stroke.

    Raises TooLong, Unreadable.
    """
    if len(text) > MOST_BYTES:
        raise TooLong
    if not text.strip():
        return ()
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise Unreadable from None
    if not isinstance(found, list):
        raise Unreadable
    if len(found) > MOST_STROKES:
        raise TooLong
    strokes = tuple(_read_stroke(stroke) for stroke in found)
    if sum(map(len, strokes)) > MOST_POINTS:
        raise TooLong
    return strokes


def is_drawn(strokes: Strokes) -> bool:
    """Has somebody drawn something, or only touched the glass?"""
    return sum(_length(stroke) for stroke in strokes) >= LEAST_LENGTH


def svg_of(strokes: Strokes, *, ink: str) -> str:
    """The drawing as an SVG, in ink of this colour; a dot stays a dot."""
    path = " ".join(_path(stroke) for stroke in strokes)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">'
        f'<path d="{path}" fill="none" stroke="{ink}" stroke-width="3" stroke-linecap="round" stroke-linejoin="round"/>'
        "</svg>"
    )


def _read_stroke(stroke: object) -> tuple[Point, ...]:
    if not isinstance(stroke, list) or not stroke:
        raise Unreadable
    return tuple(_read_point(point) for point in stroke)


def _read_point(point: object) -> Point:
    if not isinstance(point, list) or len(point) != 2:
        raise Unreadable
    x, y = point
    if type(x) is not int or type(y) is not int or not (0 <= x <= WIDTH and 0 <= y <= HEIGHT):
        raise Unreadable
    return x, y


def _length(stroke: tuple[Point, ...]) -> float:
    return sum(hypot(b[0] - a[0], b[1] - a[1]) for a, b in zip(stroke, stroke[1:], strict=False))


def _path(stroke: tuple[Point, ...]) -> str:
    (x, y), rest = stroke[0], stroke[1:]
    return f"M{x} {y}" + ("".join(f"L{right} {down}" for right, down in rest) or "h0.01")
