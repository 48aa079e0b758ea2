"""A stand-in of the server: it plays the device API as the contract says, on one port, and can be cut and put back."""

import asyncio
import hashlib
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from aiohttp import WSMsgType, web

from borne.tests.peers import free_port, wait_until

KEY = "a-key-of-the-tests"
CODE = "K7PM-4T9X"
HOME = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>Borne</title>
<style>body {{ margin: 0; background: #b3d6b3; font: 30px sans-serif }} button, a {{ display: inline-block; margin: 4px; font: inherit; padding: 8px }}</style>
<p id="session">{session}</p>
<script src="/page.js"></script>
<button id="home">Accueil</button><button id="back">Retour</button><button id="print">Imprimer</button>
<button id="end">Terminer</button><button id="take">Imprimer le document</button>
<form method="post" action="/borne/envoi/"><button id="send">Envoyer</button></form>
<p><input id="field"></p><p><a id="next" href="/borne/suite/">Suite</a> <a id="away" href="{away}">Ailleurs</a></p>"""
SCRIPT = """window.heard = [];
addEventListener('borne', event => heard.push(event.detail));
addEventListener('DOMContentLoaded', () => {
  const on = (id, message) => document.getElementById(id)?.addEventListener('click', () => borne(JSON.stringify(message)));
  on('home', {do: 'home'}); on('back', {do: 'back'}); on('print', {do: 'print'}); on('end', {do: 'end'});
  on('take', {do: 'print-download'});
});"""
PORTAL = """<!doctype html><html lang="fr"><meta charset="utf-8"><title>Mairie</title><h1 id="portal">La mairie</h1>
<a id="kiosk" href="/borne/suite/">Borne</a>"""
PACK_PAGE = """<!doctype html><html lang="fr"><head><meta charset="utf-8"><title>Page gardée</title>
<link rel="stylesheet" href="static/page.css"></head>
<body><h1>Mairie</h1><a id="paper" href="papers/acte.pdf">Imprimer</a></body></html>"""


class Town:
    """What the tests set (`config`, `orders`, `documents`, `pack`) and what the kiosk told (`told`, `ended` …)."""

    def __init__(self) -> None:
        self.port = free_port()
        self.config: dict[str, Any] = {"idle_seconds": 90, "allowed_hosts": [], "open": True, "internet_minutes": 0}
        self.orders: list[dict[str, Any]] = []
        self.documents: dict[str, bytes] = {}
        self.fetched: list[str] = []  # of documents
        self.is_holding = False  # a document that is asked for comes only once this is False
        self.pack = {"index.html": PACK_PAGE.encode(), "static/page.css": b"h1 { color: rgb(1, 2, 3) }"}
        self.refusal = ""  # of a print that the kiosk asks for by itself
        self.is_revoked = False
        self.away = "http://autre.localhost/"
        self.session: str | None = None
        self.sessions: list[str] = []
        self.ended: list[tuple[str, str]] = []
        self.told: list[dict[str, Any]] = []  # states
        self.jobs: list[tuple[str, str, str]] = []  # name, state, reason
        self.site_prints: list[dict[str, Any]] = []
        self.scans: dict[str, tuple[str, bytes]] = {}
        self.done: list[str] = []
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="town")
        self._runner: web.AppRunner | None = None
        self._sockets: set[web.WebSocketResponse] = set()

    @property
    def url(self) -> str:
        return f"http://localhost:{self.port}"

    @property
    def pack_version(self) -> str:
        return hashlib.sha256(repr(sorted(self.pack.items())).encode()).hexdigest()

    # -- for the tests ---------------------------------------------------------------------------
    def order(self, kind: str, *, document: bytes = b"", **more: Any) -> str:
        name = str(uuid.uuid4())
        self.documents[name] = document
        url = {"url": f"/borne/appareil/impressions/{name}/document.pdf"} if kind == "print" else {}
        self.orders.append({"id": name, "kind": kind, **url, **more})
        self.news()
        return name

    def news(self) -> None:
        asyncio.run_coroutine_threadsafe(self._tell_news(), self._loop).result(10)

    def cut(self) -> None:
        """The network is cut: nothing listens any more, and what was open is closed."""
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(20)

    def put_back(self) -> None:
        asyncio.run_coroutine_threadsafe(self._open(), self._loop).result(20)

    def states_of(self, job: str) -> list[tuple[str, str]]:
        return [(state, reason) for name, state, reason in self.jobs if name == job]

    def wait_for_state(self, job: str, state: str, reason: str = "") -> None:
        wait_until(lambda: (state, reason) in self.states_of(job), f"{state} {reason} of a job ({self.states_of(job)})")

    # -- the server ------------------------------------------------------------------------------
    def start(self) -> None:
        self._thread.start()
        self.put_back()

    def stop(self) -> None:
        self.cut()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _open(self) -> None:
        app = web.Application(middlewares=[self._with_key])
        api = "/borne/appareil"
        app.add_routes(
            [
                web.post(f"{api}/inscription/", self._enrol),
                web.post(f"{api}/etat/", self._state),
                web.post(f"{api}/sessions/", self._begin),
                web.post(f"{api}/sessions/{{name}}/fin/", self._end),
                web.get(f"{api}/impressions/{{name}}/document.pdf", self._document),
                web.post(f"{api}/impressions/", self._site_print),
                web.post(f"{api}/impressions/{{name}}/", self._job),
                web.put(f"{api}/numerisations/{{name}}/document", self._scanned),
                web.post(f"{api}/numerisations/{{name}}/", self._job),
                web.post(f"{api}/ordres/{{name}}/fait/", self._done),
                web.get(f"{api}/paquet/", self._pack),
                web.get(f"{api}/paquet/{{path:.+}}", self._packed),
                web.get("/live/borne/", self._live),
                web.get("/borne/ouvrir/{token}/", self._page),
                web.get("/borne/suite/", self._page),
                web.post("/borne/envoi/", self._page),
                web.get("/mairie/", self._portal),
                web.get("/page.js", self._script),
            ]
        )
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self.port, reuse_address=True).start()

    async def _close(self) -> None:
        for socket in list(self._sockets):
            await socket.close()
        if self._runner is not None:
            await self._runner.cleanup()
            self._runner = None

    async def _tell_news(self) -> None:
        for socket in list(self._sockets):
            await socket.send_json({"news": "work"})

    @web.middleware
    async def _with_key(self, request: web.Request, handler: Any) -> web.StreamResponse:
        needs_key = request.path.startswith(("/borne/appareil/", "/live/")) and "inscription" not in request.path
        if needs_key and (self.is_revoked or request.headers.get("Authorization") != f"Bearer {KEY}"):
            return web.json_response({"error": "Borne inconnue.", "code": "unknown-key"}, status=401)
        answer: web.StreamResponse = await handler(request)
        return answer

    async def _enrol(self, request: web.Request) -> web.Response:
        if (await request.json())["code"] != CODE:
            return web.json_response({"error": "Ce code n’est pas le bon.", "code": "wrong-code"}, status=403)
        terminal = {"name": "Borne de l’accueil", "place": "Hall", "body": "Anor"}
        live = f"ws://localhost:{self.port}/live/borne/"
        return web.json_response({"key": KEY, "terminal": terminal, "live": live}, status=201)

    async def _state(self, request: web.Request) -> web.Response:
        self.told.append((await request.json())["health"])
        return web.json_response({"config": self.config, "session": self.session, "orders": self.orders})

    async def _begin(self, request: web.Request) -> web.Response:
        self.session = str(uuid.uuid4())
        self.sessions.append(self.session)
        url = f"{self.url}/borne/ouvrir/{self.session}/"
        return web.json_response({"session": self.session, "url": url}, status=201)

    async def _end(self, request: web.Request) -> web.Response:
        self.ended.append((request.match_info["name"], (await request.json())["why"]))
        self.session = None
        return web.Response(status=204)

    async def _document(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        self.fetched.append(name)
        while self.is_holding:
            await asyncio.sleep(0.01)
        return web.Response(body=self.documents[name], content_type="application/pdf")

    async def _site_print(self, request: web.Request) -> web.Response:
        if self.refusal:
            return web.json_response({"error": self.refusal, "code": "quota"}, status=409)
        self.site_prints.append(await request.json())
        return web.json_response({"job": str(uuid.uuid4())}, status=201)

    async def _job(self, request: web.Request) -> web.Response:
        told = await request.json()
        name = request.match_info["name"]
        self.orders = [order for order in self.orders if order["id"] != name]
        self.jobs.append((name, told["state"], told.get("reason", "")))
        return web.Response(status=204)

    async def _scanned(self, request: web.Request) -> web.Response:
        self.scans[request.match_info["name"]] = (request.content_type, await request.read())
        return web.Response(status=201)

    async def _done(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        self.done.append(name)
        self.orders = [order for order in self.orders if order["id"] != name]
        return web.Response(status=204)

    async def _pack(self, request: web.Request) -> web.Response:
        files = [
            {"path": path, "sha256": hashlib.sha256(body).hexdigest(), "size": len(body)}
            for path, body in self.pack.items()
        ]
        return web.json_response({"version": self.pack_version, "files": files})

    async def _packed(self, request: web.Request) -> web.Response:
        return web.Response(body=self.pack[request.match_info["path"]])

    async def _live(self, request: web.Request) -> web.WebSocketResponse:
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets.add(socket)
        try:
            async for message in socket:
                assert message.type == WSMsgType.TEXT
        finally:
            self._sockets.discard(socket)
        return socket

    async def _page(self, request: web.Request) -> web.Response:
        name = request.match_info.get("token", request.path.split("/")[2])
        return web.Response(text=HOME.format(session=name, away=self.away), content_type="text/html")

    async def _portal(self, request: web.Request) -> web.Response:
        return web.Response(text=PORTAL, content_type="text/html")

    async def _script(self, request: web.Request) -> web.Response:
        return web.Response(text=SCRIPT, content_type="text/javascript")


@contextmanager
def town() -> Iterator[Town]:
    one = Town()
    one.start()
    try:
        yield one
    finally:
        one.stop()
