from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from guichet.accounts.rules import same_secret
from guichet.cases.acknowledgement import acknowledgement, appeal
from guichet.cases.receipts import receipt_pdf
from guichet.kit.dates import pretending
from tests.base import a_case


@pytest.fixture
def case(world):
    with pretending(datetime(2026, 11, 24, 9, 47, tzinfo=UTC)):
        return a_case(world)


def test_the_acknowledgement_says_what_the_law_wants_said(case):
    words = acknowledgement(case)
    assert "mardi 24\u00a0novembre\u00a02026 à 10\u00a0h\u00a047" in words.received
    assert "mardi 8\u00a0décembre\u00a02026" in words.due
    for part in ("service déchets", "59610 Fourmies", "03 53 01 59 41", "dechets@sud-avesnois.example"):
        assert part in words.service
    assert "lundi 25\u00a0janvier\u00a02027" in words.silence  # two months later is a Sunday
    assert "acceptée" in words.silence
    assert "tribunal administratif de Lille" in appeal(case)


def test_the_receipt_is_a_tagged_pdf_of_one_page_with_both_codes(case):
    content = receipt_pdf(case)
    with pikepdf.open(BytesIO(content)) as pdf:
        assert "/StructTreeRoot" in pdf.Root
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("fr")
        assert len(pdf.pages) == 1
    text = pypdfium2.PdfDocument(content)[0].get_textpage().get_text_range()
    assert case.reference in text
    assert any(same_secret(word, case.secret) for word in text.split())
    assert "Lucie" in text
