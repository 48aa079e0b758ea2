"""Thousands of real titles, from the State's own sheets, to fill an index with."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from guichet.content.search.matching import Document

SHEETS = Path(__file__).resolve().parents[3] / "shared" / "data" / "comarquage-particuliers-sample.zip"
_TITLES = re.compile(r"<(?:dc:title|Titre)>\s*(?:<Paragraphe>)?([^<]{4,120})")


def national_documents(count: int) -> list[Document]:
    """So many documents named as the national sheets and their chapters are; fewer when there are not so many."""
    documents = (Document("national", f"n{number}", title) for number, title in enumerate(_titles()))
    return [document for document, _number in zip(documents, range(count), strict=False)]


def _titles() -> Iterator[str]:
    seen: set[str] = set()
    with zipfile.ZipFile(SHEETS) as archive:
        for name in archive.namelist():
            for found in _TITLES.findall(archive.read(name).decode("utf-8", "replace")):
                title = " ".join(found.split())
                if title not in seen:
                    seen.add(title)
                    yield title
