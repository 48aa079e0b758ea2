"""What one screen of the kiosk holds: heights in pixels of a screen 1080 wide, told from the number of characters."""

from dataclasses import dataclass

from guichet.kiosk.frame import Comfort
from guichet.kiosk.state.cutting import Link, Unit

_GROWN = {1: 1.0, 2: 1.16, 3: 1.34}  # as `--k` in the styles
_LEAST_LINE = 130  # the smallest target, with the space to the next


@dataclass(frozen=True)
class Room:
    """How much is read and pressed on one screen.

    A script turns over what does not fit after all: an error here costs one press, never a word.
    """

    grown: float
    read: int
    press: int  # what one presses has this place of its own; 0: it follows what one reads

    @classmethod
    def of(cls, comfort: Comfort) -> "Room":
        """In low mode one reads above, and presses in the lower third."""
        grown = _GROWN[min(max(comfort.text, 1), 3)]
        around = int((grown - 1) * 300)  # what stands around grows too
        return cls(grown, read=1080, press=385) if comfort.low else cls(grown, read=1290 - around, press=0)

    def without(self, read: int, press: int) -> "Room":
        """The same room after this much is taken, told for letters of the usual size."""
        read, press = int(read * self.grown), int(press * self.grown)
        if self.press:
            return Room(self.grown, self.read - read, max(self.press - press, _LEAST_LINE))
        return Room(self.grown, self.read - read - press, 0)

    def holds(self, read: int, press: int) -> bool:
        """Whether this much fits."""
        return read <= self.read and press <= self.press if self.press else read + press <= self.read

    def tall(self, unit: Unit) -> int:
        """How high a block stands, without what one presses."""
        if unit.title:
            return int(self._lines(unit.length, 50) * 44 * self.grown) + 36
        return int(self._lines(unit.length, 58) * 42 * self.grown) + 20 if unit.html else 0

    def head(self, title: str, over: str) -> int:
        """How high the title of the screen stands, with what stands over it."""
        return -(-len(title) // 28) * 74 + -(-len(over) // 66) * 40 + 40

    def line(self, link: Link) -> int:
        """How high a line to press stands."""
        note = len(link.note) + (len(link.host) + 24 if link.host else 0)
        words = self._lines(len(link.text), 46) * 39 + self._lines(note, 56) * 36
        return max(_LEAST_LINE, int(words * self.grown) + 54)

    def _lines(self, length: int, most: int) -> int:
        return -(-length // int(most / self.grown))
