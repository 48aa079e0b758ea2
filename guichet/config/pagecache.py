"""Keeps whole answers of the portal in memory, in front of Django: a warm page costs no view, no template, no query.

A view opts in with `X-Guichet-Expires: <unix time>`: until then its answer stays true by itself. Kept only for a GET
without a query string from somebody who carries no cookie of ours; aged when its body's version grows, which every
process sees within a second. Browsers may keep the page but must ask again (`no-cache`): a publication shows at once.
"""

import gzip
import hashlib
import time
from collections import OrderedDict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from threading import Lock
from typing import Any

import brotli
from django.http.request import split_domain_port

EXPIRES = "X-Guichet-Expires"
BUDGET_BYTES = 64_000_000
WORTH_COMPRESSING_BYTES = 200

Environ = dict[str, Any]
Headers = list[tuple[str, str]]
StartResponse = Callable[..., Any]
Application = Callable[[Environ, StartResponse], Iterable[bytes]]

# A cookie of ours changes what a page shows; csrftoken does not (a page that carries a token is never kept).
_OUR_COOKIES = ("guichet_", "messages=")
# Written anew for each variant.
_REWRITTEN = {"content-length", "content-encoding", "cache-control", "vary", "etag", EXPIRES.lower()}


@dataclass(frozen=True)
class Page:
    """One answer, ready to send in each encoding."""

    host: str
    version: int
    expires: float
    etag: str
    unchanged: Headers
    variants: dict[str, tuple[Headers, bytes]]

    @property
    def weight(self) -> int:
        return sum(len(body) for _headers, body in self.variants.values())


class Versions:
    """Host → version of its body, asked again after a tenth of a second: `hosts` itself is at most 0.8 s late.

    It must ask the source that the views use: a version younger than what a page was made from would keep it for ever.
    """

    FRESH_FOR = 0.1  # seconds

    def __init__(self, ask: Callable[[str], int | None], clock: Callable[[], float] = time.monotonic) -> None:
        self._ask = ask
        self._clock = clock
        self._known: dict[str, tuple[float, int | None]] = {}

    def __call__(self, host: str) -> int | None:
        at, version = self._known.get(host, (float("-inf"), None))
        if self._clock() - at > self.FRESH_FOR:
            version = self._ask(host)
            if version is not None:  # names that nobody has here must not fill the memory
                self._known[host] = (self._clock(), version)
        return version


class PageCache:
    """A WSGI layer; each process has its own."""

    def __init__(
        self,
        application: Application,
        *,
        versions: Callable[[str], int | None],
        clock: Callable[[], float] = time.time,
        budget: int = BUDGET_BYTES,
    ) -> None:
        self.application = application
        self.versions = versions
        self.clock = clock
        self.budget = budget
        self.weight = 0
        self._pages: OrderedDict[tuple[str, str], Page] = OrderedDict()
        self._lock = Lock()

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if not _asks_for_a_public_page(environ):
            return self.application(environ, _without_expiry(start_response))
        # The port is part of the key: a page may quote the address it was asked at.
        key = (environ.get("HTTP_HOST", ""), environ["PATH_INFO"])
        page = self._pages.get(key)
        if page is not None and self.clock() < page.expires and self.versions(page.host) == page.version:
            self._touch(key)
            return _send(page, environ, start_response)
        return self._ask(key, environ, start_response)

    def _ask(self, key: tuple[str, str], environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        # Read before the page is made: what is published meanwhile makes it old at once.
        host, _port = split_domain_port(key[0])
        version = self.versions(host)
        told: list[Any] = []
        chunks = self.application(environ, lambda *answer: told.extend(answer))
        status, headers, *_traceback = told
        expires = expiry(status, headers)
        if version is None or expires is None or environ["REQUEST_METHOD"] != "GET":
            start_response(status, _public(headers))
            return chunks
        page = _prepared(host, version, expires, headers, joined(chunks))
        self._keep(key, page)
        return _send(page, environ, start_response)

    def _touch(self, key: tuple[str, str]) -> None:
        try:
            self._pages.move_to_end(key)
        except KeyError:  # another thread has just dropped it to make room
            return

    def _keep(self, key: tuple[str, str], page: Page) -> None:
        with self._lock:
            old = self._pages.pop(key, None)
            self._pages[key] = page
            self.weight += page.weight - (old.weight if old else 0)
            while self.weight > self.budget:
                _key, dropped = self._pages.popitem(last=False)
                self.weight -= dropped.weight


def expiry(status: str, headers: Headers) -> float | None:
    """Until when this answer may be kept; None when it may not."""
    known = {name.lower(): value for name, value in headers}
    varies = {word.strip().lower() for word in known.get("vary", "").split(",") if word.strip()}
    if not status.startswith("200 ") or "set-cookie" in known or varies - {"accept-encoding"}:
        return None
    if known.get("content-encoding", "gzip") != "gzip" or "no-store" in known.get("cache-control", ""):
        return None
    try:
        return float(known[EXPIRES.lower()])
    except (KeyError, ValueError):
        return None


def _asks_for_a_public_page(environ: Environ) -> bool:
    if environ["REQUEST_METHOD"] not in {"GET", "HEAD"} or environ.get("QUERY_STRING"):
        return False
    cookies = environ.get("HTTP_COOKIE", "")
    return not any(mark in cookies for mark in _OUR_COOKIES)


def _public(headers: Headers) -> Headers:
    return [(name, value) for name, value in headers if name.lower() != EXPIRES.lower()]


def _without_expiry(start_response: StartResponse) -> StartResponse:
    return lambda status, headers, *rest: start_response(status, _public(headers), *rest)


def joined(chunks: Iterable[bytes]) -> bytes:
    """The whole body; the answer is closed, as WSGI asks."""
    try:
        return b"".join(chunks)
    finally:
        close = getattr(chunks, "close", None)
        if close:
            close()


def _prepared(host: str, version: int, expires: float, headers: Headers, body: bytes) -> Page:
    """Compress once for everybody who will ask."""
    if any(name.lower() == "content-encoding" for name, _value in headers):
        body = gzip.decompress(body)
    etag = f'W/"{hashlib.sha256(body).hexdigest()[:24]}"'
    told = [("Cache-Control", "no-cache"), ("Vary", "Accept-Encoding"), ("ETag", etag)]
    kept = [(name, value) for name, value in headers if name.lower() not in _REWRITTEN]
    bodies = {"": body}
    if len(body) >= WORTH_COMPRESSING_BYTES:
        bodies["gzip"] = gzip.compress(body, 6, mtime=0)
        bodies["br"] = brotli.compress(body, quality=5)
    variants = {
        encoding: (
            [
                *kept,
                *told,
                *([("Content-Encoding", encoding)] if encoding else []),
                ("Content-Length", str(len(content))),
            ],
            content,
        )
        for encoding, content in bodies.items()
    }
    return Page(host, version, expires, etag, [*kept, *told], variants)


def _send(page: Page, environ: Environ, start_response: StartResponse) -> list[bytes]:
    if page.etag in environ.get("HTTP_IF_NONE_MATCH", ""):
        start_response("304 Not Modified", page.unchanged)
        return []
    accepted = environ.get("HTTP_ACCEPT_ENCODING", "")
    variants = page.variants
    encoding = (
        "br" if "br" in accepted and "br" in variants else "gzip" if "gzip" in accepted and "gzip" in variants else ""
    )
    headers, body = variants[encoding]
    start_response("200 OK", headers)
    return [] if environ["REQUEST_METHOD"] == "HEAD" else [body]
