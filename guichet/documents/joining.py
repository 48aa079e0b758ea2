"""Pages sent one by one, made into one paper."""

from collections.abc import Sequence
from io import BytesIO

import pikepdf
from django.utils.translation import gettext as _

from guichet.documents.rules import MAX_PAGES
from guichet.documents.sheets import add_a4, leaf_of, saved, tag_pictures


class TooManyPages(Exception):
    """The paper would have more pages than we read."""

    def __init__(self, pages: int) -> None:
        super().__init__(str(pages))
        self.pages = pages


def joined(parts: Sequence[tuple[bytes, bool]], *, title: str) -> bytes:
    """One PDF of all the parts in their order: a picture makes a page of A4, a PDF brings its own pages.

    Each part is cleaned bytes, and whether they are a PDF. Raises TooManyPages beyond fifty. Made of pictures
    alone, the paper is tagged; with somebody's PDF in it, it does not claim tags that it has not.
    """
    sources = [pikepdf.open(BytesIO(data)) if is_pdf else None for data, is_pdf in parts]
    pages = sum(len(source.pages) if source else 1 for source in sources)
    if pages > MAX_PAGES:
        raise TooManyPages(pages)
    document = pikepdf.new()
    for (data, _is_pdf), source in zip(parts, sources, strict=True):
        if source is None:
            add_a4(document, leaf_of(data))
        else:
            _bring(document, source)
    if not any(sources):
        tag_pictures(document, [_("Page %(n)s sur %(of)s") % {"n": n + 1, "of": pages} for n in range(pages)])
    return saved(document, title=title)


def _bring(document: pikepdf.Pdf, source: pikepdf.Pdf) -> None:
    """All the pages of a PDF. What was typed into its form becomes ink: the form itself stays behind."""
    if "/AcroForm" in source.Root:
        source.generate_appearance_streams()
        source.flatten_annotations()
    for page in source.pages:
        # Its tags stay behind with their tree: a page that points into none confuses readers.
        if "/StructParents" in page.obj:
            del page.obj["/StructParents"]
    document.pages.extend(source.pages)
