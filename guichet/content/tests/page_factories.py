"""The first pages of a body, for tests of rooms and faces that plant none."""

from wagtail.models import Page

from guichet.communes.models import Body
from guichet.content.models import AgendaPage, DirectoryPage, HomePage, NewsIndexPage, TextPage
from tests.base import give_root, give_site


def a_home(body: Body) -> HomePage:
    """A home page with its site, its news and a page of text."""
    give_root()
    home: HomePage = Page.get_first_root_node().add_child(
        instance=HomePage(title=body.short_name, slug=f"accueil-{body.pk}")
    )
    give_site(body, home)
    home.add_child(instance=NewsIndexPage(title="Actualités", slug="actualites"))
    home.add_child(instance=AgendaPage(title="Agenda", slug="agenda"))
    home.add_child(instance=DirectoryPage(title="Associations", slug="associations"))
    home.add_child(instance=TextPage(title="Mentions légales", slug="mentions-legales", text="<p>Qui publie.</p>"))
    return home
