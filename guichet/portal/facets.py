"""Filters of a list as links: they count, they combine, and they need no script."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.paginator import Page


@dataclass(frozen=True)
class Facet:
    """One question a list is filtered by: its name in the address, its answers with their labels."""

    name: str
    choices: Mapping[str, Any]

    def chosen(self, asked: Mapping[str, str]) -> str:
        """The answer in the address; nothing when it is not one of ours."""
        answer = asked.get(self.name, "")
        return answer if answer in self.choices else ""

    def links(self, found: Iterable[str], asked: Mapping[str, str]) -> list[dict[str, Any]]:
        """A link for each answer that something has, with how many; the chosen one takes itself away."""
        counts, chosen = Counter(found), self.chosen(asked)
        return [
            {
                "text": f"{label} ({counts[value]})",
                "url": address({**asked, self.name: "" if value == chosen else value}),
                "on": value == chosen,
                "remove": value == chosen,
            }
            for value, label in self.choices.items()
            if counts[value] or value == chosen
        ]


def turned(shown: Page[Any], asked: Mapping[str, str]) -> dict[str, Any]:
    """The addresses of the pages before and after this one, with the same questions; nothing where there is none."""
    before = address({**asked, "page": str(shown.number - 1)}) if shown.has_previous() else ""
    after = address({**asked, "page": str(shown.number + 1)}) if shown.has_next() else ""
    return {"previous_url": before, "next_url": after}


def address(asked: Mapping[str, str]) -> str:
    """The same page with these questions; a bare "?" takes them all away."""
    return f"?{urlencode({name: value for name, value in asked.items() if value})}"
