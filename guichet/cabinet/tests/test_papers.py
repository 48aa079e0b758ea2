"""The visitor's PDF: every paper in it, still tagged, still in French."""

from io import BytesIO

import pikepdf
import pypdfium2
import pytest

from guichet.cabinet.actions import attach_blank
from guichet.cabinet.binding import Part, bind
from guichet.cabinet.papers import MOST_BLANK_BYTES, MOST_BLANK_PAGES, MOST_PROCEDURES, items_of, visitor_pdf
from guichet.cabinet.tests.factories import a_drawer, a_procedure, an_upload, untagged_pdf
from guichet.catalogue.papers import sheet_pdf
from guichet.kit.actor import SYSTEM
from guichet.kit.refusal import Refusal

pytestmark = pytest.mark.django_db


@pytest.fixture
def sale(world):
    return a_procedure(next=[("carte-grise", "La carte grise se fait dans le mois.")])


@pytest.fixture
def drawer(world, sale):
    return attach_blank(a_drawer(world.anor, sale), an_upload(untagged_pdf(2)), name="cession.pdf", by=SYSTEM)


def pages_of(pdf: bytes) -> list[str]:
    """The words of each page, wherever its lines end."""
    return [" ".join(page.get_textpage().get_text_bounded().split()) for page in pypdfium2.PdfDocument(pdf)]


def told(pdf: bytes) -> list[tuple[str, str, int]]:
    """What a screen reader meets below the whole: the tag, its title, how many things it holds."""
    with pikepdf.open(BytesIO(pdf)) as document:
        [whole] = document.Root.StructTreeRoot.K
        return [(str(part.S), str(part.T), len(part.K)) for part in whole.K]


def test_sheets_and_blank_forms_are_one_pdf_in_their_order(world, sale, drawer):
    cards = a_procedure("carte-identite", "Refaire sa carte d’identité")
    pdf = visitor_pdf(items_of([sale, cards], [drawer]), body=world.anor, large=False)
    pages = pages_of(pdf)
    sheet_pages, cards_pages = (len(pages_of(sheet_pdf(one, body=world.anor))) for one in (sale, cards))
    assert len(pages) == sheet_pages + 2 + cards_pages
    assert "Vendre ou donner un véhicule" in pages[0]
    assert "Nom du vendeur 1" in pages[sheet_pages]
    assert "Refaire sa carte d’identité" in pages[sheet_pages + 2]


def test_a_blank_form_never_goes_without_its_sheet(world, sale, drawer):
    [item] = items_of([], [drawer])
    assert (item.procedure, item.blanks) == (sale, (drawer,))
    first = pages_of(visitor_pdf([item], body=world.anor, large=False))[0]
    assert "demarches/cession-vehicule" in first.replace("\u200b", "")


def test_a_procedure_chosen_twice_goes_once(sale, drawer):
    assert [item.procedure for item in items_of([sale, sale], [drawer])] == [sale]


def test_the_whole_is_tagged_titled_and_speaks_french(world, sale, drawer):
    pdf = visitor_pdf(items_of([sale], [drawer]), body=world.anor, large=False)
    with pikepdf.open(BytesIO(pdf)) as document:
        root = document.Root
        assert str(root.Lang) == "fr-FR"
        assert root.MarkInfo.Marked
        assert root.ViewerPreferences.DisplayDocTitle
        assert str(document.docinfo["/Title"]) == "Vendre ou donner un véhicule"
        assert "Vendre ou donner un véhicule" in root.Metadata.read_bytes().decode()
        with document.open_outline() as outline:
            assert [item.title for item in outline.root] == [
                "Vendre ou donner un véhicule",
                "Formulaire vierge : Certificat de cession, 15776*02",
            ]
    assert told(pdf)[1] == ("/Part", "Formulaire vierge : Certificat de cession, 15776*02", 2)


def test_every_page_leads_to_its_own_tags_and_every_tag_to_its_page(world, sale, drawer):
    cards = a_procedure("carte-identite", "Refaire sa carte d’identité")
    pdf = visitor_pdf(items_of([sale, cards], [drawer]), body=world.anor, large=True)
    with pikepdf.open(BytesIO(pdf)) as document:
        tree = document.Root.StructTreeRoot
        parents = pikepdf.NumberTree(tree.ParentTree)
        keys = [int(page.obj.StructParents) for page in document.pages]
        assert len(set(keys)) == len(keys)
        for page, key in zip(document.pages, keys, strict=True):
            assert {element.Pg.objgen for element in parents[key]} == {page.obj.objgen}
        for page in document.pages:
            for note in page.obj.get("/Annots", []):
                assert parents[int(note.StructParent)].S == "/Link"
        assert int(tree.ParentTreeNextKey) == max(parents) + 1
    words = {tag for part in told_tags(pdf) for tag in part}
    assert words >= {"/H1", "/H2", "/P", "/L", "/LI", "/Link", "/Figure"}


def told_tags(pdf: bytes) -> list[set[str]]:
    def below(node: object) -> set[str]:
        if isinstance(node, pikepdf.Array):
            return set().union(*(below(item) for item in node))
        if not isinstance(node, pikepdf.Dictionary):
            return set()
        return ({str(node.S)} if "/S" in node else set()) | below(node.get("/K"))

    with pikepdf.open(BytesIO(pdf)) as document:
        return [below(part.K) for part in document.Root.StructTreeRoot.K[0].K]


def test_the_tags_of_a_part_are_those_it_had_alone(world, sale):
    alone = sheet_pdf(sale, body=world.anor)
    bound = bind([Part("Une", alone), Part("Deux", alone)], title="Deux fois")
    with pikepdf.open(BytesIO(alone)) as document:
        [whole] = document.Root.StructTreeRoot.K
        count = len(whole.K)
    assert told(bound) == [("/Part", "Une", 1), ("/Part", "Deux", 1)]
    with pikepdf.open(BytesIO(bound)) as document:
        for part in document.Root.StructTreeRoot.K[0].K:
            assert len(part.K[0].K) == count


def test_large_print_is_printed_larger(world, sale):
    small, large = (visitor_pdf(items_of([sale], []), body=world.anor, large=large) for large in (False, True))

    def height(pdf: bytes) -> float:
        text = pypdfium2.PdfDocument(pdf)[0].get_textpage()
        index, _count = text.search("Gratuit").get_next()
        left, bottom, right, top = text.get_charbox(index)
        return float(top - bottom)

    assert height(large) > height(small) * 1.3


def test_one_pdf_holds_so_many_procedures_and_no_more(world):
    many = [a_procedure(f"demarche-{number}", f"Démarche {number}") for number in range(MOST_PROCEDURES + 1)]
    with pytest.raises(Refusal, match="30 démarches au plus"):
        visitor_pdf(items_of(many, []), body=world.anor, large=False)


@pytest.mark.parametrize("half", [{"pages": MOST_BLANK_PAGES // 2}, {"size": MOST_BLANK_BYTES // 2}])
def test_blank_forms_are_weighed_together(world, drawer, half):
    procedure = a_procedure("carte-identite", "Refaire sa carte d’identité")
    second = attach_blank(a_drawer(world.anor, procedure, 2), an_upload(), name="carte.pdf", by=SYSTEM)
    for one in (drawer, second):
        for name, value in half.items():
            setattr(one.blank, name, value)
    items = items_of([], [drawer, second])
    visitor_pdf(items, body=world.anor, large=False)  # as much as may be
    for name, value in half.items():
        setattr(second.blank, name, value + 1)
    with pytest.raises(Refusal, match="trop lourds ensemble"):
        visitor_pdf(items, body=world.anor, large=False)
