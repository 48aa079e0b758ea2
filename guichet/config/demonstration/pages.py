"""What the invented towns publish: first pages, a page of their own, a banner."""

from datetime import datetime, time, timedelta

from guichet.communes.models import Body
from guichet.config.demonstration.articles import write_articles
from guichet.config.demonstration.bodies import Bodies
from guichet.config.demonstration.town_life import write_town_life
from guichet.content.actions import open_workshop, publish_banner
from guichet.content.models import HomePage, TextPage
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import PARIS, day_in_words, now, paris_date
from guichet.portal.planting import plant_pages

FRIDAY = 4

LIVING_HERE = (
    "<h2>Les déchets</h2>"
    "<p>Les ordures ménagères passent le mardi, le tri un jeudi sur deux. Sortez le bac la veille au soir, poignée vers la rue.</p>"
    "<h2>La mairie</h2>"
    "<p>Manon et Bernard vous reçoivent au rez-de-chaussée. Le mardi, une navette gratuite part pour Avesnes à 14 h.</p>"
    "<h2>Les marchés</h2>"
    "<p>Place de la mairie, le samedi de 8 h à 12 h. Le marché de Noël s’installe le deuxième samedi de décembre.</p>"
)
DETOUR = (
    "<p>Les travaux d’eau occupent la moitié de la chaussée, entre l’école et le pont.</p>"
    "<h2>Pour passer</h2>"
    "<ul><li>En voiture : un feu règle le passage, comptez cinq minutes de plus.</li>"
    "<li>En camion : prenez la rue d’Hirson.</li>"
    "<li>À pied : le trottoir des numéros pairs reste libre.</li></ul>"
)


def write_pages(bodies: Bodies) -> None:
    for body in (bodies.shared, bodies.anor, bodies.fourmies):
        home = plant_pages(body)
        open_workshop(body)
        if body == bodies.anor:
            _write_anor(body, home)
    _announce_works(bodies.anor)


def _write_anor(anor: Body, home: HomePage) -> None:
    write_articles(anor, home)
    write_town_life(anor, home)
    _publish(
        home,
        TextPage(
            title="Vie pratique",
            slug="vie-pratique",
            intro="Ce qui revient chaque semaine à Anor.",
            text=LIVING_HERE,
            show_in_menus=True,
        ),
    )
    _publish(
        home, TextPage(title="Rue Léo-Lagrange : le plan de la déviation", slug="deviation-leo-lagrange", text=DETOUR)
    )


def _publish(home: HomePage, page: TextPage) -> None:
    home.add_child(instance=page)
    page.save_revision().publish()


def _announce_works(anor: Body) -> None:
    """A banner until the end of a coming Friday."""
    today = paris_date(now())
    friday = today + timedelta(days=(FRIDAY - today.weekday()) % 7 or 7)
    publish_banner(
        body=anor,
        text=f"Rue Léo-Lagrange : circulation alternée jusqu’au {day_in_words(friday, year=False)}.",
        link_text="Plan de la déviation",
        link_url="/deviation-leo-lagrange/",
        starts_at=now() - timedelta(days=2),
        ends_at=datetime.combine(friday + timedelta(days=1), time(), PARIS),
        by=SYSTEM,
    )
