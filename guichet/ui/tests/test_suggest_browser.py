"""The field that proposes: with the keyboard, with a finger, with an answer that comes late, and without JavaScript."""

import json

import pytest
from django.template.loader import render_to_string
from django.templatetags.static import static

from guichet.ui import build
from tests.browser import axe, new_page, wider_than_the_window

pytestmark = pytest.mark.browser

STREET = {"id": "street", "name": "street", "label": "Numéro et rue", "src": "/places.json", "fill": "postcode city"}
PAGE = """<!doctype html><html lang="fr"><head><title>Essai</title><link rel="stylesheet" href="{style}"></head><body><main>
<h1>Essai</h1><form method="get" action="/sent">{fields}<button>Continuer</button></form></main>
<script type="module" src="{script}"></script></body></html>"""
FOUND = [
    {
        "value": f"14 rue {name}",
        "text": f"14 rue {name}",
        "hint": "59610 Fourmies",
        "fill": {"postcode": "59610", "city": "Fourmies"},
    }
    for name in ("Pasteur", "Pasteur-Vallery-Radot")
]


def page_with(browser, site, **options):
    page = new_page(browser, **options)
    beside = [
        {"id": name, "name": name, "label": label} for name, label in (("postcode", "Code postal"), ("city", "Ville"))
    ]
    fields = render_to_string("ui/suggest/suggest.html", STREET) + "".join(
        render_to_string("ui/field/field.html", one) for one in beside
    )
    files = {name: static(build.file(f"entries/portal.{kind}")) for name, kind in (("style", "css"), ("script", "ts"))}
    page.route(
        "**/try", lambda route: route.fulfill(body=PAGE.format(fields=fields, **files), content_type="text/html")
    )
    page.route("**/sent*", lambda route: route.fulfill(body="<title>Envoyé</title>", content_type="text/html"))
    answer_with(page, FOUND)
    page.goto(f"{site}/try")
    return page


def answer_with(page, results):
    body = json.dumps({"results": results, "said": f"{len(results)} adresses trouvées."})
    page.route("**/places.json*", lambda route: route.fulfill(body=body, content_type="application/json"))


def typed(page, text="14 rue pas"):
    page.locator("#street").press_sequentially(text)
    page.wait_for_selector("[role=option]")


def values(page) -> list[str]:
    return [page.input_value(f"#{name}") for name in ("street", "postcode", "city")]


@pytest.fixture
def page(browser, site):
    return page_with(browser, site)


@pytest.mark.parametrize(("keys", "street"), [("ArrowDown", "Pasteur"), ("ArrowUp", "Pasteur-Vallery-Radot")])
@pytest.mark.parametrize("taking", ["Enter", "Tab"])
def test_arrows_walk_and_enter_or_tab_takes(page, keys, street, taking):
    typed(page)
    page.keyboard.press(keys)
    assert page.get_attribute("#street", "aria-activedescendant") == page.get_attribute("[aria-selected=true]", "id")
    page.keyboard.press(taking)
    assert values(page) == [f"14 rue {street}", "59610", "Fourmies"]
    assert page.get_attribute("#street", "aria-expanded") == "false"
    assert page.evaluate("document.activeElement.id") == ("street" if taking == "Enter" else "postcode")


def test_enter_without_a_choice_sends_what_was_typed(page):
    typed(page)
    page.keyboard.press("Enter")
    page.wait_for_url("**/sent?street=14+rue+pas&postcode=&city=")


def test_escape_closes_and_an_arrow_opens_again(page):
    typed(page)
    page.keyboard.press("Escape")
    assert page.is_hidden("[role=listbox]")
    assert values(page) == ["14 rue pas", "", ""]
    page.keyboard.press("ArrowDown")
    page.wait_for_selector("[role=option]")


def test_a_press_takes_and_one_elsewhere_closes(page):
    typed(page)
    page.click("[role=option] >> nth=0")
    assert values(page) == ["14 rue Pasteur", "59610", "Fourmies"]
    typed(page, " ")
    page.click("h1")
    assert page.is_hidden("[role=listbox]")


def test_how_many_there_are_is_said_and_nothing_moves(page):
    before = page.locator("#postcode").bounding_box()
    typed(page)
    assert page.inner_text("[role=status]") == "2 adresses trouvées."
    assert page.locator("#postcode").bounding_box() == before


def test_a_question_that_is_old_is_given_up(page):
    page.route("**/places.json?q=14", lambda route: None)  # never answered
    with page.expect_request("**/places.json?q=14"):
        page.locator("#street").press_sequentially("14")
    with page.expect_event("requestfailed") as given_up:
        page.locator("#street").press_sequentially(" rue")
    assert given_up.value.url.endswith("?q=14")
    page.wait_for_selector("[role=option]")


def test_a_service_that_fails_leaves_a_field(page):
    page.route("**/places.json*", lambda route: route.fulfill(status=500))
    with page.expect_response("**/places.json*"):
        page.locator("#street").press_sequentially("14 rue")
    assert page.is_hidden("[role=listbox]")
    page.keyboard.press("Enter")
    page.wait_for_url("**/sent?street=14+rue&*")


@pytest.mark.parametrize("width", [320, 1280])
def test_open_it_is_accessible_and_fits_its_window(browser, site, width):
    page = page_with(browser, site, width=width)
    typed(page)
    page.keyboard.press("ArrowDown")
    assert wider_than_the_window(page) == []
    assert axe(page) == []


def test_without_javascript_it_is_a_field(browser, site):
    page = page_with(browser, site, javascript=False)
    page.fill("#street", "14 rue Pasteur")
    page.press("#street", "Enter")
    page.wait_for_url("**/sent?street=14+rue+Pasteur&*")
