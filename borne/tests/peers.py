"""The things a kiosk meets, real or as near as can be, for these tests and for the journeys of the whole:

`cups_queue(tmp)` a CUPS of our own before a simulated IPP printer, `sane_test_device(tmp)`, `escl_scanner(tmp)`,
`virtual_screen()`, `official_site()`. Each is a context manager that ends what it started. A program that is missing
skips the test and says which package has it.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

STUB = Path(__file__).with_name("ippeve_stub.c")
PATIENCE = 90.0  # seconds: two suites at once on two cores


def needs(program: str, package: str) -> str:
    """The path of a program, or a skip that says which package has it."""
    found = shutil.which(program, path=f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin")
    if found is None:
        pytest.skip(f"{program} is missing: apt-get install {package}")
    return found


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


def wait_until(is_so: Callable[[], object], what: str) -> None:
    """Look again until it is so; fail by name after a time that only a broken machine takes."""
    until = time.monotonic() + PATIENCE
    while not is_so():
        assert time.monotonic() < until, f"never happened: {what}"
        time.sleep(0.02)


def answers(port: int) -> bool:
    with socket.socket() as asked:
        return asked.connect_ex(("127.0.0.1", port)) == 0


@contextmanager
def running(*command: str | Path, env: dict[str, str] | None = None, log: Path | None = None) -> Iterator[int]:
    """A program for the time of a test, ended by its own number."""
    with ExitStack() as stack:
        said = stack.enter_context(log.open("ab")) if log else subprocess.DEVNULL
        process = subprocess.Popen(
            command, env={**os.environ, **(env or {})}, stdin=subprocess.DEVNULL, stdout=said, stderr=said
        )
        try:
            yield process.pid
        finally:
            process.terminate()
            try:
                process.wait(5)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


# -- the screen --------------------------------------------------------------------------------------
@contextmanager
def virtual_screen(width: int = 1080, height: int = 1920) -> Iterator[str]:
    """An X server without a window manager, as on the mini-PC; gives its name (`:101`)."""
    program = needs("Xvfb", "xvfb")
    read, write = os.pipe()
    size = f"{width}x{height}x24"
    command = [program, "-displayfd", str(write), "-screen", "0", size, "-nolisten", "tcp", "-noreset"]
    process = subprocess.Popen(command, pass_fds=[write], stderr=subprocess.DEVNULL)
    os.close(write)
    try:
        with os.fdopen(read) as told:
            number = told.readline().strip()  # written when the server is ready
        assert number, "Xvfb did not start"
        yield f":{number}"
    finally:
        process.terminate()
        process.wait()


# -- the printer -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Queue:
    """A CUPS of our own before a simulated printer. Files of `flags` command the printer: `slow`, `no-paper`, `jam`."""

    name: str
    cups: str
    uri: str
    folder: Path

    @property
    def printed(self) -> list[Path]:
        """What came out, oldest first."""
        return sorted((self.folder / "out").iterdir(), key=lambda path: int(path.stem))

    def set(self, flag: str, *, on: bool = True) -> None:
        path = self.folder / "flags" / flag
        if on:
            path.touch()
        else:
            path.unlink(missing_ok=True)

    @property
    def toml(self) -> str:
        """The rubric of borne.toml."""
        return f'[printer]\nqueue = "{self.name}"\ncups = "{self.cups}"\nuri = "{self.uri}"\npatience_seconds = 4\n'


PRINTER = """#!/bin/sh
# The paper goes to out/; a job waits while one of its flags is up, and says why on its standard error.
out=$(ls {folder}/out | wc -l)
told=
for pair in no-paper:media-empty jam:media-jam; do
  [ -e {folder}/flags/${{pair%%:*}} ] || continue
  told=${{pair#*:}}
  echo "STATE: +$told" >&2
  while [ -e {folder}/flags/${{pair%%:*}} ]; do sleep 0.05; done
  echo "STATE: -$told" >&2
done
while [ -e {folder}/flags/slow ]; do sleep 0.05; done
cp "$1" {folder}/out/$((out + 1)).pdf
echo "ATTR: job-impressions-completed=1" >&2
"""
POLICY = "printer-error-policy=retry-current-job"  # Debian's own waits five minutes
CUPSD = """LogLevel info
Listen 127.0.0.1:{port}
Browsing Off
DefaultAuthType None
WebInterface No
PreserveJobFiles No
PreserveJobHistory No
<Location />
  Order allow,deny
  Allow localhost
</Location>
<Policy default>
  <Limit All>
    Order allow,deny
    Allow localhost
  </Limit>
</Policy>
"""
CUPS_FILES = """User lp
Group lp
SystemGroup root
FileDevice No
ServerRoot {etc}
RequestRoot {folder}/spool
TempDir {folder}/temp
CacheDir {folder}/cache
StateDir {folder}/state
AccessLog {folder}/log/access
ErrorLog {folder}/log/error
PageLog {folder}/log/page
Printcap {folder}/state/printcap
DataDir /usr/share/cups
ServerBin /usr/lib/cups
"""


@contextmanager
def cups_queue(tmp: Path, *, name: str = "guichet") -> Iterator[Queue]:
    """A real CUPS on a port of its own, with one queue to a simulated IPP Everywhere printer."""
    with ExitStack() as stack:
        folder = tmp / "printing"
        for one in ("out", "flags", "etc", "cache", "state", "log", "spool", "temp", "ippeve"):
            (folder / one).mkdir(parents=True)
        open_to_cups(tmp, folder)
        uri = stack.enter_context(ipp_printer(folder))
        port = free_port()
        files, conf = folder / "etc" / "cups-files.conf", folder / "etc" / "cupsd.conf"
        files.write_text(CUPS_FILES.format(folder=folder, etc=folder / "etc"))
        conf.write_text(CUPSD.format(port=port))
        cupsd = needs("cupsd", "cups")
        stack.enter_context(running(cupsd, "-f", "-c", conf, "-s", files, log=folder / "log" / "cupsd"))
        wait_until(lambda: answers(port), "cupsd listens")
        cups = f"127.0.0.1:{port}"
        subprocess.run(
            [needs("lpadmin", "cups-client"), "-p", name, "-E", "-v", uri, "-m", "everywhere", "-o", POLICY],
            env={**os.environ, "CUPS_SERVER": cups},
            check=True,
            capture_output=True,
        )
        yield Queue(name, cups, uri, folder)


def open_to_cups(tmp: Path, folder: Path) -> None:
    """Its filters run as `lp`, who must pass through the folders of the test."""
    for one in (folder / "spool", folder / "temp", folder / "cache", folder / "state"):
        shutil.chown(one, group="lp")
        one.chmod(0o770)
    for one in (folder, *folder.parents):
        if one.is_relative_to(tempfile.gettempdir()) and one != Path(tempfile.gettempdir()):
            one.chmod(one.stat().st_mode | 0o011)


@contextmanager
def ipp_printer(folder: Path) -> Iterator[str]:
    """Debian's simulated printer; gives its address. `folder` has `out` and `flags`."""
    program = needs("ippeveprinter", "cups-ipp-utils")
    stub = folder / "stub.so"
    subprocess.run([needs("gcc", "gcc"), "-shared", "-fPIC", "-w", "-o", stub, STUB], check=True)
    command = folder / "print.sh"
    command.write_text(PRINTER.format(folder=folder))
    command.chmod(0o755)
    port = free_port()
    words = [program, "-p", str(port), "-n", "localhost", "-d", folder / "ippeve", "-c", command]
    words += ["-f", "application/pdf,image/jpeg,image/pwg-raster", "Borne"]
    with running(*words, env={"LD_PRELOAD": str(stub)}, log=folder / "log" / "ippeve"):
        wait_until(lambda: answers(port), "the printer listens")
        try:
            yield f"ipp://localhost:{port}/ipp/print"
        finally:
            for flag in (folder / "flags").iterdir():
                flag.unlink()  # a paper that still waits for one would wait for ever


# -- the scanner -------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Scanner:
    """A device of SANE and the folder that configures it."""

    device: str
    config: Path

    def toml(self, *options: str) -> str:
        """The rubric of borne.toml; options are more words for scanimage."""
        told = ", ".join(f'"{option}"' for option in options)
        return (
            f'[scanner]\ndevice = "{self.device}"\nconfig = "{self.config}"\noptions = [{told}]\npatience_seconds = 5\n'
        )


JAM = ("--read-return-value", "SANE_STATUS_JAMMED")
BUSY = ("--read-return-value", "SANE_STATUS_DEVICE_BUSY")
COVER_OPEN = ("--read-return-value", "SANE_STATUS_COVER_OPEN")
NO_PAPER = ("--read-return-value", "SANE_STATUS_NO_DOCS")
SLOW = ("--read-delay=yes", "--read-delay-duration", "200000", "--read-limit=yes", "--read-limit-size", "1000")


@contextmanager
def sane_test_device(tmp: Path) -> Iterator[Scanner]:
    """SANE's own test device, with a glass as large as A4 and a feeder of ten pages; JAM, BUSY … are its failures."""
    needs("scanimage", "sane-utils")
    folder = tmp / "sane"
    folder.mkdir()
    (folder / "dll.conf").write_text("test\n")
    (folder / "test.conf").write_text("number_of_devices 1\ngeometry_max 300.0\n")
    yield Scanner("test:0", folder)


# -- an official site --------------------------------------------------------------------------------
OFFICIAL, OTHER = "officiel.localhost", "autre.localhost"  # Chromium leads every *.localhost to this machine
SITE = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>Site officiel</title>
<link rel="stylesheet" href="/site.css"><div id="fixed">Site officiel</div><h1>Bonjour</h1><p id="cookie"></p>
<p><a id="second" href="/deux">Page deux</a> <a id="blank" target="_blank" href="/deux">Autre fenêtre</a>
<a id="away" href="{other}">Ailleurs</a> <a id="moved" href="/ailleurs">Renvoi ailleurs</a>
<a id="paper" href="/avis.pdf">Avis</a> <a id="word" href="/lettre.odt">Lettre</a> <a id="locked" href="/ferme">Fermé</a></p>
<p><button id="popup">Fenêtre</button> <button id="print">Imprimer</button> <button id="full">Plein écran</button>
<button id="hang">Boucle</button></p><p><input id="name" autocomplete="name"> <input id="file" type="file"></p>
<script src="/site.js"></script>"""
SITE_CSS = """body { margin: 90px 20px; background: #eef; font: 30px sans-serif } a, button { display: inline-block; margin: 6px; padding: 8px; font: inherit }
#fixed { position: fixed; z-index: 2147483647; top: 0; right: 0; left: 0; height: 60px; background: #c00; color: #fff }"""
SITE_JS = """document.cookie = 'nom=MARTIN-SEED; max-age=9999'; localStorage.nom = 'MARTIN-SEED'; indexedDB.open('MARTIN-SEED');
const on = (id, act) => document.getElementById(id)?.addEventListener('click', act);
on('popup', () => open('/deux', 'p', 'width=500,height=500,left=0,top=0')); on('print', () => print());
on('full', () => document.documentElement.requestFullscreen()); on('hang', () => { for (;;); });"""
SEED = "MARTIN-SEED"  # the name of a person, that the site plants wherever a browser lets it


@dataclass
class OfficialSite:
    """What was asked of it is in `asked`, as `host path`."""

    port: int
    asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        return f"http://{OFFICIAL}:{self.port}/"

    @property
    def other_url(self) -> str:
        return f"http://{OTHER}:{self.port}/"


@contextmanager
def official_site() -> Iterator[OfficialSite]:
    """A stand-in of an official site: it refuses frames, allows no script but its own, and tries all a site may try."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), _Official)
    server.daemon_threads = True
    server.site = OfficialSite(server.server_address[1])  # type: ignore[attr-defined]
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), name="official site")
    thread.start()
    try:
        yield server.site  # type: ignore[attr-defined]
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Official(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass

    def do_GET(self) -> None:
        site: OfficialSite = self.server.site  # type: ignore[attr-defined]
        path = self.path.partition("?")[0]
        site.asked.append(f"{self.headers.get('Host', '').partition(':')[0]} {path}")
        html = "text/html; charset=utf-8"
        second = '<!doctype html><meta charset="utf-8"><title>Deux</title><h1 id="two">Page deux</h1>'
        pages: dict[str, tuple[str, bytes]] = {
            "/": (html, SITE.format(other=site.other_url).encode()),
            "/site.js": ("text/javascript", SITE_JS.encode()),
            "/site.css": ("text/css", SITE_CSS.encode()),
            "/deux": (html, second.encode()),
            "/avis.pdf": ("application/pdf", a_pdf("Avis MARTIN-SEED")),
            "/lettre.odt": ("application/vnd.oasis.opendocument.text", b"PK lettre"),
        }
        if path == "/ailleurs":
            self._answer(302, html, b"", Location=site.other_url)
        elif path == "/ferme":
            self._answer(401, html, b"non", **{"WWW-Authenticate": 'Basic realm="x"'})
        elif path in pages:
            self._answer(200, *pages[path])
        else:
            self._answer(404, html, b"")

    def _answer(self, status: int, kind: str, body: bytes, **more: str) -> None:
        policy = "default-src 'self'; frame-ancestors 'none'; require-trusted-types-for 'script'"
        headers = {"Content-Type": kind, "Content-Length": str(len(body)), "X-Frame-Options": "DENY"}
        self.send_response(status)
        for name, value in {**headers, "Content-Security-Policy": policy, **more}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)


def a_pdf(words: str, pages: int = 1) -> bytes:
    """A plain PDF of A4 that says some words on each page."""
    numbers = range(4, 4 + 2 * pages, 2)
    kids = " ".join(f"{number} 0 R" for number in numbers)
    objects = [
        "<</Type/Catalog/Pages 2 0 R>>",
        f"<</Type/Pages/Kids[{kids}]/Count {pages}>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
    ]
    for number in numbers:
        said = f"BT /F 36 Tf 80 700 Td ({words}) Tj ET"
        own = f"/Contents {number + 1} 0 R/Resources<</Font<</F 3 0 R>>>>"
        objects += [
            f"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]{own}>>",
            f"<</Length {len(said)}>>stream\n{said}\nendstream",
        ]
    written, places = b"%PDF-1.4\n", []
    for number, one in enumerate(objects, 1):
        places.append(len(written))
        written += f"{number} 0 obj{one} endobj\n".encode()
    table = "".join(f"{place:010d} 00000 n \n" for place in places)
    end = f"trailer<</Size {len(objects) + 1}/Root 1 0 R>>\nstartxref\n{len(written)}\n%%EOF"
    return written + f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{end}".encode()
