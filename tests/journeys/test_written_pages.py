"""What editors write, on every face: a news item from the first click to the reader; every kind of page judged by axe."""

from datetime import time, timedelta

import pytest
from playwright.sync_api import Page, expect
from wagtail.models import Page as TreePage

from guichet.accounts.rules import RoleKind
from guichet.config import hosts
from guichet.content.actions import open_workshop
from guichet.content.faces import Face
from guichet.content.models import (
    AgendaPage,
    ArticlePage,
    DirectoryPage,
    NewsIndexPage,
    NewsPage,
    SectionPage,
    TextPage,
    TownPage,
)
from guichet.content.tests.agenda_factories import an_association, an_event
from guichet.journal.actions import deliver_all
from guichet.kit.dates import now, paris_date
from guichet.portal.planting import plant_pages
from tests.base import an_agent, build_world, signed_in
from tests.browser import new_page
from tests.journeys.walking import looked_at, publish, write_below

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BLOCKS = [
    ("text", "<h2>Où la déposer</h2><p>Au <b>bac</b> de la place.</p><ul><li>lundi</li><li>jeudi</li></ul>"),
    ("note", {"kind": "attention", "text": "Fermé les jours fériés."}),
    ("steps", {"title": "Comment faire", "steps": [{"title": "Venir", "text": ""}, {"title": "Signer", "text": "Deux fois."}]}),
    ("table", {"title": "Tarifs", "lines": [{"what": "Une soirée", "value": "120 €"}]}),
    ("contact", {"name": "Le service des fêtes", "place": "En mairie", "phone": "03 27 00 00 00", "email": "", "hours": ""}),
    ("links", [{"text": "Le site de l’école", "page": None, "url": "https://ecole.example/"}]),
]  # fmt: skip


@pytest.fixture
def anor():
    return build_world().anor


@pytest.fixture
def home(anor):
    home = plant_pages(anor)
    open_workshop(anor)
    hosts.forget()
    return home


@pytest.fixture
def editor(anor, home, live_server, browser):
    """A browser where an editor of Anor is signed in, and the address of the site."""
    role = an_agent("yvette", anor, kind=RoleKind.EDITOR)
    deliver_all()
    site = f"http://localhost:{live_server.url.rsplit(':', 1)[1]}"
    page = new_page(browser)
    session = signed_in(role).cookies["guichet_agent"].value
    page.context.add_cookies([{"name": "guichet_agent", "value": session, "url": site}])
    return page, site


def test_a_news_item_is_written_seen_on_both_faces_and_read(editor, browser):
    page, site = editor
    write_below(page, site, "Actualités")
    page.locator("#id_title").fill("Il neige : les saleuses sortent")
    page.locator("#id_intro").fill("Les rues du centre d’abord, puis les hameaux.")
    publish(page)
    expect(page.get_by_text("publiée").first).to_be_visible()
    written = NewsPage.objects.get()
    for face in Face:
        page.goto(f"{site}/cms/pages/{written.pk}/view_draft/?mode={face}")
        expect(looked_at(page).get_by_role("heading", name="Il neige")).to_be_visible()
    for width in (320, 1280):
        reader = new_page(browser, width=width)
        reader.goto(site)
        looked_at(reader).get_by_role("link", name="Il neige").click()
        expect(looked_at(reader).get_by_text("puis les hameaux")).to_be_visible()


def every_kind(home: TownPage) -> list[TreePage]:
    """A page of each kind, with something to show, and an event whose next day is cancelled."""
    section = home.add_child(instance=SectionPage(title="Vivre ici", slug="vivre-ici", intro="Les jours, les lieux."))
    day = paris_date(now()) + timedelta(days=3)
    return [
        home,
        section,
        section.add_child(instance=ArticlePage(title="La salle", slug="salle", intro="Cent places.", content=BLOCKS)),
        NewsIndexPage.objects.get(),
        NewsIndexPage.objects.get().add_child(
            instance=NewsPage(title="Il neige", slug="neige", intro="Les saleuses.", content=BLOCKS)
        ),
        TextPage.objects.first(),
        an_event(
            home,
            starts_on=day,
            starts_at=time(18),
            repeat="weekly",
            cancelled_days=[("cancelled", {"day": day, "reason": "Férié"})],
            association=an_association(home, content=BLOCKS),
            content=BLOCKS,
        ),
        AgendaPage.objects.get(),
        DirectoryPage.objects.get(),
        DirectoryPage.objects.get().get_children().get().specific,
    ]


def kinds_below(kind: type[TownPage]) -> set[type[TownPage]]:
    return {found for below in kind.__subclasses__() for found in {below, *kinds_below(below)}}


def look_at_both(page: Page, address: str) -> None:
    sizes = {Face.PORTAL: ((320, 700), (1280, 900)), Face.KIOSK: ((1080, 1920), (768, 1024))}
    for face, windows in sizes.items():
        page.goto(f"{address}?mode={face}")
        for width, height in windows:
            page.set_viewport_size({"width": width, "height": height})
            looked_at(page)


def test_every_kind_of_page_passes_on_the_site_and_at_the_kiosk(editor, home):
    page, site = editor
    pages = every_kind(home)
    assert {type(one) for one in pages} == kinds_below(TownPage)
    for one in pages:
        look_at_both(page, f"{site}/cms/pages/{one.pk}/view_draft/")
