"""The pages kept for when the network is cut: public ones only, on the disk, changed all at once or not at all."""

import asyncio
import hashlib
import os
import shutil
from collections.abc import Awaitable, Callable
from pathlib import Path, PurePosixPath
from typing import Any

CURRENT = "current"  # a link to the folder of the version shown
LARGEST = 200_000_000  # bytes: a town's pages and papers are a tenth of it
Fetch = Callable[[str], Awaitable[bytes]]


class Spoilt(Exception):
    """What came is not what was announced; the pack before stays."""


class Pack:
    """A folder for each version, and a link to the one shown."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    @property
    def version(self) -> str:
        """Empty when there is none yet."""
        try:
            return os.readlink(self._folder / CURRENT)
        except OSError:
            return ""

    def read(self, path: str) -> bytes | None:
        """A file of the version shown; None when it is not there."""
        if not _is_plain(path):
            return None
        try:
            return (self._folder / CURRENT / path).read_bytes()
        except OSError:
            return None

    async def take(self, told: dict[str, Any], fetch: Fetch) -> bool:
        """Make the announced version the one shown; False when it is already. Safe to stop and to run again.

        Raises `Spoilt` when a file or the list is not what it says.
        """
        version, listed = _read_list(told)
        if version == self.version:
            return False
        incoming = self._folder / f"incoming-{version}"
        shutil.rmtree(incoming, ignore_errors=True)
        try:
            for path, digest in listed.items():
                body = self._kept(path, digest)
                if body is None:
                    body = await fetch(path)
                if hashlib.sha256(body).hexdigest() != digest:
                    raise Spoilt(path)
                target = incoming / path
                target.parent.mkdir(parents=True, exist_ok=True)
                target.write_bytes(body)
            await asyncio.to_thread(self._show, incoming, version)
        finally:
            shutil.rmtree(incoming, ignore_errors=True)
        return True

    def _kept(self, path: str, digest: str) -> bytes | None:
        """What the version before has already."""
        body = self.read(path)
        return body if body is not None and hashlib.sha256(body).hexdigest() == digest else None

    def _show(self, incoming: Path, version: str) -> None:
        os.sync()  # the link must not reach the disk before what it leads to
        home = self._folder / version
        shutil.rmtree(home, ignore_errors=True)
        incoming.rename(home)
        link = self._folder / f"{CURRENT}.new"
        link.unlink(missing_ok=True)
        link.symlink_to(version)
        link.replace(self._folder / CURRENT)
        for old in self._folder.iterdir():
            if old.name not in {CURRENT, version}:
                shutil.rmtree(old, ignore_errors=True)


def _read_list(told: dict[str, Any]) -> tuple[str, dict[str, str]]:
    version, files = told.get("version"), told.get("files")
    if not isinstance(version, str) or not version.isalnum() or not isinstance(files, list):
        raise Spoilt("list")
    listed: dict[str, str] = {}
    size = 0
    for file in files:
        path, digest = str(file["path"]), str(file["sha256"])
        if not _is_plain(path):
            raise Spoilt(path)
        size += int(file["size"])
        listed[path] = digest
    if size > LARGEST or "index.html" not in listed:
        raise Spoilt("list")
    return version, listed


def _is_plain(path: str) -> bool:
    """Below the folder, whatever is asked: no way up, no root."""
    parts = PurePosixPath(path).parts
    return bool(parts) and not path.startswith("/") and "\0" not in path and ".." not in parts
