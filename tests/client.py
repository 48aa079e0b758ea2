"""A browser reduced to what the server sees: one kept connection, cookies, the hidden fields of a form, each request timed.

With it a resident sends a request of any kind, for the bench and for the drill. Names such as `fourmies.localhost` are for browsers; this one calls 127.0.0.1 with a Host header.
"""

import gzip
import http.client
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode, urlsplit
from uuid import uuid4

from tests.asked import Asked

_HIDDEN = re.compile(r'<input\b(?=[^>]*\btype="hidden")(?=[^>]*\bname="([^"]+)")(?:(?=[^>]*\bvalue="([^"]*)"))?[^>]*>')
_LONGEST_CHAIN = 5
_REDIRECTS = {301, 302, 303}

Fields = Mapping[str, str | list[str]]  # a list for a field that is on the form several times

_MOST_PAGES = 40
_PAUSE_SECONDS = 0.1
_MOST_BROKEN = 900


class Dropped(Exception):
    """The connection broke before the answer was whole: what became of the request is not known."""


class Refused(AssertionError):
    """The server answered with an error."""


@dataclass(frozen=True)
class Timed:
    """One request as its client saw it; an address of the page asked for, without what differs between cases."""

    what: str
    ms: float


@dataclass(frozen=True)
class Answer:
    status: int
    path: str
    body: bytes
    location: str

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def is_redirect(self) -> bool:
        return self.status in _REDIRECTS

    @property
    def hidden_fields(self) -> dict[str, str]:
        return {name: unescape(value) for name, value in _HIDDEN.findall(self.text)}


@dataclass
class Visitor:
    host: str
    port: int
    cookies: dict[str, str] = field(default_factory=dict)
    timed: list[Timed] = field(default_factory=list)

    def __post_init__(self) -> None:
        self._connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)

    def get(self, path: str) -> Answer:
        return self.follow(self._ask("GET", path))

    def post(self, path: str, fields: Fields, file: tuple[str, bytes] | None = None) -> Answer:
        """Send a form as a browser would, with a file as (field, content) when there is one, and follow."""
        return self.follow(self.send(path, fields, file))

    def send(self, path: str, fields: Fields, file: tuple[str, bytes] | None = None) -> Answer:
        """Send a form; the answer itself, even when it is a redirection."""
        if file is None:
            body, kind = urlencode(fields, doseq=True).encode(), "application/x-www-form-urlencoded"
        else:
            body, kind = _multipart(fields, *file)
        return self._ask("POST", path, body, {"Content-Type": kind, "Origin": f"http://{self._address}"})

    def follow(self, answer: Answer) -> Answer:
        for _redirect in range(_LONGEST_CHAIN):
            if not answer.is_redirect:
                return answer
            target = urlsplit(answer.location)
            answer = self._ask("GET", target.path + (f"?{target.query}" if target.query else ""))
        raise Refused(f"{answer.path} redirects for ever")

    def close(self) -> None:
        self._connection.close()

    @property
    def _address(self) -> str:
        return f"{self.host}:{self.port}"

    def _ask(self, method: str, path: str, body: bytes | None = None, more: dict[str, str] | None = None) -> Answer:
        headers = {"Host": self._address, "Accept-Encoding": "gzip", **(more or {})}
        if self.cookies:
            headers["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        started = time.perf_counter()
        try:
            self._connection.request(method, path, body, headers)
            response = self._connection.getresponse()
            content = response.read()
        except (OSError, http.client.HTTPException) as broken:
            self._connection.close()  # the next request opens another
            raise Dropped(f"{method} {path}: {type(broken).__name__}") from broken
        self.timed.append(Timed(f"{method} {_page_of(path)}", (time.perf_counter() - started) * 1000))
        for line in response.headers.get_all("Set-Cookie", []):
            name, value = line.partition(";")[0].split("=", 1)
            self.cookies[name] = value
        if response.headers.get("Content-Encoding") == "gzip":
            content = gzip.decompress(content)
        if response.status >= 400:
            raise Refused(f"{method} {path} answers {response.status}:\n{content.decode(errors='replace')[:2000]}")
        return Answer(response.status, path, content, response.headers.get("Location", ""))


@dataclass
class Resident:
    """Sends a request, with a photograph if she has one; when a page does not come, she asks again."""

    visitor: Visitor
    asked: Asked
    picture: bytes | None = None
    broken: int = 0  # how many requests had no answer

    def send_request(self) -> str:
        """From the first page to the receipt; the reference she was given."""
        start = f"/demarches/{self.asked.procedure}/demande/"
        self._read(start)
        page = self._read(f"{start}etape/{self.asked.first}/")
        for _page in range(_MOST_PAGES):
            parts = page.path.partition("?")[0].strip("/").split("/")
            if parts[0] == "suivi":  # the receipt; or, after a broken answer, "your request was sent already"
                return parts[1]
            page = self._answer(page, parts[-1])
        raise Refused(f"no receipt after {_MOST_PAGES} pages: {page.path}")

    def _answer(self, page: Answer, step: str) -> Answer:
        is_wanted = step == self.asked.file_step and 'name="retirer"' not in page.text
        file = (self.asked.file_field, self.picture) if self.picture and is_wanted else None
        typed = self.asked.page(step, with_file=self.picture is not None)
        try:
            return self.visitor.post(page.path, {**page.hidden_fields, **typed}, file)
        except Dropped:
            self._wait()
            return self._read(page.path)  # where was I? The draft knows

    def _read(self, path: str) -> Answer:
        while True:
            try:
                return self.visitor.get(path)
            except Dropped:
                self._wait()

    def _wait(self) -> None:
        self.broken += 1
        if self.broken > _MOST_BROKEN:
            raise Refused("no answer for minutes")
        time.sleep(_PAUSE_SECONDS)


def _page_of(path: str) -> str:
    """The last part of an address names the page; a reference in it names a case."""
    return re.sub(r"/[A-Z]{3}-\d\d-\d+(?=/)", "/…", path.partition("?")[0])


def _multipart(fields: Fields, name: str, content: bytes) -> tuple[bytes, str]:
    edge = uuid4().hex
    parts = [
        f'--{edge}\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
        for key, values in fields.items()
        for value in ([values] if isinstance(values, str) else values)
    ]
    head = f'--{edge}\r\nContent-Disposition: form-data; name="{name}"; filename="bac.jpg"\r\nContent-Type: image/jpeg\r\n\r\n'
    body = b"".join([*parts, head.encode(), content, f"\r\n--{edge}--\r\n".encode()])
    return body, f"multipart/form-data; boundary={edge}"
