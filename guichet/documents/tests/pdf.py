"""A PDF as one reads it."""

import pypdfium2


def text_of_pdf(pdf: bytes) -> str:
    """All its words, each space once."""
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join(" ".join(page.get_textpage().get_text_bounded().split()) for page in document)
