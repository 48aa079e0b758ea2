"""Where the pages of a town stand."""

from wagtail.models import Page


def path_of(page: Page) -> str:
    """Its address on its own portal, without asking the database where it stands."""
    return f"/{page.url_path.split('/', 2)[2]}"
