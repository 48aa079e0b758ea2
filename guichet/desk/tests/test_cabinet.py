"""The forms cabinet at the desk: found, ticked, printed, handed out, counted."""

from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest

from guichet.accounts.actions import give_role
from guichet.accounts.rules import RoleKind
from guichet.cabinet.actions import attach_blank
from guichet.cabinet.facts import DrawerRestocked, FormsHandedOut
from guichet.cabinet.models import Drawer
from guichet.cabinet.tests.factories import a_drawer, a_procedure, an_upload, untagged_pdf
from guichet.catalogue.actions import write_local_sheet
from guichet.desk.tests.base import at_desk
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now, pretending
from tests.base import an_agent, facts, text_of

CABINET = "/guichet/armoire/"


@pytest.fixture
def sale(world):
    """What is sold needs a new registration, and the sheet says so."""
    a_procedure("carte-grise", "Faire la carte grise", in_words=["immatriculer ma voiture"])
    return a_procedure(in_words=["papier pour vendre ma voiture"], next=[("carte-grise", "Elle se fait dans le mois.")])


@pytest.fixture
def drawer(world, sale):
    """Six forms left in drawer 12, where ten are too few; its blank form is attached."""
    drawer = a_drawer(
        world.anor, sale, 12, stock=6, reorder_level=10, place="étagère 2", blank_url="https://exemple.fr/15776"
    )
    return attach_blank(drawer, an_upload(untagged_pdf(2)), name="cession.pdf", by=SYSTEM)


@pytest.fixture
def desk(manon):
    return at_desk(manon)


def rows_of(response) -> dict[str, list[str]]:
    listing = response.context["listing"]
    return {name: [row.procedure.slug for row in getattr(listing, name)] for name in ("ticked", "drawers", "others")}


def test_drawers_come_first_then_all_that_has_none(desk, drawer):
    response = desk.get(CABINET)
    assert rows_of(response) == {"ticked": [], "drawers": ["cession-vehicule"], "others": ["carte-grise"]}
    page = text_of(response)
    for words in ("Les tiroirs d’Anor", "étagère 2", "15776*02", "https://exemple.fr/15776", "6, à recommander"):
        assert words in page
    assert "À recommander :" in page
    assert "Certificat de cession, tiroir 12" in page


def test_a_pile_that_is_high_enough_is_a_number(desk, world, sale):
    a_drawer(world.anor, sale, stock=11, reorder_level=10)
    assert "recommander" not in text_of(desk.get(CABINET))


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("vendre ma voiture", "cession-vehicule"),
        ("12", "cession-vehicule"),
        ("15776", "cession-vehicule"),
        ("certif cession", "cession-vehicule"),
        ("immatriculer", "carte-grise"),
    ],
)
def test_a_paper_is_found_by_the_person_s_words_its_number_or_its_drawer(desk, drawer, typed, found):
    for address in (CABINET, f"{CABINET}liste/"):
        rows = rows_of(desk.get(address, {"q": typed}))
        assert (rows["drawers"] + rows["others"])[0] == found


def test_what_is_ticked_stays_in_sight_while_one_looks_for_something_else(desk, drawer, sale):
    response = desk.get(f"{CABINET}liste/", {"q": "immatriculer", "fiche": sale.pk, "vierge": drawer.pk})
    assert rows_of(response) == {"ticked": ["cession-vehicule"], "drawers": [], "others": ["carte-grise"]}
    assert response.context["listing"].chosen_words == "2 papiers pour cette personne"
    assert text_of(response).count(" checked") == 2


def test_words_that_find_nothing_say_what_to_try(desk, drawer):
    page = text_of(desk.get(CABINET, {"q": "xylophone"}))
    assert "Rien ne correspond à « xylophone »" in page
    assert "Revoir toute l’armoire" in page


@pytest.mark.parametrize("address", [f"?fiche=x&vierge={'9' * 30}&gros=oui", "?q=%00", f"?q={'a' * 500}"])
def test_an_address_that_makes_no_sense_shows_the_cabinet(desk, drawer, address):
    assert desk.get(f"{CABINET}{address}").status_code == 200


def test_an_empty_cabinet_tells_who_arranges_it_and_leads_there_who_may(desk, world, manon, sale):
    page = text_of(desk.get(CABINET))
    assert "Qui écrit les pages d’Anor" in page
    assert "/cms/tiroirs/" not in page
    assert "Vendre ou donner un véhicule" in page
    give_role(manon.account, body=world.anor, kind=RoleKind.EDITOR, by=SYSTEM)
    assert "/cms/tiroirs/new/" in text_of(desk.get(CABINET))


def test_the_ticked_papers_are_one_pdf_that_opens_in_the_browser(desk, world, drawer, sale):
    response = desk.post(f"{CABINET}imprimer/", {"vierge": drawer.pk, "gros": "1"})
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline")
    pages = [page.get_textpage().get_text_bounded() for page in pypdfium2.PdfDocument(BytesIO(response.content))]
    assert "Vendre" in pages[0]
    assert "Nom du vendeur 2" in pages[-1]
    [fact] = facts(FormsHandedOut)
    assert (fact.procedures, fact.blanks, fact.printed, fact.large, fact.papers) == (
        [sale.pk], [drawer.pk], True, True, 2
    )  # fmt: skip


def test_after_printing_the_page_says_the_address_and_what_comes_next(desk, drawer, sale):
    desk.post(f"{CABINET}imprimer/", {"fiche": sale.pk, "vierge": drawer.pk})
    for address in (CABINET, f"{CABINET}remis/"):
        page = text_of(desk.get(address))
        assert "2 papiers remis, le dernier à" in page
        assert "fiche, formulaire vierge 15776*02" in page
        assert ">localhost:8000/demarches/cession-vehicule<" in page
        assert "Faire la carte grise." in page
        assert "Elle se fait dans le mois." in page


