"""An editor who never saw the program shows an act; a resident reads it."""

import pytest
from playwright.sync_api import expect

from guichet.accounts.rules import RoleKind
from guichet.communes.models import Body
from guichet.config import hosts
from guichet.content.models import LegalNotice
from guichet.documents.tests.factories import pdf
from guichet.journal.actions import deliver_all
from guichet.portal.planting import plant_pages
from tests.base import an_agent, build_world, signed_in
from tests.browser import axe, new_page
from tests.journeys.walking import looked_at

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def anor() -> Body:
    body = build_world().anor
    plant_pages(body)
    hosts.forget()
    return body


def test_an_act_is_written_previewed_shown_and_read(anor, live_server, browser):
    editor = an_agent("yvette", anor, kind=RoleKind.EDITOR)
    deliver_all()
    site = f"http://localhost:{live_server.url.rsplit(':', 1)[1]}"
    page = new_page(browser, width=1280, height=900)
    session = signed_in(editor).cookies["guichet_agent"].value
    page.context.add_cookies([{"name": "guichet_agent", "value": session, "url": site}])
    page.goto(f"{site}/cms/")
    page.get_by_role("link", name="Affichage légal").click()
    page.get_by_role("link", name="Ajouter").first.click()
    page.get_by_label("Nature").select_option(label="Arrêté")
    page.get_by_label("Objet").fill("Stationnement rue du Moulin")
    page.get_by_label("Date de l’acte").fill("19/11/2026")
    page.keyboard.press("Escape")
    page.get_by_label("Signé par").fill("Jeanne Lemoine")
    page.get_by_label("Qualité").fill("maire")
    page.get_by_label("L’acte en PDF").set_input_files(
        [{"name": "arrete.pdf", "mimeType": "application/pdf", "buffer": pdf()}]
    )
    page.get_by_role("button", name="Garder le brouillon").click()
    expect(page.get_by_text("Le brouillon est gardé. Personne ne le voit encore.")).to_be_visible()
    for name in ("Aperçu sur le site", "Aperçu à la borne"):
        with page.context.expect_page() as opened:
            page.get_by_role("link", name=name).click()
        opened.value.wait_for_load_state()
        expect(opened.value.get_by_role("heading", name="Stationnement rue du Moulin")).to_be_visible()
        assert axe(opened.value) == []
        opened.value.close()
    page.get_by_role("button", name="Afficher maintenant").click()
    expect(page.get_by_text("est affiché sur le site.")).to_be_visible()
    reference = LegalNotice.objects.get().reference
    resident = new_page(browser, width=320, height=700)
    resident.goto(f"{site}/affichage-legal/")
    looked_at(resident)
    resident.get_by_role("link", name="Stationnement rue du Moulin").click()
    resident.wait_for_load_state()
    looked_at(resident)
    resident.set_viewport_size({"width": 1280, "height": 900})
    looked_at(resident)
    assert resident.url.endswith(f"/affichage-legal/{reference}/")
    assert resident.request.get(f"{resident.url}acte.pdf").headers["content-type"] == "application/pdf"
