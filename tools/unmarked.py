"""Finds words of a template, of a paper or of the program that no translator would see.

Prints file:line and the words; exits 1 when there are any.
Looked at: text between tags, the attributes people hear or read, and the strings given to tags and filters
(`{% include "ui/button/button.html" with label="Envoyer" %}` must say `label=_("Envoyer")`).
A text between two tags that is a name in every language stands between `{# name #}` … `{# /name #}`.
In Python: every string that reads as French and is not given to gettext, docstrings and starting values of columns
(`default=`) left out. `PLAIN` says which files may hold such strings, and why.
"""

import ast
import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SPOKEN = {"alt", "title", "aria-label", "aria-description", "aria-roledescription", "placeholder"}

# Whole blocks that hold no visible word, or only marked ones.
SILENT = re.compile(
    r"\{%-?\s*(?:comment|blocktranslate|blocktrans|verbatim)\b.*?%\}.*?\{%\s*end(?:comment|blocktranslate|blocktrans|verbatim)\s*%\}"
    r"|\{# name #\}.*?\{# /name #\}"
    r"|\{#.*?#\}",
    re.DOTALL,
)
TAG = re.compile(r"\{%\s*(\w+).*?%\}|\{\{.*?\}\}", re.DOTALL)
MARKS = {"translate", "trans", "load", "extends", "static", "url"}
LITERAL = re.compile(r"""(?<!_\()(?:"([^"]*)"|'([^']*)')""")
WORD = re.compile(r"[^\W\d_]{2}")
# A word for people rather than for a program: a capital then small letters, or a letter that no name of ours has.
SENTENCE = re.compile(r"^[A-ZÀ-Ý][a-zà-ÿ’]|[à-ÿÀ-Ý’«»…]")
FORMATS = re.compile(r"\|\s*(?:date|time)\s*:\s*$")

GETTEXT = {
    "_",
    "gettext",
    "gettext_lazy",
    "gettext_noop",
    "lazy",
    "ngettext",
    "ngettext_lazy",
    "pgettext",
    "pgettext_lazy",
}
ACCENTED = re.compile(r"\b(?=\w*[a-z]{2})(?=\w{3,25}\b)\w*[à-ÿœÀ-ÖŒ]\w*")
SMALL_WORDS = re.compile(
    r"\b(?:aucune?|avec|ce|cette|dans|de|des|du|elle|est|et|la|le|les|nous|pas|pour|sans|sont|sur|une?|votre|vous)\b|[’«»]",
    re.IGNORECASE,
)
# Whoever adds a line here reads docs/decisions/2026-11-24-plain-sentences.md first.
PLAIN = {
    "guichet/config/env.py": "runs while Django reads its settings",
    "guichet/config/keyring.py": "runs while Django reads its settings",
    "guichet/config/settings.py": "is the settings; names each language in itself",
    "guichet/kit/": "knows no Django; its words are French grammar (months, articles)",
    "guichet/cases/letters.py": "names the fields of the towns' letters, which editors type in French between brackets",
    "guichet/mandates/rules.py": "is the words of a contract under French law, whose hash is kept",
    "guichet/national/": "knows the words of the State's archive, which are its names of elements and of kinds",
    "guichet/communes/addresses.py": "knows the kinds of streets that French addresses begin with",
    "guichet/communes/gateways/addresses_fake.py": "is the invented streets of the demonstration",
    "guichet/config/demonstration/": "is the invented town: its contents, in the town's own language",
}

PAPER_WORDS = re.compile(r"^\s*=+ [^\W\d_].*|\[\s*[A-ZÀ-Ý][^\[\]#]*\]")


