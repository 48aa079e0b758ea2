"""Cuts a told sheet into what may stand apart on two screens: its blocks, its titles, its choices, its links.

`national.telling` draws a sheet as one long page; the cut is made in that drawing, whose elements are all ours. A link in
a sentence is no target for a finger: its words stay in the text, and the link becomes a line to press below it.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import escape
from itertools import count
from urllib.parse import urlsplit
from xml.etree import ElementTree as Tree

from guichet.national.telling.sections import Section

WORDS = "mots"  # the section that explains words
OPENED = "choix-"  # how the place of a choice is called; those of chapters are the portal's
_TITLES = {"h2": 2, "h3": 3, "h4": 4, "h5": 5, "h6": 6}
_BLOCKS = {"p", "ul", "ol", "dl", "div", "details", *_TITLES}
_LONG_ITEM = 400  # characters from which an item, a note or a table is cut inside
_LONGEST_NOTE = 200
_LOOSE = re.compile(r"[\s,;:]+$")
_AROUND = re.compile(r"^[\s.,;:(]+|[\s,;:)]+$")


@dataclass(frozen=True)
class Link:
    """Where a line leads: `#part` on this sheet, a path of the kiosk, or an address elsewhere."""

    url: str
    text: str
    note: str = ""

    @property
    def host(self) -> str:
        """Whose site it is; empty when one stays here."""
        return (urlsplit(self.url).hostname or "").removeprefix("www.")


@dataclass(frozen=True, eq=False)
class Holder:
    """What stands around blocks and is opened again on the next screen: a list, a table with its head."""

    opening: str
    closing: str


@dataclass(frozen=True)
class Unit:
    """What is never cut. `length` counts characters as if they stood in the full width; a title has its level."""

    html: str = ""
    length: int = 0
    links: tuple[Link, ...] = ()
    anchors: tuple[str, ...] = ()
    holders: tuple[Holder, ...] = ()
    title: int = 0

    @property
    def announces(self) -> bool:
        """Whether it makes no sense without what follows: a title, "les justificatifs suivants :"."""
        return bool(self.title) or self.html.endswith(":</p>")

    @property
    def is_only_pressed(self) -> bool:
        """Whether it says nothing but where one goes."""
        return bool(self.links) and not self.html


@dataclass
class Choice:
    """What one opens: a chapter, a situation, a case."""

    title: str
    anchor: str
    parts: "list[Part]" = field(default_factory=list)
    level: int = 2  # of its title, when it is told openly


@dataclass(frozen=True)
class Choices:
    """Those that stand side by side."""

    all: list[Choice]


Part = Unit | Choices


def cut(sections: Iterable[Section]) -> list[Part]:
    """A sheet: what stands before its first title, then its titled parts; what has no title belongs to the part before."""
    numbers = count(1)
    first: list[Part] = []
    chapters: list[Choice] = []
    for section in sections:
        # Drawn by ourselves, every text escaped: nothing that could explode.
        root = Tree.fromstring(f"<main>{section.html}</main>")  # noqa: S314
        parts = list(_Cutter(numbers).parts(root, skipped_title=section.is_part))
        if section.title:
            chapters.append(Choice(section.title, section.id, parts))
        elif chapters:
            chapters[-1].parts += parts
        else:
            first += parts
    return [*first, Choices(chapters)] if chapters else first


class _Cutter:
    """Walks what was drawn. Parts of one sheet share the numbers of their choices."""

    def __init__(self, numbers: Iterator[int]) -> None:
        self.numbers = numbers

    def parts(
        self, root: Tree.Element, holders: tuple[Holder, ...] = (), *, skipped_title: bool = False
    ) -> Iterator[Part]:
        beside: list[Choice] = []
        for element in _blocks(root):
            if element.tag == "details":
                beside.append(self.choice(element))
                continue
            if beside:
                yield Choices(beside)
                beside = []
            if skipped_title and element.tag in _TITLES:
                skipped_title = False  # it is the title of the whole part
                continue
            yield from self.block(element, holders)
        if beside:
            yield Choices(beside)

    def choice(self, details: Tree.Element) -> Choice:
        summary, inside = details
        level = _TITLES[summary[0].tag]
        return Choice(_said(summary), f"{OPENED}{next(self.numbers)}", list(self.parts(inside)), level)

    def block(self, element: Tree.Element, holders: tuple[Holder, ...]) -> Iterator[Part]:
        name = element.get("class", "")
        if element.tag in _TITLES:
            yield _title(element, holders)
        elif element.tag in {"ul", "ol"}:
            yield from self.items(element, holders)
        elif element.tag == "dl":
            yield from _pairs(element, holders)
        elif name == "state-table":
            yield from _rows(element, holders)
        elif name.startswith("notice") and _is_long(element):
            yield from self.note(element, holders)
        elif name in {"state-situation", "state-case"}:
            yield from self.parts(element, holders)
        elif name in {"state-fragment", "card state-letter"}:
            yield from self.parts(element, (*holders, _holder(element)))
        else:
            yield _unit(element, holders)

    def items(self, element: Tree.Element, holders: tuple[Holder, ...]) -> Iterator[Part]:
        inside = (*holders, _holder(element))
        for number, item in enumerate(element, 1):
            if element.tag == "ol":
                item.set("value", str(number))
            if _is_long(item):
                yield from self.parts(item, (*inside, _holder(item)))
            else:
                yield _unit(item, inside)

    def note(self, element: Tree.Element, holders: tuple[Holder, ...]) -> Iterator[Part]:
        icon, text = element
        around, within = _holder(element), _holder(text)
        opening = f"{around.opening}{_html(icon)}{within.opening}"
        yield from self.parts(text, (*holders, Holder(opening, f"{within.closing}{around.closing}")))


def _is_long(element: Tree.Element) -> bool:
    """Whether it must be cut inside: it is long and holds blocks, or one of them opens."""
    if element.find(".//details") is not None:
        return True
    return len(_said(element)) > _LONG_ITEM and any(
        below.tag in _BLOCKS for below in element.iter() if below != element
    )


def _blocks(root: Tree.Element) -> Iterator[Tree.Element]:
    """The blocks inside, words that stand between them put in paragraphs."""
    words = Tree.Element("p")
    words.text = root.text
    for element in list(root):
        if element.tag in _BLOCKS:
            if _said(words).strip():
                yield words
            words = Tree.Element("p")
            words.text, element.tail = element.tail, None
            yield element
        else:
            words.append(element)
    if _said(words).strip():
        yield words


def _holder(element: Tree.Element) -> Holder:
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in element.items() if name in {"class", "value"})
    return Holder(f"<{element.tag}{attributes}>", f"</{element.tag}>")


def _title(element: Tree.Element, holders: tuple[Holder, ...]) -> Unit:
    unit = _unit(element, holders)
    inside = unit.html.partition(">")[2].rpartition("<")[0]
    return Unit(inside, unit.length, unit.links, unit.anchors, holders, _TITLES[element.tag])


def _pairs(element: Tree.Element, holders: tuple[Holder, ...]) -> Iterator[Unit]:
    """Each word with what it means."""
    inside = (*holders, _holder(element))
    for word, meaning in zip(*[iter(element)] * 2, strict=True):
        first, second = _unit(word, inside), _unit(meaning, inside)
        length = first.length + second.length
        yield Unit(first.html + second.html, length, second.links, (*first.anchors, *second.anchors), inside)


def _rows(element: Tree.Element, holders: tuple[Holder, ...]) -> Iterator[Unit]:
    """A table, its caption and head said again on each screen; rows that share a cell stay together."""
    table = element[0]
    above = [one for one in table if one.tag != "tbody"]
    said_above = tuple(link for one in above for link in _taken_links(one))
    for one in above:
        _flatten(one)
    heads = "".join(map(_html, above))
    holder = Holder(f'<div class="state-table"><table>{heads}<tbody>', "</tbody></table></div>")
    together, shared = Tree.Element("tbody"), 0
    for row in table.iterfind("tbody/tr"):
        together.append(row)
        shared = max(shared - 1, *(int(cell.get("rowspan", 1)) - 1 for cell in row), 0)
        if not shared:
            yield _row_unit(together, said_above, (*holders, holder))
            together = Tree.Element("tbody")
    if len(together):
        yield _row_unit(together, said_above, (*holders, holder))
    elif not table.findall("tbody/tr"):
        yield Unit("", len(_said(table)), said_above, holders=(*holders, holder))


def _row_unit(rows: Tree.Element, links: tuple[Link, ...], holders: tuple[Holder, ...]) -> Unit:
    columns = max(sum(int(cell.get("colspan", 1)) for cell in row) for row in rows)
    length = sum(
        max((len(_said(cell)) * columns // int(cell.get("colspan", 1)) for cell in row), default=0) for row in rows
    )
    links += _taken_links(rows)
    _flatten(rows)
    return Unit("".join(map(_html, rows)), length, links, (), holders)


def _unit(element: Tree.Element, holders: tuple[Holder, ...]) -> Unit:
    anchors = tuple(below.attrib.pop("id") for below in element.iter() if "id" in below.attrib)
    if link := _line(element):
        return Unit(links=(link,), anchors=anchors)
    links = _taken_links(element)
    _flatten(element)
    return Unit(_html(element), len(_said(element)), links, anchors, holders)


def _line(element: Tree.Element) -> Link | None:
    """The link that a block is, when it says nothing else than what it leads to and whose it is."""
    found = element.findall(".//a")
    if len(found) != 1 or element.tag in _TITLES or not (link := _link(found[0])) or _is_word(found[0]):
        return None
    name = _tidy(_said(found[0]))
    if element.get("class") == "state-service":
        told = [_said(one) for one in element.iter("p")]
        rest = " · ".join(map(_tidy, told[1:]))
        return Link(link.url, name, rest) if _tidy(told[0]) == name and len(rest) <= _LONGEST_NOTE else None
    rest = _AROUND.sub("", " ".join(_said(element).split()).removeprefix(name))
    notes = "".join(_said(one) for one in element.iter() if "small" in one.get("class", ""))
    return Link(link.url, name, rest) if _squeezed(rest) == _squeezed(notes) else None


def _squeezed(words: str) -> str:
    return re.sub(r"[^\w]", "", words)


def _taken_links(element: Tree.Element) -> tuple[Link, ...]:
    """The links inside, each once; their words stay where they are."""
    taken: dict[str, Link] = {}
    for one in element.iter("a"):
        if link := _link(one):
            taken.setdefault(link.url, link)
        elif (address := one.get("href", "").partition(":")[2]) and address not in _said(one):
            Tree.SubElement(one, "span").text = f" ({address})"  # to write down, or to dial: nobody writes a mail here
        one.tag = "span"
        one.attrib.clear()
    return tuple(taken.values())


def _is_word(link: Tree.Element) -> bool:
    return link.get("class") == "state-word"


def _link(element: Tree.Element) -> Link | None:
    """None for what a kiosk does not open: a mail, a telephone call."""
    url, text = element.get("href", ""), _tidy(_said(element))
    if _is_word(element):
        return Link(f"#{WORDS}", "")
    return Link(url, text) if url.startswith(("http://", "https://", "/", "#")) else None


def _flatten(element: Tree.Element) -> None:
    """Nothing to press and no title inside a block that is not cut."""
    for one in element.iter():
        if one is not element and (one.tag in {*_TITLES, "summary"}):
            one.tag = "p"
            one.attrib = {"class": "state-title"}
        elif one.tag == "details":
            one.tag = "div"
        for name in ("tabindex", "role", "aria-label", "id"):
            one.attrib.pop(name, None)


def _html(element: Tree.Element) -> str:
    element.tail = None
    return Tree.tostring(element, encoding="unicode", method="html")


def _said(element: Tree.Element) -> str:
    return "".join(element.itertext())


def _tidy(words: str) -> str:
    return _LOOSE.sub("", " ".join(words.split()))
