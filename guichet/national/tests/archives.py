"""Archives for tests: the State's own sample where it is, and small ones made to measure."""

import io
import zipfile
from collections.abc import Mapping
from pathlib import Path

import pytest

from guichet.kit.actor import SYSTEM
from guichet.national.actions import Imported, import_archive
from guichet.national.archive import Limits

SAMPLE = Path(__file__).resolve().parents[4] / "shared" / "data" / "comarquage-particuliers-sample.zip"
needs_sample = pytest.mark.skipif(
    not SAMPLE.exists(), reason="the national sheets of ../shared/data are not on this machine"
)
HEAD = (
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:noNamespaceSchemaLocation="../Schemas/3.5/Publication.xsd"'
)


def sheet(inside: str = "", *, number: str = "F1", title: str = "Une fiche", kind: str = "Fiche d'information") -> str:
    """A file of the archive around these elements."""
    root = "ServiceComplementaire" if number.startswith("R") else "Publication"
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><{root} {HEAD} ID="{number}" type="{kind}" '
        f'spUrl="https://www.service-public.fr/particuliers/vosdroits/{number}"><dc:title>{title}</dc:title>'
        f"<dc:date>modified 2026-03-02</dc:date>{inside}</{root}>"
    )


def text(inside: str) -> str:
    return f"<Texte>{inside}</Texte>"


def zipped(folder: Path, files: Mapping[str, str | bytes], name: str = "vosdroits-latest.zip") -> Path:
    """An archive of these files, by name."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for file_name, data in files.items():
            archive.writestr(zipfile.ZipInfo(file_name, (2026, 11, 20, 4, 0, 0)), data)
    path = folder / name
    path.write_bytes(held.getvalue())
    return path


def silent(_label: str, _done: int, _total: int) -> None:
    """Nobody waits for a test."""


def imported(
    path: Path | str, limits: Limits | None = None, *, address: str = "", replace_all: bool = False
) -> Imported:
    return import_archive(
        str(path), by=SYSTEM, progress=silent, limits=limits, address=address, replace_all=replace_all
    )
