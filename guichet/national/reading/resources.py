"""What the State points to from a sheet: its online services and forms, whom to ask, texts of law, other sites, words."""

import re
from collections.abc import Callable
from xml.etree.ElementTree import Element

from guichet.national.reading.words import Node, Reading, child, children, plain
from guichet.national.rules import Kind, kind_of, official_id, safe_url

_WEIGHT = re.compile(r"(\d+(?:\.\d+)?) ([KMG])[Bo]")

# What reads blocks: handed in, for it reads resources itself.
ReadBlocks = Callable[[Element | None, Reading], list[Node]]


def read_service(element: Element, reading: Reading, blocks: ReadBlocks) -> Node | None:
    """An online service, a form, a simulator or a letter to copy, as a sheet names it."""
    title = plain(child(element, "Titre"))
    if not title:
        return None
    kind = kind_of(element.get("type", ""))
    web = child(element, "LienWeb")
    return {
        "is": "service",
        "kind": kind if kind is not Kind.OTHER else Kind.SERVICE,
        "title": title,
        **given(
            id=element.get("ID", ""),
            url=safe_url(element.get("URL", "") or (web.get("URL", "") if web is not None else "")),
            cerfa=element.get("numerocerfa", ""),
            number=element.get("autrenumero", ""),
            file=file_words(element),
            source=plain(child(element, "Source")),
            unavailable=element.get("indisponible") in {"true", "oui", "1"},
            intro=blocks(child(element, "Introduction"), reading),
            notices=notices(element),
            annexes=annexes(element, reading, blocks),
        ),
    }


def notices(element: Element) -> list[Node]:
    """The explanatory notes that go with a form."""
    found = []
    for notice in children(element, "NoticeLiee"):
        cerfa, url = notice.get("numerocerfa", ""), safe_url(notice.get("URL", ""))
        if url:
            found.append({"title": plain(notice), **given(url=url, cerfa=cerfa, file=file_words(notice))})
    return found


def annexes(element: Element, reading: Reading, blocks: ReadBlocks) -> list[Node]:
    """The other forms that a form asks to join."""
    found = []
    for annex in children(element, "ServiceEnLigneAnnexe"):
        web = child(annex, "LienWeb")
        title, url = plain(child(annex, "Titre")), safe_url(web.get("URL", "")) if web is not None else ""
        if title:
            inside = blocks(child(annex, "Texte"), reading)
            told = given(url=url, cerfa=annex.get("numerocerfa", ""), notices=notices(annex))
            found.append({"title": title, **told, **given(**{"in": inside})})
    return found


def read_office(element: Element, reading: Reading, blocks: ReadBlocks) -> Node | None:
    """Whom to ask: an office near by, a national one, a telephone platform."""
    title = plain(child(element, "Titre"))
    inside = blocks(child(element, "Texte"), reading)
    if not title and not inside:
        return None
    web = child(element, "RessourceWeb")
    return {
        "is": "office",
        "title": title,
        **given(
            near=element.get("type", "").startswith("Local"),
            pivot=plain(child(element, "PivotLocal")),
            url=safe_url(web.get("URL", "")) if web is not None else "",
            more=plain(child(element, "Complement")),
            source=plain(child(element, "Source")),
        ),
        **given(**{"in": inside}),
    }


def resource(element: Element) -> Node | None:
    """A text of law or a page elsewhere: title, address, whose, and what it is about."""
    title, url = plain(child(element, "Titre")), safe_url(element.get("URL", ""))
    if not title:
        return None
    held = official_id(url)
    about, source = plain(child(element, "Complement")), plain(child(element, "Source"))
    return {"title": title, **given(to=held, url="" if held else url, more=about, source=source)}


def inner_resource(element: Element, _reading: Reading) -> Node | None:
    """The same in the middle of a text."""
    found = resource(element)
    return {"is": "resource", **found} if found else None


def file_words(element: Element) -> str:
    """What a link downloads, as people say it: "PDF, 412,9 Ko"."""
    form = {"application/pdf": "PDF", "application/msword": "Word"}.get(element.get("format", ""), "")
    weight = _WEIGHT.fullmatch(element.get("poids", ""))
    if not form or not weight:
        return form
    return f"{form}, {weight[1].replace('.', ',')}\N{NO-BREAK SPACE}{weight[2]}o"


def given(**values: object) -> Node:
    """Only what is there: a tree that says nothing is kept and drawn for nothing."""
    return {name: value for name, value in values.items() if value}
