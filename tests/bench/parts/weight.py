"""What a first visit weighs on the wire: the page, its styles and its scripts, as compressed for a browser of today."""

import gzip
import http.client
import re
from collections.abc import Iterator
from urllib.parse import urljoin

import brotli

from tests.bench.figures import Figure
from tests.bench.server import PORT, served
from tests.bench.town import Town

PAGES = {"home": "/", "first step of a request": "/demarches/bacs-ordures/demande/etape/besoin/"}
_LINKED = re.compile(
    r'<link\b[^>]*?rel="(?:stylesheet|modulepreload)"[^>]*?href="([^"]+)"|<script\b[^>]*?src="([^"]+)"'
)
_IMPORTED = re.compile(r'(?:from|import)\s*"(\.{1,2}/[^"]+\.js)"')


def run(town: Town) -> Iterator[Figure]:
    with town.copy() as copy, served(copy):
        for name, path in PAGES.items():
            page, weight = _fetched(path)
            rest = sum(_fetched(url)[1] for url in _linked(path, page))
            yield Figure("weight", f"{name}: HTML", weight / 1000, "KB")
            yield Figure("weight", f"{name}: HTML, CSS and JavaScript", (weight + rest) / 1000, "KB", at_most=25)


def _linked(path: str, page: str) -> set[str]:
    """Styles, scripts, and the scripts that these import at once; what they may load later is not a first visit's."""
    found = {urljoin(path, style or script) for style, script in _LINKED.findall(page)}
    waiting = [url for url in found if url.endswith(".js")]
    for url in waiting:  # grows while it is read
        imported = {urljoin(url, name) for name in _IMPORTED.findall(_fetched(url)[0])}
        waiting += imported - found
        found |= imported
    return found


def _fetched(path: str) -> tuple[str, int]:
    """The text of an answer, and the bytes it took."""
    connection = http.client.HTTPConnection("127.0.0.1", PORT, timeout=20)
    connection.request("GET", path, headers={"Host": f"localhost:{PORT}", "Accept-Encoding": "gzip, deflate, br"})
    response = connection.getresponse()
    content, encoding = response.read(), response.headers.get("Content-Encoding", "")
    connection.close()
    assert response.status == 200, f"{path} answers {response.status}"
    plain = {"br": brotli.decompress, "gzip": gzip.decompress}.get(encoding, bytes)(content)
    return plain.decode(), len(content)
