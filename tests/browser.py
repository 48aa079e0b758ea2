"""A real Chromium for the tests, and axe's judgement of a page in French.

Journeys ask for the `page` of their choice: `with chromium() as browser: page = new_page(browser, width=320)`.
"""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from shutil import which
from typing import Any

from playwright.sync_api import Browser, Page, sync_playwright

AXE = Path(__file__).resolve().parent.parent / "node_modules" / "axe-core"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
QUIET = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
    "--host-resolver-rules=MAP *.localhost 127.0.0.1",
]  # fmt: skip


@contextmanager
def chromium() -> Iterator[Browser]:
    """Debian's own Chromium; `tests/apt.txt` names its package.

    Playwright's plain interface keeps an event loop turning in this thread, and Django then refuses the database
    although nothing here is asynchronous: the variable says so, while the browser is open.
    """
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    try:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=_program(), args=QUIET)
            try:
                yield browser
            finally:
                browser.close()
    finally:
        del os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"]


@contextmanager
def another_chromium(browser: Browser, *flags: str) -> Iterator[Browser]:
    """A second one beside the first, with flags of its own: a fake camera, for one."""
    second = browser.browser_type.launch(executable_path=_program(), args=[*QUIET, *flags])
    try:
        yield second
    finally:
        second.close()


def _program() -> str:
    path = which("chromium") or which("chromium-browser") or which("google-chrome")
    assert path, "No Chromium here: `make test` installs the packages of tests/apt.txt."
    return path


def new_page(browser: Browser, *, width: int = 1280, height: int = 900, javascript: bool = True) -> Page:
    """A page of its own, with no cookie of another; French, as the residents' browsers are."""
    context = browser.new_context(
        viewport={"width": width, "height": height}, java_script_enabled=javascript, locale="fr-FR"
    )
    return context.new_page()


@cache
def _axe_source() -> str:
    return (AXE / "axe.min.js").read_text("utf-8")


@cache
def _axe_french() -> str:
    return (AXE / "locales" / "fr.json").read_text("utf-8")


def axe(page: Page) -> list[str]:
    """What axe-core blames, one sentence each: rule, what to do, where. Empty is what we want.

    The source goes through `evaluate`, which a strict policy does not stop, where a script tag would be refused;
    a page with JavaScript off cannot be judged this way.
    """
    page.evaluate(_axe_source())
    report: dict[str, Any] = page.evaluate(
        """async ([locale, rules]) => {
            axe.configure({ locale: JSON.parse(locale) });
            return axe.run(document, { runOnly: { type: "tag", values: rules }, resultTypes: ["violations"] });
        }""",
        [_axe_french(), RULES],
    )
    return [
        f"{violation['id']}: {violation['help']} [{' '.join(map(str, node['target']))}] {node['failureSummary']}"
        for violation in report["violations"]
        for node in violation["nodes"]
    ]


def wider_than_the_window(page: Page) -> list[str]:
    """The elements that make the page scroll sideways; scrolling boxes of their own are left alone."""
    found: list[str] = page.evaluate(
        """() => {
            if (document.documentElement.scrollWidth <= innerWidth) return [];
            return [...document.querySelectorAll("body *")]
              .filter((one) => one.getBoundingClientRect().right > innerWidth + 1 && !one.closest(".table-scroll"))
              .map((one) => `${one.tagName.toLowerCase()}.${one.getAttribute("class") ?? ""}`);
        }"""
    )
    return found
