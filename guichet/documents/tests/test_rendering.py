import re
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
import typst
from django.core.exceptions import ImproperlyConfigured

from guichet.documents.rendering import Press, qr_svg, render_pdf, ticket

MM = 72 / 25.4
URL = "https://sud-avesnois.example/suivi/BAC-26-00418/?code=KDRTMLNW27QA"


def letter(**changes):
    data = {
        "letterhead": {
            "office": "Communauté de communes du Sud-Avesnois",
            "street": "2 rue du Général-Goutierre",
            "city_line": "59610 Fourmies",
            "phone": "03 27 60 65 24",
            "email": "dechets@sud-avesnois.example",
        },
        "recipient": ["Lucie Marchand", "14 rue Léo-Lagrange", "59186 ANOR"],
        "place_date": "Fourmies, le mardi 24 novembre 2026",
        "subject": "Votre bac est réparé",
        "reference": "BAC-26-00418",
        "paragraphs": [
            "Bonjour Lucie Marchand,",
            "Nous avons :",
            ["changé la roue", "remis le couvercle"],
            "À bientôt.\n- ici\n- là",
        ],
        "signatory": {"name": "Nadège Lefebvre", "title": "Responsable du service déchets"},
        "ticket": ticket(reference="BAC-26-00418", secret="KDRT-MLNW-27QA", url=URL, shown="localhost:8000/suivi"),
        "footer": "Service compétent : service déchets.",
    }
    return render_pdf("documents/typst/letter.typ", {**data, **changes})


def text_of(pdf: bytes, page: int = 0) -> str:
    return str(pypdfium2.PdfDocument(pdf)[page].get_textpage().get_text_bounded())


def boxes_of(pdf: bytes, words: str) -> list[tuple[float, float, float, float]]:
    """Where words stand on the first page: left, top, right, bottom, in millimetres from the top left corner."""
    page = pypdfium2.PdfDocument(pdf)[0]
    text = page.get_textpage()
    index, count = text.search(words).get_next()
    height = page.get_height()
    boxes = [text.get_charbox(n) for n in range(index, index + count)]
    return [(left / MM, (height - top) / MM, right / MM, (height - bottom) / MM) for left, bottom, right, top in boxes]


def tags_of(node: object) -> set[str]:
    if isinstance(node, pikepdf.Array):
        return set().union(*(tags_of(item) for item in node))
    if not isinstance(node, pikepdf.Dictionary):
        return set()
    own = {str(node.S)} if "/S" in node else set()
    return own | tags_of(node.get("/K"))


def test_a_letter_is_tagged_archivable_and_speaks_french():
    with pikepdf.open(BytesIO(letter())) as document:
        root = document.Root
        xmp = root.Metadata.read_bytes().decode()
        assert root.MarkInfo.Marked
        assert str(root.Lang).startswith("fr")
        assert root.ViewerPreferences.DisplayDocTitle
        assert "/OutputIntents" in root
        assert re.search(r"pdfaid:part(>|=\")2", xmp)
        assert re.search(r"pdfaid:conformance(>|=\")A", xmp)
        assert re.search(r"pdfuaid:part(>|=\")1", xmp)
        assert "Votre bac est réparé" in xmp
        assert tags_of(root.StructTreeRoot.K) >= {"/Document", "/H1", "/P", "/L", "/LI", "/Figure", "/Link"}
        fonts = [
            thing
            for thing in document.objects
            if isinstance(thing, pikepdf.Dictionary) and thing.get("/Type") == "/FontDescriptor"
        ]
        assert {str(font.FontName).split("+")[1] for font in fonts} == {
            "AtkinsonHyperlegibleNext-Regular",
            "AtkinsonHyperlegibleNext-Bold",
        }
        assert all({"/FontFile2", "/FontFile3"} & set(font.keys()) for font in fonts)


def test_what_is_read_aloud_comes_in_the_order_of_a_letter():
    text = text_of(letter())
    order = ["Communauté de communes", "Lucie Marchand", "Fourmies, le mardi", "Votre bac est réparé", "changé la roue",
             "Nadège Lefebvre", "KDRT-MLNW-27QA", "Service compétent"]  # fmt: skip
    places = [text.index(words) for words in order]
    assert places == sorted(places)


