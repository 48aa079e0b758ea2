"""How a journey goes through a request: each page looked at, each question answered by its name."""

from collections.abc import Callable, Mapping, Sequence
from io import BytesIO

from PIL import Image, ImageDraw
from playwright.sync_api import Page

from tests.browser import axe, wider_than_the_window

Answer = str | Sequence[dict[str, object]]
MOST_PAGES = 20
CHECK = "verifier"


def write_below(page: Page, site: str, name: str) -> None:
    """From the first page of the workshop, with its own buttons, to the form of a page below the one of this name."""
    page.goto(f"{site}/cms/")
    page.get_by_role("button", name="Pages").click()
    page.get_by_role("link", name=name, exact=True).first.click()
    page.wait_for_load_state()
    page.get_by_role("link", name="Ajouter une sous-page").first.click()


def publish(page: Page) -> None:
    page.get_by_role("button", name="Plus d'actions").click()
    page.get_by_role("button", name="Publier").click()
    page.wait_for_load_state()


def looked_at(page: Page, *, javascript: bool = True) -> Page:
    """One title, no sideways scroll, nothing to blame, once the page is there whole."""
    page.wait_for_load_state()
    assert page.locator("h1").count() == 1, page.url
    if javascript:
        assert wider_than_the_window(page) == [], page.url
        assert axe(page) == [], page.url
    return page


def go_on(page: Page) -> None:
    """A click returns when the next page begins: this one when it is there whole."""
    page.get_by_role("button", name="Continuer", exact=True).last.click()
    page.wait_for_load_state()


def fill_in(page: Page, answers: Mapping[str, Answer], *, look: Callable[[Page], object] = looked_at) -> None:
    """From the page that is open to the one that shows every answer; a page whose answers are not known is passed."""
    for _page in range(MOST_PAGES):
        look(page)
        if page.url.rstrip("/").endswith(CHECK):
            return
        before = page.url
        for name, answer in answers.items():
            give(page, name, answer)
        go_on(page)
        assert page.url != before or page.locator(".error-summary").count() == 0, errors(page)
    raise AssertionError(f"no end: {page.url}")


def give(page: Page, name: str, answer: Answer) -> None:
    """Answer the question of this name, if this page asks it and shows it."""
    fields = page.locator(f"form [name='{name}']:not([type=hidden])")
    if fields.count() == 0:
        return
    if not isinstance(answer, str):
        if page.get_by_role("button", name="Retirer").count() == 0:
            fields.first.set_input_files(list(answer))
        return
    if fields.first.get_attribute("type") == "radio":
        page.locator(f"form [name='{name}'][value='{answer}']").check()
    elif fields.first.is_visible():
        fields.first.fill(answer)
        page.keyboard.press("Escape")  # proposals of the address service stay out of the way


def errors(page: Page) -> str:
    return page.locator(".error-summary").inner_text()


def send(page: Page) -> None:
    page.get_by_role("button", name="Envoyer ma demande").click()


def photograph(name: str = "IMG_2041.jpg", colour: str = "#0a574d", kind: str = "JPEG") -> dict[str, object]:
    """A picture as a telephone takes it, large enough to be read."""
    picture = Image.new("RGB", (900, 600), colour)
    ImageDraw.Draw(picture).rectangle((80, 80, 820, 520), outline="white", width=8)
    content = BytesIO()
    picture.save(content, kind)
    return {"name": name, "mimeType": f"image/{kind.lower()}", "buffer": content.getvalue()}
