"""Lays the blocks of a sheet on screens that are turned with "Suite": reading above, what one presses below it."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from html import escape, unescape
from itertools import takewhile

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from guichet.kiosk.state.cutting import OPENED, WORDS, Choice, Holder, Link, Part, Unit
from guichet.kiosk.state.room import Room

_DEEPEST_TITLE = 6
_ASKS = 'class="muted"'  # "Ouvrez la vôtre", before choices
_TAG = re.compile(r"<[^>]*>")


@dataclass(frozen=True)
class Leaf:
    """One screen of a sheet: the `page`th of the `pages` that have its title. `over` says in which part of what.

    `anchors` are the places of the sheet that it shows.
    """

    title: str
    over: str
    html: SafeString
    links: Sequence[Link]
    anchors: frozenset[str]
    page: int = 1
    pages: int = 1


@dataclass
class _Screen:
    room: Room
    units: list[Unit] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)

    @property
    def read(self) -> int:
        return sum(map(self.room.tall, self.units))

    def has_room(self, unit: Unit) -> bool:
        press = sum(map(self.room.line, [*self.links, *self.new_links(unit)]))
        return self.room.holds(self.read + self.room.tall(unit), press)

    def add(self, unit: Unit) -> None:
        self.links += self.new_links(unit)
        self.units.append(unit)

    def new_links(self, unit: Unit) -> list[Link]:
        """Those it would add: one place is not said twice, unless the State has two lines for it."""
        if unit.is_only_pressed:
            return [one for one in unit.links if one not in self.links]
        urls = {one.url for one in self.links}
        return [one for one in unit.links if one.url not in urls]


def bind(title: str, parts: Sequence[Part], room: Room, *, first: Room | None = None) -> list[Leaf]:
    """The screens of a sheet. The first one may have less room than the others."""
    binder = _Binder(title, room, first or room)
    binder.chapter(Choice(title, "", list(parts)), "")
    return _resolved(binder.leaves)


class _Binder:
    def __init__(self, title: str, room: Room, first: Room) -> None:
        self.title = title
        self.room = room
        self.first = first
        self.leaves: list[Leaf] = []

    def chapter(self, choice: Choice, over: str) -> None:
        """The screens of what one opened, then those of the choices it offers."""
        pieces: list[Unit | None] = []  # None: what one reads next goes on a new screen
        later: list[tuple[Choice, str]] = []  # with the title under which it is offered
        room = self._new_screen(choice.title, over).room
        self._gather(choice.parts, 1, pieces, later, room)
        self._flow(choice, over, _with_titles_on_lines(pieces))
        for one, under in later:
            above = under or choice.title
            self.chapter(one, f"{self.title} · {above}" if above != self.title else above)

    def _gather(
        self,
        parts: Sequence[Part],
        above: int,
        pieces: list[Unit | None],
        later: list[tuple[Choice, str]],
        room: Room,
    ) -> None:
        """What one reads, and the choices to open after it. One alone is no choice, and short ones are read at once."""
        all_is_short = self._is_short(parts, room, 1)
        for part in parts:
            if isinstance(part, Unit):
                pieces.append(part)
            elif len(part.all) == 1 or all_is_short or self._is_short([part], room, 2):
                if pieces and pieces[-1] and _ASKS in pieces[-1].html:
                    pieces.pop()  # nothing is left to open
                for choice in part.all:
                    level = max(choice.level, above + 1)
                    pieces.append(_title_of(choice, level))
                    self._gather(choice.parts, level, pieces, later, room)
            else:
                under = next((_words(one) for one in reversed(pieces) if one and one.title), "")
                later += [(one, under) for one in part.all if not _only_line(one)]
                pieces += [*(_door_of(one) for one in part.all), None]

    @staticmethod
    def _is_short(parts: Iterable[Part], room: Room, share: int) -> bool:
        """Whether it is read in this share of a screen, without lines to press: they would stand away from their titles."""
        units = list(_units(parts))
        if any(unit.is_only_pressed for unit in units):
            return False
        press = sum(map(room.line, {link.url: link for unit in units for link in unit.links}.values()))
        return room.holds(share * sum(map(room.tall, units)), share * press)

    def _flow(self, choice: Choice, over: str, pieces: Iterable[Unit | None]) -> None:
        anchors = {choice.anchor}
        screen = self._new_screen(choice.title, over)
        is_full = False
        for piece in pieces:
            if piece is None:
                is_full = True
                continue
            if screen.units and (not screen.has_room(piece) or (is_full and not piece.is_only_pressed)):
                kept = _announcing_last(screen.units)
                screen.units = screen.units[: len(screen.units) - len(kept)]
                self._close(choice, over, screen, anchors)
                screen, anchors, is_full = self._new_screen(choice.title, over), set(), False
                for unit in kept:
                    screen.add(unit)
            screen.add(piece)
        if screen.units or not self.leaves or anchors - {""}:
            self._close(choice, over, screen, anchors)

    def _new_screen(self, title: str, over: str) -> _Screen:
        room = self.first if not self.leaves else self.room
        return _Screen(room.without(room.head(title, over), 0))

    def _close(self, choice: Choice, over: str, screen: _Screen, anchors: set[str]) -> None:
        found = frozenset({*anchors, *(anchor for unit in screen.units for anchor in unit.anchors)})
        self.leaves.append(Leaf(choice.title, over, _drawn(screen.units), screen.links, found))


def _units(parts: Iterable[Part]) -> Iterable[Unit]:
    """All that these parts say, opened."""
    for part in parts:
        if isinstance(part, Unit):
            yield part
            continue
        for choice in part.all:
            yield _title_of(choice, choice.level)
            yield from _units(choice.parts)


def _title_of(choice: Choice, level: int) -> Unit:
    return Unit(escape(choice.title), len(choice.title), anchors=(choice.anchor,), title=level)


def _only_line(choice: Choice) -> Link | None:
    """What one would press, when opening the choice would show nothing else."""
    only = choice.parts[0] if len(choice.parts) == 1 else None
    return only.links[0] if isinstance(only, Unit) and only.is_only_pressed and len(only.links) == 1 else None


def _door_of(choice: Choice) -> Unit:
    """The line that opens a choice, or that goes at once where its only line leads."""
    only = _only_line(choice)
    if only is None:
        return Unit(links=(Link(f"#{choice.anchor}", choice.title),))
    first, second = (choice.title, only.text) if choice.anchor.startswith(OPENED) else (only.text, choice.title)
    notes = [second, only.note] if second != first else [only.note]
    return Unit(links=(Link(only.url, first, " · ".join(filter(None, notes))),), anchors=(choice.anchor,))


def _with_titles_on_lines(pieces: Sequence[Unit | None]) -> list[Unit | None]:
    """A title with nothing below but lines to press is said on these lines: text and lines stand apart on a screen."""
    told: list[Unit | None] = []
    for piece in reversed(pieces):
        if piece is None or not piece.title:
            told.append(piece)
            continue
        below = list(takewhile(lambda one: one is not None and one.is_only_pressed, reversed(told)))
        after = told[len(told) - len(below) - 1] if len(below) < len(told) else None
        if below and (after is None or after.title):
            told = [*told[: len(told) - len(below)], *(_under(piece, one) for one in reversed(below) if one)]
        else:
            told.append(piece)
    return told[::-1]


def _words(title: Unit) -> str:
    return unescape(_TAG.sub("", title.html))


def _under(title: Unit, lines: Unit) -> Unit:
    links = (replace(one, note=" · ".join(filter(None, (_words(title), one.note)))) for one in lines.links)
    return replace(lines, links=(*title.links, *links), anchors=(*title.anchors, *lines.anchors))


def _announcing_last(units: Sequence[Unit]) -> list[Unit]:
    """What would announce nothing at the foot of a screen."""
    kept: list[Unit] = []
    for unit in reversed(units):
        if not unit.announces or len(kept) == len(units) - 1:
            break
        kept.insert(0, unit)
    return kept


def _drawn(units: Sequence[Unit]) -> SafeString:
    """The blocks with what holds them; titles one level below that of the screen."""
    above: list[int] = []  # the titles under which one stands
    drawn: list[str] = []
    opened: list[Holder] = []
    for unit in (one for one in units if one.html or one.holders):
        same = 0
        while same < min(len(opened), len(unit.holders)) and opened[same] is unit.holders[same]:
            same += 1
        drawn += [holder.closing for holder in reversed(opened[same:])]
        drawn += [holder.opening for holder in unit.holders[same:]]
        opened = list(unit.holders)
        if not unit.title:
            drawn.append(unit.html)
            continue
        above = [*(level for level in above if level < unit.title), unit.title]
        name = f"h{min(len(above) + 1, _DEEPEST_TITLE)}"
        drawn.append(f"<{name}>{unit.html}</{name}>")
    drawn += [holder.closing for holder in reversed(opened)]
    return mark_safe("".join(drawn))  # noqa: S308  # every text was escaped where it was drawn


def page_of(leaves: Sequence[Leaf], anchor: str) -> int:
    """The number of the screen that shows this place; 0 when none does."""
    return next((number for number, leaf in enumerate(leaves, 1) if anchor and anchor in leaf.anchors), 0)


def _resolved(leaves: Sequence[Leaf]) -> list[Leaf]:
    """Links to places of the sheet lead to their screens; those to the very screen, or to nowhere, are not shown."""
    pages: Mapping[str, int] = {
        anchor: number for number, leaf in reversed([*enumerate(leaves, 1)]) for anchor in leaf.anchors
    }
    alike = Counter((leaf.over, leaf.title) for leaf in leaves)
    seen: Counter[tuple[str, str]] = Counter()
    bound: list[Leaf] = []
    for number, leaf in enumerate(leaves, 1):
        links = (_turned(link, pages) for link in leaf.links)
        chapter = (leaf.over, leaf.title)
        seen[chapter] += 1
        found = [link for link in links if link and link.url != f"?page={number}"]
        bound.append(replace(leaf, links=found, page=seen[chapter], pages=alike[chapter]))
    return bound


def _turned(link: Link, pages: Mapping[str, int]) -> Link | None:
    if not link.url.startswith("#"):
        path, _hash, part = link.url.partition("#")
        return replace(link, url=f"{path}?partie={part}") if part and link.url.startswith("/") else link
    number = pages.get(link.url[1:])
    words = link.text or (_("Les mots expliqués") if link.url == f"#{WORDS}" else "")
    return replace(link, url=f"?page={number}", text=words) if number else None
