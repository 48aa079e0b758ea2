"""A resident reads the State's sheets on the portal of her town: in a real Chromium, wide and narrow, judged by axe."""

import pytest

from guichet.catalogue.actions import load_procedures
from guichet.config import hosts
from guichet.kit.actor import SYSTEM
from guichet.national.tests.archives import imported, sheet, text, zipped
from guichet.portal.planting import plant_pages
from tests.base import World, build_world
from tests.browser import new_page
from tests.journeys.walking import looked_at

pytestmark = pytest.mark.browser

P = "<Paragraphe>À 16 ans, chaque jeune Français se fait recenser à la <MiseEnEvidence>mairie</MiseEnEvidence>.</Paragraphe>"
TABLE = (
    '<Tableau><Titre>Qui, quand</Titre><Colonne type="header"/><Rangée type="header"><Cellule><Paragraphe>Vous êtes</Paragraphe></Cellule>'
    "<Cellule><Paragraphe>Vous vous faites recenser</Paragraphe></Cellule></Rangée><Rangée><Cellule><Paragraphe>Né français</Paragraphe>"
    "</Cellule><Cellule><Paragraphe>dans les 3 mois qui suivent vos 16 ans</Paragraphe></Cellule></Rangée></Tableau>"
)
NOTES = f"<Attention><Titre>Attention</Titre>{P}</Attention><ASavoir><Titre>À savoir</Titre>{P}</ASavoir>"
CASES = f"<BlocCas><Cas><Titre>Sur place</Titre>{P}{TABLE}</Cas><Cas><Titre>En ligne</Titre>{P}</Cas></BlocCas>"
CHAPTER = f"<Chapitre><Titre><Paragraphe>Comment faire</Paragraphe></Titre>{P}{CASES}{NOTES}</Chapitre>"
SITUATIONS = (
    f"<ListeSituations affichage='onglet'><Situation><Titre>En France</Titre>{text(CHAPTER)}</Situation>"
    f"<Situation><Titre>À l’étranger</Titre>{text(P)}</Situation></ListeSituations>"
)
SERVICE = (
    '<ServiceEnLigne ID="R1" type="Téléservice" URL="https://exemple.gouv.fr/"><Titre>Recensement en ligne</Titre>'
    "<Source>Ministère</Source></ServiceEnLigne>"
)
THEME = '<Theme ID="N1"><Titre>Papiers</Titre></Theme>'
FILES = {
    "N1.xml": sheet('<SousTheme ID="N2"><Titre>Citoyenneté</Titre><Dossier ID="N3">Service national</Dossier></SousTheme>', number="N1", kind="Theme", title="Papiers"),
    "N3.xml": sheet('<Fiche ID="F870">Recensement citoyen</Fiche>', number="N3", kind="Dossier", title="Service national"),
    "F870.xml": sheet(f"<Introduction>{text(P)}</Introduction>{SITUATIONS}{SERVICE}", number="F870", title="Recensement citoyen"),
    "R1.xml": sheet(THEME + '<LienWeb URL="https://exemple.gouv.fr/"><Source>Ministère</Source></LienWeb>', number="R1", kind="Téléservice", title="Recensement en ligne"),
}  # fmt: skip


@pytest.fixture
def world(transactional_db: None, tmp_path) -> World:
    """The portal of Anor with a few sheets of the State."""
    world = build_world()
    load_procedures(by=SYSTEM)
    plant_pages(world.anor)
    imported(zipped(tmp_path, FILES))
    hosts.forget()
    return world


@pytest.mark.parametrize("width", [320, 1280])
def test_a_resident_goes_from_a_theme_to_the_sheet_to_the_procedure_of_her_town(live_server, browser, world, width):
    page = new_page(browser, width=width)
    page.goto(f"http://{world.anor.host}:{live_server.url.rsplit(':', 1)[1]}/services-publics/")
    for link in ("Papiers", "Service national", "Recensement citoyen"):
        looked_at(page)
        page.locator("main").get_by_role("link", name=link).first.click()
    looked_at(page)
    for summary in ("En France", "Sur place"):
        page.locator("summary").filter(has_text=summary).click()
    assert page.get_by_role("table").is_visible()
    looked_at(page)
    page.locator("aside").get_by_role("link", name="Recensement").click()
    looked_at(page)
    assert page.url.endswith("/demarches/recensement-citoyen/")
    assert page.locator("main").get_by_role("link", name="Recensement citoyen").is_visible()
    page.goto(page.url.replace("demarches/recensement-citoyen", "services-en-ligne"))
    looked_at(page)
    page.get_by_role("link", name="Recensement en ligne").click()
    looked_at(page)
    assert (
        page.get_by_role("link", name="Accéder au service en ligne").get_attribute("href") == "https://exemple.gouv.fr/"
    )


def test_every_answer_is_on_the_page_without_javascript(live_server, browser, world):
    page = new_page(browser, width=320, javascript=False)
    page.goto(f"http://{world.anor.host}:{live_server.url.rsplit(':', 1)[1]}/services-publics/F870/")
    page.locator("summary").filter(has_text="À l’étranger").click()
    assert page.locator("details[open]").get_by_text("chaque jeune Français").is_visible()
