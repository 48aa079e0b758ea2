"""Fetches the archive by its address: `lecomarquage.service-public.gouv.fr`, or wherever a town keeps a copy."""

import http.client
import time
import urllib.error
import urllib.request
from collections.abc import Callable
from typing import IO

from guichet.national.gateways import TooLarge, Unavailable

TIMEOUT = 20.0  # seconds without a byte
LONGEST = 900.0  # seconds in all: 25 MB on a village's line
_READ_AT_ONCE = 262_144


def fetch(
    address: str,
    into: IO[bytes],
    *,
    largest: int,
    progress: Callable[[int, int], None],
    timeout: float = TIMEOUT,
    longest: float = LONGEST,
) -> None:
    """Write what the address gives into a file; `progress` hears bytes read and bytes announced.

    Raises `Unavailable`, or `TooLarge` as soon as it is: nothing more is read then.
    """
    if not address.startswith(("http://", "https://")):
        raise Unavailable("address")
    request = urllib.request.Request(address, headers={"User-Agent": "Guichet"})  # noqa: S310  # http alone
    until = time.monotonic() + longest
    try:
        with urllib.request.urlopen(request, timeout=timeout) as answer:  # noqa: S310
            announced = int(answer.headers.get("Content-Length") or 0)
            if announced > largest:
                raise TooLarge
            read = 0
            while part := answer.read(_READ_AT_ONCE):
                read += len(part)
                if read > largest:
                    raise TooLarge
                if time.monotonic() > until:
                    raise TimeoutError
                into.write(part)
                progress(read, max(announced, read))
            if announced and read < announced:
                raise Unavailable("cut")
    except urllib.error.HTTPError as error:
        error.close()
        raise Unavailable(f"answer {error.code}") from error
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise Unavailable(type(error).__name__) from error
