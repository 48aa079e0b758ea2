"""What editors wrote, readied for any face: only what still exists and what this body shows."""

from collections.abc import Mapping
from typing import Any

from wagtail.blocks.stream_block import StreamValue

from guichet.catalogue.models import Procedure
from guichet.communes.models import Body


def blocks_of(content: StreamValue, body: Body) -> list[Mapping[str, Any]]:
    """Each block as `{"kind", "value"}`; the value of `procedures` is a list of `Procedure`, of `links` of text and url."""
    slugs = {slug for block in content if block.block_type == "procedures" for slug in block.value}
    shown = {one.slug: one for one in Procedure.objects.shown_on(body).filter(slug__in=slugs)} if slugs else {}
    blocks: list[Mapping[str, Any]] = []
    for block in content:
        value: Any = block.value
        if block.block_type == "procedures":
            value = [shown[slug] for slug in value if slug in shown]
        elif block.block_type == "links":
            value = [{"text": link["text"], "url": link["url"] or _address_of(link["page"])} for link in value]
            value = [link for link in value if link["url"]]
        if value:
            blocks.append({"kind": block.block_type, "value": value})
    return blocks


def _address_of(page: Any) -> str:
    """Where a chosen page is read on its site, whatever port answers; nothing when it left."""
    parts = page.get_url_parts() if page is not None and page.live else None
    return str(parts[2]) if parts else ""
