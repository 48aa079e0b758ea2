"""Two visits from the door to the receipt, in a real Chromium: a vehicle sold, an act asked for under a mandate."""

import pytest
from playwright.sync_api import Browser, Page, expect

from guichet.accounts.models import Role
from guichet.cases.models import Case
from guichet.config import hosts
from guichet.journal.actions import deliver_all
from guichet.journal.models import Record
from guichet.mandates.models import Mandate
from guichet.notifications.models import Message
from guichet.notifications.rules import Channel
from guichet.portal.planting import plant_pages
from guichet.visits.models import Visit
from guichet.visits.rules import Outcome
from tests.base import an_agent, build_world, signed_in
from tests.browser import new_page
from tests.journeys.test_mandates import draw
from tests.journeys.walking import looked_at
from tests.requests import Offered, offer_everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def offered(transactional_db, settings, tmp_path) -> Offered:
    settings.DEMONSTRATION = True
    settings.FILES_ROOT = tmp_path
    found = offer_everything(build_world())
    plant_pages(found.anor)
    hosts.forget()
    return found


@pytest.fixture
def manon(offered: Offered) -> Role:
    return an_agent("manon", offered.anor)


def counter(browser: Browser, live_server, role: Role) -> Page:
    page = new_page(browser, width=1440, height=900)
    site = f"http://localhost:{live_server.url.rsplit(':', 1)[1]}"
    session = signed_in(role).cookies["guichet_agent"].value
    page.context.add_cookies([{"name": "guichet_agent", "value": session, "url": site}])
    page.context.route(lambda address: not address.startswith(site), lambda route: route.abort())
    page.goto(f"{site}/guichet/accueil/")
    return looked_at(page)


def leads(page: Page, key: str) -> None:
    page.wait_for_load_state()  # keys are heard once the page is whole
    with page.expect_navigation():
        page.keyboard.press(key)
    looked_at(page)


def paper(page: Page, key: str) -> str:
    """What opens beside: its kind."""
    with page.context.expect_page() as opened:
        page.keyboard.press(key)
    beside = opened.value
    beside.wait_for_url(lambda address: address != "about:blank", wait_until="commit")
    address = beside.url
    beside.close()
    page.bring_to_front()
    return address


def says(page: Page, name: str, words: str) -> None:
    page.locator(f"#{name}").fill(words)
    leads(page, "Enter")


def kinds(visit: Visit) -> list[str]:
    return list(Record.objects.at_visit(visit.pk).values_list("kind", flat=True))


def test_a_vehicle_is_sold_in_one_visit(offered, manon, live_server, browser):
    page = counter(browser, live_server, manon)
    leads(page, "v")
    says(page, "pour-quoi", "je vends ma voiture")
    expect(page.get_by_role("heading", name="Vendre ou donner un véhicule")).to_be_visible()
    says(page, "qui", "Bernard")
    for _paper in range(3):
        page.keyboard.press("j")
        leads(page, "Space")
    page.keyboard.press("j")
    leads(page, "m")
    assert paper(page, "b").endswith("/a-rapporter.pdf")
    page.reload()
    expect(page.locator(".visit-lines")).to_contain_text("1 papier à rapporter : Vendre un véhicule")
    assert "/armoire/papiers/" in paper(page, "i")
    leads(page, "e")  # first the certificate, which the buyer must have
    expect(page.get_by_role("heading", name="Obtenir le certificat de situation")).to_be_visible()
    paper(page, "o")  # a page of ours that leads to the official site
    leads(page, "p")
    visit = Visit.objects.latest("pk")
    assert paper(page, "u").endswith(f"/{visit.reference}/recu.pdf")
    page.keyboard.press("f")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_text("Visite finie : revient.")).to_be_visible()
    visit.refresh_from_db()
    assert (visit.outcome, visit.first_name) == (Outcome.COMES_BACK, "Bernard")
    slugs = list(visit.matters.values_list("procedure__slug", flat=True))
    assert slugs == ["cession-vehicule", "certificat-situation-administrative"]
    done = {"PapersChecked", "BringBackPrinted", "FormsHandedOut", "SiteOpened", "DoneOnTheSpot", "ReceiptGiven"}
    assert done <= set(kinds(visit))


def test_an_act_is_asked_for_under_a_mandate_by_who_has_no_e_mail(offered, manon, live_server, browser):
    page = counter(browser, live_server, manon)
    leads(page, "v")
    says(page, "pour-quoi", "extrait de naissance")
    leads(page, "d")  # nobody knows her here
    for name, words in (("first_name", "Yvette"), ("last_name", "Lambert"), ("street", "3 rue du Bois")):
        page.locator(f"#{name}").fill(words)
        page.keyboard.press("Escape")
    page.get_by_role("button", name="Noter").click()
    expect(page.get_by_role("heading", name="Yvette Lambert")).to_be_visible()
    leads(page, "g")
    page.get_by_role("checkbox", name="Papiers et citoyenneté").check()
    page.keyboard.press("d")
    leads(page, "e")
    page.keyboard.press("h")
    draw(page)
    leads(page, "s")
    mandate = Mandate.objects.get()
    visit = Visit.objects.latest("pk")
    page.goto(page.url.split("/mandat/")[0] + "/")
    leads(page, "r")
    expect(page.get_by_text(f"Sous le mandat {mandate.reference}")).to_be_visible()
    page.get_by_label("Date de naissance").fill("3/11/1944")
    leads(page, "Enter")
    case = Case.objects.get()
    expect(page.locator(".visit-lines")).to_contain_text(case.reference)
    received = Record.objects.about("case", case.pk).get(kind="CaseReceived")
    assert (received.actor_id, received.for_id) == (manon.account_id, visit.person_id)
    assert (received.visit_id, received.mandate_id) == (visit.pk, mandate.pk)
    deliver_all()
    assert Message.objects.about("case", case.pk).to_people().first().channel == Channel.LETTER


@pytest.mark.parametrize("width", [320, 1280])
def test_the_counter_fits_the_screen_it_has(offered, manon, live_server, browser, width):
    page = counter(browser, live_server, manon)
    page.set_viewport_size({"width": width, "height": 900})
    leads(page, "v")
    says(page, "pour-quoi", "passeport")
    says(page, "qui", "Marie-Antoinette-Joséphine de La Rochefoucauld-Montbel")
    looked_at(page)