class _Words(HTMLParser):
    """Collects (line, words) of what a page would show."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[tuple[int, str]] = []
        self._mute = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in {"script", "style"}:
            self._mute = tag
        kinds = {value for name, value in attrs if name == "type"}
        for name, value in attrs:
            is_caption = name == "value" and tag == "input" and kinds & {"submit", "button", "reset"}
            if name in SPOKEN or is_caption:
                self._note(value or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._mute:
            self._mute = ""

    def handle_data(self, data: str) -> None:
        if not self._mute:
            self._note(data)

    def _note(self, text: str) -> None:
        if WORD.search(text):
            before = text[: len(text) - len(text.lstrip())]
            self.found.append((self.getpos()[0] + before.count("\n"), " ".join(text.split())))


def unmarked(template: str) -> list[tuple[int, str]]:
    """Return (line, words), in order of lines."""
    kept = SILENT.sub(lambda match: _blank(match[0]), template)
    words = _Words()
    words.feed(TAG.sub(lambda match: _blank(match[0]), kept))
    words.close()
    return sorted(words.found + list(_given_to_tags(kept)))


def unmarked_typst(source: str) -> list[tuple[int, str]]:
    """Return (line, words) of the headings and bracketed texts of a paper: its words come with the data, translated."""
    lines = enumerate(re.sub(r"//.*", "", source).splitlines(), start=1)
    return [(number, found[0].strip("[] ")) for number, line in lines for found in PAPER_WORDS.finditer(line)]


def unmarked_python(source: str) -> list[tuple[int, str]]:
    """Return (line, words) of the French strings that are not given to gettext, in order of lines."""
    return sorted(_french_below(ast.parse(source)))


def _french_below(node: ast.AST) -> Iterator[tuple[int, str]]:
    if isinstance(node, ast.Call) and _name_of(node.func) in GETTEXT:
        return
    if isinstance(node, ast.keyword) and node.arg == "default":
        return
    text = _text_of(node)
    if text is not None:
        if _is_french(text):
            yield node.lineno, " ".join(text.split())  # type: ignore[attr-defined]  # a literal has its line
        return
    for child in ast.iter_child_nodes(node):
        # A string that stands alone is a docstring.
        if not (isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant)):
            yield from _french_below(child)


def _name_of(function: ast.expr) -> str:
    return function.attr if isinstance(function, ast.Attribute) else getattr(function, "id", "")


def _text_of(node: ast.AST) -> str | None:
    """What a literal says, with `…` for what is put into it; None for anything else."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(_text_of(part) or "…" for part in node.values)
    return None


def _is_french(text: str) -> bool:
    if ACCENTED.search(text):
        return True
    return len(re.findall(r"[^\W\d_]+", text)) >= 3 and " " in text and SMALL_WORDS.search(text) is not None


def _is_plain(path: Path) -> bool:
    short = path.relative_to(ROOT).as_posix()
    return {"tests", "migrations"} & set(path.parts) != set() or any(short.startswith(known) for known in PLAIN)


def _blank(text: str) -> str:
    """Spaces as long as the text: lines keep their numbers."""
    return re.sub(r"[^\n]", " ", text)


def _given_to_tags(template: str) -> Iterator[tuple[int, str]]:
    for tag in TAG.finditer(template):
        if tag[1] in MARKS:
            continue
        for literal in LITERAL.finditer(tag[0]):
            text = literal[1] or literal[2] or ""
            if SENTENCE.search(text) and not FORMATS.search(tag[0][: literal.start()]):
                yield template.count("\n", 0, tag.start() + literal.start()) + 1, text


def findings() -> Iterator[tuple[Path, int, str]]:
    for path in sorted(ROOT.glob("guichet/*/templates/**/*")):
        if path.suffix in {".html", ".txt"}:
            yield from ((path, line, words) for line, words in unmarked(path.read_text()))
    for path in sorted(ROOT.glob("guichet/*/typst/*.typ")):
        yield from ((path, line, words) for line, words in unmarked_typst(path.read_text()))
    for path in sorted(ROOT.glob("guichet/**/*.py")):
        if not _is_plain(path):
            yield from ((path, line, words) for line, words in unmarked_python(path.read_text()))


def main() -> int:
    found = list(findings())
    for path, line, words in found:
        print(f"{path.relative_to(ROOT)}:{line}: {words[:80]}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
