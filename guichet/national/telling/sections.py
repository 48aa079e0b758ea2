"""The sections of one of the State's sheets, drawn in the order people read them; one that says nothing is not there."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from html import escape

from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from guichet.kit.dates import day_in_words
from guichet.national.models import NationalSheet
from guichet.national.rules import Kind
from guichet.national.telling.blocks import draw_blocks
from guichet.national.telling.resources import (
    draw_annexes,
    draw_notices,
    draw_office,
    draw_resource,
    draw_service,
)
from guichet.national.telling.runs import Node, Surroundings, address, draw_link, draw_runs, said
from guichet.ui.templatetags.ui import icon

FEWEST_TO_LIST = 3  # chapters from which a page has its own table of contents


@dataclass(frozen=True)
class Section:
    """A part of a page under its title (`<h2>`); the first ones may have none."""

    id: str
    title: str
    html: SafeString
    is_part: bool = False  # a chapter of the sheet itself: its title is drawn with it


def numbers_in(tree: object) -> Iterator[str]:
    """All the sheets that a tree names: one question tells which are held."""
    if isinstance(tree, dict):
        for name in ("to", "id"):
            if isinstance(tree.get(name), str):
                yield from {tree[name], tree[name].partition("-")[0]}
        for value in tree.values():
            yield from numbers_in(value)
    elif isinstance(tree, list):
        for value in tree:
            yield from numbers_in(value)


def sections(sheet: NationalSheet, around: Surroundings) -> list[Section]:
    body: Node = sheet.body
    return [_safe(one) for one in _sections(sheet, body, around) if one.html]


@dataclass(frozen=True)
class _Part:
    id: str
    title: str
    html: str
    is_part: bool = False


def _safe(part: _Part) -> Section:
    # Every text was escaped where it was drawn.
    return Section(part.id, part.title, mark_safe(part.html), part.is_part)  # noqa: S308


def _sections(sheet: NationalSheet, body: Node, around: Surroundings) -> Iterator[_Part]:
    yield _Part("avis", "", "".join(_warning(one, around) for one in body.get("warnings", ())))
    yield _Part("introduction", "", draw_blocks(body.get("intro", ()), around, 2))
    for number, group in enumerate(body.get("contents", ())):
        yield _Part(group.get("id", f"liste-{number}"), group.get("title", ""), _list(group["links"], around))
    yield _Part("questions", _("Ce qui peut changer la réponse"), _questions(body.get("questions", ()), around))
    yield _Part("recherche-guidee", _("Trouver votre cas"), _branches(body.get("guide", ()), around, 3))
    yield from _main(sheet, body, around)
    yield _Part("conclusion", "", draw_blocks(body.get("conclusion", ()), around, 2))
    yield _Part("sites", _("Sur d’autres sites"), _outside(body.get("outside", ()), around))
    yield from _tools(body, around)
    yield from _around(sheet, body, around)


def _main(sheet: NationalSheet, body: Node, around: Surroundings) -> Iterator[_Part]:
    """Each chapter is a part that the table of contents names; what stands between them is not."""
    blocks = body.get("main", ())
    if sheet.kind == Kind.LETTER:
        yield _Part("modele", _("Le modèle à recopier"), _letter(blocks, around))
        return
    for number, block in enumerate(blocks):
        anchor = f"partie-{number + 1}"
        if block["is"] == "chapter" and block["title"]:
            html = draw_blocks([{**block, "id": anchor}], around, 2)
            yield _Part(anchor, said(block["title"]), html, is_part=True)
        else:
            yield _Part(anchor, "", draw_blocks([block], around, 2))


def _letter(blocks: Iterable[Node], around: Surroundings) -> str:
    inside = draw_blocks(blocks, around, 3)
    return f'<div class="card state-letter">{inside}</div>' if inside else ""


def _tools(body: Node, around: Surroundings) -> Iterator[_Part]:
    services = "".join(draw_service(one, around, draw_blocks, 3) for one in body.get("services", ()))
    yield _Part("services", _("Services en ligne et formulaires"), services)
    yield _Part("notices", _("Les notices"), draw_notices(body.get("notices", ())))
    yield _Part("annexes", _("Les pièces à joindre"), draw_annexes(body.get("annexes", ()), around, draw_blocks, 3))
    yield _Part("autres", _("Pour le faire autrement"), _list(body.get("others", ()), around))
    offices = "".join(draw_office(one, around, draw_blocks, 3) for one in body.get("offices", ()))
    yield _Part("ou-s-adresser", _("Où s’adresser"), offices)


def _around(sheet: NationalSheet, body: Node, around: Surroundings) -> Iterator[_Part]:
    yield _Part("guides", _("Trouver votre cas"), _list(body.get("guides", ()), around))
    yield _Part("autres-questions", _("Questions et réponses"), _list(body.get("asked", ()), around))
    yield _Part("comment-faire-si", _("Comment faire si…"), _list(body.get("how_to", ()), around))
    is_resource = sheet.national_id.startswith("R")
    see = _("Les fiches qui en parlent") if is_resource else _("Voir aussi")
    yield _Part("voir-aussi", see, _list(body.get("see", ()), around))
    yield _Part("en-savoir-plus", _("Pour en savoir plus"), _resources(body.get("more", ()), around))
    yield _Part("textes", _("Les textes de référence"), _resources(body.get("law", ()), around))
    yield _Part("mots", _("Les mots expliqués"), _words(body.get("words", ()), around))


def _warning(one: Node, around: Surroundings) -> str:
    inside = draw_blocks(one["in"], around, 3)
    title = f"<p><strong>{escape(one['title'])}</strong></p>" if one["title"] else ""
    since = (
        f'<p class="small">{escape(_("Depuis le %(day)s.") % {"day": day_in_words(date.fromisoformat(one["day"]))})}</p>'
        if "day" in one
        else ""
    )
    return (
        f'<div class="notice notice--attention">{icon("alert-triangle")}'
        f'<div class="notice__text stack-s">{title}{inside}{since}</div></div>'
    )


def _list(links: Iterable[Node], around: Surroundings) -> str:
    lines = "".join(f"<li>{draw_link(link, around)}</li>" for link in links)
    return f'<ul class="state-links">{lines}</ul>' if lines else ""


def _questions(asked: Iterable[Node], around: Surroundings) -> str:
    drawn = []
    for one in asked:
        answers = "".join(f"<li>{escape(answer)}</li>" for answer in one["answers"])
        more = draw_blocks(one.get("more", ()), around, 4)
        drawn.append(f"<h3>{escape(one['title'])}</h3>{more}<ul>{answers}</ul>")
    return "".join(drawn)


def _branches(branches: Iterable[Node], around: Surroundings, level: int) -> str:
    """A guided search: each branch opens on the next, down to the sheet that answers."""
    drawn = []
    for one in branches:
        links = "".join(_branch_link(link, one, around) for link in one.get("links", ()))
        more = draw_blocks(one.get("more", ()), around, min(level + 1, 6))
        below = _branches(one.get("in", ()), around, min(level + 1, 6))
        if links and not below and not more:
            drawn.append(f'<p class="state-answer">{links}</p>')
            continue
        inside = f"{more}{f'<p>{links}</p>' if links else ''}{below}"
        heading = f'<h{level} class="state-fold">{escape(one["title"])}</h{level}>'
        drawn.append(
            f'<details class="state-case"><summary>{heading}</summary><div class="state-inside">{inside}</div></details>'
        )
    return "".join(drawn)


def _branch_link(link: Node, branch: Node, around: Surroundings) -> str:
    words = link.get("title") or branch["title"]
    return f'<a href="{escape(address(link, around))}">{escape(words)}</a>'


def _outside(found: Iterable[Node], around: Surroundings) -> str:
    drawn: list[str] = []
    for one in found:
        source = f' <span class="small muted">({escape(one["source"])})</span>' if "source" in one else ""
        more = draw_blocks(one.get("more", ()), around, 3)
        drawn.append(f"<li>{draw_runs(one['link'], around)}{source}{more}</li>")
    return f"<ul>{''.join(drawn)}</ul>" if drawn else ""


def _resources(found: Iterable[Node], around: Surroundings) -> str:
    lines = "".join(f"<li>{draw_resource(one, around)}</li>" for one in found)
    return f"<ul>{lines}</ul>" if lines else ""


def _words(words: Iterable[Node], around: Surroundings) -> str:
    lines = "".join(
        f'<dt id="{escape(one["id"])}">{escape(one["title"])}</dt><dd>{draw_blocks(one["in"], around, 3)}</dd>'
        for one in words
    )
    return f'<dl class="state-words">{lines}</dl>' if lines else ""


def with_parts(found: list[Section]) -> list[Section]:
    """The chapters and titled sections that a table of contents names; none for a short page."""
    named = [one for one in found if one.title]
    return named if len(named) >= FEWEST_TO_LIST else []
