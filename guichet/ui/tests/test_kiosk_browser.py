"""The kiosk's frame and its behaviours in a real Chromium at the kiosk's own size, on pages made up for it."""

import base64
import io
import json
import wave

import pytest
from playwright.sync_api import Page

from guichet.ui.tests.kiosk_pages import Kiosk, written
from tests.browser import axe

pytestmark = pytest.mark.browser

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self'; "
    "connect-src 'self'; form-action 'self'"
)
CONTROLS = """() => [...document.querySelectorAll("a, button, input, textarea, select, video")]
    .filter((one) => one.type !== "hidden" && !one.closest(".skip-link, .visually-hidden"))
    .filter((one) => one.checkVisibility({ visibilityProperty: true }))
    .map((one) => one.closest(".choice__card") ?? one)
    .map((one) => ({ ...one.getBoundingClientRect().toJSON(), what: (one.getAttribute("aria-label") || one.innerText || one.name).trim() }))
"""
SMALL_TEXT = """() => {
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    const small = [];
    while (walker.nextNode()) {
        const { parentElement: around, data } = walker.currentNode;
        if (!data.trim() || around.closest("script, .visually-hidden, .skip-link") || !around.checkVisibility()) continue;
        if (parseFloat(getComputedStyle(around).fontSize) < 25) small.push(data.trim());
    }
    return small;
}"""
LOWER_THIRD = 1265
SMALLEST = 84


def key(page: Page, name: str) -> None:
    page.locator(f'.kiosk-keys [data-skbtn="{name}"]').click()


PAGES = ("home", "sheet", "list", "form", "job", "camera", "code", "refused")


def test_every_page_is_accessible_stands_in_one_screen_and_is_large_enough(kiosk):
    kiosk.policy = POLICY
    for name in PAGES:
        page = kiosk.shows(name)
        assert axe(page) == [], name
        assert page.evaluate("document.documentElement.scrollHeight") == 1920, name
        small = [one for one in page.evaluate(CONTROLS) if min(one["width"], one["height"]) < SMALLEST - 0.5]
        assert small == [], name
        assert page.evaluate(SMALL_TEXT) == [], name


@pytest.mark.parametrize("text", [1, 3])
def test_in_low_mode_everything_one_presses_is_in_the_lower_third(kiosk, text):
    for name in ("home", "sheet", "list", "form"):
        page = kiosk.shows(name, low=True, text=text)
        controls = page.evaluate(CONTROLS)
        assert [one for one in controls if one["top"] < LOWER_THIRD] == [], name
        assert [one["what"] for one in controls if min(one["width"], one["height"]) < SMALLEST - 0.5] == [], name


def test_in_low_mode_the_field_and_its_keyboard_are_in_the_lower_third_too(kiosk):
    kiosk.policy = POLICY
    for name, field in (("home", "input[type=search]"), ("form", "#name"), ("form", "#what")):
        page = kiosk.shows(name, low=True)
        page.locator(field).click()
        page.wait_for_selector(".kiosk-keys:visible")
        controls = page.evaluate(CONTROLS)
        assert [one for one in controls if one["top"] < LOWER_THIRD or one["bottom"] > 1921] == []
        assert [one for one in controls if one["height"] < SMALLEST - 0.5] == []
        key(page, "é")
        assert page.input_value(field) == "é"


@pytest.mark.parametrize("frame", [{"contrast": True}, {"low": True}, {"contrast": True, "low": True}])
def test_high_contrast_and_low_mode_are_accessible(kiosk, frame):
    for name in ("home", "sheet", "form", "job"):
        assert axe(kiosk.shows(name, **frame)) == [], name
    page = kiosk.shows("form", **frame)
    page.click("#name")
    page.wait_for_selector(".kiosk-keys:visible")
    assert axe(page) == []


@pytest.mark.parametrize(("width", "height"), [(1920, 1080), (768, 1024)])
def test_on_other_screens_the_page_and_its_dock_stand_in_one_screen(browser, site, width, height):
    kiosk = Kiosk(browser, site, width, height)
    for name in ("home", "sheet", "form"):
        page = kiosk.shows(name)
        assert page.evaluate("[document.documentElement.scrollWidth, document.documentElement.scrollHeight]") == [
            width,
            height,
        ]
        assert axe(page) == [], name
        small = [one for one in page.evaluate(CONTROLS) if min(one["width"], one["height"]) < SMALLEST - 0.5]
        assert small == [], name
    assert kiosk.complaints == []


