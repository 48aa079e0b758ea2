"""Figures of several runs, and the table they make."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from statistics import median


@dataclass(frozen=True)
class Figure:
    """One thing measured in one run. `at_most` or `at_least` is the target of DESIGN.md §9, where there is one."""

    part: str
    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def target(self) -> str:
        if self.at_most is not None:
            return f"≤ {number(self.at_most)}"
        return f"≥ {number(self.at_least)}" if self.at_least is not None else ""

    def is_met_by(self, value: float) -> bool:
        return (self.at_most is None or value <= self.at_most) and (self.at_least is None or value >= self.at_least)


def percentile(values: Sequence[float], share: float) -> float:
    """The smallest value that at least this share of the values does not exceed."""
    return sorted(values)[max(0, ceil(len(values) * share) - 1)]


def number(value: float) -> str:
    if value >= 1000:
        return f"{value:,.0f}"
    return f"{value:.0f}" if value >= 100 or value == int(value) else f"{value:.1f}" if value >= 1 else f"{value:.2f}"


def table(runs: Sequence[Iterable[Figure]], *, markdown: bool = False) -> str:
    """One line for each figure: median, lowest and highest of the runs, the target and whether the median meets it."""
    found: dict[tuple[str, str], list[Figure]] = {}
    for run in runs:
        for figure in run:
            found.setdefault((figure.part, figure.name), []).append(figure)
    lines = []
    for (part, name), figures in found.items():
        values = [figure.value for figure in figures]
        middle, first = median(values), figures[0]
        met = ("met" if first.is_met_by(middle) else "MISSED") if first.target else ""
        lines.append(
            (part, name, first.unit, number(middle), number(min(values)), number(max(values)), first.target, met)
        )
    heads = ("part", "figure", "unit", "median", "min", "max", "target", "")
    return _markdown(heads, lines) if markdown else _plain(heads, lines)


def _markdown(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    rule = ["---", "---", "---", "---:", "---:", "---:", "---", "---"]
    return "\n".join(f"| {' | '.join(line)} |" for line in (heads, rule, *lines))


def _plain(heads: Sequence[str], lines: Sequence[Sequence[str]]) -> str:
    widths = [max(len(line[column]) for line in (heads, *lines)) for column in range(len(heads))]
    drawn = []
    for line in (heads, *lines):
        cells = [
            cell.rjust(width) if column in {3, 4, 5} else cell.ljust(width)
            for column, (cell, width) in enumerate(zip(line, widths, strict=True))
        ]
        drawn.append("  ".join(cells).rstrip())
    return "\n".join(drawn)
