"""Gathers the files of the interface below `STATIC_ROOT`, when they have changed, and compresses our own once."""

import hashlib
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from whitenoise.compress import Compressor

# Wagtail's files are gathered too, but not compressed: only the workshop's few editors load them.
OURS = "ui"


def is_gathered() -> bool:
    stamp = _stamp()
    return stamp.exists() and stamp.read_text() == _digest()


def gather() -> None:
    """Copy every static file under its hashed name. Safe to stop: the stamp is written last."""
    call_command("collectstatic", interactive=False, clear=False, verbosity=0)
    root = Path(settings.STATIC_ROOT) / OURS
    compressor = Compressor(quiet=True)
    for path in sorted(root.rglob("*")):
        if path.is_file() and compressor.should_compress(path.name):
            list(compressor.compress(str(path)))
    _stamp().write_text(_digest())


def _stamp() -> Path:
    return Path(settings.STATIC_ROOT) / ".gathered"


def _digest() -> str:
    told = hashlib.sha256()
    for line in _sources():
        told.update(line.encode())
    return told.hexdigest()


def _sources() -> Iterator[str]:
    yield from (f"{name} {version(name)}\n" for name in ("django", "wagtail", "whitenoise"))
    for _prefix, folder in settings.STATICFILES_DIRS:
        for path in sorted(Path(folder).rglob("*")):
            known = path.stat()
            yield f"{path} {known.st_size} {known.st_mtime_ns}\n"
