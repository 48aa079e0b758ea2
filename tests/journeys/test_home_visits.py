"""A visit at home, asked for a mother on the portal, made by an agent on her round; an identity card that arrives."""

import pytest
from playwright.sync_api import Browser, Page, expect

from guichet.accounts.models import Role
from guichet.config import hosts
from guichet.journal.actions import deliver_all
from guichet.kit.dates import now, paris_date
from guichet.notifications.models import Message
from guichet.portal.planting import plant_pages
from guichet.visits.models import HomeVisit, IdentityPaper, Visit
from tests.base import an_agent, build_world, signed_in
from tests.browser import new_page
from tests.journeys.walking import fill_in, looked_at, send
from tests.requests import Offered, offer_everything

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

FOR_HER_MOTHER = {
    "for_whom": "somebody", "visited_first_name": "Yvette", "visited_last_name": "Carpentier",
    "street": "12 rue du Bois", "postcode": "59186", "city": "Anor", "words": "Refaire sa carte d’identité",
    "moment": "morning", "landmark": "Résidence Les Ormes, 12", "first_name": "Élise", "last_name": "Carpentier",
    "phone": "06 12 34 56 78",
}  # fmt: skip


@pytest.fixture
def offered(transactional_db, settings, tmp_path) -> Offered:
    settings.FORM_MINIMUM_SECONDS = 0
    settings.DEMONSTRATION = True
    settings.FILES_ROOT = tmp_path
    found = offer_everything(build_world())
    for body in (found.world.body, found.anor, found.world.fourmies):
        plant_pages(body)
    hosts.forget()
    return found


@pytest.fixture
def site(live_server) -> str:
    return str(live_server.url).replace("127.0.0.1", "localhost")


def at_reception(browser: Browser, site: str, agent: Role, address: str) -> Page:
    page = new_page(browser, width=1440)
    session = signed_in(agent).cookies["guichet_agent"].value
    page.context.add_cookies([{"name": "guichet_agent", "value": session, "url": site}])
    page.goto(f"{site}/guichet/accueil/{address}/")
    return looked_at(page)


def test_a_daughter_asks_a_round_is_planned_and_the_visit_opens_at_the_door(
    offered: Offered, site: str, browser: Browser
) -> None:
    portal = new_page(browser, width=320)
    portal.goto(f"{site}/demarches/visite-domicile/")
    looked_at(portal)
    portal.get_by_role("link", name="Faire la demande en ligne").locator("visible=true").first.click()
    looked_at(portal)
    portal.get_by_role("link", name="Commencer", exact=True).click()
    fill_in(portal, FOR_HER_MOTHER)
    send(portal)
    looked_at(portal)
    deliver_all()
    assert str(HomeVisit.objects.get().person) == "Yvette Carpentier"

    desk = at_reception(browser, site, an_agent("manon", offered.anor), "domicile")
    keys = desk.keyboard
    expect(desk.get_by_role("row").filter(has_text="Yvette Carpentier")).to_contain_text("Élise Carpentier")
    keys.press("j")
    keys.press("Space")
    desk.get_by_label("Lieu").fill("Résidence Les Ormes")
    desk.get_by_label("Jour").fill(paris_date(now()).isoformat())
    desk.get_by_label("Heure de départ").fill("09:30")
    keys.press("Enter")
    expect(desk.get_by_role("heading", name="Résidence Les Ormes", level=1)).to_be_visible()
    looked_at(desk)
    with desk.context.expect_page() as opened:
        keys.press("i")
    assert opened.value.url.endswith("/feuille.pdf")
    desk.bring_to_front()
    keys.press("j")
    keys.press("c")
    desk.wait_for_url("**/accueil/VIS-*/")
    visit = Visit.objects.get()
    assert (visit.channel, visit.reference in desk.url) == ("home", True)
    expect(desk.locator("main")).to_contain_text("Yvette Carpentier")


def test_a_card_arrives_by_scanner_its_letter_waits_and_it_is_handed_over(
    offered: Offered, site: str, browser: Browser
) -> None:
    manon = an_agent("manon", offered.anor)
    desk = at_reception(browser, site, manon, "titres")
    keys = desk.keyboard
    keys.type("K3GV8TRPQ2")
    keys.press("Enter")
    expect(desk.get_by_label("Prénom et nom")).to_be_focused()
    keys.type("Bernard Petit")
    keys.press("Tab")
    keys.type("3 rue de la Gare, 59186 Anor")
    keys.press("Enter")
    expect(desk.locator("main")).to_contain_text("Carte d’identité de Bernard Petit")
    looked_at(desk)
    deliver_all()
    assert Message.objects.get(subject_kind="identity-paper").status == Message.Status.TO_PRINT
    desk.goto(f"{site}/guichet/courrier/")
    expect(desk.get_by_role("row").filter(has_text="Bernard Petit")).to_contain_text(
        "Votre carte d’identité est arrivée"
    )

    desk.goto(f"{site}/guichet/accueil/titres/")
    keys.press("Escape")
    desk.locator("body").click(position={"x": 700, "y": 5})
    keys.press("/")
    keys.type("petit")
    keys.press("Enter")
    expect(desk.get_by_role("row").filter(has_text="Bernard Petit")).to_be_visible()
    desk.get_by_role("button", name="Remis à Bernard Petit").focus()
    keys.press("r")
    expect(desk.locator("main")).to_contain_text("remise notée")
    looked_at(desk)
    assert IdentityPaper.objects.get().handed_by == manon.account
