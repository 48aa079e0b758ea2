"""Atom: what a town publishes, for who reads it elsewhere (RFC 4287)."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.http import HttpRequest, HttpResponse
from django.utils.feedgenerator import Atom1Feed

from guichet.portal.frame import dated, town_of

LONGEST_FEED = 50


@dataclass(frozen=True)
class Entry:
    """One thing of a feed; `id` never changes, whatever becomes of its title."""

    id: str
    title: str
    path: str
    summary: str
    published: datetime
    updated: datetime


def atom(
    request: HttpRequest, *, title: str, path: str, entries: Iterable[Entry], until: datetime | None = None
) -> HttpResponse:
    """A feed of this portal at `path`, at most fifty entries, the newest first as given."""
    town = town_of(request)

    def absolute(address: str) -> str:
        return request.build_absolute_uri(address)

    feed = Atom1Feed(
        title=f"{title} – {town.name}",
        link=absolute("/"),
        feed_url=absolute(path),
        description=title,
        language="fr",
        author_name=town.office,
        feed_guid=f"tag:{town.host},2026:{path}",
    )
    for entry in list(entries)[:LONGEST_FEED]:
        feed.add_item(
            title=entry.title,
            link=absolute(entry.path),
            description=entry.summary,
            unique_id=f"tag:{town.host},2026:{entry.id}",
            pubdate=entry.published,
            updateddate=entry.updated,
        )
    answer = HttpResponse(feed.writeString("utf-8"), content_type="application/atom+xml; charset=utf-8")
    return dated(request, answer, until=until)
