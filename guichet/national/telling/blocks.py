"""Draws the trees of the State's sheets as HTML: what stands below one another, each title one level below its parent."""

from collections.abc import Callable, Iterable
from html import escape

from django.utils.translation import gettext as _

from guichet.national.telling.resources import draw_office, draw_resource, draw_service
from guichet.national.telling.runs import Node, Surroundings, condition_words, draw_runs, said
from guichet.ui.templatetags.ui import icon

_DEEPEST = 6
_LISTS = {"bullets": "<ul>", "numbers": "<ol>", "boxes": '<ul class="state-boxes">'}
_NOTES = {
    "attention": (" notice--attention", "alert-triangle"),
    "know": ("", "info-circle"),
    "note": ("", "info-circle"),
    "example": ("", "bulb"),
    "reminder": ("", "arrow-back-up"),
    "instruction": ("", "list-check"),
}


def draw_blocks(nodes: Iterable[Node], around: Surroundings, level: int) -> str:
    """The blocks, with titles of this level (`<h2>` is 2) for the first of them."""
    return "".join(_draw(node, around, min(level, _DEEPEST)) for node in nodes)


def _draw(node: Node, around: Surroundings, level: int) -> str:
    draw = _BLOCKS.get(node["is"])
    return draw(node, around, level) if draw else ""


def _text(node: Node, around: Surroundings, _level: int) -> str:
    return f"<p>{draw_runs(node['in'], around)}</p>"


def _list(node: Node, around: Surroundings, level: int) -> str:
    opening = _LISTS[node["kind"]]
    items = "".join(f"<li>{_item(item, around, level)}</li>" for item in node["items"])
    return f"{opening}{items}</{opening[1:3]}>"


def _lead(node: Node, around: Surroundings, tag: str) -> str:
    """The condition of a node before it, when it can be told in words."""
    words = condition_words(node, around)
    told = escape(_("Si : %(words)s.") % {"words": words})
    return f'<{tag} class="state-when">{told}</{tag}> ' if words else ""


def _item(item: Node, around: Surroundings, level: int) -> str:
    lead = _lead(item, around, "span")
    blocks = item["in"]
    if len(blocks) == 1 and blocks[0]["is"] == "text":
        return f"{lead}{draw_runs(blocks[0]['in'], around)}"
    return f"{lead}{draw_blocks(blocks, around, level)}"


def _table(node: Node, around: Surroundings, level: int) -> str:
    rows = node["rows"]
    heads = 0
    while heads < len(rows) and rows[heads]["head"]:
        heads += 1
    head = "".join(_row(row, around, level) for row in rows[:heads])
    body = "".join(_row(row, around, level) for row in rows[heads:])
    title = escape(node["title"])
    label = title or escape(_("Tableau"))
    return (
        f'<div class="state-table" tabindex="0" role="region" aria-label="{label}"><table>'
        f"{f'<caption>{title}</caption>' if title else ''}"
        f"{f'<thead>{head}</thead>' if head else ''}{f'<tbody>{body}</tbody>' if body else ''}</table></div>"
    )


def _row(row: Node, around: Surroundings, level: int) -> str:
    return f"<tr>{''.join(_cell(cell, around, level, in_head=row['head']) for cell in row['cells'])}</tr>"


def _cell(cell: Node, around: Surroundings, level: int, *, in_head: bool) -> str:
    spans = "".join(
        f' {name}="{cell[key]}"' for key, name in (("across", "colspan"), ("down", "rowspan")) if key in cell
    )
    blocks = cell["in"]
    one = len(blocks) == 1 and blocks[0]["is"] == "text"
    inside = draw_runs(blocks[0]["in"], around) if one else draw_blocks(blocks, around, level)
    if not cell.get("head") or not inside:  # an empty heading names nothing
        return f"<td{spans}>{inside}</td>"
    return f'<th scope="{"col" if in_head else "row"}"{spans}>{inside}</th>'


