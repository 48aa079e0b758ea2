"""What the pages of editors are made of, readied for the portal's templates."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.utils.text import slugify
from wagtail.blocks.stream_block import StreamValue

from guichet.communes.models import Body
from guichet.content.forms import HOME_DEPTH
from guichet.content.models import HomePage, NewsPage, TownPage
from guichet.content.reading import blocks_of
from guichet.kit.dates import day_in_words
from guichet.portal.agenda import coming_at_home
from guichet.portal.frame import below_home
from guichet.portal.paths import path_of
from guichet.portal.welcome import procedure_line

NEWS_AT_HOME = 3
LATEST_FIRST = ("-day", "-pk")


def lines_of(content: StreamValue, body: Body) -> list[Mapping[str, Any]]:
    """The blocks of a page, with each procedure as this portal lists it."""
    return [
        {**block, "value": [procedure_line(one) for one in block["value"]]} if block["kind"] == "procedures" else block
        for block in blocks_of(content, body)
    ]


def news_lines(news: Iterable[NewsPage]) -> Sequence[Mapping[str, Any]]:
    return [
        {
            "url": path_of(one),
            "title": one.title,
            "intro": one.intro,
            "day": day_in_words(one.day),
            "picture": one.picture,
        }
        for one in news
    ]


def town_life(town: Body, home: HomePage) -> dict[str, Any]:
    """What the home page shows of the town: its latest news, what is coming and its sections."""
    if not home.pk:
        return {"news": [], "sections": []}
    news = NewsPage.objects.descendant_of(home).live().select_related("picture").order_by(*LATEST_FIRST)[:NEWS_AT_HOME]
    sections = [entry.sectionpage for entry in below_home(town) if hasattr(entry, "sectionpage")]
    return {
        **coming_at_home(home),
        "news": news_lines(news),
        "sections": [
            {"url": f"/{one.slug}/", "name": one.title, "note": one.intro, "drawing": one.drawing} for one in sections
        ],
    }


def top_slug(page: TownPage) -> str:
    """The slug of the page right below the home page on the way to this one: what the menu shows as current."""
    floor = HOME_DEPTH + 1
    if page.depth and page.depth > floor:
        top = page.path[: floor * page.steplen]
        found = page.get_ancestors().filter(path=top).values_list("slug", flat=True).first()
        return str(found or "")
    return str(page.slug or slugify(page.title))
