"""The papers that wait to be printed: on the disk for as long as their session, and no longer."""

import os
import time
import uuid
from pathlib import Path

from django.conf import settings

_BEING_ORDERED = 60  # seconds


def folder() -> Path:
    return Path(settings.DATA) / "kiosk-spool"


def path_of(key: uuid.UUID) -> Path:
    return folder() / f"{key}.pdf"


def write(key: uuid.UUID, pdf: bytes) -> None:
    """Write a paper that only this program's account may read; it can be made again, so nobody waits for the disk."""
    folder().mkdir(mode=0o700, parents=True, exist_ok=True)
    handle = os.open(path_of(key), os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(pdf)


def erase(key: uuid.UUID) -> None:
    path_of(key).unlink(missing_ok=True)


def keys() -> set[uuid.UUID]:
    """Of every paper on the disk."""
    return {uuid.UUID(path.stem) for path in folder().glob("*.pdf")}


def is_old(key: uuid.UUID) -> bool:
    """Has it been there longer than it takes to create its row? What is gone is not."""
    try:
        return time.time() - path_of(key).stat().st_mtime > _BEING_ORDERED
    except FileNotFoundError:
        return False
