"""The pages that editors write, given to the search of their portal."""

from collections.abc import Iterator

from django.utils.html import strip_tags
from wagtail.models import Site

from guichet.communes.models import Body
from guichet.content.search.matching import Document
from guichet.content.search.sources import found_in_search
from guichet.portal.models import TextPage


@found_in_search
def pages(body: Body) -> Iterator[Document]:
    """Each page of text that is shown; its slug is its address."""
    site = Site.objects.select_related("root_page").filter(hostname=body.host).first()
    if site is None:
        return
    root = site.root_page
    for page in TextPage.objects.live().descendant_of(root):
        yield Document(
            kind="page",
            slug=f"/{page.url_path.removeprefix(root.url_path)}",
            title=page.title,
            note=page.intro,
            text=strip_tags(page.text.replace("<", " <")),
        )
