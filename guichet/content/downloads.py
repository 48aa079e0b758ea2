"""The documents that editors give to download: whose they are, and what is said of them."""

from django.db.models import Q, QuerySet
from wagtail.documents.models import Document
from wagtail.models import Collection

from guichet.communes.models import Body
from guichet.content.download_rules import format_named
from guichet.content.models import EditingGroup, SectionGroup
from guichet.documents.rules import size_in_words


def documents_of(body: Body) -> QuerySet[Document]:
    """Those that its pages may give: its own, its sections', and those of its intercommunal body."""
    owners = [owner for owner in (body.pk, body.member_of_id) if owner is not None]
    own = Q(collection__in=EditingGroup.objects.filter(body__in=owners).values("collection"))
    of_sections = Q(collection__in=SectionGroup.objects.filter(body__in=owners).values("collection"))
    documents: QuerySet[Document] = Document.objects.filter(own | of_sections)
    return documents


def body_of(collection: Collection) -> Body | None:
    """Whose editors write there; None for a collection that no body was given."""
    owning = EditingGroup.objects.select_related("body").filter(collection=collection).first()
    writing = owning or SectionGroup.objects.select_related("body").filter(collection=collection).first()
    return writing.body if writing is not None else None


def file_words(document: Document) -> str:
    """What one will receive: "PDF, 340 Ko"."""
    form = format_named(document.filename)
    size = size_in_words(document.file_size) if document.file_size else ""
    return ", ".join(filter(None, (form.word if form else "", size)))
