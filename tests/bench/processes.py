"""Processes as the kernel counts them: who descends from whom, CPU spent, memory held."""

import os
import re
from dataclasses import dataclass
from pathlib import Path

_TICK_MS = 1000 / os.sysconf("SC_CLK_TCK")


@dataclass(frozen=True)
class Process:
    pid: int
    parent: int
    name: str
    cpu_ms: float

    @property
    def pss_mb(self) -> float:
        """Its memory, what it shares counted in parts."""
        try:
            told = Path(f"/proc/{self.pid}/smaps_rollup").read_text()
        except (FileNotFoundError, ProcessLookupError):
            return 0.0
        return int(re.findall(r"^Pss:\s+(\d+)", told, re.MULTILINE)[0]) / 1024


def descendants(root: int) -> list[Process]:
    """A process and all that it started."""
    everybody = {found.pid: found for folder in Path("/proc").glob("[0-9]*") if (found := _read(folder))}
    family = [everybody[root]] if root in everybody else []
    for member in family:  # grows while it is read
        family += [other for other in everybody.values() if other.parent == member.pid]
    return family


def _read(folder: Path) -> Process | None:
    try:
        told = (folder / "stat").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return None
    name = told[told.index("(") + 1 : told.rindex(")")]
    fields = told[told.rindex(")") + 2 :].split()
    return Process(int(folder.name), int(fields[1]), name, (int(fields[11]) + int(fields[12])) * _TICK_MS)