def test_the_keyboard_writes_accents_and_capitals_where_the_cursor_is(kiosk):
    kiosk.policy = POLICY
    page = kiosk.shows("form")
    page.click("#name")
    for name in ("{shift}", "É", "m", "i", "{backspace}", "e", "{space}", "ç"):
        key(page, name)
    assert page.input_value("#name") == "Éme ç"
    page.evaluate("document.querySelector('#name').setSelectionRange(1, 1)")
    key(page, "œ")
    assert page.input_value("#name") == "Éœme ç"
    assert page.evaluate("document.activeElement.id") == "name"
    for name in ("{shift}", "{shift}", "A", "B", "{shift}", "c"):  # twice: it stays
        key(page, name)
    assert page.input_value("#name") == "ÉœABcme ç"


def test_the_keyboard_knows_numbers_the_next_field_and_how_to_go(kiosk):
    page = kiosk.shows("form")
    page.click("#name")
    key(page, "{go}")
    assert page.evaluate("document.activeElement.id") == "bin"
    assert not page.is_visible("text=Continuer")  # the acts make room
    for digit in "590120479":
        key(page, digit)
    assert page.input_value("#bin") == "59012047"  # eight at most, as the field says
    key(page, "{hide}")
    assert page.is_hidden(".kiosk-keys")
    assert page.is_visible("text=Continuer")
    assert axe(page) == []


def test_the_search_leaves_by_the_green_key(kiosk):
    page = kiosk.shows("home")
    page.click("input[type=search]")
    for name in "zoe":
        key(page, name)
    key(page, "{go}")
    page.wait_for_url("**/borne/recherche/?q=zoe")


def test_comfort_is_seen_at_once_and_told_to_the_server(kiosk):
    kiosk.has_borne()
    page = kiosk.shows("sheet")
    before = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.kiosk-facts__term')).fontSize)")
    page.click("text=Plus grand")
    after = page.evaluate("parseFloat(getComputedStyle(document.querySelector('.kiosk-facts__term')).fontSize)")
    assert after > before * 1.1
    page.click("text=Contraste")
    assert page.get_attribute("html", "data-theme") == "contrast"
    page.click("text=Écran bas")
    assert page.is_visible("text=Écran haut")
    page.wait_for_function("window.orders.length > 0")
    assert kiosk.orders("low") == [{"do": "low", "on": True}]
    assert [data for _, data in kiosk.posted] == ["change=texte", "change=contraste", "change=bas"]


def test_the_warning_counts_and_one_may_stay(kiosk):
    kiosk.policy = POLICY
    kiosk.page.clock.install()
    page = kiosk.shows("sheet")
    page.clock.run_for(59_000)
    assert page.is_hidden("[data-warning]")
    page.clock.run_for(2_000)
    assert page.is_visible("[data-warning]")
    assert axe(page) == []
    shown = int(page.inner_text("[data-seconds]"))
    page.clock.run_for(5_000)
    assert int(page.inner_text("[data-seconds]")) == shown - 5
    assert page.is_hidden("[data-keep]")  # nothing to keep on this page
    page.click("[data-stay]")
    assert page.is_hidden("[data-warning]")
    assert [address for address, _ in kiosk.posted] == ["/borne/present/"]
    page.clock.run_for(92_000)
    page.wait_for_url("**/borne/fin/")
    assert "why=idle" in kiosk.posted[-1][1]


def test_a_half_filled_form_leaves_under_a_code(kiosk):
    kiosk.page.clock.install()
    page = kiosk.shows("form")
    page.click("#name")
    page.wait_for_selector(".kiosk-keys:visible")
    key(page, "z")
    page.clock.run_for(61_000)
    page.click("[data-keep]")
    page.wait_for_url("**/borne/garder/")
    assert "name=z" in kiosk.posted[-1][1]
    assert "garder=1" in kiosk.posted[-1][1]


def test_the_end_is_told_to_the_server_then_to_the_machine(kiosk):
    kiosk.has_borne()
    page = kiosk.shows("sheet")
    page.click(".kiosk-dock >> text=Terminer")
    page.wait_for_function("window.orders.some((order) => order.do === 'end')")
    assert [address for address, _ in kiosk.posted] == ["/borne/fin/"]


def a_sound() -> str:
    """A tenth of a second of silence, as borne gives a sentence."""
    out = io.BytesIO()
    with wave.open(out, "wb") as sound:
        sound.setparams((1, 2, 16_000, 1_600, "NONE", ""))
        sound.writeframes(b"\0\0" * 1_600)
    return "data:audio/wav;base64," + base64.b64encode(out.getvalue()).decode()


SAID = "[...(CSS.highlights.get('said') ?? [])].join('')"


