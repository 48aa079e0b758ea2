"""What stands below one another: paragraphs, lists, tables, notes, chapters, cases and situations."""

from collections.abc import Callable, Iterable, Iterator
from xml.etree.ElementTree import Element

from guichet.national.reading.resources import inner_resource, read_office, read_service
from guichet.national.reading.words import Node, Reading, child, children, plain, runs, said, title_runs

NOTES = {
    "Attention": "attention",
    "ASavoir": "know",
    "ANoter": "note",
    "Exemple": "example",
    "Rappel": "reminder",
    "Consigne": "instruction",
}
LISTS = {"puce": "bullets", "numero": "numbers", "caseACocher": "boxes"}
# Said by the block that holds them.
_OF_THE_BLOCK = {"Titre", "TitreAlternatif", "Condition", "Resume", "Colonne", "SurTitre"}
# Boxes that only hold what they hold.
_HOLLOW = {"Texte", "Introduction", "Conclusion", "Aide", "Commentaire", "Description", "ContenuIllustre", "Complement"}
_MOST_SPANNED = 40


def blocks(element: Element | None, reading: Reading) -> list[Node]:
    """The blocks that an element holds, in their order; what says nothing is left out."""
    return list(_blocks(element, reading)) if element is not None else []


def blocks_of(elements: Iterable[Element], reading: Reading) -> list[Node]:
    """The same for elements that stand side by side."""
    return list(_blocks(elements, reading))


def _blocks(holder: Iterable[Element], reading: Reading) -> Iterator[Node]:
    for element in holder:
        if element.tag in _OF_THE_BLOCK:
            continue
        if element.tag in _HOLLOW:
            yield from _words_of(element, reading)
        elif read := _READERS.get(element.tag):
            if node := read(element, reading):
                yield node
        else:
            yield from _unknown(element, reading)


def _words_of(element: Element, reading: Reading) -> Iterator[Node]:
    """A box, or the text that was put in it without a paragraph."""
    if len(element):
        yield from _blocks(element, reading)
    elif words := runs(element, reading):
        yield {"is": "text", "in": words}


def _unknown(element: Element, reading: Reading) -> Iterator[Node]:
    """What the State adds tomorrow: known blocks inside are read as they are, else its text is shown."""
    reading.unknown[element.tag] += 1
    if any(below.tag in _READERS or below.tag in _HOLLOW for below in element):
        yield from _blocks(element, reading)
    elif text := plain(element):
        yield {"is": "text", "in": [text]}


def _paragraph(element: Element, reading: Reading) -> Node | None:
    words = runs(element, reading)
    return {"is": "text", "in": words} if said(words).strip() else None


def _list(element: Element, reading: Reading) -> Node | None:
    items = []
    for item in children(element, "Item"):
        inside = list(_words_of(item, reading))
        if inside:
            items.append({"in": inside, **when(item)})
    kind = LISTS.get(element.get("type", ""), "bullets")
    return {"is": "list", "kind": kind, "items": items} if items else None


def _table(element: Element, reading: Reading) -> Node | None:
    columns = [one.get("type") == "header" for one in children(element, "Colonne")]
    rows: list[Node] = []
    for row in children(element, "Rangée"):
        is_head = row.get("type") == "header"
        cells = [
            _cell(cell, reading, is_head=is_head or (number < len(columns) and columns[number]))
            for number, cell in enumerate(children(row, "Cellule"))
        ]
        if cells:
            rows.append({"head": is_head, "cells": cells})
    if not any(cell["in"] for row in rows for cell in row["cells"]):
        return None
    return {"is": "table", "title": plain(child(element, "Titre")), "rows": rows}


def _cell(cell: Element, reading: Reading, *, is_head: bool) -> Node:
    spans = {"across": _span(cell.get("fusionHorizontale")), "down": _span(cell.get("fusionVerticale"))}
    return {
        "in": list(_words_of(cell, reading)),
        **({"head": True} if is_head else {}),
        **{name: span for name, span in spans.items() if span > 1},
    }


def _span(said_: str | None) -> int:
    return min(int(said_), _MOST_SPANNED) if said_ and said_.isdecimal() and len(said_) < 4 else 1


def _note(element: Element, reading: Reading) -> Node | None:
    inside = list(_words_of(element, reading))
    title = plain(child(element, "Titre"))
    return {"is": "note", "kind": NOTES[element.tag], "title": title, "in": inside} if inside else None


