"""The zip that the State gives, read entry by entry: never unpacked on the disk, never whole in memory."""

import io
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path, PurePosixPath
from typing import IO

from django.utils.translation import gettext as _

from guichet.kit.refusal import Refusal
from guichet.national.rules import NATIONAL_ID

# The archive of 2026 weighs 25 MB, holds 5,536 files and 140 MB; its largest sheet is under a megabyte.
LARGEST_ARCHIVE = 150_000_000  # bytes of the zip
LARGEST_FILE = 4_000_000  # bytes of one sheet, unpacked
LARGEST_TOTAL = 800_000_000  # bytes of all, unpacked
MOST_FILES = 30_000
_LISTED = 150  # bytes that tell of one file in the directory at the end of the zip: the State's has 55
_READ_AT_ONCE = 100_000  # above the 65,557 bytes at the end in which that directory is looked for
# Only these give back as few bytes as are asked: a kilobyte of bzip2 or LZMA may be half a gigabyte in one piece.
_MEASURABLE = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


@dataclass(frozen=True)
class Limits:
    """How much an archive may hold; tests have their own."""

    archive: int = LARGEST_ARCHIVE
    file: int = LARGEST_FILE
    total: int = LARGEST_TOTAL
    files: int = MOST_FILES


class BrokenFile(Exception):
    """One entry cannot be read: damaged, or larger than a sheet is. The others can."""


@dataclass(frozen=True)
class Entry:
    """A file of the archive whose name is a national number: "F1427"."""

    national_id: str
    info: zipfile.ZipInfo


class _TooManyFiles(Exception):
    """The directory tells of more files than an archive may hold."""


class _Measured(io.BufferedReader):
    """A file that gives no more at once than the directory of the largest archive we open.

    To open a zip is to read its whole directory in one piece and to make an object for each file it tells of: what its
    own records say of its length (there are two, and they may lie) is not asked, what is read is measured.
    """

    def __init__(self, path: Path, limits: Limits) -> None:
        super().__init__(io.FileIO(path))
        self._most = max(limits.files * _LISTED, _READ_AT_ONCE)

    def read(self, size: int | None = -1, /) -> bytes:
        is_whole = size is None or size < 0
        data = super().read(self._most + 1 if is_whole else min(size or 0, self._most + 1))
        if len(data) > self._most:
            raise _TooManyFiles
        return data


class SheetArchive:
    """An open archive. Its sizes are those that were really read: what a header says of them may be a lie."""

    def __init__(self, path: Path, limits: Limits | None = None) -> None:
        """Raises `Refusal` when this is no archive, or one that nobody should open."""
        self.limits = limits or Limits()
        if path.stat().st_size > self.limits.archive:
            raise too_large(self.limits.archive)
        self._file = _Measured(path, self.limits)
        try:
            self._zip = zipfile.ZipFile(self._file)
        except _TooManyFiles as error:
            self._file.close()
            raise _bomb() from error
        except (zipfile.BadZipFile, ValueError, OverflowError) as error:
            self._file.close()
            raise Refusal(
                "national-not-a-zip",
                _("Ce fichier n’est pas une archive zip entière. Rien n’a été changé : téléchargez-la de nouveau."),
            ) from error
        self._read = 0
        if len(self._zip.infolist()) > self.limits.files:
            self.close()
            raise _bomb()

    def close(self) -> None:
        self._zip.close()
        self._file.close()

    def entries(self) -> list[Entry]:
        """The sheets in the order of their numbers' text, each once: the last of two entries of one name holds."""
        found: dict[str, Entry] = {}
        for info in self._zip.infolist():
            name = PurePosixPath(info.filename)
            if name.suffix.lower() == ".xml" and NATIONAL_ID.fullmatch(name.stem):
                found[name.stem] = Entry(name.stem, info)
        return [found[number] for number in sorted(found)]

    def dated_on(self) -> date | None:
        """The day of its youngest file: what the State calls the date of the archive."""
        days = [info.date_time[:3] for info in self._zip.infolist() if not info.is_dir()]
        try:
            return date(*max(days)) if days else None
        except ValueError:
            return None

    def read(self, entry: Entry) -> bytes:
        """The bytes of a sheet. Raises `BrokenFile`, or `Refusal` when the whole archive unpacks to too much."""
        if entry.info.compress_type not in _MEASURABLE:
            raise BrokenFile("compression")
        try:
            with self._zip.open(entry.info) as stream:
                data = b"".join(self._measured(stream))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError) as error:
            raise BrokenFile(type(error).__name__) from error
        return data

    def _measured(self, stream: IO[bytes]) -> Iterator[bytes]:
        size = 0
        while part := stream.read(_READ_AT_ONCE):
            size += len(part)
            self._read += len(part)
            if self._read > self.limits.total:
                raise _bomb()
            if size > self.limits.file:
                raise BrokenFile("too-large")
            yield part


def too_large(most: int) -> Refusal:
    return Refusal(
        "national-too-large",
        _("Cette archive pèse plus de %(most)s Mo : celle de l’État en pèse six fois moins. Rien n’a été changé.")
        % {"most": most // 1_000_000},
    )


def _bomb() -> Refusal:
    return Refusal(
        "national-bomb",
        _("Cette archive contient bien plus que celle de l’État : elle n’a pas été ouverte. Rien n’a été changé."),
    )
