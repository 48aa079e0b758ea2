"""Puts restored data in the place of what was there, and what was there back when anything fails.

Whatever is replaced keeps a name in `old/`, on the same disk. While the mark stands the replacement is not done: whoever
finds one after a kill puts the old things back.
"""

import fcntl
import json
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext as _

from guichet.config import dumps

BACKUP, RESTORE = ".backup-", ".restore-"
MARK = "replacing"

Say = Callable[[str, int, int], None]  # what is being done, how many are done, of how many


class Interrupted(Exception):
    """A replacement did not come to its end; says where the data are now."""


@contextmanager
def workplace(prefix: str) -> Iterator[Path]:
    """A folder below the data, gone at the end; it stays as long as it holds old data that nobody put back."""
    work = Path(mkdtemp(prefix=prefix, dir=settings.DATA))
    handle = os.open(work, os.O_RDONLY)
    fcntl.flock(handle, fcntl.LOCK_EX)  # tells those who sweep that somebody is at work here
    try:
        yield work
    finally:
        os.close(handle)
        if not (work / MARK).exists():
            shutil.rmtree(work)


def sweep(prefix: str) -> bool:
    """Clear what killed runs left; True when one of them was replacing data, which are back as they were."""
    undone = False
    for work in settings.DATA.glob(f"{prefix}*"):
        handle = os.open(work, os.O_RDONLY)
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            undone = _put_back(work) or undone
            shutil.rmtree(work)
        except BlockingIOError:  # not killed: at work
            continue
        finally:
            os.close(handle)
    return undone


def refuse_unfinished() -> None:
    """For a program about to work on the data: it may already have read the key of the other instance."""
    if sweep(RESTORE):
        raise Interrupted(
            _(
                "Une restauration avait été interrompue : elle vient d’être annulée, tout est comme avant elle. Relancez la même commande."
            )
        )


def replace(work: Path, places: dict[str, Path], say: Say) -> None:
    """Load the database below `work`/new, and move each of its things to its place: all of it, or nothing."""
    new, old = work / "new", work / "old"
    places = {**dumps.places(), **places}
    dumps.settle()
    old.mkdir()
    _mark(work, {name: (str(place), place.exists()) for name, place in places.items()})
    try:
        say(_("Base de données"), 0, 1)
        dumps.load(new / dumps.NAME)
        say(_("Base de données"), 1, 1)
        for number, (name, place) in enumerate(places.items(), 1):
            _put(new / name, place, old / name)
            say(_("Fichiers"), number, len(places))
        for folder in {place.parent for place in places.values()}:
            sync_folder(folder)
        say(_("Mise en place"), 1, 1)
        (work / MARK).unlink()
    except BaseException:
        _put_back(work)
        raise
    with suppress(OSError, DatabaseError):  # the new data are in place: what is left of the old ones goes next time
        sync_folder(work)
        dumps.forget_old()


def sync_folder(folder: Path) -> None:
    """The names in it survive a power cut, as their contents do."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def second_name(path: Path, held: Path) -> None:
    """Keep a file under another name too: its contents outlive the first."""
    try:
        os.link(path, held)
    except FileNotFoundError:
        raise
    except OSError:  # another disk, or one without links
        draft = held.with_name(f"{held.name}.part")
        shutil.copyfile(path, draft)
        draft.replace(held)  # never half of it under its name


def _mark(work: Path, known: dict[str, tuple[str, bool]]) -> None:
    """Note, before anything moves, where each thing goes and whether something stood there."""
    draft = work / f"{MARK}.part"
    with draft.open("w") as file:
        json.dump(known, file)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(work / MARK)
    sync_folder(work)


def _put(new: Path, place: Path, old: Path) -> None:
    """A file is replaced in one step: nobody ever finds none, and makes a new key for lack of one."""
    if place.is_dir():
        place.rename(old)
    elif place.exists():
        second_name(place, old)
    if new.exists():
        new.replace(place)
    else:
        place.unlink(missing_ok=True)


def _put_back(work: Path) -> bool:
    """False when there was nothing to undo. Safe to begin again, however far it went the first time."""
    if not (work / MARK).exists():
        return False
    try:
        dumps.put_back()
        for name, (path, existed) in json.loads((work / MARK).read_text()).items():
            place, old = Path(path), work / "old" / name
            if old.exists() or not existed:
                _remove(place, keep_file=existed)
            if old.exists():
                old.replace(place)
            sync_folder(place.parent)
        (work / MARK).unlink()
        return True
    except (OSError, ValueError, dumps.DumpFailed) as error:
        raise Interrupted(
            _(
                "La restauration s’est arrêtée et les données d’avant n’ont pas toutes pu être remises en place (%(error)s). Elles sont gardées dans %(folder)s : réparez la cause, puis relancez la même commande."
            )
            % {"error": error, "folder": work}
        ) from error


def _remove(place: Path, *, keep_file: bool) -> None:
    if place.is_dir():
        shutil.rmtree(place)
    elif not keep_file:  # else the old one takes its name in one step
        place.unlink(missing_ok=True)
