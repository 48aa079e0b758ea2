"""One tar that holds a whole instance: database, files, pictures of the CMS, seals, instance key; and the way back.

While people go on writing, each file that has a row in the copied database is in the tar: files are never changed once
written, so they are held by a second name (hard link) before and after the copy of the database.
"""

import base64
import hashlib
import io
import json
import os
import re
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from importlib.metadata import version
from pathlib import Path, PurePosixPath

from django.conf import settings
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _

from guichet.communes.models import Body
from guichet.config import dumps, swap
from guichet.config.swap import BACKUP, RESTORE, Say, second_name, sweep, sync_folder, workplace
from guichet.kit.dates import now

FORMAT = 1
TRIES = 3
CHUNK = 1 << 20
MANIFEST = "manifest.json"
KEY = "instance.key"
DEMONSTRATION = "demonstration"
SEALS = "seals"
STORED_FILE = re.compile(r"[0-9a-f]{32}")


class BackupRefused(Exception):
    """Nothing was changed; says why in one sentence."""


@dataclass(frozen=True)
class Manifest:
    """What the tar says of itself."""

    version: str
    database: str
    made_at: str
    counts: dict[str, int]
    migrations: list[str]
    missing: list[str]
    sha256: dict[str, str]
    format: int = FORMAT


@dataclass
class _Collected:
    counts: dict[str, int] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)


