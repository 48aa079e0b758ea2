"""Where the kiosk shows what editors write."""

from django.urls import reverse
from wagtail.models import Page

from guichet.communes.models import Body
from guichet.content.models import HomePage


def home_of(town: Body) -> HomePage | None:
    """The root page of this body's site, read once for each reading of the body."""
    if "_kiosk_home" not in vars(town):
        vars(town)["_kiosk_home"] = HomePage.objects.filter(sites_rooted_here__hostname=town.host).first()
    home: HomePage | None = vars(town)["_kiosk_home"]
    return home


def written_url(found: Page, home: HomePage | None) -> str:
    """The kiosk's address of a written page; a page not saved yet (a preview) has none."""
    root = home.url_path if home else "/"
    path = (found.url_path or "").removeprefix(root)
    return reverse("kiosk:written", args=[path]) if path else ""
