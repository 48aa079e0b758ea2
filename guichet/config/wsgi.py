"""Pages: Django behind the page cache, a gate and the static files."""

import io
import os
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from tempfile import SpooledTemporaryFile
from typing import IO

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "guichet.config.settings")

from django.conf import settings
from django.core.exceptions import RequestDataTooBig
from django.core.wsgi import get_wsgi_application
from django.db import DatabaseError, connection
from whitenoise import WhiteNoise

from guichet.config.pagecache import Application, Environ, PageCache, StartResponse, Versions, joined

# The front-end build puts a hash in every name; Django's storage adds its own to the others.
HASHED = r"^/static/ui/.+-[\w-]{8}(\.[0-9a-f]{12})?\.\w+$|\.[0-9a-f]{12}\.\w+$"
IN_MEMORY_BYTES = 1_000_000
# Requests inside Django at once, for each process. Measured under submissions with photographs: on SQLite a second one
# only makes the lock less fair (p99 0.7 s alone, 1.0 s with two, 1.8 s with four); PostgreSQL is waited for by two (0.4 s).
AT_ONCE = {"sqlite": 1, "postgresql": 2}


class Gate:
    """Answers a request once its body is here, in one of a few threads that alone know the database.

    A telephone that sends its photograph in a minute holds a thread of the server, never a place in Django.
    """

    def __init__(self, application: Application, at_once: int) -> None:
        self.application = application
        self.threads = ThreadPoolExecutor(at_once, "pages")  # they start with the first request, after the fork
        self.asking = ThreadPoolExecutor(1, "versions")  # a warm page does not wait behind a cold one
        self.largest = settings.DATA_UPLOAD_MAX_NUMBER_FILES * settings.FILE_MAX_BYTES + 1_000_000

    def __call__(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] not in {"GET", "HEAD"}:
            environ["wsgi.input"] = self._received(environ)
        return self.threads.submit(self._answer, environ, start_response).result()

    def _answer(self, environ: Environ, start_response: StartResponse) -> Iterable[bytes]:
        """A page leaves whole, with its length, and closed where it was made; only a file is read while it leaves."""
        response = self.application(environ, start_response)
        return response if getattr(response, "streaming", True) else [joined(response)]

    def version_of(self, host: str) -> int | None:
        """The version of the body that answers at this host; None when none does, or while the database is away."""
        return self.asking.submit(_version_of, host).result()

    def _received(self, environ: Environ) -> IO[bytes]:
        try:
            announced = int(environ.get("CONTENT_LENGTH") or 0)
        except ValueError:
            announced = 0
        if announced > self.largest:
            return _TooLarge()
        body = SpooledTemporaryFile(max_size=IN_MEMORY_BYTES)  # noqa: SIM115  # closed with the request
        left = announced
        while left > 0 and (chunk := environ["wsgi.input"].read(min(left, 65_536))):
            body.write(chunk)
            left -= len(chunk)
        body.seek(0)
        return body


def _version_of(host: str) -> int | None:
    from guichet.config import hosts  # models can be imported once Django is set up, not before

    try:
        body = hosts.body_of(host)
    except DatabaseError:
        return None
    return body.version if body else None


class _TooLarge(io.BytesIO):
    """Told by the page that says what is too large, once somebody reads it."""

    def read(self, size: int | None = -1, /) -> bytes:
        raise RequestDataTooBig("The announced body is larger than all the files of one form.")


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
