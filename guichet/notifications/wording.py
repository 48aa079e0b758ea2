"""One template, three forms: the blocks `subject`, `sms` and `text` of a plain-text Django template.

In `text` a blank line ends a paragraph and lines that begin with "- " are a list. Nothing is escaped: what is
HTML or Typst is made later from the words.
"""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from functools import lru_cache
from typing import Any

from django.template import Context, Engine, Template
from django.template.loader_tags import BlockNode

from guichet.notifications.rules import gsm_safe

# Stands for the secret in what is stored. A private-use character: what people type never holds one (kit.words.clean).
SECRET = "\ue000"  # noqa: S105  # only its place

FORMS = ("subject", "sms", "text")


@dataclass(frozen=True)
class Ticket:
    """What opens the subject again: a derived secret (kind, id, version) and the page's address.

    The address says `{secret}` where the secret goes, or nowhere; `shown` is the page as one reads it aloud.
    `in_figures`: a one-time code of six figures instead of the twelve characters.
    """

    kind: str
    id: int
    version: int
    url: str
    shown: str = ""
    in_figures: bool = False

    def data(self) -> dict[str, Any]:
        return asdict(self)

    @property
    def secret(self) -> str:
        """For templates, as `{{ ticket.secret }}`: the mark that is filled when the message leaves."""
        return SECRET

    @property
    def link(self) -> str:
        """For templates, as `{{ ticket.link }}`: the address, with the mark in it if it carries the secret."""
        return self.url.replace("{secret}", SECRET)


@dataclass(frozen=True)
class Wording:
    """The words of one message: a line, a seven-bit text, and paragraphs."""

    subject: str
    sms: str
    text: str


@dataclass(frozen=True)
class Block:
    """A paragraph of one or more lines, or a list of items."""

    lines: tuple[str, ...]
    is_list: bool = False


def render(template: str, context: Mapping[str, object]) -> Wording:
    """Say the template of this name in three forms."""
    return worded(_compiled(template), context)


def worded(template: Template, context: Mapping[str, object]) -> Wording:
    """Say it in three forms; a template without one of the three blocks is a mistake of ours."""
    blocks = {node.name: node for node in template.nodelist.get_nodes_by_type(BlockNode) if isinstance(node, BlockNode)}
    missing = [form for form in FORMS if form not in blocks]
    assert not missing, f"{template.name} has no block {', '.join(missing)}"
    said = {form: _rendered(template, blocks[form], context) for form in FORMS}
    return Wording(
        subject=_one_line(said["subject"])[:200],
        sms=SECRET.join(gsm_safe(part) for part in _one_line(said["sms"]).split(SECRET)),
        text=_tidy(said["text"]),
    )


def blocks_of(text: str) -> list[Block]:
    """The paragraphs and lists of a text."""
    blocks = []
    for part in re.split(r"\n{2,}", text):
        lines = tuple(line for line in part.split("\n") if line)
        if lines and all(line.startswith("- ") for line in lines):
            blocks.append(Block(tuple(line[2:] for line in lines), is_list=True))
        elif lines:
            blocks.append(Block(lines))
    return blocks


@lru_cache(maxsize=1)
def _engine() -> Engine:
    return Engine(app_dirs=True, autoescape=False, builtins=["django.templatetags.i18n"])


@lru_cache(maxsize=256)
def _compiled(template: str) -> Template:
    return _engine().get_template(template)


def _rendered(template: Template, block: BlockNode, context: Mapping[str, object]) -> str:
    bound = Context(dict(context), autoescape=False)
    with bound.render_context.push_state(template), bound.bind_template(template):
        return str(block.render(bound))


def _one_line(text: str) -> str:
    return re.sub(r"[ \t\r\n]+", " ", text).strip()  # \s would take the no-break spaces too


def _tidy(text: str) -> str:
    """Without the empty lines that template tags leave: one between paragraphs, none between the items of a list."""
    text = "\n".join(line.strip() for line in text.replace("\r", "").split("\n"))
    text = re.sub(r"\n{3,}", "\n\n", text).strip()
    return re.sub(r"(?m)^(- .*)\n\n(?=- )", r"\1\n", text)
