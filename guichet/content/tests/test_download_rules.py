"""What is given to download is what its name says, and nothing that acts."""

import pytest

from guichet.content.download_rules import FORMATS, MOST_BYTES, Fault, fault_of, format_named
from guichet.content.tests.download_factories import A_PDF, A_WORD_FILE, an_archive

AN_EXCEL_FILE = an_archive("[Content_Types].xml", "xl/workbook.xml")
WITH_MACROS = an_archive("[Content_Types].xml", "word/document.xml", "word/vbaProject.bin")


@pytest.mark.parametrize(
    ("name", "data", "fault"),
    [
        ("menu.pdf", A_PDF, None),
        ("MENU.PDF", A_PDF, None),
        ("menu.docx", A_WORD_FILE, None),
        ("menu.xlsx", AN_EXCEL_FILE, None),
        ("menu.odt", an_archive("content.xml", kind="text"), None),
        ("menu.ods", an_archive("content.xml", kind="spreadsheet"), None),
        ("menu.pdf", b"", Fault.EMPTY),
        ("menu.pdf", A_PDF + b" " * MOST_BYTES, Fault.TOO_BIG),
        ("menu.html", b"<html></html>", Fault.FORMAT),
        ("menu.svg", b"<svg/>", Fault.FORMAT),
        ("menu.docm", WITH_MACROS, Fault.FORMAT),
        ("menu", A_PDF, Fault.FORMAT),
        ("menu.pdf.exe", A_PDF, Fault.FORMAT),
        ("menu.pdf", b"<html>%PDF-1.4", Fault.OTHER_INSIDE),
        ("menu.pdf", b"MZ\x00", Fault.OTHER_INSIDE),
        ("menu.pdf", A_WORD_FILE, Fault.OTHER_INSIDE),
        ("menu.docx", A_PDF, Fault.OTHER_INSIDE),
        ("menu.docx", AN_EXCEL_FILE, Fault.OTHER_INSIDE),
        ("menu.odt", an_archive("content.xml", kind="spreadsheet"), Fault.OTHER_INSIDE),
        ("menu.odt", an_archive("content.xml"), Fault.OTHER_INSIDE),
        ("menu.docx", A_WORD_FILE[:40], Fault.OTHER_INSIDE),
        ("menu.docx", WITH_MACROS, Fault.PROGRAM),
        ("menu.odt", an_archive("content.xml", "Basic/script-lc.xml", kind="text"), Fault.PROGRAM),
    ],
)
def test_a_file_is_judged_from_its_name_and_its_bytes_which_agree(name: str, data: bytes, fault: Fault | None) -> None:
    assert fault_of(name, data) is fault


def test_only_a_pdf_opens_in_the_browser() -> None:
    assert {suffix for suffix, form in FORMATS.items() if form.opens_in_browser} == {"pdf"}
    assert format_named("page.html") is None
