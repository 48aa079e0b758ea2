"""Pages that are turned and counted, and read aloud where there is a voice, in a real Chromium."""

import json
import re

import pytest
from playwright.sync_api import expect

from guichet.ui.tests.kiosk_pages import Kiosk

pytestmark = pytest.mark.browser


def test_what_does_not_fit_is_turned_by_whole_things_then_the_next_page_is_asked(kiosk):
    page = kiosk.shows("list")
    whole = """() => [...document.querySelectorAll(".kiosk-line")]
        .filter((one) => !one.hasAttribute("data-cut"))
        .filter((one) => one.getBoundingClientRect().top >= document.querySelector(".kiosk__page").getBoundingClientRect().top - 1)
        .filter((one) => one.getBoundingClientRect().bottom <= document.querySelector(".kiosk__page").getBoundingClientRect().bottom + 1)
        .map((one) => Number(one.querySelector("b").innerText.split(" ").at(-1)))"""
    page.wait_for_function(f"({whole})().length > 0")
    first = page.evaluate(whole)
    page.click("[data-turn-on]")
    page.wait_for_function(f"({whole})().at(-1) === 12")
    assert page.evaluate(whole)[0] <= first[-1] + 1  # nothing is jumped over
    assert page.is_visible("[data-turn-back]")
    assert page.url.endswith("/try")
    page.click("[data-turn-on]")
    page.wait_for_url("**/try#suite")


def test_the_screens_of_a_page_are_counted_while_it_is_turned(kiosk):
    page = kiosk.shows("list")
    words = page.locator("[data-turn-words]")
    expect(words).to_have_text("page 1 sur 2, partie 1 sur 2")
    page.click("[data-turn-on]")
    expect(words).to_have_text("page 1 sur 2, partie 2 sur 2")
    page.click("[data-turn-back]")
    expect(words).to_have_text("page 1 sur 2, partie 1 sur 2")
    page.set_viewport_size({"width": 1080, "height": 2600})
    expect(words).to_have_text("page 1 sur 2")


def test_a_page_that_is_turned_alone_is_counted_to_its_end(browser, site):
    kiosk = Kiosk(browser, site, 768, 1024)
    page = kiosk.shows("sheet", text=3)
    words = page.locator("[data-turn-words]")
    expect(words).to_have_text(re.compile("^page 1 sur "))
    pages = int(words.inner_text().rpartition(" ")[2])
    for number in range(2, pages + 1):
        page.click("[data-turn-on]")
        expect(words).to_have_text(f"page {number} sur {pages}")
    assert words.is_visible()
    assert page.is_hidden("[data-turn-on]")
    assert pages > 1


# A device of our own: Chromium's list of voices, which a test machine has none of, and the news that it changed.
VOICES = """(langs) => {
    const list = langs.map((lang) => ({ lang, name: lang, default: false, localService: true, voiceURI: lang }));
    Object.defineProperty(speechSynthesis, "getVoices", { configurable: true, value: () => list });
    speechSynthesis.dispatchEvent(new Event("voiceschanged"));
}"""


@pytest.mark.parametrize("langs", [[], ["en-GB", "de-DE"]])
def test_the_page_is_not_offered_aloud_before_a_french_voice_is_known(kiosk, langs):
    kiosk.page.add_init_script(f"({VOICES})({json.dumps(langs)})")
    page = kiosk.shows("refused")
    page.wait_for_selector(".kiosk-dock >> text=Terminer")
    assert page.is_hidden("[data-listen]")
    page.evaluate(VOICES, [*langs, "fr-FR"])  # voices come late
    assert page.is_visible("[data-listen]")
    page.evaluate(VOICES, langs)
    assert page.is_hidden("[data-listen]")


def test_the_machine_s_voice_is_offered_without_any_of_the_browser(kiosk):
    kiosk.has_borne()
    kiosk.page.add_init_script(f"({VOICES})([])")
    assert kiosk.shows("refused").is_visible("[data-listen]")
