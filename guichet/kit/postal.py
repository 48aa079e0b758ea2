"""Postal addresses as the post reads them (NF Z10-011: at most six lines of 38 characters, last line in capitals)."""

import re
from dataclasses import dataclass

from guichet.kit.words import fold

WIDTH = 38
MOST_LINES = 6


@dataclass(frozen=True)
class PostalAddress:
    """Where a letter goes. `extra` is a floor, a residence or a hamlet; may be empty."""

    name: str
    street: str
    postcode: str
    city: str
    extra: str = ""

    def lines(self) -> tuple[str, ...]:
        """Two to six lines for the envelope's window, each of at most 38 characters."""
        last = f"{self.postcode} {fold(self.city).upper()}".replace("’", " ").replace("'", " ").replace("-", " ")
        middle = [part for text in (self.extra, self.street) if text for part in _cut(text)]
        # A name of several lines keeps its end: the family name is what the postman reads on the letter box.
        name = _cut(self.name)[-max(1, MOST_LINES - 1 - len(middle)) :]
        return (*name, *middle[: MOST_LINES - 1 - len(name)], last[:WIDTH])


def _cut(text: str) -> list[str]:
    """Break a text between words into lines of at most 38 characters; a longer word breaks after a hyphen, else anywhere."""
    pieces = [piece for word in text.split() for piece in _pieces(word)]
    lines = [""]
    for piece, is_joined in pieces:
        space = "" if is_joined or not lines[-1] else " "
        if len(lines[-1]) + len(space) + len(piece) > WIDTH:
            lines.append(piece)
        else:
            lines[-1] += space + piece
    return [line for line in lines if line] or [""]


def _pieces(word: str) -> list[tuple[str, bool]]:
    """The word itself, or the parts of one too long for a line; each with whether it joins what stands before."""
    if len(word) <= WIDTH:
        return [(word, False)]
    parts = [part for part in re.split(r"(?<=-)", word) if part]
    chunks = [part[at : at + WIDTH] for part in parts for at in range(0, len(part), WIDTH)]
    return [(chunk, number > 0) for number, chunk in enumerate(chunks)]
