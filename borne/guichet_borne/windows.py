"""Where the windows stand. No window manager: the face is a strip at the bottom while a site is open above it."""

from dataclasses import dataclass, replace

from guichet_borne.browser import Browser

Bounds = dict[str, int]


@dataclass(frozen=True)
class Layout:
    """Sizes in pixels of the screen."""

    width: int
    height: int
    bar: int
    keyboard: int
    site_open: bool = False
    keyboard_open: bool = False
    low: bool = False  # a site begins below the upper third, within reach of a wheelchair

    @property
    def strip(self) -> int:
        return min(self.keyboard if self.keyboard_open else self.bar, self.height)

    @property
    def face(self) -> Bounds:
        if self.site_open:
            return {"left": 0, "top": self.height - self.strip, "width": self.width, "height": self.strip}
        # Chromium takes a pixel off each side of a window exactly as large as the screen; this one hangs a pixel below.
        return {"left": 0, "top": 0, "width": self.width, "height": self.height + 1}

    @property
    def site(self) -> Bounds:
        top = self.height // 3 if self.low and not self.keyboard_open else 0
        return {"left": 0, "top": top, "width": self.width, "height": self.height - self.strip - top}

    def changed(self, **changes: bool) -> "Layout":
        return replace(self, **changes)


async def place(browser: Browser, target: str, bounds: Bounds, *, fullscreen: bool = False) -> None:
    """A window must be normal before it can be moved; a site then has no frame of its own, inside its bounds."""
    window = (await browser.call("Browser.getWindowForTarget", targetId=target))["windowId"]
    await browser.call("Browser.setWindowBounds", windowId=window, bounds={"windowState": "normal"})
    await browser.call("Browser.setWindowBounds", windowId=window, bounds=bounds)
    if fullscreen:
        await browser.call("Browser.setWindowBounds", windowId=window, bounds={"windowState": "fullscreen"})
