import pytest
from playwright.sync_api import Browser, Page

from tests.browser import axe, new_page, wider_than_the_window

pytestmark = pytest.mark.browser


@pytest.fixture
def gallery(site) -> str:
    return f"{site}/composants/"


def opened(browser: Browser, address: str, width: int) -> tuple[Page, list[str]]:
    page = new_page(browser, width=width)
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    page.wait_for_load_state("networkidle")
    return page, complaints


@pytest.mark.parametrize("width", [320, 1280])
@pytest.mark.parametrize("theme", ["", "contrast"])
@pytest.mark.parametrize("face", ["portal", "desk"])
def test_the_gallery_is_accessible_and_fits_its_window(browser, gallery, face, theme, width):
    page, complaints = opened(browser, f"{gallery}?face={face}&theme={theme}", width)
    assert complaints == []  # the policy refused nothing, no behaviour failed
    assert wider_than_the_window(page) == []
    assert axe(page) == []


@pytest.mark.parametrize("theme", ["", "contrast"])
def test_the_parts_of_the_kiosk_are_accessible_at_its_size(browser, gallery, theme):
    page, complaints = opened(browser, f"{gallery}?face=kiosk&theme={theme}", 1080)
    assert complaints == []
    assert wider_than_the_window(page) == []
    assert axe(page) == []


def test_at_twice_the_text_size_nothing_leaves_the_window(browser, gallery):
    page, _ = opened(browser, gallery, 640)
    page.evaluate("document.documentElement.style.setProperty('font-size', '200%')")
    assert wider_than_the_window(page) == []


def test_the_characters_left_are_counted_in_french(browser, gallery):
    page, _ = opened(browser, gallery, 1280)
    page.fill("#area-count", "x" * 199)
    page.locator("#area-count").dispatch_event("keyup")
    assert page.get_by_text("Il vous reste 1 caractère", exact=True).first.is_visible()


def test_a_file_too_heavy_is_told_before_it_leaves(browser, gallery):
    page, _ = opened(browser, gallery, 1280)
    page.set_input_files("#upload-a", {"name": "bac.jpg", "mimeType": "image/jpeg", "buffer": b"0" * 10_000_001})
    assert "trop lourd" in page.inner_text("[data-upload-list] >> nth=0")


def test_a_depending_question_shows_with_its_answer_only(browser, gallery):
    page, _ = opened(browser, gallery, 1280)
    assert page.is_visible("#reveal-phone")
    page.check("#choice-c-2")
    assert not page.is_visible("#reveal-phone")
