"""The face: our own page in the kiosk's browser, and the only one that may give orders to the program."""

import asyncio
import base64
import contextlib
import json
import logging
from collections.abc import Callable
from typing import Any

from guichet_borne import local
from guichet_borne.browser import Browser
from guichet_borne.fence import OURS, is_of_kiosk
from guichet_borne.pipe import ChromiumGone, ChromiumRefused
from guichet_borne.settings import origin

log = logging.getLogger(__name__)

DIRTY = """[...document.querySelectorAll('input:not([type=hidden]),textarea,select')].some(field =>
  field.type === 'checkbox' || field.type === 'radio' ? field.checked !== field.defaultChecked :
  field.tagName === 'SELECT' ? field.selectedIndex > 0 : field.value !== field.defaultValue)"""
ALL_DOCUMENTS = {"urlPattern": "*", "resourceType": "Document"}
ALL_LOCAL = {"urlPattern": f"{local.ORIGIN}/*"}


class Face:
    """Its window stays on the kiosk's pages, the server's and the local ones: any other address, even another page of the
    server, is a wish to open a site."""

    def __init__(self, browser: Browser, pages: local.LocalPages, server: str) -> None:
        self.browser, self.pages, self.server = browser, pages, server
        self.target, self.session = "", ""
        self.url = ""  # what the window shows
        self.server_url = ""  # the last page of the server that it showed and that can be asked for again
        self.is_cut = False  # pages of the server are not asked for while the network is cut
        self.said: Callable[[dict[str, Any]], None] = lambda message: None
        self.strayed: Callable[[str], None] = lambda url: None  # a link to elsewhere was touched
        self.paper_asked: Callable[[bytes], None] = lambda pdf: None  # a packed paper was touched
        self.lost: Callable[[], None] = lambda: None  # a page of the server did not come
        self._lasting: dict[str, dict[str, Any]] = {}
        self._attached = asyncio.Event()
        self._painted: set[str] = set()  # loaders of pages
        self._paint = asyncio.Condition()
        self._allowed_contexts: set[int] = set()
        self._methods: dict[str, str] = {}  # how each page of the server was last asked for

    async def attach(self, target: str, session: str) -> None:
        """The first page of the browser, not yet running: all orders go at once, for it answers some only once it runs."""
        self.target, self.session = target, session
        for method, handler in (
            ("Page.lifecycleEvent", self._lived),
            ("Page.frameNavigated", self._navigated),
            ("Page.domContentEventFired", self._loaded),
            ("Page.javascriptDialogOpening", self._dialog),
            ("Runtime.executionContextCreated", self._context),
            ("Runtime.executionContextsCleared", self._contexts_cleared),
            ("Runtime.bindingCalled", self._called),
            ("Fetch.requestPaused", self._paused),
            ("Fetch.authRequired", self._asked_password),
        ):
            self.browser.hear(method, self._mine(handler))
        orders: list[tuple[str, dict[str, Any]]] = [
            ("Page.enable", {}),
            ("Runtime.enable", {}),
            ("Page.setLifecycleEventsEnabled", {"enabled": True}),
            ("Runtime.addBinding", {"name": "borne"}),
            ("Fetch.enable", {"handleAuthRequests": True, "patterns": [ALL_DOCUMENTS, ALL_LOCAL]}),
            ("Runtime.runIfWaitingForDebugger", {}),
        ]
        await asyncio.gather(*(self.browser.call(method, session, **params) for method, params in orders))
        self._attached.set()

    def _mine(self, handler: Any) -> Any:
        async def only_mine(params: dict[str, Any], session: str) -> None:
            if session == self.session:
                await handler(params)

        return only_mine

    # -- what the program asks -------------------------------------------------------------------
    async def go(self, url: str) -> bool:
        """Show a page; False when it did not come. Returns when the page is painted."""
        async with asyncio.timeout(10):
            await self._attached.wait()
        answer = await self.browser.call("Page.navigate", self.session, url=url)
        if answer.get("errorText"):
            return False
        try:
            async with asyncio.timeout(10), self._paint:
                await self._paint.wait_for(lambda: answer.get("loaderId") in self._painted)
        except TimeoutError:
            log.warning("face-not-painted")
        return True

    async def tell(self, **event: Any) -> None:
        """An event of the contract, to the page's script."""
        detail = json.dumps({"detail": event})
        expression = f"window.dispatchEvent(new CustomEvent('borne', {detail}))"
        try:
            await self.browser.call("Runtime.evaluate", self.session, expression=expression)
        except (ChromiumRefused, ChromiumGone):
            log.info("face-did-not-hear %s", event.get("kind"))

    async def tell_lasting(self, **event: Any) -> None:
        """An event that is told again to each page that the face loads, until `forget(kind)`."""
        self._lasting[event["kind"]] = event
        await self.tell(**event)

    def forget(self, kind: str) -> None:
        self._lasting.pop(kind, None)

    async def draw_line(self, sentence: str) -> None:
        """A sentence of the program's own at the bottom of a packed page, in place of the one before."""
        expression = f"""(line => {{ line.className = 'borne-told'; line.setAttribute('role', 'status');
          line.textContent = {json.dumps(sentence)}; document.body.append(line); }})
          (document.querySelector('.borne-told') ?? document.createElement('p'))"""
        with contextlib.suppress(ChromiumRefused, ChromiumGone):
            await self.browser.call("Runtime.evaluate", self.session, expression=expression)

    async def is_being_filled(self) -> bool:
        """Somebody has typed something that would be lost."""
        try:
            answer = await self.browser.call("Runtime.evaluate", self.session, expression=DIRTY, returnByValue=True)
        except ChromiumRefused:
            return False
        return answer["result"].get("value") is True

    async def keep_comfort(self) -> None:
        """The packed pages are drawn as those of the server were: what was chosen is read from the one in sight."""
        if origin(self.url) != self.server:
            return
        expression = "(({text, theme}) => [Number(text) || 1, theme === 'contrast'])(document.documentElement.dataset)"
        with contextlib.suppress(ChromiumRefused):
            answer = await self.browser.call(
                "Runtime.evaluate", self.session, expression=expression, returnByValue=True
            )
            self.pages.text, self.pages.is_contrasted = answer["result"]["value"]

    # -- what the window says --------------------------------------------------------------------
    async def _lived(self, params: dict[str, Any]) -> None:
        if params["name"] in {"firstPaint", "firstContentfulPaint"}:
            async with self._paint:
                self._painted.add(params["loaderId"])
                self._paint.notify_all()

    async def _navigated(self, params: dict[str, Any]) -> None:
        frame = params["frame"]
        if "parentId" in frame:
            return
        if frame.get("unreachableUrl"):
            self.lost()
            return
        self.url = frame["url"]
        if origin(self.url) != self.server:
            return
        if self._methods.get(self.url) == "GET":
            self.server_url = self.url
        else:  # what answers a form alone: asked for again by its address, it would be refused
            self.server_url = self.server_url or f"{self.server}{OURS}"

    async def _loaded(self, params: dict[str, Any]) -> None:
        for event in list(self._lasting.values()):
            await self.tell(**event)

    async def _dialog(self, params: dict[str, Any]) -> None:
        await self.browser.call("Page.handleJavaScriptDialog", self.session, accept=True)

    async def _context(self, params: dict[str, Any]) -> None:
        context = params["context"]
        if context["origin"] in {self.server, local.ORIGIN}:
            self._allowed_contexts.add(context["id"])

    async def _contexts_cleared(self, params: dict[str, Any]) -> None:
        self._allowed_contexts.clear()

    async def _called(self, params: dict[str, Any]) -> None:
        if params["executionContextId"] not in self._allowed_contexts:
            return  # a frame of somebody else's
        try:
            message = json.loads(params["payload"])
        except ValueError:
            return
        if isinstance(message, dict):
            self.said(message)

    async def _paused(self, params: dict[str, Any]) -> None:
        url, request = params["request"]["url"], params["requestId"]
        is_window = params["resourceType"] == "Document" and params["frameId"] == self.target
        is_ours = is_of_kiosk(url, self.server) if is_window else origin(url) == self.server
        if local.is_local(url):
            await self._answer(url, request)
        elif is_ours and not (is_window and self.is_cut):
            if is_window:
                self._methods[url] = params["request"]["method"]
            await self.browser.call("Fetch.continueRequest", self.session, requestId=request)
        else:
            await self.browser.call("Fetch.failRequest", self.session, requestId=request, errorReason="Aborted")
            if is_window and origin(url) == self.server and self.is_cut:
                self.lost()
            elif is_window:
                self.strayed(url)

    async def _answer(self, url: str, request: str) -> None:
        paper = self.pages.paper(url)
        if paper is not None:
            await self.browser.call("Fetch.failRequest", self.session, requestId=request, errorReason="Aborted")
            self.paper_asked(paper)
            return
        if url == local.END:
            await self.browser.call("Fetch.failRequest", self.session, requestId=request, errorReason="Aborted")
            self.said({"do": "end"})
            return
        if url.startswith(local.COMFORT):
            self.pages.change(url)
            await self._fulfill(request, 303, {"Location": self.url})  # the page in sight, drawn anew
            return
        answer = self.pages.answer(url)
        headers = {
            "Content-Type": answer.kind,
            "Content-Security-Policy": local.POLICY,
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        await self._fulfill(request, answer.status, headers, answer.body)

    async def _fulfill(self, request: str, status: int, headers: dict[str, str], body: bytes = b"") -> None:
        await self.browser.call(
            "Fetch.fulfillRequest",
            self.session,
            requestId=request,
            responseCode=status,
            responseHeaders=[{"name": name, "value": value} for name, value in headers.items()],
            body=base64.b64encode(body).decode(),
        )

    async def _asked_password(self, params: dict[str, Any]) -> None:
        await self.browser.call(
            "Fetch.continueWithAuth",
            self.session,
            requestId=params["requestId"],
            authChallengeResponse={"response": "CancelAuth"},
        )
