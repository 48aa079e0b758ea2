"""The foreign site in front: its pages, what they may open, what they may not do. It never sees the program."""

import asyncio
import base64
import json
import logging
from collections.abc import Callable
from pathlib import Path
from typing import Any

from guichet_borne.browser import Browser
from guichet_borne.fence import ANYWHERE, host_of, is_of_kiosk, is_of_server, may_open
from guichet_borne.pipe import ChromiumRefused

log = logging.getLogger(__name__)

WORLD = "borne"
LARGEST_DOWNLOAD = 50_000_000  # bytes: more is not a paper that a kiosk prints
# Runs in a world of its own in every page of the site: the site sees neither it nor its binding.
GUARD = """(() => {
const typed = 'textarea,[contenteditable],input:not([type=button],[type=submit],[type=reset],[type=image],' +
  '[type=checkbox],[type=radio],[type=file],[type=range],[type=color])';
const tell = what => borne(JSON.stringify(what));
addEventListener('contextmenu', event => event.preventDefault(), true);
addEventListener('focusin', event => {
  const field = event.composedPath()[0];
  tell({edit: field instanceof Element && field.matches(typed)});
}, true);
addEventListener('focusout', () => tell({edit: false}), true);
addEventListener('borne-print', () => navigator.userActivation.isActive && tell({print: true}), true);
})()"""
# Runs in the page's own world: window.print becomes a wish that the program grants or not.
PRINT = "window.print = () => dispatchEvent(new Event('borne-print'))"
KEYS = {"Backspace": 8, "Tab": 9, "Enter": 13, "ArrowLeft": 37, "ArrowRight": 39}
OURS = ("chrome:", "devtools:", "view-source:", "file:")