def test_the_page_is_read_sentence_by_sentence_and_the_one_that_is_said_is_shown(kiosk):
    kiosk.has_borne()
    page = kiosk.shows("refused")
    page.click("[data-listen]")
    for number, sentence in enumerate(
        ["Vous avez imprimé vingt pages", "Ce qui est sorti est à vous.", "Demandez la suite à l’accueil."], 1
    ):
        page.wait_for_function(f"{SAID} === {json.dumps(sentence)}")
        page.wait_for_function(f"window.orders.some((order) => order.id === {number})")
        assert kiosk.orders("speak")[number - 1]["text"] == sentence
        assert page.is_visible("[data-listen-end]")
        kiosk.says(kind="voice", id=number, wav=a_sound())
    page.wait_for_selector("[data-say]", state="hidden")
    assert page.evaluate(SAID) == ""
    page.click("[data-listen]")
    page.wait_for_function("window.orders.filter((order) => order.do === 'speak').length === 4")
    page.click("[data-listen-pause]")
    assert page.is_visible("text=Reprendre")
    page.click("[data-listen-end]")
    assert page.is_hidden("[data-say]")
    assert kiosk.orders("hush")


def test_a_kiosk_without_a_voice_says_so(kiosk):
    kiosk.has_borne()
    page = kiosk.shows("refused")
    page.click("[data-listen]")
    page.wait_for_function("window.orders.length > 0")
    kiosk.says(kind="voice", id=1, error=True)
    page.wait_for_selector("text=ne sait pas lire à voix haute")


def test_an_official_site_opens_under_the_bar_and_the_bar_speaks_for_the_kiosk(kiosk):
    kiosk.policy = POLICY
    kiosk.has_borne()
    page = kiosk.shows("sheet")
    page.click("text=Le site de l’État")
    address = {"url": "https://service.example/", "name": "Service Public", "whose": "Site de l’État"}
    assert kiosk.orders("open") == [{"do": "open", **address}]
    kiosk.says(kind="site", host="service.example", name="Service Public", whose="Site de l’État")
    page.set_viewport_size({"width": 1080, "height": 200})
    assert page.is_visible("text=Site de l’État service.example")
    # A strip is no page of its own: it has neither title nor main part.
    assert [one for one in axe(page) if not one.startswith(("landmark-one-main", "page-has-heading-one"))] == []
    assert [one for one in page.evaluate(CONTROLS) if one["bottom"] > 200 or one["height"] < SMALLEST] == []
    kiosk.says(kind="clock", left=1500)
    assert page.is_visible("text=encore 25 min")
    page.click("[data-do=back]")
    assert kiosk.orders("back")
    kiosk.says(kind="download", name="avis.pdf", pages=2)
    page.click("text=L’effacer")
    assert kiosk.orders("drop-download")
    kiosk.says(kind="idle", left=27)
    assert page.inner_text("[data-bar-seconds]") == "27"
    page.click("[data-do=stay]")
    assert kiosk.orders("stay")
    kiosk.says(kind="refused", host="ailleurs.example")
    page.click("text=D’accord")
    assert page.is_visible("[data-do=home]")
    kiosk.says(kind="left")
    assert page.is_hidden("[data-bar]")


def test_our_keyboard_types_in_the_site_that_is_in_front(kiosk):
    kiosk.has_borne()
    page = kiosk.shows("sheet")
    kiosk.says(kind="site", host="service.example", name="Service Public", whose="")
    page.set_viewport_size({"width": 1080, "height": 720})
    kiosk.says(kind="edit", on=True)
    page.wait_for_selector(".kiosk-keys:visible")
    for name in ("é", "{backspace}", "{go}"):
        key(page, name)
    assert [order["text"] for order in kiosk.orders("key")] == ["é", "Backspace", "Enter"]
    key(page, "{hide}")
    assert kiosk.orders("keyboard") == [{"do": "keyboard", "on": True}, {"do": "keyboard", "on": False}]
    assert page.is_hidden(".kiosk-keys")


def test_in_a_plain_browser_an_official_site_opens_beside(kiosk):
    page = kiosk.shows("sheet")
    link = page.locator("[data-outside]")
    assert (link.get_attribute("target"), link.get_attribute("rel")) == ("_blank", "noopener")


def test_a_job_is_followed_until_it_is_over(kiosk):
    page = kiosk.page
    asked = []

    def answer(route):
        asked.append(route.request.url)
        over = " data-over" if len(asked) > 2 else ""
        words = "C’est imprimé" if over else "Nous imprimons"
        route.fulfill(body=f'<section data-job="/borne/travaux/1/"{over}><h2>{words}</h2></section>')

    kiosk.shows("refused")
    page.route("**/borne/travaux/1/", answer)
    kiosk.page.unroute("**/borne/**")
    page.route("**/try", lambda route: route.fulfill(body=written("job"), content_type="text/html; charset=utf-8"))
    page.goto(f"{kiosk.site}/try")
    page.wait_for_selector("text=C’est imprimé")
    assert len(asked) == 3
