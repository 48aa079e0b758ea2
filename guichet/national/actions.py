"""Import an archive of the State: read it beside what is in force, then change all at once, or nothing."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, fields
from itertools import islice
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import TypeVar
from urllib.parse import urlsplit

from django.db import transaction
from django.utils.translation import gettext as _

from guichet.communes.actions import published
from guichet.communes.models import Body
from guichet.journal.actions import record
from guichet.kit.actor import Actor
from guichet.kit.dates import now
from guichet.kit.refusal import Refusal
from guichet.national.archive import BrokenFile, Entry, Limits, SheetArchive, too_large
from guichet.national.facts import NationalSheetsImported
from guichet.national.gateways import TooLarge, Unavailable, archive_http
from guichet.national.models import Archive, NationalSheet
from guichet.national.reading.parsing import Unreadable
from guichet.national.reading.sheets import ReadSheet, read_sheet

T = TypeVar("T")
# What is shown to who waits: what is being done, how much is done, of how much.
Progress = Callable[[str, int, int], None]

# Raised when the reader changes: every sheet is then read again, even if its file is the same.
READER = 1
BATCH = 100  # sheets written at once: 2 MB at most in memory, and a write lock of a few milliseconds
NAMES = 500  # numbers in one question to the database
MOST_BROKEN_TOLD = 100
# The State withdraws a few sheets each week: an archive without a third of them is cut, or another public's.
MOST_WITHDRAWN = 0.3  # of what is shown
FEW_SHEETS = 50  # shown: up to these, all may go
_COLUMNS = [field.name for field in fields(ReadSheet)]
_REWRITTEN = [*(name for name in _COLUMNS if name != "national_id"), "digest", "told"]


@dataclass(frozen=True)
class Imported:
    """What an import changed, by national number; `broken` says why a file was left."""

    total: int
    added: int
    changed: int
    withdrawn: int
    broken: tuple[tuple[str, str], ...]
    unknown: dict[str, int]


def import_archive(
    given: str,
    *,
    by: Actor,
    progress: Progress,
    address: str = "",
    limits: Limits | None = None,
    replace_all: bool = False,
) -> Imported:
    """Put the sheets of an archive, a file or an address, in the place of those in force.

    Only files that changed are read. A file that cannot be read is told and keeps its former sheet; a sheet that the
    archive no longer has is withdrawn. Without `replace_all`, an archive that would withdraw a great part of what is
    shown is refused. Everything changes in one short transaction at the end: an import that is stopped or refused leaves
    what was there, and the next one takes up what it had read. Raises `Refusal`.
    """
    limits = limits or Limits()
    with _on_disk(given, limits, progress) as path:
        archive = SheetArchive(path, limits)
        try:
            wanted, broken = _arrive(archive, progress)
            if not wanted:
                raise Refusal(
                    "national-no-sheet",
                    _("Cette archive ne contient aucune fiche lisible de l’État. Rien n’a été changé."),
                )
            if not replace_all:
                _check_withdrawn(wanted)
            return _put_in_force(wanted, broken, _from(given, address, archive), by=by, progress=progress)
        finally:
            archive.close()


def _is_address(given: str) -> bool:
    return urlsplit(given).scheme in {"http", "https"}


def _from(given: str, address: str, archive: SheetArchive) -> Archive:
    """Where an archive comes from, as its licence wants it to be told; not yet saved."""
    where = urlsplit(given)._replace(query="", fragment="").geturl() if _is_address(given) else address
    name = Path(urlsplit(given).path if _is_address(given) else given).name
    return Archive(file_name=name[:200] or "archive.zip", address=where[:500], dated_on=archive.dated_on())


@contextmanager
def _on_disk(given: str, limits: Limits, progress: Progress) -> Iterator[Path]:
    if not _is_address(given):
        path = Path(given)
        if not path.is_file():
            raise Refusal("national-no-file", _("Le fichier %(name)s n’existe pas.") % {"name": given})
        yield path
        return
    label = _("Téléchargement")
    with NamedTemporaryFile(prefix="guichet-national-", suffix=".zip") as file:
        try:
            archive_http.fetch(
                given, file, largest=limits.archive, progress=lambda done, total: progress(label, done, total)
            )
        except TooLarge as error:
            raise too_large(limits.archive) from error
        except Unavailable as error:
            raise Refusal(
                "national-unavailable",
                _("L’archive n’a pas pu être téléchargée (%(why)s). Rien n’a été changé : réessayez plus tard.")
                % {"why": error},
            ) from error
        file.flush()
        yield Path(file.name)


def _arrive(archive: SheetArchive, progress: Progress) -> tuple[dict[str, str], dict[str, str]]:
    """Write what changed beside what is in force. Returns what each number's digest must be, and what is broken."""
    in_force = dict(NationalSheet.objects.shown().values_list("national_id", "digest"))
    arrived = dict(NationalSheet.objects.arriving().values_list("national_id", "digest"))
    entries = archive.entries()
    wanted: dict[str, str] = {}
    broken: dict[str, str] = {}

    def changed() -> Iterator[NationalSheet]:
        for number, entry in enumerate(entries, 1):
            try:
                sheet = _read(archive, entry, wanted, {in_force.get(entry.national_id), arrived.get(entry.national_id)})
            except (BrokenFile, Unreadable) as error:
                broken[entry.national_id] = str(error)
                sheet = None
                if kept := in_force.get(entry.national_id):
                    wanted[entry.national_id] = kept
            if sheet is not None:
                yield sheet
            progress(_("Lecture des fiches"), number, len(entries))

    for batch in _batches(changed(), BATCH):
        NationalSheet.objects.bulk_create(
            batch, update_conflicts=True, unique_fields=["national_id", "is_shown"], update_fields=_REWRITTEN
        )
    return wanted, broken


