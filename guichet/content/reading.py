"""What editors wrote, readied for any face: only what still exists and what this body shows."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from wagtail.blocks.stream_block import StreamValue

from guichet.catalogue.models import Procedure
from guichet.communes.models import Body
from guichet.content.downloads import documents_of, file_words


def blocks_of(content: StreamValue, body: Body) -> list[Mapping[str, Any]]:
    """Each block as `{"kind", "value"}`; the value of `procedures` is a list of `Procedure`, of `links` of text and url,
    of `documents` of title, url and note.
    """
    slugs = {slug for block in content if block.block_type == "procedures" for slug in block.value}
    shown = {one.slug: one for one in Procedure.objects.shown_on(body).filter(slug__in=slugs)} if slugs else {}
    blocks: list[Mapping[str, Any]] = []
    for block in content:
        value: Any = block.value
        if block.block_type == "procedures":
            value = [shown[slug] for slug in value if slug in shown]
        elif block.block_type == "links":
            value = [{"text": link["text"], "url": link["url"] or _address_of(link["page"], body)} for link in value]
            value = [link for link in value if link["url"]]
        elif block.block_type == "documents":
            value = _documents(value, body)
        if value:
            blocks.append({"kind": block.block_type, "value": value})
    return blocks


def _documents(items: Any, body: Body) -> list[dict[str, str]]:
    """Those of this body alone: a page that came from elsewhere may name others, one may have been deleted."""
    chosen = [(item["title"], item["document"]) for item in items if item["document"] is not None]
    own = set(documents_of(body).filter(pk__in=[one.pk for _title, one in chosen]).values_list("pk", flat=True))
    return [
        {"title": title or one.title, "url": one.url, "note": file_words(one)} for title, one in chosen if one.pk in own
    ]


def _address_of(page: Any, body: Body) -> str:
    """Where a chosen page is read, on this site whatever port answers or on another body's; nothing when it left."""
    parts = page.get_url_parts() if page is not None and page.live else None
    if parts is None:
        return ""
    _site, root, path = parts
    return str(path if urlsplit(root).hostname == body.host else page.specific.full_url)
