"""A resident who asked twice, her slip of the hand and her husband: found from a search, joined and parted by keyboard."""

import pytest
from playwright.sync_api import Browser, Page, expect

from guichet.accounts.models import PersonMerge, Role
from tests.base import World, a_case, signed_in
from tests.browser import axe, new_page

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def site(live_server, settings, tmp_path) -> str:
    settings.STORAGES = {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
    settings.FILES_ROOT = tmp_path
    return f"http://sud-avesnois.localhost:{str(live_server.url).rpartition(':')[2]}"


def a_desk(browser: Browser, site: str, role: Role, width: int, *, javascript: bool = True) -> Page:
    page = new_page(browser, width=width, javascript=javascript)
    session = signed_in(role).cookies["guichet_agent"].value
    page.context.add_cookies([{"name": "guichet_agent", "value": session, "url": site}])
    return page


def looks_well(page: Page) -> None:
    assert axe(page) == []
    assert not page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def reach(page: Page, name: str) -> None:
    """Go to a button or a link by the Tab key alone, and press it."""
    for _ in range(60):
        page.keyboard.press("Tab")
        if page.evaluate("document.activeElement.ariaLabel || document.activeElement.textContent.trim()") == name:
            page.keyboard.press("Enter")
            return
    raise AssertionError(f"Tab never came to {name}")


@pytest.mark.parametrize("width", [1440, 320])
def test_a_person_is_found_joined_and_parted_by_keyboard(
    browser: Browser, site: str, world: World, sophie: Role, width: int
) -> None:
    case, slip = a_case(world), a_case(world, last_name="Duboi", street="3 rue Pasteur")
    a_case(world, first_name="Antoine", email="")
    page = a_desk(browser, site, sophie, width)
    page.goto(f"{site}/guichet/")
    page.keyboard.press("/")
    page.keyboard.type("lucie")
    page.keyboard.press("Enter")
    expect(page.get_by_role("link", name="Lucie Dubois")).to_be_visible()
    looks_well(page)

    reach(page, "Lucie Dubois")
    expect(page.get_by_role("heading", name="Lucie Dubois", level=1)).to_be_visible()
    expect(page.get_by_role("heading", name="À la même adresse")).to_be_visible()
    expect(page.get_by_role("link", name="Antoine Dubois")).to_be_visible()
    looks_well(page)

    reach(page, "C’est la même personne : Lucie Duboi")
    expect(page.get_by_text("C’est noté : une seule personne.")).to_be_visible()
    expect(page.get_by_role("heading", name="Réunies sur cette page")).to_be_visible()
    looks_well(page)
    page.get_by_role("link", name=slip.reference).first.click()
    expect(page.get_by_role("link", name="1 autre dossier de cette personne")).to_be_visible()
    looks_well(page)
    page.get_by_role("link", name="Lucie Duboi", exact=True).click()
    expect(page.get_by_role("heading", name="Lucie Dubois", level=1)).to_be_visible()

    label = page.get_by_role("button", name="Séparer").get_attribute("aria-label")
    assert label is not None
    reach(page, label)
    expect(page.get_by_text("Elles sont séparées")).to_be_visible()
    reach(page, "Ce sont deux personnes : Lucie Duboi")
    expect(page.get_by_text("Nous ne vous le demanderons plus.")).to_be_visible()
    expect(page.get_by_role("heading", name="Peut-être la même personne")).to_have_count(0)
    looks_well(page)
    assert not PersonMerge.objects.in_force().exists()
    assert case.person != slip.person


def test_the_page_works_without_javascript(browser: Browser, site: str, world: World, sophie: Role) -> None:
    case = a_case(world)
    a_case(world)
    page = a_desk(browser, site, sophie, 1280, javascript=False)
    page.goto(f"{site}/guichet/personnes/{case.person_id}/")
    page.get_by_role("button", name="C’est la même personne").click()
    expect(page.get_by_text("C’est noté : une seule personne.")).to_be_visible()
    page.get_by_role("button", name="Séparer").click()
    expect(page.get_by_text("Elles sont séparées")).to_be_visible()
