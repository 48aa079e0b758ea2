"""What goes into the bag, and the sheet that says it."""

from io import BytesIO

import pikepdf
import pypdfium2

from guichet.cabinet.tests.factories import SHEET, a_procedure
from guichet.catalogue.rules import Sheet
from guichet.visits.round_rules import Tool, bag_of
from guichet.visits.round_sheet import round_pdf
from guichet.visits.tests.home_factories import a_home_visit, a_round

FORM = {"number": "12100", "label": "Demande de carte d’identité"}
CARD = Sheet.read({**SHEET, "desk": {"may": "now", "words": "Avec elle."}, "forms": [FORM]})
TOLD = Sheet.read({**SHEET, "papers": [], "desk": {"may": "inform", "words": "On explique."}})


def test_the_bag_holds_what_the_sheets_need_and_each_form_as_often():
    bag = bag_of([CARD, CARD, TOLD])
    assert [(form.number, count) for form, count in bag.forms] == [("12100", 2)]
    assert bag.tools == (Tool.CARD, Tool.TABLET, Tool.SCANNER, Tool.STAMP, Tool.RECEIPTS)


def test_who_did_not_say_what_for_needs_the_tablet_and_the_scanner():
    assert bag_of([TOLD]).tools == (Tool.CARD, Tool.RECEIPTS)
    assert {Tool.TABLET, Tool.SCANNER} <= set(bag_of([], unknown=True).tools)


def test_the_sheet_says_whom_where_and_with_what(world, manon):
    card = a_procedure("carte-identite", "Carte d’identité", sheet={"forms": [FORM]})
    planned = a_round(manon, [a_home_visit(world.anor, procedures=[card]), a_home_visit(world.anor, "Marcel Lefebvre")])
    pdf = round_pdf(planned, body=world.anor, printed_by="Manon Martin")
    text = " ".join("".join(page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(pdf)).split())
    assert "mandat" not in text.lower(), "no mandate is printed blank"
    for words in (
        "Tournée\u00a0: Résidence Les Ormes", "9 h 30", "Manon Martin", "2 personnes", "À emporter", "Formulaire 12100",
        "1. Yvette Carpentier", "Résidence Les Ormes, 12, 12 rue du Bois, 59186 Anor", "03 27 00 00 01",
        "Carte d’identité · Refaire sa carte", "La carte grise", "2. Marcel Lefebvre", "rendez-la",
    ):  # fmt: skip
        assert words.replace("\u00a0", " ") in text.replace("\u00a0", " "), words


def test_the_sheet_is_read_aloud_in_order_and_an_empty_one_says_so(world, manon):
    stop = a_home_visit(world.anor)
    planned = a_round(manon, [stop])
    with pikepdf.open(BytesIO(round_pdf(planned, body=world.anor, printed_by="Manon"))) as pdf:
        assert pdf.Root.MarkInfo.Marked
        assert str(pdf.Root.Lang).startswith("fr")
    planned.stops.clear()
    empty = pypdfium2.PdfDocument(round_pdf(planned, body=world.anor, printed_by="Manon"))
    assert "Personne n’est dans cette tournée." in empty[0].get_textpage().get_text_bounded()
