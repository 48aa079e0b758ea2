"""Backups are taken here and restored elsewhere, by the command line, on a data folder and a database of its own."""

import hashlib
import json
import os
import sqlite3
import subprocess
import sys
import tarfile
import threading
from collections import Counter
from io import BytesIO
from pathlib import Path

import psycopg
import pytest
from django.db import connection, connections
from psycopg import sql

from guichet.cases.actions import attach_file
from guichet.cases.models import Attachment, Case
from guichet.config.backup import DEMONSTRATION, KEY, MANIFEST, BackupRefused, is_empty, restore_backup, write_backup
from guichet.config.dumps import DumpFailed
from guichet.config.lock import InUse, alone, at_work
from guichet.config.swap import BACKUP, workplace
from guichet.config.tests.test_serving import free_port
from guichet.documents.actions import keep_pdf
from guichet.documents.models import StoredFile
from guichet.documents.tests.factories import pdf
from tests.base import a_draft, build_world, resident_of

ELSEWHERE = "guichet_elsewhere"
READ_BACK = """
import json
from guichet.cases.models import Case
from guichet.documents.models import StoredFile
print(json.dumps({
    "secrets": {case.reference: case.secret for case in Case.objects.all()},
    "files": {file.key.hex: file.path.exists() and file.path.stat().st_size == file.size for file in StoredFile.objects.all()},
}))
"""

RESTORING = """
import os, signal
import django
django.setup()
from pathlib import Path
from guichet.config.backup import restore_backup
def say(label, done, total):
    {act}
restore_backup(Path("{path}"), say, replace=True)
"""
KILLED = RESTORING.replace(
    "{act}", 'if (label, done) == ("{label}", {number}): os.kill(os.getpid(), signal.SIGKILL)'
)  # fmt: skip
FAILING = RESTORING.replace("{act}", 'if label == "Mise en place": raise OSError(28, "No space left on device")')
WRITE_AND_DIE = """
import os, signal
import django
django.setup()
from guichet.communes.models import Body
Body.objects.filter(host="localhost").update(phone="03 27 00 00 00")
os.kill(os.getpid(), signal.SIGKILL)
"""


def silent(label, done, total):
    pass


@pytest.fixture
def town(transactional_db, settings, tmp_path):
    """An instance at work, with files of its own."""
    settings.DATA = tmp_path / "data"
    settings.FILES_ROOT, settings.MEDIA_ROOT = settings.DATA / "files", settings.DATA / "media"
    settings.SEALS_ROOT = settings.DATA / "seals"
    settings.MEDIA_ROOT.mkdir(parents=True)
    (settings.MEDIA_ROOT / "place.jpg").write_bytes(b"place")
    return build_world()


def a_case_with_a_file(world) -> Case:
    actor = resident_of(world.anor)
    draft = a_draft(world)
    file = keep_pdf(pdf(), name="preuve.pdf", body=world.anor, by=actor)
    attach_file(draft, file, question="photo", by=actor)
    return draft


