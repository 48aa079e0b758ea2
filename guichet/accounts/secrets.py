"""Secrets of this instance: derived from its key, stored nowhere."""

import hashlib
import hmac

from django.conf import settings

from guichet.accounts.rules import derive_code, derive_secret


def secret_of(kind: str, id_: int, version: int) -> str:
    """The twelve characters that open this thing at this version."""
    return derive_secret(settings.GUICHET_KEY, kind, id_, version)


def code_of(kind: str, id_: int, version: int) -> str:
    """The six figures that open this thing once, at this version."""
    return derive_code(settings.GUICHET_KEY, kind, id_, version)


def veiled(text: str) -> str:
    """A network address or a reference as a key that tells nothing without the instance's own."""
    return hmac.new(settings.GUICHET_KEY, b"veil:" + text.encode(), hashlib.sha256).hexdigest()