def write_backup(path: Path, say: Say) -> Manifest:
    """Write the whole instance to one file, which appears under its name once it is complete and on the disk."""
    path = path.resolve()
    sweep(BACKUP)
    with workplace(BACKUP) as work:
        collected = _collect(work, say)
        draft = path.with_name(f"{path.name}.part")
        try:
            # It holds the key that opens every code: its owner alone may read it.
            with os.fdopen(os.open(draft, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
                manifest = _pack(work, file, collected, say)
                file.flush()
                os.fsync(file.fileno())
            draft.replace(path)
            sync_folder(path.parent)
        except BaseException:
            draft.unlink(missing_ok=True)
            raise
    return manifest


def restore_backup(path: Path, say: Say, *, replace: bool = False) -> Manifest:
    """Put a backup in the place of this instance: verified whole before anything is touched, undone if anything fails."""
    sweep(RESTORE)
    if not replace and not is_empty():
        raise BackupRefused(
            _("Cette instance n’est pas vide : rien n’a été changé. Ajoutez --replace pour la remplacer tout entière.")
        )
    with workplace(RESTORE) as work:
        new = work / "new"
        manifest = _unpack(path, new, say)
        _refuse_what_does_not_fit(manifest, new)
        dumps.verify(new / dumps.NAME)
        (new / KEY).chmod(0o600)
        _close_seals(new / SEALS)
        for folder in ("files", "media"):
            (new / folder).mkdir(exist_ok=True)
        for folder, _folders, _names in os.walk(new):
            sync_folder(Path(folder))
        swap.replace(
            work,
            {
                "files": Path(settings.FILES_ROOT),
                "media": Path(settings.MEDIA_ROOT),
                DEMONSTRATION: settings.DATA / DEMONSTRATION,
                KEY: settings.DATA / KEY,
                # A backup that has none may be older than the certificates that stand here: they stay.
                **({SEALS: Path(settings.SEALS_ROOT)} if (new / SEALS).exists() else {}),
            },
            say,
        )
    return manifest


def is_empty() -> bool:
    """No public body and no file: nothing would be lost here."""
    has_body = Body._meta.db_table in connection.introspection.table_names() and Body.objects.exists()
    return not has_body and next(_files_below(Path(settings.FILES_ROOT)), None) is None


def migrations_of_code() -> set[str]:
    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


def _collect(work: Path, say: Say) -> _Collected:
    """Gather below `work`, under the names of the tar, one consistent state of everything."""
    files = Path(settings.FILES_ROOT)
    for _try in range(TRIES):
        say(_("Fichiers"), 0, 1)
        _hold(files, work / "files")
        (work / dumps.NAME).unlink(missing_ok=True)
        counts, keys = dumps.dump(work / dumps.NAME, lambda done, total: say(_("Base de données"), done, total))
        _hold(files, work / "files")
        missing = [key for key in keys if not (work / "files" / key[:2] / key).exists()]
        if not missing:  # else somebody took a file back in the very moment of the copy
            break
    _hold(Path(settings.MEDIA_ROOT), work / "media")
    _copy_seals(work / SEALS)
    (work / KEY).write_bytes(base64.b64encode(settings.GUICHET_KEY) + b"\n")
    if (settings.DATA / DEMONSTRATION).exists():
        (work / DEMONSTRATION).touch()
    return _Collected(counts, missing)


def _copy_seals(target: Path) -> None:
    """Copied, and not held: a certificate is renewed under its name."""
    for path in _files_below(Path(settings.SEALS_ROOT)):
        target.mkdir(exist_ok=True)
        shutil.copyfile(path, target / path.name)


def _close_seals(folder: Path) -> None:
    """A certificate holds the key of the town: like that of the instance, its owner alone may read it."""
    if not folder.exists():
        return
    folder.chmod(0o700)
    for path in folder.iterdir():
        path.chmod(0o600)


def _hold(root: Path, target: Path) -> None:
    """Give each file a second name: it stays readable even when the first is erased."""
    for path in _files_below(root):
        held = target / path.relative_to(root)
        if held.exists():
            continue
        held.parent.mkdir(parents=True, exist_ok=True)
        with suppress(FileNotFoundError):  # erased since it was listed
            second_name(path, held)


def _files_below(root: Path) -> Iterator[Path]:
    """What must be kept: previews and unfinished writings can be made again."""
    is_ours = root == Path(settings.FILES_ROOT)
    for folder, _folders, names in os.walk(root):
        for name in names:
            if not is_ours or STORED_FILE.fullmatch(name):
                yield Path(folder) / name


def _pack(work: Path, file: io.BufferedRandom, collected: _Collected, say: Say) -> Manifest:
    paths = sorted(path for path in work.rglob("*") if path.is_file())
    sums: dict[str, str] = {}
    with tarfile.open(fileobj=file, mode="w") as tar:
        for number, path in enumerate(paths, 1):
            name = path.relative_to(work).as_posix()
            with path.open("rb") as content:
                told = _Told(content)
                info = tar.gettarinfo(path, arcname=name)
                info.type, info.linkname, info.mode, info.uname, info.gname = tarfile.REGTYPE, "", 0o600, "", ""
                info.size = path.stat().st_size  # a hard link met twice would be packed as a link
                tar.addfile(info, told)
            sums[name] = told.sum.hexdigest()
            say(_("Archive"), number, len(paths))
        manifest = Manifest(
            version=version("guichet"),
            database=connection.vendor,
            made_at=now().isoformat(timespec="seconds"),
            counts=collected.counts,
            migrations=sorted(f"{app}.{name}" for app, name in MigrationLoader(connection).applied_migrations),
            missing=collected.missing,
            sha256=sums,
        )
        text = json.dumps(asdict(manifest), indent=1).encode()
        info = tarfile.TarInfo(MANIFEST)
        info.size, info.mode = len(text), 0o600
        tar.addfile(info, io.BytesIO(text))
    return manifest


class _Told(io.RawIOBase):
    """Reads, and sums what was read."""

    def __init__(self, content: io.BufferedReader) -> None:
        self.content = content
        self.sum = hashlib.sha256()

    def read(self, size: int = -1, /) -> bytes:
        data = self.content.read(size)
        self.sum.update(data)
        return data


def _unpack(path: Path, work: Path, say: Say) -> Manifest:
    """Write the tar's files below `work` and hold them against their sums."""
    sums: dict[str, str] = {}
    total = path.stat().st_size
    try:
        with tarfile.open(path, "r:") as tar:
            for member in tar:
                sums[member.name] = _unpack_one(tar, member, work)
                say(_("Vérification"), member.offset_data + member.size, total)
    except (tarfile.TarError, EOFError) as error:
        raise BackupRefused(
            _("%(file)s n’est pas une sauvegarde entière de Guichet : rien n’a été changé.") % {"file": path}
        ) from error
    sums.pop(MANIFEST, None)
    try:
        manifest = Manifest(**json.loads((work / MANIFEST).read_text()))
    except (OSError, ValueError, TypeError) as error:
        raise BackupRefused(
            _("%(file)s n’a pas de bordereau lisible : rien n’a été changé.") % {"file": path}
        ) from error
    for name in sorted(sums.keys() | manifest.sha256.keys()):
        if sums.get(name) != manifest.sha256.get(name):
            raise BackupRefused(_("Cette sauvegarde est abîmée (« %(name)s ») : rien n’a été changé.") % {"name": name})
    return manifest


def _unpack_one(tar: tarfile.TarFile, member: tarfile.TarInfo, work: Path) -> str:
    name = PurePosixPath(member.name)
    source = tar.extractfile(member) if member.isreg() else None
    if source is None or name.is_absolute() or ".." in name.parts:
        raise BackupRefused(
            _("Cette sauvegarde contient un nom suspect (« %(name)s ») : rien n’a été changé.") % {"name": member.name}
        )
    target = work / name
    target.parent.mkdir(parents=True, exist_ok=True)
    told = hashlib.sha256()
    with target.open("xb") as file:
        while chunk := source.read(CHUNK):
            told.update(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return told.hexdigest()


def _refuse_what_does_not_fit(manifest: Manifest, work: Path) -> None:
    if manifest.format != FORMAT or set(manifest.migrations) - migrations_of_code():
        raise BackupRefused(
            _(
                "Cette sauvegarde vient d’une version plus récente de Guichet (%(version)s) : mettez d’abord Guichet à jour. Rien n’a été changé."
            )
            % {"version": manifest.version}
        )
    if manifest.database != connection.vendor:
        raise BackupRefused(
            _(
                "Cette sauvegarde vient d’une base %(theirs)s, cette instance utilise %(ours)s : restaurez-la sur une instance de la même sorte. Rien n’a été changé."
            )
            % {"theirs": manifest.database, "ours": connection.vendor}
        )
    given = os.environ.get("GUICHET_KEY")
    if given and base64.b64decode(given) != base64.b64decode((work / KEY).read_text()):
        raise BackupRefused(
            _(
                "GUICHET_KEY n’est pas la clé de cette sauvegarde : retirez cette variable, ou donnez-lui la clé de l’instance sauvegardée. Rien n’a été changé."
            )
        )
