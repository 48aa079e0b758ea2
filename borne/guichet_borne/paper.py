"""What the kiosk prints of its own: a page of a foreign site, a paper that a person received, a paper of the pack."""

import asyncio
import logging
import uuid
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager

from guichet_borne.print_rules import Told
from guichet_borne.printing import Printing
from guichet_borne.server import AGAIN, Refused, Revoked, Server, Unreachable

log = logging.getLogger(__name__)

Tell = Callable[[str, str], Awaitable[None]]  # state, sentence
PICTURES = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n")
SENTENCES = {
    ("printing", ""): "Impression en cours.",
    ("retrying", "busy"): "L’imprimante est occupée. On réessaie.",
    ("retrying", "media-empty"): "Il n’y a plus de papier. Prévenez l’accueil.",
    ("retrying", "media-jam"): "Une feuille est coincée. Prévenez l’accueil.",
    ("retrying", "offline"): "L’imprimante ne répond pas. On réessaie.",
    ("retrying", "stopped"): "L’imprimante est arrêtée. Prévenez l’accueil.",
    ("done", ""): "C’est imprimé. Prenez vos feuilles.",
    ("cancelled", ""): "L’impression est annulée.",
    ("failed", "media-empty"): "Rien n’est sorti : il n’y a plus de papier. Prévenez l’accueil.",
    ("failed", "media-jam"): "L’impression s’est arrêtée : une feuille est coincée. Prévenez l’accueil.",
    ("failed", "busy"): "L’imprimante est restée occupée. Recommencez dans un moment.",
    ("failed", "offline"): "L’imprimante ne répond pas. Prévenez l’accueil.",
}
OTHERWISE = "L’impression n’a pas abouti. Prévenez l’accueil."
CUT = "Pas de réseau : on ne peut pas imprimer ce site pour le moment."


class NotPaper(Exception):
    """Not a PDF, nor a picture that a printer takes."""


async def pages_of(body: bytes) -> int:
    """How many pages it would take. Raises `NotPaper`."""
    if body.startswith(PICTURES):
        return 1
    if not body.startswith(b"%PDF"):
        raise NotPaper
    pipe, nothing = asyncio.subprocess.PIPE, asyncio.subprocess.DEVNULL
    try:
        process = await asyncio.create_subprocess_exec("pdfinfo", "-", stdin=pipe, stdout=pipe, stderr=nothing)
    except OSError as error:
        raise NotPaper from error  # its package is missing: `borne check` says so
    try:
        async with asyncio.timeout(15):
            said, _ = await process.communicate(body)
    except TimeoutError as error:
        raise NotPaper from error
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
    for line in said.splitlines():
        name, _, value = line.partition(b":")
        if name == b"Pages" and value.strip().isdigit():
            return int(value)
    raise NotPaper


def sentence(told: Told) -> str:
    return SENTENCES.get((told.state, told.reason), OTHERWISE if told.is_over else SENTENCES["printing", ""])


class Prints:
    """One at a time: a site cannot fill the tray by asking again and again."""

    def __init__(self, printing: Printing, server: Server) -> None:
        self._printing, self._server = printing, server
        self.is_at_work = False
        self._outliving: set[asyncio.Task[Told]] = set()

    async def theirs(self, body: bytes, pages: int, what: str, tell: Tell) -> None:
        """Counted in the person's quota by the server, which sees nothing of it."""
        with self._at_work():
            try:
                job = await self._server.ask_site_print(pages, what)
            except Refused as no:
                await tell("failed", str(no))
            except (Unreachable, Revoked):
                await tell("failed", CUT)
            else:
                await self._run(job, body, tell, counted=True)

    async def packed(self, body: bytes, tell: Tell) -> None:
        """Without the server: it is out of reach. Our own papers are short, and one at a time."""
        with self._at_work():
            await self._run(str(uuid.uuid4()), body, tell, counted=False)

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        """Whatever ends it, even the person who leaves while the server is asked."""
        self.is_at_work = True
        try:
            yield
        finally:
            self.is_at_work = False

    async def _run(self, job: str, body: bytes, tell: Tell, *, counted: bool) -> None:
        async def told(now: Told) -> None:
            state = "failed" if now.state == "cancelled" else now.state
            await tell(state, sentence(now))
            if counted:
                await tell_server(self._server, job, now)

        # In a task of its own: what is coming out of the printer outlives the session of the person who leaves.
        task = asyncio.create_task(self._printing.print(job, body, told))
        self._outliving.add(task)
        task.add_done_callback(self._outliving.discard)
        await asyncio.shield(task)


async def tell_server(server: Server, job: str, told: Told) -> None:
    """The last word of a job is told until the server hears it: the person waits for it."""
    while True:
        try:
            await server.tell_print(job, told.state, told.reason)
        except Unreachable:
            log.info("print-untold job=%s %s", job, told.state)
            if told.is_over:
                await asyncio.sleep(AGAIN)
                continue
        except (Refused, Revoked):
            log.info("print-unwanted job=%s %s", job, told.state)
        return