def _note(node: Node, around: Surroundings, level: int) -> str:
    kind, sign = _NOTES[node["kind"]]
    title, blocks = f"<strong>{escape(node['title'])}</strong>" if node["title"] else "", node["in"]
    if title and blocks[0]["is"] == "text":  # the State goes on in the same sentence: "Attention : si…"
        colon = escape(_("\N{NO-BREAK SPACE}: "))
        title, blocks = f"{title}{colon}{draw_runs(blocks[0]['in'], around)}", blocks[1:]
    title = f"<p>{title}</p>" if title else ""
    inside = draw_blocks(blocks, around, level)
    return f'<div class="notice{kind}">{icon(sign)}<div class="notice__text stack-s">{title}{inside}</div></div>'


def _chapter(node: Node, around: Surroundings, level: int) -> str:
    lead = _lead(node, around, "p")
    if not node["title"]:
        return f"{lead}{draw_blocks(node['in'], around, level)}"
    anchor = f' id="{escape(node["id"])}"' if "id" in node else ""
    title = f"<h{level}{anchor}>{draw_runs(node['title'], around)}</h{level}>"
    return f"{title}{lead}{draw_blocks(node['in'], around, level + 1)}"


def _situations(node: Node, around: Surroundings, level: int) -> str:
    if len(node["in"]) == 1:  # one tab is no choice
        return _chapter({**node["in"][0], "is": "chapter"}, around, level)
    if node["ordered"]:
        steps = "".join(
            f"<li>{_titled(one, around, level)}{draw_blocks(one['in'], around, level + 1)}</li>" for one in node["in"]
        )
        return f'<ol class="state-steps">{steps}</ol>'
    lead = f'<p class="muted">{escape(_("La réponse dépend de votre situation. Ouvrez la vôtre."))}</p>'
    return lead + "".join(_folded(one, around, level, "state-situation") for one in node["in"])


def _cases(node: Node, around: Surroundings, level: int) -> str:
    return "".join(_folded(one, around, level, "state-case") for one in node["in"])


def _folded(one: Node, around: Surroundings, level: int, name: str) -> str:
    """A choice that opens: its title is pressed, hence holds no link. Without a title it is told openly."""
    title = said(one["title"]) or condition_words(one, around)
    inside = draw_blocks(one["in"], around, level + 1)
    if not title:
        return f'<div class="{name}">{inside}</div>'
    heading = f'<h{level} class="state-fold">{escape(title)}</h{level}>'
    return f'<details class="{name}"><summary>{heading}</summary><div class="state-inside">{inside}</div></details>'


def _titled(one: Node, around: Surroundings, level: int) -> str:
    return f"<h{level}>{draw_runs(one['title'], around)}</h{level}>" if one["title"] else ""


def _fragment(node: Node, around: Surroundings, level: int) -> str:
    """What holds for some only says so, even when nothing tells for whom."""
    lead = _lead(node, around, "p") or f'<p class="state-when">{escape(_("Selon votre situation :"))}</p>'
    return f'<div class="state-fragment">{lead}{draw_blocks(node["in"], around, level)}</div>'


def _picture(node: Node, _around: Surroundings, _level: int) -> str:
    title, text = escape(node["title"]), escape(node["text"])
    told = f"<p>{text}</p>" if text and text != title else ""
    return f'<div class="state-fragment">{f"<p><strong>{title}</strong></p>" if title else ""}{told}</div>'


def _group(node: Node, around: Surroundings, level: int) -> str:
    return draw_blocks(node["in"], around, level)


def _service(node: Node, around: Surroundings, level: int) -> str:
    return draw_service(node, around, draw_blocks, level)


def _office(node: Node, around: Surroundings, level: int) -> str:
    return draw_office(node, around, draw_blocks, level)


def _resource(node: Node, around: Surroundings, _level: int) -> str:
    return f"<p>{draw_resource(node, around)}</p>"


_BLOCKS: dict[str, Callable[[Node, Surroundings, int], str]] = {
    "text": _text,
    "list": _list,
    "table": _table,
    "note": _note,
    "chapter": _chapter,
    "situations": _situations,
    "cases": _cases,
    "fragment": _fragment,
    "picture": _picture,
    "group": _group,
    "service": _service,
    "office": _office,
    "resource": _resource,
}
