"""What stands inside a paragraph: texts, and runs of them that mean more (strong, a link, a word explained)."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any
from xml.etree.ElementTree import Element

from guichet.national.rules import NATIONAL_ID, official_id, safe_url

# A node is JSON in the making: its shape is told in this package, its values are texts, numbers, lists and nodes.
Node = dict[str, Any]
Run = str | Node

_SPACES = re.compile(r"[ \t\r\n\f]+")
_BEFORE_SIGN = re.compile(r" +([?!:;»%€])")
_AFTER_QUOTE = re.compile(r"« *(?=\S)")
_STRAY_SPACE = re.compile(r"^ +(?=[.,)](?!\.))")


@dataclass
class Reading:
    """What is known while one file is read: the words it explains itself, and what the reader did not know."""

    defined: frozenset[str] = frozenset()
    unknown: Counter[str] = field(default_factory=Counter)


def typeset(text: str) -> str:
    """A text of the State with the apostrophe and the no-break spaces of French typography; its words unchanged."""
    text = _SPACES.sub(" ", text).replace("'", "’")
    text = _BEFORE_SIGN.sub("\N{NO-BREAK SPACE}\\1", text)
    return _AFTER_QUOTE.sub("«\N{NO-BREAK SPACE}", text) if "«" in text else text


def child(element: Element, name: str) -> Element | None:
    return next((one for one in element if one.tag == name), None)


def children(element: Element, *names: str) -> Iterator[Element]:
    return (one for one in element if one.tag in names)


def plain(element: Element | None) -> str:
    """All the text of an element, paragraphs apart, on one line."""
    if element is None:
        return ""
    parts: list[str] = []

    def gather(one: Element) -> None:
        parts.append(one.text or "")
        for below in one:
            gather(below)
            if below.tag in {"Paragraphe", "Item", "Titre", "Cellule"}:
                parts.append(" ")
            parts.append(below.tail or "")

    gather(element)
    return typeset("".join(parts)).strip()


def runs(element: Element | None, reading: Reading) -> list[Run]:
    """The runs of a paragraph, without space at either end; empty when it says nothing."""
    if element is None:
        return []
    found = list(_merged(_runs(element, reading)))
    _strip(found, first=True)
    _strip(found, first=False)
    return found


def title_runs(element: Element | None, reading: Reading) -> list[Run]:
    """The runs of a title, whose words stand in paragraphs or in itself."""
    if element is None:
        return []
    paragraphs = list(children(element, "Paragraphe"))
    if not paragraphs:
        return runs(element, reading)
    found: list[Run] = []
    for number, paragraph in enumerate(paragraphs):
        found += [" "] if number else []
        found += runs(paragraph, reading)
    return list(_merged(found))


def said(found: Iterable[Run]) -> str:
    """The words alone of some runs."""
    return "".join(run if isinstance(run, str) else said(run["in"]) for run in found)


def _runs(element: Element, reading: Reading) -> Iterator[Run]:
    if element.text:
        yield typeset(element.text)
    for one in element:
        yield from _run(one, reading)
        if one.tail:
            yield _STRAY_SPACE.sub("", typeset(one.tail))


def _run(element: Element, reading: Reading) -> Iterator[Run]:
    read = _READERS.get(element.tag)
    inside = list(_merged(_runs(element, reading)))
    if read is None:
        if element.tag not in _SILENT:
            reading.unknown[f"{element.tag} dans un texte"] += 1
        yield from inside
    elif said(inside).strip():
        node = read(element, inside, reading)
        yield from [node] if node is not None else inside
    else:
        yield from inside


def _as(name: str) -> Callable[[Element, list[Run], Reading], Node | None]:
    return lambda _element, inside, _reading: {"is": name, "in": inside}


def _inner_link(element: Element, inside: list[Run], reading: Reading) -> Node | None:
    to = (element.get("LienPublication") or element.get("LienID") or "").strip()
    if to in reading.defined:
        return {"is": "word", "to": to, "in": inside}
    if element.get("type") in _EXPLAINED or not NATIONAL_ID.fullmatch(to):
        return None
    return link_to(to, inside, element.get("audience", ""))


def link_to(to: str, inside: list[Run], audience: str = "") -> Node:
    """A link to another file of the archive; whether it is held is known only when the page is drawn."""
    return {
        "is": "link",
        "to": to,
        "in": inside,
        **({"audience": audience} if audience not in {"", "Particuliers"} else {}),
    }


def _outer_link(element: Element, inside: list[Run], _reading: Reading) -> Node | None:
    url = safe_url(element.get("URL", ""))
    if held := official_id(url):
        return link_to(held, inside)
    return {"is": "web", "url": url, "in": inside} if url else None


def _foreign(element: Element, inside: list[Run], _reading: Reading) -> Node:
    language = element.get("langue", "")
    return {"is": "foreign", "language": language if re.fullmatch(r"[a-z]{2}", language) else "", "in": inside}


# Words that only an explanation in the same file can explain.
_EXPLAINED = {"Définition de glossaire", "Sigle", "Acronyme"}
# Known, and said like the text around.
_SILENT = {"Paragraphe", "Expression", "Texte", "Titre"}
_READERS: dict[str, Callable[[Element, list[Run], Reading], Node | None]] = {
    "MiseEnEvidence": _as("strong"),
    "Valeur": _as("value"),
    "Exposant": _as("raised"),
    "Indice": _as("lowered"),
    "Citation": _as("quote"),
    "Variable": _as("blank"),
    "TermeEtranger": _foreign,
    "LienInterne": _inner_link,
    "LienIntra": _inner_link,
    "LienExterne": _outer_link,
    "Lien": _outer_link,
}


def _merged(found: Iterable[Run]) -> Iterator[Run]:
    """Neighbouring texts as one, empty ones left out."""
    text = ""
    for run in found:
        if isinstance(run, str):
            text = f"{text}{run[1:]}" if text.endswith(" ") and run.startswith(" ") else f"{text}{run}"
        else:
            if text:
                yield text
            text = ""
            yield run
    if text:
        yield text


def _strip(found: list[Run], *, first: bool) -> None:
    while found:
        at = 0 if first else -1
        run = found[at]
        if not isinstance(run, str):
            return
        found[at] = run.lstrip(" ") if first else run.rstrip(" ")
        if found[at]:
            return
        found.pop(at)
