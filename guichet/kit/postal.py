"""Postal addresses as the post reads them (NF Z10-011: at most six lines of 38 characters, last line in capitals)."""

from dataclasses import dataclass

from guichet.kit.words import fold

WIDTH = 38


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
        return (*_cut(self.name)[:1], *middle[:4], last[:WIDTH])


def _cut(text: str) -> list[str]:
    """Break a text between words into lines of at most 38 characters; a longer word is cut."""
    lines = [""]
    for word in text.split():
        if lines[-1] and len(lines[-1]) + 1 + len(word) > WIDTH:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()[:WIDTH]
    return lines
