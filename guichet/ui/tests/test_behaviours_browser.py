"""Behaviours on a page of their own: a real build, a made-up page, a live process played by the test."""

import json

import pytest
from django.templatetags.static import static
from playwright.sync_api import Page, WebSocketRoute

from guichet.ui import build
from tests.browser import new_page

pytestmark = pytest.mark.browser

PAGE = """<!doctype html><html lang="fr" data-live="ws://live.test/"><head><title>Essai</title></head><body>
<section data-live-topic="queue" data-src="/fragment"><ol data-list><li data-row><a href="#1">un</a></li></ol></section>
<p hidden data-live-topic="case.1" data-live-notice>Ce dossier vient de changer</p>
<form method="post" action="/sent"><input data-search name="q"><button data-key="e" name="send" value="1">Envoyer</button></form>
<dialog data-shortcuts></dialog>
<script type="module" src="{script}"></script></body></html>"""
FRAGMENT = '<ol data-list><li data-row><a href="#0">neuf</a></li><li data-row><a href="#1">un</a></li></ol>'


@pytest.fixture
def page(browser, site):
    page = new_page(browser)
    script = static(build.file("entries/desk.ts"))
    page.route("**/try", lambda route: route.fulfill(body=PAGE.replace("{script}", script), content_type="text/html"))
    page.route("**/sent", lambda route: None)  # the answer never comes
    answer_with(page, FRAGMENT)
    return page


@pytest.fixture
def live(page, site):
    """The live process's side of the page's socket, once the page has read its list again."""
    sockets: list[WebSocketRoute] = []
    page.route_web_socket("ws://live.test/", lambda socket: sockets.append(socket))
    page.goto(f"{site}/try")
    page.wait_for_selector("a >> text=neuf")
    return sockets[0]


def answer_with(page: Page, fragment: str) -> None:
    page.route("**/fragment", lambda route: route.fulfill(body=fragment, content_type="text/html"))


def test_a_list_is_read_again_when_it_changes_and_the_reader_keeps_her_place(page, live):
    page.focus('a[href="#1"]')
    answer_with(page, FRAGMENT.replace("neuf", "encore"))
    live.send(json.dumps({"news": "queue"}))
    page.wait_for_selector("a >> text=encore")
    assert page.evaluate("document.activeElement.hash") == "#1"


def test_a_page_where_one_types_is_told_and_left_alone(page, live):
    live.send(json.dumps({"news": "case.1"}))
    page.wait_for_selector("text=Ce dossier vient de changer", state="visible")


def test_j_and_k_walk_the_rows_and_a_slash_leads_to_the_search(page, live):
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.evaluate("document.activeElement.hash") == "#1"
    page.keyboard.press("k")
    assert page.evaluate("document.activeElement.hash") == "#0"
    page.keyboard.press("/")
    page.keyboard.type("je")  # letters typed in a field are letters
    assert page.input_value("[name=q]") == "je"


def test_a_form_leaves_once_however_often_one_presses(page, live):
    left = page.evaluate(
        """() => {
            let left = 0;
            document.addEventListener("submit", (event) => { if (!event.defaultPrevented) left += 1; });
            for (let press = 0; press < 3; press += 1) document.querySelector("[name=send]").click();
            return left;
        }"""
    )
    assert left == 1
