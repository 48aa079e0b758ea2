"""What the machine could keep on its disk of what people print and do, and what to write so that it does not."""

import re
from pathlib import Path

from guichet_borne.settings import PrinterSettings

SWAPS = Path("/proc/swaps")
HERE = {"", "localhost", "127.0.0.1", "[::1]"}
SPOOLS = {"RequestRoot": "/run/cups/spool", "TempDir": "/run/cups/spool/tmp"}  # what the README has one write


class Traces(Exception):
    """Something would stay; the message is a French sentence for the town's IT person."""


def cups_forgets(printer: PrinterSettings, directive: str) -> str:
    """`PreserveJobFiles`, `PreserveJobHistory`: CUPS keeps a day of files and all its history when nothing is said."""
    if _is_elsewhere(printer):
        return "CUPS est sur une autre machine : à vérifier là-bas."
    path = Path(printer.cups_config) / "cupsd.conf"
    if _said(path, directive).lower() not in {"no", "off", "false"}:
        raise Traces(f"CUPS garde ce qu’il imprime. Écrivez « {directive} No » dans {path}")
    return f"« {directive} No »."


def cups_in_memory(printer: PrinterSettings, directive: str) -> str:
    """`RequestRoot`, `TempDir`: on the disk when nothing is said."""
    if _is_elsewhere(printer):
        return "CUPS est sur une autre machine : à vérifier là-bas."
    path = Path(printer.cups_config) / "cups-files.conf"
    folder = _said(path, directive)
    if not folder or not is_in_memory(Path(folder)):
        raise Traces(f"CUPS pose les papiers sur le disque. Écrivez « {directive} {SPOOLS[directive]} » dans {path}")
    return f"« {folder} », en mémoire."


def no_swap() -> str:
    found = swaps_on_disk(SWAPS.read_text("utf-8"))
    if found:
        raise Traces(
            f"la mémoire peut s’écrire sur le disque ({', '.join(found)}). "
            "Tapez : swapoff -a, puis ôtez la ligne « swap » de /etc/fstab"
        )
    return "aucune sur le disque."


def swaps_on_disk(said: str) -> list[str]:
    """Those of /proc/swaps; a compressed part of the memory (zram) is no disk."""
    names = [line.split()[0] for line in said.splitlines()[1:] if line.strip()]
    return [name for name in names if not name.startswith("/dev/zram")]


def is_in_memory(folder: Path) -> bool:
    """By the kind of the file system mounted nearest above it."""
    mounts = (line.split() for line in Path("/proc/self/mounts").read_text("utf-8").splitlines())
    above = [(Path(words[1]), words[2]) for words in mounts]
    nearest = max((one for one in above if folder.resolve().is_relative_to(one[0])), key=lambda one: len(one[0].parts))
    return nearest[1] in {"tmpfs", "ramfs"}


def _is_elsewhere(printer: PrinterSettings) -> bool:
    host = printer.cups.rpartition(":")[0] if ":" in printer.cups else printer.cups
    return host not in HERE and not host.startswith("/")  # a path is a socket of this machine


def _said(path: Path, directive: str) -> str:
    """The last value, as CUPS takes it; empty when nothing is said. Raises `Traces` when the file cannot be read."""
    try:
        written = path.read_text("utf-8", errors="replace")
    except OSError as error:
        raise Traces(f"{path} ne se lit pas. Tapez : chmod a+r {path}, puis recommencez la vérification.") from error
    values = re.findall(rf"^[ \t]*{directive}[ \t]+(\S+)", written, re.MULTILINE | re.IGNORECASE)
    return values[-1] if values else ""