def _chapter(element: Element, reading: Reading) -> Node | None:
    """A title without words below it announces nothing: it is left out with them."""
    inside = blocks(element, reading)
    if not inside:
        return None
    title = title_runs(child(element, "Titre"), reading) or title_runs(child(element, "TitreAlternatif"), reading)
    return {"is": "chapter", "title": title, "in": inside, **when(element)}


def _floating_title(element: Element, reading: Reading) -> Node | None:
    words = title_runs(element, reading)
    return {"is": "text", "in": [{"is": "strong", "in": words}]} if said(words).strip() else None


def _cases(element: Element, reading: Reading) -> Node | None:
    found = [one for case in children(element, "Cas") if (one := _titled(case, reading))]
    return {"is": "cases", "in": found} if found else None


def situations(element: Element, reading: Reading) -> Node | None:
    """The tabs of a sheet, or its steps when the State says that they follow one another."""
    found = [one for situation in children(element, "Situation") if (one := _titled(situation, reading))]
    in_order = element.get("affichage") == "sequentiel"
    return {"is": "situations", "ordered": in_order, "in": found} if found else None


def _titled(element: Element, reading: Reading) -> Node | None:
    inside = blocks(element, reading)
    return {"title": title_runs(child(element, "Titre"), reading), "in": inside, **when(element)} if inside else None


def _fragment(element: Element, reading: Reading) -> Node | None:
    inside = blocks(element, reading)
    return {"is": "fragment", "in": inside, **when(element)} if inside else None


def when(element: Element) -> Node:
    """The condition under which an element holds, as `rules.in_words` takes it; nothing when there is none to tell."""
    found = child(element, "Condition")
    told = _every("and", found) if found is not None else None
    return {"when": told} if told else {}


def _condition(element: Element) -> list[object] | None:
    if element.tag == "estVrai":
        return ["is", element.get("var", "")]
    if element.tag == "estFaux":
        return ["not", ["is", element.get("var", "")]]
    if element.tag == "non":
        below = _every("or", element)
        return ["not", below] if below else None
    if element.tag in {"et", "ou"}:
        return _every("and" if element.tag == "et" else "or", element)
    return None  # estIndefini: who was asked nothing yet


def _every(joined: str, element: Element) -> list[object] | None:
    parts = [told for below in element if (told := _condition(below)) is not None]
    if len(parts) < 2:
        return parts[0] if parts else None
    return [joined, *parts]


def _picture(element: Element, _reading: Reading) -> Node | None:
    """The archive holds no picture: what it would show is told by the State in words."""
    text, title = plain(child(element, "TexteDeRemplacement")), plain(child(element, "Legende"))
    return {"is": "picture", "title": title, "text": text} if text or title else None


def _service(element: Element, reading: Reading) -> Node | None:
    return read_service(element, reading, blocks)


def _office(element: Element, reading: Reading) -> Node | None:
    return read_office(element, reading, blocks)


def _list_of_offices(element: Element, reading: Reading) -> Node | None:
    inside = [one for office in children(element, "OuSAdresser") if (one := _office(office, reading))]
    return {"is": "group", "in": inside} if inside else None


def _link_alone(element: Element, reading: Reading) -> Node | None:
    holder = Element("Paragraphe")
    holder.append(element)
    return _paragraph(holder, reading)


_READERS: dict[str, Callable[[Element, Reading], Node | None]] = {
    "Paragraphe": _paragraph,
    "TitreFlottant": _floating_title,
    "Citation": _paragraph,
    "Liste": _list,
    "Tableau": _table,
    **dict.fromkeys(NOTES, _note),
    "Chapitre": _chapter,
    "SousChapitre": _chapter,
    "SousSousChapitre": _chapter,
    "BlocCas": _cases,
    "ListeSituations": situations,
    "FragmentConditionne": _fragment,
    "Image": _picture,
    "Infographie": _picture,
    "Video": _picture,
    "ServiceEnLigne": _service,
    "OuSAdresser": _office,
    "ListeOuSAdresser": _list_of_offices,
    "LienInterne": _link_alone,
    "LienExterne": _link_alone,
    "LienIntra": _link_alone,
    "Lien": _link_alone,
    "Reference": inner_resource,
    "PourEnSavoirPlus": inner_resource,
}
