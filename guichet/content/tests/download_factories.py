"""Files that a town gives to download, as small as they can be."""

from io import BytesIO
from zipfile import ZipFile

from django.core.files.base import ContentFile
from wagtail.documents.models import Document
from wagtail.models import Collection

# One empty page. Nobody reads it: a reader mends what a table of offsets would say.
A_PDF = (
    b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
    b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
)


def an_archive(*names: str, kind: str = "") -> bytes:
    """A zip that holds these names, and says its kind as an OpenDocument does."""
    made = BytesIO()
    with ZipFile(made, "w") as archive:
        if kind:
            archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        for name in names:
            archive.writestr(name, "<x/>")
    return made.getvalue()


A_WORD_FILE = an_archive("[Content_Types].xml", "word/document.xml")


def a_document(
    collection: Collection, title: str = "Le menu de décembre", name: str = "menu.pdf", data: bytes = A_PDF
) -> Document:
    """A document kept as Wagtail keeps it."""
    document = Document(title=title, file=ContentFile(data, name), collection=collection)
    document._set_document_file_metadata()
    document.save()
    return document