def test_a_form_given_from_its_drawer_lowers_the_pile_and_is_told_alike(desk, drawer, sale):
    response = desk.post(f"{CABINET}tiroirs/{drawer.pk}/donner/", {"fiche": sale.pk, "gros": "1"}, follow=True)
    assert response.redirect_chain[0][0] == f"{CABINET}?fiche={sale.pk}&gros=1#remis"
    page = text_of(response)
    assert "1 papier remis à" in page
    assert "formulaire du tiroir 15776*02" in page
    assert "Elle se fait dans le mois." in page
    assert Drawer.objects.get().stock == 5


def test_one_person_s_papers_add_up_until_the_next_person(desk, drawer, sale):
    desk.post(f"{CABINET}imprimer/", {"fiche": sale.pk})
    desk.post(f"{CABINET}tiroirs/{drawer.pk}/donner/")
    [handed] = desk.get(CABINET).context["handed"]
    assert handed.papers == ["fiche", "formulaire du tiroir 15776*02"]
    page = text_of(desk.post(f"{CABINET}suivant/", follow=True))
    assert "Ici viendront" in page
    assert "Elle se fait dans le mois." not in page


def test_who_forgot_the_next_person_starts_afresh_after_half_an_hour(desk, drawer):
    with pretending(now() - timedelta(minutes=31)):
        desk.post(f"{CABINET}tiroirs/{drawer.pk}/donner/")
    assert desk.get(CABINET).context["handed"] == []


def test_a_colleague_does_not_see_what_this_agent_gives(desk, world, drawer):
    desk.post(f"{CABINET}tiroirs/{drawer.pk}/donner/")
    colleague = at_desk(an_agent("luc", world.anor, kind=RoleKind.RECEPTION))
    assert colleague.get(CABINET).context["handed"] == []


def test_printing_nothing_is_told(desk, drawer):
    assert "Cochez au moins un papier" in text_of(desk.post(f"{CABINET}imprimer/", {"fiche": "x"}, follow=True))
    assert facts(FormsHandedOut) == []


def test_too_many_papers_at_once_are_refused_and_stay_ticked(desk, world):
    many = [a_procedure(f"demarche-{number}", f"Démarche {number}").pk for number in range(31)]
    response = desk.post(f"{CABINET}imprimer/", {"fiche": many}, follow=True)
    assert "30 démarches au plus" in text_of(response)
    assert response.context["chosen_words"] == "31 papiers pour cette personne"


def test_the_pile_is_counted_by_a_number(desk, drawer):
    page = text_of(desk.post(f"{CABINET}tiroirs/{drawer.pk}/reapprovisionner/", {"stock": "56"}, follow=True))
    assert "Tiroir 12 : 56 feuilles." in page
    assert "recommander" not in page
    assert facts(DrawerRestocked) == [DrawerRestocked(drawer.pk, 56)]


@pytest.mark.parametrize("typed", ["", "beaucoup", "-3", "12000"])
def test_a_pile_that_is_not_a_number_is_told(desk, drawer, typed):
    page = text_of(desk.post(f"{CABINET}tiroirs/{drawer.pk}/reapprovisionner/", {"stock": typed}, follow=True))
    assert "un nombre de 0 à 9999" in page
    assert Drawer.objects.get().stock == 6


@pytest.mark.parametrize("verb", ["donner", "reapprovisionner"])
def test_the_drawer_of_another_body_does_not_exist_here(world, drawer, verb):
    neighbour = at_desk(an_agent("luc", world.fourmies, kind=RoleKind.RECEPTION))
    assert neighbour.post(f"{CABINET}tiroirs/{drawer.pk}/{verb}/", {"stock": "5"}).status_code == 404
    assert rows_of(neighbour.get(CABINET))["drawers"] == []
    neighbour.post(f"{CABINET}imprimer/", {"vierge": drawer.pk})
    assert facts(FormsHandedOut) == []
    assert Drawer.objects.get().stock == 6


@pytest.mark.parametrize("verb", ["donner", "reapprovisionner"])
def test_a_drawer_without_paper_gives_none(desk, world, sale, verb):
    empty = a_drawer(world.anor, sale, label="", cerfa="", version="")
    assert desk.post(f"{CABINET}tiroirs/{empty.pk}/{verb}/", {"stock": "5"}).status_code == 404


def test_what_the_town_hides_leaves_its_cabinet_too(desk, world, drawer, sale):
    write_local_sheet(sale, {"is_hidden": True}, body=world.anor, by=SYSTEM)
    response = desk.get(CABINET)
    assert rows_of(response) == {"ticked": [], "drawers": [], "others": ["carte-grise"]}
    assert desk.post(f"{CABINET}tiroirs/{drawer.pk}/donner/").status_code == 404


def test_reception_and_officers_open_the_cabinet_and_administrators_do_not(world, drawer):
    for kind, status in ((RoleKind.RECEPTION, 200), (RoleKind.OFFICER, 200), (RoleKind.ADMINISTRATOR, 404)):
        client = at_desk(an_agent(f"agent-{kind}", world.anor, kind=kind))
        assert client.get(CABINET).status_code == status


def test_a_longer_list_asks_the_database_no_more(desk, world, drawer, django_assert_max_num_queries):
    for number in range(20):
        a_drawer(world.anor, a_procedure(f"demarche-{number}", f"Démarche {number}"), number + 20)
    with django_assert_max_num_queries(12):
        desk.get(CABINET)
