"""Pages that need no server: the pack for when the network is cut, and the screens of the program itself.

They live at an origin that no network knows: the browser's requests to it are answered here (`Fetch.fulfillRequest`),
so that a packed page is a page like another, with its styles and its links, and reads no file of the machine.
"""

import html
import mimetypes
import re
from dataclasses import dataclass
from functools import partial
from importlib.resources import files
from urllib.parse import unquote, urlsplit

from guichet_borne.pack import Pack

ORIGIN = "https://borne.invalid"
PACK = f"{ORIGIN}/paquet/"
HOME = f"{PACK}index.html"
SCREENS = f"{ORIGIN}/ecran/"
END = f"{ORIGIN}/fin"
COMFORT = f"{ORIGIN}/confort/"
LARGEST_TEXT = 3
POLICY = "default-src 'self' data:; frame-ancestors 'none'; form-action 'none'; base-uri 'none'"
CUT = "Pas de réseau pour le moment. Vous pouvez lire et imprimer ce qui est ici. Le reste revient dès que possible."
ROOT = re.compile(rb"<html\b", re.IGNORECASE)
STYLE = re.compile(rb"</head>", re.IGNORECASE)
BODY = re.compile(rb"<body[^>]*>", re.IGNORECASE)
FOOT = re.compile(rb"</body>", re.IGNORECASE)


@dataclass(frozen=True)
class Answer:
    status: int
    kind: str
    body: bytes


class LocalPages:
    """Those of one session: `text` (1 to 3) and `is_contrasted` are how its person wants them."""

    def __init__(self, pack: Pack) -> None:
        self._pack = pack
        self.text, self.is_contrasted = 1, False

    def change(self, url: str) -> None:
        """What a touch on the line of comfort asks."""
        if url == f"{COMFORT}texte":
            self.text = self.text % LARGEST_TEXT + 1
        elif url == f"{COMFORT}contraste":
            self.is_contrasted = not self.is_contrasted

    def home(self) -> str:
        """Where to lead the browser when the network is cut."""
        return HOME if self._pack.read("index.html") is not None else screen("coupure")

    def paper(self, url: str) -> bytes | None:
        """The packed PDF behind an address; None for anything else."""
        path = _path(url, PACK)
        return self._pack.read(path) if path.endswith(".pdf") else None

    def answer(self, url: str) -> Answer:
        if url.startswith(PACK):
            return self._packed(_path(url, PACK))
        if url.startswith(SCREENS):
            return self._screen(url)
        return Answer(404, "text/plain", b"")

    def _packed(self, path: str) -> Answer:
        body = self._pack.read(path)
        if body is None:
            return self._screen(screen("absente"))
        kind = mimetypes.guess_type(path)[0] or "application/octet-stream"
        if kind == "text/html":
            return Answer(200, "text/html; charset=utf-8", self._dressed(body))
        return Answer(200, kind, body)

    def _dressed(self, page: bytes) -> bytes:
        """With the line that says the network is cut, in the program's own words: the page was packed when it was not.

        And with what is always in sight at the kiosk: the end, and what makes the page comfortable.
        """
        theme = ' data-theme="contrast"' if self.is_contrasted else ""
        text = "Texte plus grand" if self.text < LARGEST_TEXT else "Texte normal"
        contrast = "Sans contraste" if self.is_contrasted else "Contraste"
        acts = (f"{COMFORT}texte", text), (f"{COMFORT}contraste", contrast), (END, "Terminer")
        links = "".join(f'<a href="{url}">{words}</a>' for url, words in acts)
        for place, before, after in (
            (ROOT, "", f' data-text="{self.text}"{theme}'),
            (STYLE, f'<link rel="stylesheet" href="{SCREENS}ligne.css">', ""),
            (BODY, "", f'<p class="borne-cut" role="status">{html.escape(CUT)}</p>'),
            (FOOT, f'<nav class="borne-dock" aria-label="La borne">{links}</nav>', ""),
        ):
            page = place.sub(partial(_beside, before=before.encode(), after=after.encode()), page, count=1)
        return page

    def _screen(self, url: str) -> Answer:
        name = _path(url, SCREENS)
        if not re.fullmatch(r"[a-z]+(\.html|\.css)", name):
            return Answer(404, "text/plain", b"")
        page = files("guichet_borne").joinpath("pages", name)
        if not page.is_file():
            return Answer(404, "text/plain", b"")
        text = page.read_text("utf-8").replace("{{ text }}", html.escape(unquote(urlsplit(url).query)))
        kind = "text/css" if name.endswith(".css") else "text/html"
        return Answer(200, f"{kind}; charset=utf-8", text.encode())


def screen(name: str, text: str = "") -> str:
    """The address of one of our own screens; `text` is a sentence it shows."""
    query = "".join(f"%{byte:02X}" for byte in text.encode())
    return f"{SCREENS}{name}.html" + (f"?{query}" if text else "")


def is_local(url: str) -> bool:
    return url.startswith(f"{ORIGIN}/")


def _path(url: str, base: str) -> str:
    return unquote(url[len(base) :].partition("?")[0].partition("#")[0])


def _beside(found: re.Match[bytes], *, before: bytes, after: bytes) -> bytes:
    return before + found[0] + after