SIX = ["Monsieur Jean-Baptiste Vandenbroucke-L", "Bâtiment C, escalier 2, appartement 14", "Résidence les Étangs de la Galoperie",
       "1234 avenue du Général Charles de Gaul", "Lieu-dit la Neuve Forge aux Moines", "59186 ANOR CEDEX AVEC UN NOM TRES LONG"]  # fmt: skip


@pytest.mark.parametrize("count", [2, 3, 4])
def test_an_address_stays_in_the_window_however_the_sheet_slides(count):
    # NF Z10-011, DL envelope: a window of 100 × 35 mm, 20 mm from the right and the bottom edges, on a sheet folded in three
    # that slides by 10 mm: what is seen for certain lies between 100 and 190 mm from the left, 55 and 80 mm from the top.
    pdf = letter(recipient=SIX[-count:])
    for line in SIX[-count:]:
        for left, top, right, bottom in boxes_of(pdf, line):
            assert 100 <= left <= right <= 195
            assert 55 <= top <= bottom <= 80


def test_the_longest_address_stays_in_the_window_of_45_mm_and_a_seventh_line_is_left_out():
    pdf = letter(recipient=[*SIX, "une ligne de trop"])
    assert "une ligne de trop" not in text_of(pdf)
    for line in SIX:
        for left, top, right, bottom in boxes_of(pdf, line):
            assert 105 <= left <= right <= 195
            assert 49 <= top <= bottom <= 81


def test_nothing_else_shows_through_the_window():
    page = pypdfium2.PdfDocument(letter(recipient=[""]))[0]
    seen = page.get_textpage().get_text_bounded(
        left=95 * MM, right=200 * MM, top=page.get_height() - 37 * MM, bottom=page.get_height() - 82 * MM
    )
    assert seen.strip() == ""


def test_a_long_letter_goes_on_and_its_foot_stands_on_the_last_page():
    pdf = letter(paragraphs=["Une phrase qui dure. " * 40] * 12)
    assert len(pypdfium2.PdfDocument(pdf)) == 3
    assert "page 1 sur 3" in text_of(pdf).replace("\u00a0", " ")
    assert "Service compétent" in text_of(pdf, 2)
    assert "Service compétent" not in text_of(pdf, 0)


def test_a_letter_without_ticket_reference_nor_signatory_is_a_letter():
    assert "Ticket à garder" not in text_of(letter(ticket=None, signatory=None, reference="", footer=""))


def test_what_people_wrote_is_never_markup():
    assert '#read("/etc/passwd") *gras* <a> $x$' in text_of(letter(paragraphs=['#read("/etc/passwd") *gras* <a> $x$']))


@pytest.mark.parametrize(
    ("written", "printed"),
    [
        ("17\u202fh\u202f30", "17 h 30"),
        ("sous\u2011préfecture", "sous-préfecture"),
        ("Żółć, Čapek, Иван", "Żółć, Čapek, Иван"),
        ("bac\x00 cassé\x1b", "bac cassé"),
        ("王小明 🙂 merci", "??? ? merci"),
    ],
)
def test_any_letter_of_any_tongue_gives_a_paper(written, printed):
    assert printed in text_of(letter(paragraphs=[written])).replace("\u00a0", " ")


def test_a_paper_that_would_not_be_accessible_is_refused(tmp_path: Path):
    (tmp_path / "bad.typ").write_text(
        '#set document(title: "x")\n#image(bytes("<svg xmlns=\'http://www.w3.org/2000/svg\'/>"), format: "svg")'
    )
    with pytest.raises(typst.TypstError, match="alt text"):
        Press(templates=tmp_path).print("bad.typ", {})


def test_without_its_fonts_the_house_says_what_to_run(tmp_path: Path):
    with pytest.raises(ImproperlyConfigured, match="make run"):
        Press(fonts=tmp_path)


def test_a_qr_code_is_a_small_drawing():
    drawing = qr_svg(URL)
    assert drawing.startswith("<svg")
    assert len(drawing) < 12_000
