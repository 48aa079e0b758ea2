"""Host name → public body, read again from the database at most once a second by each process."""

import threading
import time

from guichet.communes.models import Body

_FRESH_FOR = 0.8  # seconds: what is published shows everywhere in less than one
_lock = threading.Lock()
_known: dict[str, Body] = {}
_read_at = float("-inf")


def body_of(host: str) -> Body | None:
    """The body whose portal answers at this host (no port); None for an unknown host."""
    global _known, _read_at
    if time.monotonic() - _read_at > _FRESH_FOR:
        with _lock:
            if time.monotonic() - _read_at > _FRESH_FOR:
                _known = {
                    body.host: body for body in Body.objects.with_portal().select_related("member_of") if body.host
                }
                _read_at = time.monotonic()
    return _known.get(host)


def forget() -> None:
    """Read again at the next question (tests change bodies faster than people do)."""
    global _read_at
    _read_at = float("-inf")
