"""Draws the trees of the State's sheets as HTML: the words of a paragraph.

In Python and not in templates: a sheet has up to two thousand nodes, and a template that includes itself takes twenty
times as long for each. Every text is escaped here; nothing of the State's is ever taken for HTML.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from html import escape
from typing import Any

from django.utils.translation import gettext as _

from guichet.national.rules import in_words, official_url

Node = Mapping[str, Any]
Run = str | Node
_LONGEST_UNBROKEN = 24


@dataclass(frozen=True)
class Surroundings:
    """What the face knows beside the tree: its own addresses, the sheets held here, the words of conditions."""

    sheet_url: Callable[[str], str]  # where the face shows the sheet of this number
    held: frozenset[str] = frozenset()
    told: Mapping[str, Sequence[str]] = field(default_factory=dict)
    office: str = ""  # the town hall, which the State calls "mairie"
    office_url: str = ""  # where the face tells its hours and its telephone


def said(runs: Iterable[Run]) -> str:
    """The words alone."""
    return "".join(run if isinstance(run, str) else said(run["in"]) for run in runs)


def draw_runs(runs: Iterable[Run], around: Surroundings) -> str:
    return "".join(escape(run) if isinstance(run, str) else _draw_run(run, around) for run in runs)


def draw_link(node: Node, around: Surroundings) -> str:
    """A link to another sheet: here when it is held here, else on the State's own site."""
    return f'<a href="{escape(address(node, around))}">{draw_runs(node["in"], around)}</a>'


def address(node: Node, around: Surroundings) -> str:
    """Where a number leads; a part of a folder ("N360-1") stands on the page of its folder."""
    number = str(node["to"])
    whole, _dash, part = number.partition("-")
    if number in around.held:
        return around.sheet_url(number)
    if part and whole in around.held:
        return f"{around.sheet_url(whole)}#{number}"
    return official_url(number, str(node.get("audience", "")))


def condition_words(node: Node, around: Surroundings) -> str:
    """The condition of a node as a sentence's end: "vous êtes locataire"; empty when nothing tells it."""
    if "when" not in node:
        return ""
    return in_words(node["when"], around.told, words=(_(" ou "), _(" et "), _("sauf ")))


def _draw_run(run: Node, around: Surroundings) -> str:
    draw = _RUNS.get(run["is"])
    return draw(run, around) if draw else draw_runs(run["in"], around)


def _tag(opening: str, closing: str) -> Callable[[Node, Surroundings], str]:
    return lambda run, around: f"{opening}{draw_runs(run['in'], around)}{closing}"


def _value(run: Node, around: Surroundings) -> str:
    inside = draw_runs(run["in"], around)
    return f'<span class="nowrap">{inside}</span>' if len(said(run["in"])) <= _LONGEST_UNBROKEN else inside


def _web(run: Node, around: Surroundings) -> str:
    return f'<a href="{escape(run["url"])}">{draw_runs(run["in"], around)}</a>'


def _word(run: Node, around: Surroundings) -> str:
    return f'<a class="state-word" href="#{escape(run["to"])}">{draw_runs(run["in"], around)}</a>'


def _foreign(run: Node, around: Surroundings) -> str:
    language = f' lang="{escape(run["language"])}"' if run["language"] else ""
    return f"<em{language}>{draw_runs(run['in'], around)}</em>"


_RUNS: dict[str, Callable[[Node, Surroundings], str]] = {
    "strong": _tag("<strong>", "</strong>"),
    "raised": _tag("<sup>", "</sup>"),
    "lowered": _tag("<sub>", "</sub>"),
    "quote": _tag("<em>", "</em>"),
    "blank": _tag('<span class="state-blank">', "</span>"),
    "value": _value,
    "foreign": _foreign,
    "link": draw_link,
    "web": _web,
    "word": _word,
}