class Site:
    """At most one site at a time, in one or more windows; the last one is in front."""

    def __init__(self, browser: Browser, server: str) -> None:
        self.browser, self.server = browser, server
        self.allowed: tuple[str, ...] = ()
        self.elsewhere = False  # free internet: any public host
        self.pages: dict[str, str] = {}  # target -> session
        self.host = ""
        self.shown: Callable[[str], None] = lambda host: None
        self.refused: Callable[[str], None] = lambda host: None
        self.edited: Callable[[bool], None] = lambda on: None
        self.print_wished: Callable[[], None] = lambda: None
        self.file_wished: Callable[[], None] = lambda: None
        self.received: Callable[[Path, str], None] = lambda path, name: None
        self._names: dict[str, str] = {}  # of downloads
        for method, handler in (
            ("Fetch.requestPaused", self._paused),
            ("Fetch.authRequired", self._asked_password),
            ("Page.javascriptDialogOpening", self._dialog),
            ("Page.fileChooserOpened", self._file_chooser),
            ("Runtime.bindingCalled", self._called),
            ("Inspector.targetCrashed", self._crashed),
        ):
            browser.hear(method, self._mine(handler))
        browser.hear("Browser.downloadWillBegin", self._download_begins)
        browser.hear("Browser.downloadProgress", self._download_goes)

    def _mine(self, handler: Any) -> Any:
        async def only_mine(params: dict[str, Any], session: str) -> None:
            if session in self.pages.values():
                await handler(params, session)

        return only_mine

    def permits(self, url: str) -> bool:
        """The town's own site, and what the town allows; the face is no site, and no site leads to its pages."""
        if is_of_server(url, self.server):
            return not is_of_kiosk(url, self.server)
        return may_open(url, (*self.allowed, ANYWHERE) if self.elsewhere else self.allowed)

    # -- what the bar asks -----------------------------------------------------------------------
    @property
    def front(self) -> str:
        """The session of the page in front. Raises `ChromiumRefused` when no site is open."""
        if not self.pages:
            raise ChromiumRefused("no site is open")
        return list(self.pages.values())[-1]

    async def guard(self, target: str, session: str) -> None:
        """A new page of the site, not yet running: all orders go at once, for it answers some only once it runs."""
        self.pages[target] = session
        script = "Page.addScriptToEvaluateOnNewDocument"
        documents = [{"urlPattern": "*", "resourceType": "Document"}]
        orders: list[tuple[str, dict[str, Any]]] = [
            ("Page.enable", {}),
            ("Runtime.enable", {}),
            ("Inspector.enable", {}),
            ("Fetch.enable", {"handleAuthRequests": True, "patterns": documents}),
            ("Runtime.addBinding", {"name": "borne", "executionContextName": WORLD}),
            (script, {"source": GUARD, "worldName": WORLD, "runImmediately": True}),
            (script, {"source": PRINT, "runImmediately": True}),
            ("Page.setInterceptFileChooserDialog", {"enabled": True}),
            ("Runtime.runIfWaitingForDebugger", {}),
        ]
        await asyncio.gather(*(self.browser.call(method, session, **params) for method, params in orders))

    async def close(self) -> None:
        for target in list(self.pages):
            await self.browser.call("Target.closeTarget", targetId=target)

    async def back(self) -> None:
        """One page back; from the first page of a window, the window before; from the first of all, nothing more."""
        session = self.front
        history = await self.browser.call("Page.getNavigationHistory", session)
        before = [entry for entry in history["entries"][: history["currentIndex"]] if entry["url"] != "about:blank"]
        if before:
            await self.browser.call("Page.navigateToHistoryEntry", session, entryId=before[-1]["id"])
        else:
            await self.browser.call("Target.closeTarget", targetId=list(self.pages)[-1])

    async def pdf(self) -> bytes:
        """The page in front, as it would be printed on A4."""
        answer = await self.browser.call("Page.printToPDF", self.front, paperWidth=8.27, paperHeight=11.69)
        return base64.b64decode(answer["data"])

    async def type(self, text: str) -> None:
        """A touch on our own keyboard: a text, or the name of a key."""
        if text not in KEYS:
            await self.browser.call("Input.insertText", self.front, text=text)
            return
        key = {"key": text, "code": text, "windowsVirtualKeyCode": KEYS[text]}
        pressed = {"text": "\r"} if text == "Enter" else {}
        await self.browser.call("Input.dispatchKeyEvent", self.front, type="keyDown", **key, **pressed)
        await self.browser.call("Input.dispatchKeyEvent", self.front, type="keyUp", **key)

    # -- what its pages do -----------------------------------------------------------------------
    async def _paused(self, params: dict[str, Any], session: str) -> None:
        url, request = params["request"]["url"], params["requestId"]
        is_window = self.pages.get(params["frameId"]) == session
        if not is_window or self.permits(url):
            await self.browser.call("Fetch.continueRequest", session, requestId=request)
            if is_window:
                self.host = host_of(url)
                self.shown(self.host)
            return
        await self.browser.call("Fetch.failRequest", session, requestId=request, errorReason="Aborted")
        self.refused(host_of(url))  # the page before stays in sight
        history = await self.browser.call("Page.getNavigationHistory", session)
        if all(entry["url"] in {"", "about:blank"} for entry in history["entries"]):
            await self.browser.call("Target.closeTarget", targetId=params["frameId"])

    async def _asked_password(self, params: dict[str, Any], session: str) -> None:
        cancel = {"response": "CancelAuth"}
        await self.browser.call(
            "Fetch.continueWithAuth", session, requestId=params["requestId"], authChallengeResponse=cancel
        )

    async def _dialog(self, params: dict[str, Any], session: str) -> None:
        if params["type"] == "beforeunload":
            await self.browser.call("Page.handleJavaScriptDialog", session, accept=True)

    async def _file_chooser(self, params: dict[str, Any], session: str) -> None:
        self.file_wished()

    async def _called(self, params: dict[str, Any], session: str) -> None:
        told = json.loads(params["payload"])
        if session != self.front:
            return
        if told.get("print"):
            self.print_wished()
        elif "edit" in told:
            self.edited(told["edit"] is True)

    async def _crashed(self, params: dict[str, Any], session: str) -> None:
        target = next(target for target, its in self.pages.items() if its == session)
        await self.browser.call("Target.closeTarget", targetId=target)

    # -- what it gives ---------------------------------------------------------------------------
    async def _download_begins(self, params: dict[str, Any], session: str) -> None:
        self._names[params["guid"]] = params.get("suggestedFilename", "")

    async def _download_goes(self, params: dict[str, Any], session: str) -> None:
        guid = params["guid"]
        if params["state"] == "completed":
            self.received(self.browser.downloads / guid, self._names.pop(guid, ""))
        elif max(params["receivedBytes"], params["totalBytes"]) > LARGEST_DOWNLOAD:
            await self.browser.call("Browser.cancelDownload", guid=guid)
        if params["state"] != "inProgress":
            self._names.pop(guid, None)
