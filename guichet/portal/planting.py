"""The first pages of a body's portal: its home page, its site, its news, its agenda, its associations, and the three pages
the law asks for.

Their words are a beginning that is true of every instance; an editor completes them in the workshop.
"""

from django.db import transaction
from django.template.loader import render_to_string
from django.utils.translation import gettext as _
from wagtail.models import Page, Site

from guichet.communes.models import Body
from guichet.content.models import AgendaPage, DirectoryPage, HomePage, NewsIndexPage, TextPage
from guichet.kit.words import fold

NEWS_SLUG = "actualites"
AGENDA_SLUG = "agenda"
DIRECTORY_SLUG = "associations"
PORT = 80  # of the site's row: Wagtail asks for one, hosts are told apart by their name alone


@transaction.atomic
def plant_pages(body: Body) -> HomePage:
    """Create what is missing of the first pages of this body's portal; what editors wrote is left alone."""
    home: HomePage | None = HomePage.objects.filter(sites_rooted_here__hostname=body.host).first()
    if home is None:
        # The welcome page of Wagtail's own migrations, with its site.
        Page.objects.exact_type(Page).filter(depth=2).delete()
        slug = fold(body.short_name).replace(" ", "-").replace("’", "-").replace("'", "-")
        home = Page.get_first_root_node().add_child(instance=HomePage(title=body.short_name, slug=slug))
        Site.objects.create(hostname=body.host, port=PORT, root_page=home, site_name=body.short_name)
    present = set(home.get_children().values_list("slug", flat=True))
    for slug, title in (
        ("accessibilite", _("Accessibilité : non évaluée")),
        ("donnees-personnelles", _("Vos données personnelles")),
        ("mentions-legales", _("Mentions légales")),
    ):
        if slug not in present:
            text = render_to_string(f"portal/starting/{slug}.html", {"body": body})
            home.add_child(instance=TextPage(title=title, slug=slug, text=text))
    if NEWS_SLUG not in present:
        home.add_child(instance=NewsIndexPage(title=_("Actualités"), slug=NEWS_SLUG, show_in_menus=True))
    if AGENDA_SLUG not in present:
        intro = _("Ce qui se passe ici, jour après jour.")
        home.add_child(instance=AgendaPage(title=_("Agenda"), slug=AGENDA_SLUG, intro=intro, show_in_menus=True))
    if DIRECTORY_SLUG not in present:
        intro = _("Bouger, chanter, aider, se retrouver : à chacun la sienne.")
        directory = DirectoryPage(title=_("Associations"), slug=DIRECTORY_SLUG, intro=intro, show_in_menus=True)
        home.add_child(instance=directory)
    return home
