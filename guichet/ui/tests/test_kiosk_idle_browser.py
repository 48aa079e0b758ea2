"""A kiosk that waits, one that was left, and a paper that is followed: what time and a slow finger change, in a real Chromium."""

import pytest
from playwright.sync_api import expect

from guichet.ui.tests.kiosk_pages import Kiosk, written
from tests.browser import axe

pytestmark = pytest.mark.browser

KEPT = "/borne/demandes/BAC-26-00001/code/"
OUT_OF_SIGHT = """() => [...document.querySelectorAll(".kiosk-bar *")].filter((one) => one.checkVisibility())
    .filter((one) => { const { right, bottom } = one.getBoundingClientRect(); return right > innerWidth + 1 || bottom > 201; })
    .map((one) => one.className)"""


def test_a_kiosk_that_nobody_touched_counts_nothing_until_the_first_touch(kiosk):
    kiosk.page.clock.install()
    page = kiosk.shows("home", unused=True)
    page.clock.run_for(300_000)
    assert page.is_hidden("[data-warning]")
    assert kiosk.posted == []
    page.click("h1")
    page.clock.run_for(59_000)
    assert page.is_hidden("[data-warning]")
    assert [address for address, _ in kiosk.posted] == ["/borne/present/"]
    page.clock.run_for(2_000)
    assert page.is_visible("[data-warning]")
    page.clock.run_for(31_000)
    page.wait_for_url("**/borne/fin/")


def test_a_first_screen_that_waits_is_drawn_anew_so_that_its_hour_is_right(kiosk):
    kiosk.page.clock.install()
    page = kiosk.shows("home", unused=True)
    page.clock.run_for(590_000)
    assert page.url.endswith("/try")
    page.clock.run_for(11_000)
    page.wait_for_url("**/borne/")
    assert kiosk.posted == []


def test_a_clock_that_is_set_ends_nothing(kiosk):
    kiosk.page.clock.install(time="2026-11-24T10:00:00")
    page = kiosk.shows("sheet")
    page.clock.set_system_time("2026-11-25T10:00:00")
    page.clock.run_for(1_000)
    assert page.is_hidden("[data-warning]")


def test_a_draft_can_be_kept_from_the_pages_beside_its_form(kiosk):
    kiosk.page.clock.install()
    page = kiosk.shows("sheet", keep_url=KEPT)
    page.clock.run_for(61_000)
    assert page.is_visible("text=Vous pouvez les garder avec un code.")
    assert axe(page) == []
    page.click("[data-keep]")
    page.wait_for_url(f"**{KEPT}")


def test_what_is_being_kept_is_not_ended_meanwhile(kiosk):
    kiosk.page.clock.install()
    page = kiosk.shows("form", keep_url=KEPT)
    page.clock.run_for(85_000)
    # A network so slow that the page is still there: neither form takes it away.
    page.evaluate("""() => {
        window.ends = 0;
        document.querySelector("form[data-end-idle]").addEventListener("submit", (event) => { event.preventDefault(); window.ends += 1; });
        HTMLFormElement.prototype.submit = function () { window.kept = this.action; };
    }""")
    page.click("[data-keep]")
    page.clock.run_for(40_000)
    assert page.evaluate("[window.kept, window.ends]") == [f"{kiosk.site}/borne/garder/", 0]


def job(number: int, sentence: str) -> str:
    token = f'<input type="hidden" name="csrfmiddlewaretoken" value="{number:064}">'
    form = f'<form method="post" action="/borne/travaux/1/annuler/">{token}<button>Annuler</button></form>'
    return f'<section data-job="/borne/travaux/1/"><p>{sentence}</p>{form}</section>'


def test_a_job_is_replaced_only_when_something_changed_and_the_cursor_stays(kiosk):
    page = kiosk.page
    asked, sentences = [], ["Nous imprimons"]

    def answer(route):
        asked.append(route.request.url)
        route.fulfill(body=job(len(asked), sentences[-1]))

    kiosk.shows("refused")
    page.unroute("**/borne/**")
    page.route("**/borne/travaux/1/", answer)
    html = written("job").replace('<section class="kiosk-job', f'{job(0, sentences[0])}<section class="kiosk-job', 1)
    html = html.replace(' data-job="/borne/travaux/1/" aria-live', " aria-live")
    page.route("**/try", lambda route: route.fulfill(body=html, content_type="text/html; charset=utf-8"))
    page.goto(f"{kiosk.site}/try")
    page.evaluate("document.querySelector('[data-job]').isTheSame = true")
    page.focus("[data-job] button")
    for _ in range(3):  # the third is asked once the second was read
        with page.expect_request("**/borne/travaux/1/"):
            pass
    assert page.evaluate("document.querySelector('[data-job]').isTheSame")
    sentences.append("Il manque du papier")
    page.wait_for_selector("text=Il manque du papier")
    expect(page.locator("[data-job] button")).to_be_focused()


@pytest.mark.parametrize(("width", "text"), [(1080, 1), (1080, 3), (768, 1), (768, 3)])
def test_whatever_the_bar_says_one_may_end(browser, site, width, text):
    kiosk = Kiosk(browser, site, width, 200)
    kiosk.has_borne()
    page = kiosk.shows("sheet", text=text)
    kiosk.says(kind="site", host="service.example", name="Service Public", whose="Site de l’État")
    for said in (
        {"kind": "clock", "left": 1500},
        {"kind": "download", "name": "avis-d-imposition-2026.pdf", "pages": 2},
        {"kind": "message", "text": "La borne n’ouvre pas cette adresse."},
        {"kind": "idle", "left": 27},
    ):
        kiosk.says(**said)
        assert page.locator(".kiosk-bar").get_by_role("button", name="Terminer").is_visible(), said
        assert page.evaluate(OUT_OF_SIGHT) == [], said
    page.locator(".kiosk-bar").get_by_role("button", name="Terminer").click()
    page.wait_for_function("window.orders.some((order) => order.do === 'end')")
