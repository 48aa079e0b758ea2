"""What the pages of editors are made of, readied for the portal's templates."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.text import slugify
from wagtail.blocks.stream_block import StreamValue

from guichet.catalogue.models import Procedure
from guichet.communes.models import Body
from guichet.content.models import HomePage, NewsPage, TownPage
from guichet.kit.dates import day_in_words
from guichet.portal.frame import below_home
from guichet.portal.welcome import procedure_line

NEWS_AT_HOME = 3
LATEST_FIRST = ("-day", "-pk")
STEP_OF_PATH = 4  # characters of a treebeard path for each floor of the tree
FLOORS_ABOVE = 2  # Wagtail's root, then the home page of the body


def blocks_of(content: StreamValue, body: Body) -> list[Mapping[str, Any]]:
    """Each block with what its template draws; procedures that this body does not show are left out."""
    slugs = {slug for block in content if block.block_type == "procedures" for slug in block.value}
    shown = {one.slug: one for one in Procedure.objects.shown_on(body).filter(slug__in=slugs)} if slugs else {}
    blocks: list[Mapping[str, Any]] = []
    for block in content:
        value: Any = block.value
        if block.block_type == "procedures":
            value = [procedure_line(shown[slug]) for slug in value if slug in shown]
        elif block.block_type == "links":
            value = [{"text": link["text"], "url": link["url"] or _address_of(link["page"])} for link in value]
            value = [link for link in value if link["url"]]
        if value:
            blocks.append({"kind": block.block_type, "value": value})
    return blocks


def _address_of(page: Any) -> str:
    """Where a chosen page is read; nothing when it left the site."""
    return str(page.url or "") if page is not None and page.live else ""


def news_path(page: NewsPage) -> str:
    """Its address on its own portal, without asking the database where it stands."""
    return f"/{page.url_path.split('/', 2)[2]}"


def news_lines(news: Iterable[NewsPage]) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "url": news_path(one),
            "title": one.title,
            "intro": one.intro,
            "day": day_in_words(one.day),
            "picture": one.picture,
        }
        for one in news
    ]


def town_life(town: Body, home: HomePage) -> dict[str, Any]:
    """What the home page shows of the town: its latest news and its sections."""
    if not home.pk:
        return {"news": [], "sections": []}
    news = NewsPage.objects.descendant_of(home).live().select_related("picture").order_by(*LATEST_FIRST)[:NEWS_AT_HOME]
    sections = [entry.sectionpage for entry in below_home(town) if hasattr(entry, "sectionpage")]
    return {
        "news": news_lines(news),
        "sections": [
            {"url": f"/{one.slug}/", "name": one.title, "note": one.intro, "drawing": one.drawing} for one in sections
        ],
    }


def top_slug(page: TownPage) -> str:
    """The slug of the page right below the home page on the way to this one: what the menu shows as current."""
    if page.depth and page.depth > FLOORS_ABOVE + 1:
        top = page.path[: STEP_OF_PATH * (FLOORS_ABOVE + 1)]
        found = page.get_ancestors().filter(path=top).values_list("slug", flat=True).first()
        return str(found or "")
    return str(page.slug or slugify(page.title))