def _read(archive: SheetArchive, entry: Entry, wanted: dict[str, str], known: set[str | None]) -> NationalSheet | None:
    """The sheet of an entry, or None when the same is there already; notes its digest in `wanted`."""
    data = archive.read(entry)
    digest = hashlib.sha256(b"%d:" % READER + data).hexdigest()
    if digest not in known:
        read = read_sheet(data, entry.national_id)
        if read is None:
            return None
        wanted[entry.national_id] = digest
        return NationalSheet(digest=digest, is_shown=False, **{name: getattr(read, name) for name in _COLUMNS})
    wanted[entry.national_id] = digest
    return None


def _check_withdrawn(wanted: dict[str, str]) -> None:
    shown = set(NationalSheet.objects.shown().values_list("national_id", flat=True))
    gone = len(shown - wanted.keys())
    if len(shown) > FEW_SHEETS and gone > MOST_WITHDRAWN * len(shown):
        raise Refusal(
            "national-most-withdrawn",
            _(
                "Cette archive retirerait %(gone)s des %(shown)s fiches affichées : elle est peut-être coupée, ou destinée "
                "à un autre public. Rien n’a été changé, les fiches restent affichées. Téléchargez-la de nouveau ; si "
                "c’est bien elle qu’il faut, relancez la commande avec l’option --replace-all."
            )
            % {"gone": gone, "shown": len(shown)},
        )


def _put_in_force(
    wanted: dict[str, str], broken: dict[str, str], archive: Archive, *, by: Actor, progress: Progress
) -> Imported:
    """Let what arrived take the place of what was: the sheets, how conditions are said, the page of every portal."""
    progress(_("Mise en place"), 0, 1)
    with transaction.atomic():
        # Every portal changes: their rows are also the lock between two imports.
        list(Body.objects.select_for_update().order_by("pk").values_list("pk"))
        moved = _moves(wanted)
        for name in (moved.gone, moved.left):
            _delete(name)
        for part in _parts(moved.come):
            NationalSheet.objects.filter(pk__in=part).update(is_shown=True)
        _tell_conditions()
        archive.imported_at, archive.sheets = now(), len(wanted)
        archive.broken = [[number, why] for number, why in sorted(broken.items())][:MOST_BROKEN_TOLD]
        archive.unknown = dict(_unknown().most_common())
        archive.save()
        imported = Imported(
            total=len(wanted),
            added=moved.added,
            changed=len(moved.come) - moved.added,
            withdrawn=moved.withdrawn,
            broken=tuple(sorted(broken.items())),
            unknown=archive.unknown,
        )
        record(NationalSheetsImported(archive.pk, imported.added, imported.changed, imported.withdrawn), by=by)
        for body in Body.objects.filter(member_of=None):
            published(body, by=by)
    progress(_("Mise en place"), 1, 1)
    return imported


@dataclass(frozen=True)
class _Moves:
    """Rows that come in force, that are no more in force, and that arrived for nothing; how many are new or withdrawn."""

    come: Sequence[int]
    gone: Sequence[int]
    left: Sequence[int]
    added: int
    withdrawn: int


def _moves(wanted: dict[str, str]) -> _Moves:
    """Decided from what the tables hold under the lock: another import may have written meanwhile."""
    rows = list(NationalSheet.objects.values_list("pk", "national_id", "digest", "is_shown"))
    in_force = {number: (pk, digest) for pk, number, digest, is_shown in rows if is_shown}
    arrived = {number: (pk, digest) for pk, number, digest, is_shown in rows if not is_shown}
    come: list[int] = []
    gone = [pk for number, (pk, _digest) in in_force.items() if number not in wanted]
    withdrawn, added = len(gone), 0
    for number, digest in wanted.items():
        if in_force.get(number, (0, ""))[1] == digest:
            continue
        pk, found = arrived.get(number, (0, ""))
        if found != digest:
            raise Refusal(
                "national-two-imports",
                _("Un autre import est en cours. Rien n’a été changé : relancez celui-ci quand l’autre sera fini."),
            )
        come.append(pk)
        if number in in_force:
            gone.append(in_force[number][0])
        else:
            added += 1
    left = [pk for pk, _digest in arrived.values() if pk not in set(come)]
    return _Moves(come, gone, left, added, withdrawn)


def _delete(rows: Sequence[int]) -> None:
    for part in _parts(rows):
        NationalSheet.objects.filter(pk__in=part).delete()


def _tell_conditions() -> None:
    """Give each sheet the words by which the guides that lead to it say its conditions."""
    told: dict[str, dict[str, list[str]]] = {}
    for choices in NationalSheet.objects.shown().exclude(choices={}).values_list("choices", flat=True):
        for target, variables in choices.items():
            for variable, words in variables.items():
                said = told.setdefault(target, {}).setdefault(variable, [])
                said += [one for one in words if one not in said]
    before = dict(NationalSheet.objects.shown().exclude(told={}).values_list("national_id", "told"))
    for number in {*before, *told}:
        if before.get(number, {}) != told.get(number, {}):
            NationalSheet.objects.shown().filter(national_id=number).update(told=told.get(number, {}))


def _unknown() -> Counter[str]:
    counted: Counter[str] = Counter()
    for unknown in NationalSheet.objects.shown().exclude(unknown={}).values_list("unknown", flat=True):
        counted.update(unknown)
    return counted


def _parts(rows: Sequence[T]) -> Iterator[Sequence[T]]:
    return (rows[at : at + NAMES] for at in range(0, len(rows), NAMES))


def _batches(rows: Iterable[T], size: int) -> Iterator[list[T]]:
    rows = iter(rows)
    while batch := list(islice(rows, size)):
        yield batch
