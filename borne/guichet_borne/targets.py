"""Whose each page of the browser is: the face's, the site's, or nobody's, and then it is closed at once."""

import asyncio
from collections.abc import Callable
from typing import Any

from guichet_borne.browser import Browser
from guichet_borne.face import Face
from guichet_borne.site import OURS, Site
from guichet_borne.windows import Layout, place

PAGES = [{"type": "page"}]
OMNIBOX = "chrome://omnibox"  # a page that Chromium draws for itself, never shown in a kiosk


class Targets:
    def __init__(self, browser: Browser, face: Face, site: Site, layout: Layout) -> None:
        self.browser, self.face, self.site, self.layout = browser, face, site, layout
        self.site_left: Callable[[], None] = lambda: None
        self._opening = False
        self._guarded: set[str] = set()
        self._news = asyncio.Condition()
        browser.hear("Target.attachedToTarget", self._attached)
        browser.hear("Target.targetInfoChanged", self._changed)
        browser.hear("Target.targetDestroyed", self._destroyed)
        browser.hear("Inspector.targetCrashed", self._crashed)

    async def watch(self) -> None:
        await self.browser.call(
            "Browser.setDownloadBehavior",
            behavior="allowAndName",
            eventsEnabled=True,
            downloadPath=str(self.browser.downloads),
        )
        await self.browser.call("Target.setDiscoverTargets", discover=True, filter=PAGES)
        await self.browser.call(
            "Target.setAutoAttach", autoAttach=True, waitForDebuggerOnStart=True, flatten=True, filter=PAGES
        )

    async def open_site(self, url: str) -> None:
        """Open an address that the fence permits, alone, above the bar."""
        await self.site.close()
        await self._lay(site_open=True, keyboard_open=False)
        self._opening = True
        try:
            # Not its address at once: a page that we create does not wait for its guard, whatever we ask.
            asked: dict[str, Any] = {"url": "about:blank", "newWindow": True, **self.layout.site}
            made = await self.browser.call("Target.createTarget", **asked)
            async with asyncio.timeout(10), self._news:
                await self._news.wait_for(lambda: made["targetId"] in self._guarded)
        finally:
            self._opening = False
        await self.browser.call("Page.navigate", self.site.pages[made["targetId"]], url=url)

    async def change_layout(self, **changes: bool) -> None:
        await self._lay(**changes)
        if self.layout.site_open:
            for target in list(self.site.pages):
                await place(self.browser, target, self.layout.site, fullscreen=True)

    async def _lay(self, **changes: bool) -> None:
        self.layout = self.layout.changed(**changes)
        await place(self.browser, self.face.target, self.layout.face)

    async def _attached(self, params: dict[str, Any], _: str) -> None:
        info, session = params["targetInfo"], params["sessionId"]
        target, url = info["targetId"], info["url"]
        if not self.face.target:
            await self.face.attach(target, session)
            await self._lay()
        elif url.startswith(OMNIBOX):
            await self.browser.call("Runtime.runIfWaitingForDebugger", session)
        elif self._opening or "openerId" in info:
            await self._take_site_page(target, session)
        else:
            await self.browser.call("Target.closeTarget", targetId=target)  # a key of the browser: F1, Ctrl+N ...

    async def _take_site_page(self, target: str, session: str) -> None:
        await self.site.guard(target, session)
        async with self._news:
            self._guarded.add(target)
            self._news.notify_all()
        if not self.layout.site_open:  # a link of the face that opens a window of its own
            await self._lay(site_open=True)
        await place(self.browser, target, self.layout.site, fullscreen=True)

    async def _changed(self, params: dict[str, Any], _: str) -> None:
        info = params["targetInfo"]
        if info["targetId"] in self.site.pages and info["url"].startswith(OURS):
            await self.browser.call("Target.closeTarget", targetId=info["targetId"])  # Ctrl+N, Ctrl+H ...

    async def _destroyed(self, params: dict[str, Any], _: str) -> None:
        target = params["targetId"]
        self._guarded.discard(target)
        if target == self.face.target:
            self.browser.lose()  # Alt+F4: a kiosk without its face is a dead one
        elif self.site.pages.pop(target, None) is not None and not self.site.pages and not self._opening:
            await self._lay(site_open=False, keyboard_open=False)
            self.site_left()

    async def _crashed(self, params: dict[str, Any], session: str) -> None:
        if session == self.face.session:
            self.browser.lose()