class Elsewhere:
    """Another machine, where a backup is restored."""

    def __init__(self, data: Path):
        self.environment = {
            **os.environ,
            "GUICHET_DATA": str(data),
            "DJANGO_SETTINGS_MODULE": "guichet.config.settings",
        }
        if connection.vendor == "postgresql":
            known = connection.settings_dict
            with self.server() as server:
                server.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(ELSEWHERE)))
            self.environment["GUICHET_DATABASE_URL"] = (
                f"postgresql://{known['USER']}:{known['PASSWORD']}@{known['HOST']}:{known['PORT']}/{ELSEWHERE}"
            )

    def server(self):
        known = connection.settings_dict
        return psycopg.connect(
            host=known["HOST"], port=known["PORT"], user=known["USER"], password=known["PASSWORD"],
            dbname=known["NAME"], autocommit=True,
        )  # fmt: skip

    def guichet(self, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.run("from guichet.config.cli import main; main()", *arguments)

    def run(self, program: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", program, *arguments]
        return subprocess.run(command, env=self.environment, capture_output=True, text=True, check=False)

    def close(self) -> None:
        if connection.vendor == "postgresql":
            with self.server() as server:
                server.execute(sql.SQL("DROP DATABASE {}").format(sql.Identifier(ELSEWHERE)))


@pytest.fixture
def elsewhere(transactional_db, tmp_path):
    place = Elsewhere(tmp_path / "elsewhere")
    yield place
    place.close()


def test_a_backup_taken_under_writing_is_restored_whole_and_its_codes_still_open(town, elsewhere, tmp_path):
    before = [a_case_with_a_file(town) for _time in range(3)]
    enough, written = threading.Event(), []

    def write_on() -> None:
        while not enough.is_set():
            written.append(a_case_with_a_file(town))
            StoredFile.objects.last()
        connections.close_all()

    writer = threading.Thread(target=write_on)
    writer.start()
    try:
        manifest = write_backup(tmp_path / "town.tar", silent)
    finally:
        enough.set()
        writer.join()
    assert manifest.missing == []
    assert manifest.counts["cases"] >= len(before)
    restored = elsewhere.guichet("restore", str(tmp_path / "town.tar"))
    assert restored.returncode == 0, restored.stderr
    told = elsewhere.guichet("shell", "--no-imports", "--command", READ_BACK)
    found = json.loads(told.stdout.splitlines()[-1])
    assert len(found["secrets"]) == manifest.counts["cases"]
    assert all(found["secrets"][case.reference] == case.secret for case in before)
    assert len(found["files"]) == manifest.counts["files"]
    assert all(found["files"].values())
    assert (tmp_path / "elsewhere" / "media" / "place.jpg").read_bytes() == b"place"
    again = elsewhere.guichet("restore", str(tmp_path / "town.tar"))
    assert again.returncode == 1
    assert "n’est pas vide" in again.stderr
    assert elsewhere.guichet("restore", "--replace", str(tmp_path / "town.tar")).returncode == 0


def test_the_certificates_of_the_towns_come_back_closed_to_others(town, elsewhere, settings, tmp_path):
    write_backup(tmp_path / "before.tar", silent)
    settings.SEALS_ROOT.mkdir()
    (settings.SEALS_ROOT / "59012.p12").write_bytes(b"key")
    write_backup(tmp_path / "town.tar", silent)
    assert elsewhere.guichet("restore", str(tmp_path / "town.tar")).returncode == 0
    seals = tmp_path / "elsewhere" / "seals"
    assert (seals / "59012.p12").read_bytes() == b"key"
    assert [path.stat().st_mode & 0o777 for path in (seals, seals / "59012.p12")] == [0o700, 0o600]
    assert elsewhere.guichet("restore", "--replace", str(tmp_path / "before.tar")).returncode == 0
    assert (seals / "59012.p12").exists()  # a backup without any takes none away


def test_a_file_erased_during_the_copy_is_still_in_it(town, tmp_path):
    a_case_with_a_file(town)
    erased: list[Path] = []

    def erase_once(label, done, total):
        """Somebody erases a file whose row the copy already holds."""
        if label == "Base de données" and done == total and not erased:
            erased.append(StoredFile.objects.get().path)
            erased[0].unlink()

    if connection.vendor == "postgresql":
        pytest.skip("pg_dump tells no progress to erase at")
    manifest = write_backup(tmp_path / "town.tar", erase_once)
    assert (len(erased), manifest.missing) == (1, [])
    assert f"files/{erased[0].parent.name}/{erased[0].name}" in manifest.sha256


def test_a_file_lost_long_ago_is_told_and_does_not_prevent_the_backup(town, tmp_path):
    a_case_with_a_file(town)
    StoredFile.objects.get().path.unlink()
    manifest = write_backup(tmp_path / "town.tar", silent)
    assert manifest.missing == [StoredFile.objects.get().key.hex]


def test_a_backup_is_for_its_owner_alone_and_leaves_nothing_beside_it(town, settings, tmp_path):
    write_backup(tmp_path / "town.tar", silent)
    assert (tmp_path / "town.tar").stat().st_mode & 0o777 == 0o600
    assert not list(tmp_path.glob("*.part"))
    assert not list(settings.DATA.glob(".backup-*"))


def test_an_instance_that_holds_something_is_not_overwritten(town, tmp_path):
    assert not is_empty()
    with pytest.raises(BackupRefused, match="pas vide"):
        restore_backup(tmp_path / "town.tar", silent)


def state_of(settings) -> tuple[object, ...]:
    """All that a restoration replaces, as somebody would find it."""
    kept = sorted(path for root in (settings.FILES_ROOT, settings.MEDIA_ROOT) for path in root.rglob("*"))
    return (
        list(Case.objects.order_by("pk").values_list("reference", "secret_version")),
        [(path, path.is_file() and path.read_bytes()) for path in kept],
        (settings.DATA / KEY).read_bytes(),
        (settings.DATA / DEMONSTRATION).exists(),
    )


@pytest.fixture
def busy_town(town, settings, tmp_path):
    """Two requests, the first of which is in the backup at `town.tar`."""
    (settings.DATA / KEY).write_text("la clé d’avant")
    a_case_with_a_file(town)
    write_backup(tmp_path / "town.tar", silent)
    a_case_with_a_file(town)
    (settings.DATA / DEMONSTRATION).touch()
    (settings.MEDIA_ROOT / "place.jpg").write_bytes(b"autre place")
    return town


@pytest.mark.parametrize(
    ("label", "number"),
    [
        ("Vérification", 1),
        ("Base de données", 1),
        ("Base de données", 2),
        *(("Fichiers", n) for n in range(1, 8 if connection.vendor == "sqlite" else 5)),
        ("Mise en place", 1),
    ],
)
def test_a_restoration_that_fails_leaves_everything_as_it_was(busy_town, settings, tmp_path, label, number):
    before = state_of(settings)
    calls: Counter[str] = Counter()

    def fail_there(said, done, total):
        calls[said] += 1
        if said == label and calls[said] == number:
            raise OSError(28, "No space left on device")

    with pytest.raises(OSError, match="No space"):
        restore_backup(tmp_path / "town.tar", fail_there, replace=True)
    assert state_of(settings) == before
    assert not list(settings.DATA.glob(".restore-*"))


def test_a_database_that_does_not_load_leaves_everything_as_it_was(busy_town, settings, tmp_path):
    before = state_of(settings)
    with pytest.raises((DumpFailed, BackupRefused, sqlite3.DatabaseError)):
        restore_backup(resealed(tmp_path / "town.tar", "database", b"SQLite format 3"), silent, replace=True)
    assert state_of(settings) == before


@pytest.mark.parametrize(("label", "number"), [("Base de données", 1), ("Mise en place", 1)])
def test_a_restoration_that_was_killed_is_undone_by_the_next_command(town, elsewhere, tmp_path, label, number):
    a_case_with_a_file(town)
    write_backup(tmp_path / "one.tar", silent)
    a_case_with_a_file(town)
    write_backup(tmp_path / "two.tar", silent)
    assert elsewhere.guichet("restore", str(tmp_path / "one.tar")).returncode == 0
    killed = elsewhere.run(KILLED.format(path=tmp_path / "two.tar", label=label, number=number))
    assert killed.returncode == -9, killed.stderr
    served = elsewhere.guichet("serve", f"--port={free_port()}")
    assert "tout est comme avant" in served.stderr
    told = elsewhere.guichet("shell", "--no-imports", "--command", READ_BACK)
    found = json.loads(told.stdout.splitlines()[-1])
    assert (len(found["secrets"]), list(found["files"].values())) == (1, [True])
    assert not list((tmp_path / "elsewhere").glob(".restore-*"))


def test_what_killed_runs_left_goes_and_what_others_do_now_stays(town, settings, tmp_path):
    (settings.DATA / ".backup-killed").mkdir()
    with workplace(BACKUP) as other:
        write_backup(tmp_path / "town.tar", silent)
        assert list(settings.DATA.glob(".backup-*")) == [other]


@pytest.mark.skipif(connection.vendor != "sqlite", reason="SQLite's journal beside its database")
def test_what_sqlite_had_only_in_its_journal_is_kept(town, elsewhere, tmp_path):
    write_backup(tmp_path / "town.tar", silent)
    assert elsewhere.guichet("restore", str(tmp_path / "town.tar")).returncode == 0
    left = elsewhere.run(WRITE_AND_DIE)
    assert left.returncode == -9, left.stderr
    assert (tmp_path / "elsewhere" / "guichet.sqlite3-wal").stat().st_size > 0
    refused = elsewhere.run(FAILING.format(path=tmp_path / "town.tar"))
    assert "No space" in refused.stderr
    told = elsewhere.guichet(
        "shell", "--no-imports", "--command", "from guichet.communes.models import Body; print(Body.objects.get(host='localhost').phone)"
    )  # fmt: skip
    assert told.stdout.splitlines()[-1] == "03 27 00 00 00"


def test_a_restored_town_is_saved_and_restored_in_turn(town, elsewhere, tmp_path):
    a_case_with_a_file(town)
    write_backup(tmp_path / "one.tar", silent)
    assert elsewhere.guichet("restore", str(tmp_path / "one.tar")).returncode == 0
    assert elsewhere.guichet("backup", str(tmp_path / "two.tar")).returncode == 0
    again = elsewhere.guichet("restore", "--replace", str(tmp_path / "two.tar"))
    assert (again.returncode, again.stdout.startswith("Restauré")) == (0, True), again.stderr


def changed(path: Path, target: str, change) -> Path:
    """The same tar with one of its files changed."""
    spoiled = path.with_name("spoiled.tar")
    with tarfile.open(path) as source, tarfile.open(spoiled, "w") as copy:
        for member in source:
            data = source.extractfile(member).read()
            if member.name.startswith(target):
                data = change(data)
                member.size = len(data)
            copy.addfile(member, BytesIO(data))
    return spoiled


def resealed(path: Path, target: str, data: bytes) -> Path:
    """The same tar with another file in it, whose sum its manifest gives."""

    def reseal(text: bytes) -> bytes:
        manifest = json.loads(text)
        return json.dumps(
            {**manifest, "sha256": {**manifest["sha256"], target: hashlib.sha256(data).hexdigest()}}
        ).encode()

    changed(path, target, lambda _old: data).replace(path.with_name("half.tar"))
    return changed(path.with_name("half.tar"), MANIFEST, reseal)


def other_kind(data: bytes) -> bytes:
    manifest = json.loads(data)
    return json.dumps({**manifest, "database": "oracle"}).encode()


def newer(data: bytes) -> bytes:
    manifest = json.loads(data)
    return json.dumps({**manifest, "migrations": [*manifest["migrations"], "cases.9999_demain"]}).encode()


@pytest.mark.parametrize(
    ("target", "change", "sentence"),
    [
        ("files/", lambda data: data + b"!", "abîmée"),
        ("database", lambda data: data[:-1], "abîmée"),
        (MANIFEST, lambda data: b"{", "bordereau"),
        (MANIFEST, other_kind, "de la même sorte"),
        (MANIFEST, newer, "plus récente"),
    ],
)
def test_a_backup_that_does_not_fit_is_refused_before_anything_is_touched(town, tmp_path, target, change, sentence):
    case = a_case_with_a_file(town)
    write_backup(tmp_path / "town.tar", silent)
    with pytest.raises(BackupRefused, match=sentence):
        restore_backup(changed(tmp_path / "town.tar", target, change), silent, replace=True)
    assert Case.objects.get() == case
    assert Attachment.objects.get().file.path.exists()


def test_what_is_no_backup_is_refused(town, tmp_path):
    (tmp_path / "photo.jpg").write_bytes(b"\xff\xd8" * 600)
    with pytest.raises(BackupRefused, match="pas une sauvegarde"):
        restore_backup(tmp_path / "photo.jpg", silent, replace=True)


def test_a_name_that_leaves_the_folder_is_refused(town, settings, tmp_path):
    with tarfile.open(tmp_path / "evil.tar", "w") as tar:
        tar.addfile(tarfile.TarInfo("../dehors"))
    with pytest.raises(BackupRefused, match="suspect"):
        restore_backup(tmp_path / "evil.tar", silent, replace=True)
    assert not (settings.DATA.parent / "dehors").exists()


def test_nothing_is_restored_under_a_server_at_work(settings, tmp_path):
    settings.DATA = tmp_path
    with at_work(), at_work(), pytest.raises(InUse, match="en marche"), alone():
        pass
    with alone(), pytest.raises(InUse, match="restauration"), at_work():
        pass
