"""What each kiosk keeps for when the network is cut: a few hundred files, made by the worker, on the disk of the server.

A sheet takes a fifth of a second to be set on paper: all of them at once would stop the pages. The worker sets a few
at each turn, and the list grows; what has not changed since is not made again.
"""

import hashlib
import json
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings

from guichet.catalogue.models import Procedure
from guichet.catalogue.papers import sheet_pdf, sheet_words
from guichet.communes.models import Body
from guichet.devices.models import DeviceKey
from guichet.documents import store
from guichet.kiosk.device.pack_pages import pages, paper_path, styles, styles_name

SECONDS_AT_ONCE = 10.0
_LIST = "list.json"
_FORGOTTEN_AFTER = 3600  # seconds: another pack may be about to name the same file


@dataclass
class Pack:
    """The pack of one body: path → digest of its bytes, and for each printed sheet the digest of its words."""

    made_for: str = ""  # which version of the body, in which looks; empty while sheets are still to be set
    files: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)

    @property
    def version(self) -> str:
        told = "\n".join(f"{path} {digest}" for path, digest in sorted(self.files.items()))
        return hashlib.sha256(told.encode()).hexdigest()

    def listed(self) -> dict[str, Any]:
        """As the kiosk is told."""
        files = [
            {"path": path, "sha256": digest, "size": self.sizes[path]} for path, digest in sorted(self.files.items())
        ]
        return {"version": self.version, "files": files}


def pack_of(body: Body) -> Pack | None:
    """What was made last for this body; None before its first time."""
    try:
        return Pack(**json.loads((_folder(body) / _LIST).read_text("utf-8")))
    except FileNotFoundError:
        return None


def file_of(body: Body, path: str) -> bytes | None:
    """One file of the pack; None for a path that is not listed."""
    pack = pack_of(body)
    digest = pack.files.get(path) if pack else None
    return _blob(body, digest).read_bytes() if digest else None


def build_packs() -> int:
    """Bring the pack of each body that has an enrolled kiosk up to date; returns how many changed."""
    enrolled = DeviceKey.objects.filter(revoked_at=None).values("terminal__body")
    return sum(build_pack(body) for body in Body.objects.filter(pk__in=enrolled))


def build_pack(body: Body, *, seconds: float = SECONDS_AT_ONCE) -> bool:
    """Make what changed, and as many printed sheets as these seconds allow; True when the list is another.

    Every page is there from the first time on; the sheets that are still to be set come with the next calls.
    """
    known = pack_of(body) or Pack()
    made_for = f"{body.version}.{styles_name()}"
    if known.made_for == made_for:
        return False
    procedures = list(Procedure.objects.shown_on(body).prefetch_related("events"))
    pack = Pack()
    is_whole = _set_papers(body, procedures, known, pack, until=time.monotonic() + seconds)
    for path, data in {**styles(), **pages(body, procedures, pack.files.keys())}.items():
        _keep(body, pack, path, data)
    pack.made_for = made_for if is_whole else ""
    store.write_cache(_folder(body) / _LIST, json.dumps(vars(pack)).encode())
    _forget_old(body, pack)
    return pack.version != known.version


def _set_papers(body: Body, procedures: list[Procedure], known: Pack, pack: Pack, *, until: float) -> bool:
    """Take over the sheets whose words did not change, set the others while there is time; False when some are left."""
    left = 0
    for procedure in procedures:
        path = paper_path(procedure)
        words = json.dumps(sheet_words(procedure, body=body, large=False), default=str)
        digest = hashlib.sha256(words.encode()).hexdigest()
        if known.words.get(path) == digest:
            pack.files[path], pack.sizes[path] = known.files[path], known.sizes[path]
        elif time.monotonic() < until:
            _keep(body, pack, path, sheet_pdf(procedure, body=body))
        else:
            left += 1
            continue
        pack.words[path] = digest
    return left == 0


def _keep(body: Body, pack: Pack, path: str, data: bytes) -> None:
    digest = hashlib.sha256(data).hexdigest()
    blob = _blob(body, digest)
    if not blob.exists():
        blob.parent.mkdir(parents=True, exist_ok=True)
        store.write_cache(blob, data)
    pack.files[path], pack.sizes[path] = digest, len(data)


def _forget_old(body: Body, pack: Pack) -> None:
    kept = set(pack.files.values())
    for blob in _blobs(body):
        if blob.name not in kept and time.time() - blob.stat().st_mtime > _FORGOTTEN_AFTER:
            blob.unlink(missing_ok=True)


def _blobs(body: Body) -> Iterator[Path]:
    yield from (_folder(body) / "files").iterdir()


def _blob(body: Body, digest: str) -> Path:
    return _folder(body) / "files" / digest


def _folder(body: Body) -> Path:
    return Path(settings.DATA) / "kiosk-packs" / str(body.pk)
