"""Keys, codes and tokens: only their digests are kept, so that a stolen database opens no kiosk."""

import hashlib
import hmac
import secrets

from guichet.communes.models import Body
from guichet.devices.models import DeviceKey, Terminal

_BYTES = 32


def new_token() -> str:
    return secrets.token_urlsafe(_BYTES)


def digest_of(token: str) -> str:
    """Of 256 random bits a plain digest is enough: nobody tries them all."""
    return hashlib.sha256(token.encode()).hexdigest()


def is_digest_of(token: str, digest: str) -> bool:
    return bool(digest) and hmac.compare_digest(digest_of(token), digest)


def terminal_of_key(key: str, body: Body) -> Terminal | None:
    """The terminal of this body that shows this key; None for a key that is revoked, or another body's."""
    found = (
        DeviceKey.objects.filter(digest=digest_of(key), revoked_at=None, terminal__body=body)
        .select_related("terminal__body")
        .first()
    )
    return found.terminal if found else None
