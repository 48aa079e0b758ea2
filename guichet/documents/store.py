"""Bytes on the disk. What `write` has returned survives a power cut."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path

DRAFT = ".part"


def write(path: Path, data: bytes) -> None:
    """Write, fsync, rename, fsync of the folder: the file is there whole, or not at all."""
    _make_folder(path.parent)
    draft = path.with_name(f"{path.name}.{uuid.uuid4().hex}{DRAFT}")
    try:
        with draft.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        draft.rename(path)
    except BaseException:
        draft.unlink(missing_ok=True)
        raise
    _sync_folder(path.parent)


def write_cache(path: Path, data: bytes) -> None:
    """Write what can be made again: whole, but without waiting for the disk."""
    draft = path.with_name(f"{path.name}.{uuid.uuid4().hex}{DRAFT}")
    draft.write_bytes(data)
    draft.rename(path)


def erase(path: Path) -> None:
    """Erase a file and the previews kept beside it; what is already gone is no error."""
    path.unlink(missing_ok=True)
    for preview in path.parent.glob(f"{path.name}.*"):
        preview.unlink(missing_ok=True)


def shards(root: Path) -> Iterator[Path]:
    """The folders that hold files."""
    if root.is_dir():
        yield from sorted(folder for folder in root.iterdir() if folder.is_dir())


def _make_folder(folder: Path) -> None:
    if folder.is_dir():
        return
    folder.mkdir(parents=True, exist_ok=True)
    for made in (folder.parent, folder.parent.parent):  # their entries too must survive
        _sync_folder(made)


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
