"""What the invented Anor gives to download: papers of our own making, in the collection of its editors."""

from collections.abc import Mapping
from typing import Any

from django.core.files.base import ContentFile
from django.utils.text import slugify
from wagtail.documents.models import Document

from guichet.communes.models import Body
from guichet.content.models import EditingGroup
from guichet.documents.rendering import render_pdf
from guichet.notifications.envelopes import letterhead

NOTE = "Document inventé pour la démonstration."


def handed_out(body: Body, told: Mapping[str, Any]) -> Document:
    """A PDF made from the story: its title, a sentence, then parts of a few lines."""
    data = {
        "letterhead": letterhead(body, None),
        "title": told["title"],
        "intro": told["intro"],
        "parts": [{"title": title, "lines": lines} for title, lines in told["parts"]],
        "note": NOTE,
    }
    pdf = ContentFile(render_pdf("config/demonstration/typst/handout.typ", data), f"{slugify(told['title'])[:60]}.pdf")
    collection = EditingGroup.objects.get(body=body).collection
    assert collection is not None, "its workshop is open"
    document = Document(title=told["title"], file=pdf, collection=collection)
    document._set_document_file_metadata()
    document.save()
    return document
