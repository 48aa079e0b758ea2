"""The instance key: 32 random bytes kept beside the data, or given by GUICHET_KEY."""

import base64
import binascii
import os
import secrets
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def instance_key(data: Path) -> bytes:
    """Return the key, made once for good at the first start; two processes starting together get the same one."""
    given = os.environ.get("GUICHET_KEY")
    if given:
        return _decoded(given, "GUICHET_KEY")
    path = data / "instance.key"
    if not path.exists():
        draft = data / f".instance.key.{os.getpid()}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
            file.write(base64.b64encode(secrets.token_bytes(32)) + b"\n")
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, path)  # fails when another process was first: its key is the key
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return _decoded(path.read_text(), str(path))


def _decoded(text: str, where: str) -> bytes:
    try:
        key = base64.b64decode(text.strip(), validate=True)
    except binascii.Error:
        key = b""
    if len(key) < 32:
        raise ImproperlyConfigured(f"{where} doit contenir au moins 32 octets en base 64.")
    return key
