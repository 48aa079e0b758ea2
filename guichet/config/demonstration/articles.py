"""Sections, articles and news of the invented Anor, read from `anor.yaml`."""

from collections.abc import Iterator, Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

import yaml

from guichet.communes.models import Body
from guichet.config.demonstration.drawings import drawn
from guichet.config.demonstration.handouts import handed_out
from guichet.content.models import ArticlePage, HomePage, NewsIndexPage, NewsPage, SectionPage, TownPage
from guichet.kit.dates import now, paris_date

STORY = Path(__file__).resolve().parent / "anor.yaml"
REVIEWED_EACH = timedelta(days=365)


def write_articles(anor: Body, home: HomePage) -> None:
    """Everything is published; the first article is to be read again since a week."""
    story = yaml.safe_load(STORY.read_text(encoding="utf-8"))
    today = paris_date(now())
    for section in story["sections"]:
        above = SectionPage(
            title=section["title"], slug=section["slug"], intro=section["intro"], drawing=section["drawing"]
        )
        _publish(home, above)
        for told in section["articles"]:
            late = section is story["sections"][0] and told is section["articles"][0]
            article = ArticlePage(
                title=told["title"],
                slug=told["slug"],
                intro=told["intro"],
                picture=drawn(anor, told["picture"][0], told["title"], ground=told["picture"][1]),
                content=list(_blocks(told, anor)),
                review_on=today - timedelta(days=7) if late else today + REVIEWED_EACH,
            )
            _publish(above, article)
    index = NewsIndexPage.objects.child_of(home).get()
    for told in story["news"]:
        news = NewsPage(
            title=told["title"],
            slug=told["slug"],
            day=today - timedelta(days=told["days_ago"]),
            intro=told["intro"],
            picture=drawn(anor, told["picture"][0], told["title"], ground=told["picture"][1]),
            content=list(_blocks(told, anor)),
        )
        _publish(index, news)


def _publish(above: TownPage, page: TownPage) -> None:
    above.add_child(instance=page)
    page.save_revision().publish()


def _blocks(told: Mapping[str, Any], anor: Body) -> Iterator[tuple[str, Any]]:
    """The blocks of an article from the short way in which the story writes them."""
    if "text" in told:
        yield "text", told["text"]
    if "steps" in told:
        title, steps = told["steps"]
        yield "steps", {"title": title, "steps": [{"title": step, "text": text} for step, text in steps]}
    if "table" in told:
        title, lines = told["table"]
        yield "table", {"title": title, "lines": [{"what": what, "value": value} for what, value in lines]}
    if "note" in told:
        kind, text = told["note"]
        yield "note", {"kind": kind, "text": text}
    if "contact" in told:
        yield "contact", dict(zip(("name", "place", "phone", "email", "hours"), told["contact"], strict=True))
    if "procedures" in told:
        yield "procedures", told["procedures"]
    if "documents" in told:
        yield "documents", [{"document": handed_out(anor, one), "title": ""} for one in told["documents"]]
