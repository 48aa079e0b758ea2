"""Pages: Django behind the page cache, a gate and the static files."""

import io
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from threading import BoundedSemaphore
from typing import IO

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.config.settings")

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, SuspiciousOperation
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection
from whitenoise import WhiteNoise

from guichet.config.errors import NeverArrived, TooManySenders
from guichet.config.pagecache import Application, Environ, PageCache, StartResponse, Versions, joined

# The front-end build puts a hash in every name; Django's storage adds its own to the others.
HASHED = r"^/static/ui/.+-[\w-]{8}(\.[0-9a-f]{12})?\.\w+$|\.[0-9a-f]{12}\.\w+$"
IN_MEMORY_BYTES = 1_000_000
# Requests inside Django at once, for each process. Measured under submissions with photographs: on SQLite a second one
# only makes the lock less fair (p99 0.7 s alone, 1.0 s with two, 1.8 s with four); PostgreSQL is waited for by two (0.4 s).
AT_ONCE = {"sqlite": 1, "postgresql": 2}


# Threads that receive and send. Some are kept for those who only read: who sends slowly never stops the pages.
CONNECTION_THREADS = 64
BODIES_AT_ONCE = 48


class Gate:
    """Answers a request once its body is here, in one of a few threads that alone know the database.

    A telephone that sends its photograph in a minute holds a thread of the server, never a place in Django.
    """

    def __init__(self, application: Application, at_once: int) -> None:
        self.application = application
        self.receiving = BoundedSemaphore(BODIES_AT_ONCE)
        self.threads = ThreadPoolExecutor(at_once, "pages")  # they start with the first request, after the fork
        self.asking = ThreadPoolExecutor(1, "versions")  # a warm page does not wait behind a cold one
        self.largest = settings.DATA_UPLOAD_MAX_NUMBER_FILES * settings.FILE_MAX_BYTES + 1_000_000

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            environ["wsgi.input"] = self._body_of(environ)
        return self.threads.submit(self._answer, environ, start_response).result()

    def _answer(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """A page leaves whole, with its length, and closed where it was made; only a file is read while it leaves."""
        response = self.application(environ, start_response)
        return response if getattr(response, "streaming", True) else [joined(response)]

    def version_of(self, host: str) -> int | None:
        """The version of the body that answers at this host; None when none does, or while the database is away."""
        return self.asking.submit(_version_of, host).result()

    def _body_of(self, environ: Environ) -> IO[bytes]:
        try:
            announced = int(environ.get("CONTENT_LENGTH") or 0)
        except ValueError:
            announced = 0
        if announced > self.largest:
            return _Unread(RequestDataTooBig("The announced body is larger than all the files of one form."))
        if not self.receiving.acquire(blocking=False):
            return _Unread(TooManySenders("Each of the bodies that may arrive at once is still under way."))
        try:
            return _received(environ["wsgi.input"], announced)
        finally:
            self.receiving.release()


def _received(sent: IO[bytes], announced: int) -> IO[bytes]:
    """The whole body, however long it takes: `senders` cuts those who take too long."""
    body = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115  # closed with the request
    left = announced
    while left > 0 and (chunk := sent.read(min(left, 65_536))):
        body.write(chunk)
        left -= len(chunk)
    if left > 0:
        body.close()
        return _Unread(NeverArrived("The body ended before its announced length."))
    body.seek(0)
    return body


def _version_of(host: str) -> int | None:
    from guichet.config import hosts  # models can be imported once Django is set up, not before

    try:
        body = hosts.body_of(host)
    except DatabaseError:
        return None
    return body.version if body else None


class _Unread(io.BytesIO):
    """A body that is not here; the page that somebody gets when it is read says why."""

    def __init__(self, why: SuspiciousOperation) -> None:
        super().__init__()
        self.why = why

    def read(self, size: int | None = -1, /) -> bytes:
        raise self.why


def with_static_files(pages: Application) -> Application:
    """Answer /static/ from `STATIC_ROOT`, as it was when the process started; anything else costs one comparison."""
    files = WhiteNoise(
        pages, root=settings.STATIC_ROOT, prefix=settings.STATIC_URL, max_age=3600, immutable_file_test=HASHED
    )

    def answer(environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith(settings.STATIC_URL):
            chunks: Iterable[bytes] = files(environ, start_response)
            return chunks
        return pages(environ, start_response)

    return answer


gate = Gate(get_wsgi_application(), AT_ONCE[connection.vendor])
application = with_static_files(PageCache(gate, versions=Versions(gate.version_of)))
