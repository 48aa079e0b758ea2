"""A finger on the glass: unlike a mouse's, its press ends on whatever stands there by then."""

import pytest

from guichet.ui.tests.kiosk_pages import Kiosk

HEARD = """() => {
    document.querySelector("#what").remove();
    window.clicked = [];
    document.addEventListener("click", ({ target }) => {
        if (!target.closest(".kiosk-keys, #bin")) clicked.push(target.outerHTML);
    });
}"""
SIZES = ((1080, 1920), (1920, 1080), (768, 1024))


@pytest.fixture(params=SIZES, ids=str)
def touched(browser, site, request):
    width, height = request.param
    context = browser.new_context(viewport={"width": width, "height": height}, has_touch=True, locale="fr-FR")
    kiosk = Kiosk(browser, site)
    kiosk.page.context.close()
    kiosk.page = context.new_page()
    yield kiosk
    context.close()


def press(page, name):
    page.locator(f'.kiosk-keys [data-skbtn="{name}"]').tap()


def test_a_touch_on_a_key_leaves_the_cursor_in_the_field(touched):
    page = touched.shows("form")
    page.tap("#name")
    for name in "ab":
        press(page, name)
    assert page.input_value("#name") == "ab"
    assert page.evaluate("document.activeElement.id") == "name"


@pytest.mark.parametrize("last", ["{go}", "{hide}"])
def test_the_keyboard_that_goes_leaves_nothing_pressed_behind_it(touched, last):
    page = touched.shows("form")
    page.evaluate(f"({HEARD})()")
    page.tap("#bin")
    press(page, last)
    page.locator(".kiosk-keys").wait_for(state="hidden")
    assert page.evaluate("clicked") == []
    assert touched.posted == []
    assert page.url.endswith("/try")


def test_the_page_is_whole_again_when_the_keyboard_is_gone(touched):
    page = touched.shows("home")
    turn = page.locator(".kiosk__turn nav")
    assert turn.is_hidden()
    page.tap("input[type=search]")
    page.locator(".kiosk-keys").wait_for()
    press(page, "{hide}")
    page.locator(".kiosk-keys").wait_for(state="hidden")
    turn.wait_for(state="hidden")
    assert page.locator("[data-cut]").count() == 0
