"""The forms cabinet at the desk: found, ticked, printed, handed out, counted."""

import re
from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pypdfium2
import pytest

from guichet.accounts.actions import give_role
from guichet.accounts.rules import RoleKind
from guichet.cabinet.actions import attach_blank
from guichet.cabinet.facts import DrawerRestocked, FormsHandedOut
from guichet.cabinet.models import Drawer
from guichet.cabinet.papers import MOST_BLANK_BYTES, MOST_BLANK_PAGES
from guichet.cabinet.tests.factories import a_drawer, a_procedure, an_upload, untagged_pdf
from guichet.catalogue.actions import write_local_sheet
from guichet.desk.tests.base import at_desk
from guichet.documents.models import StoredFile
from guichet.journal.models import Record
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


def printed(client, **data):
    """The answer to "Imprimer" pressed on a page just drawn, unless `page` says which."""
    return client.post(f"{CABINET}imprimer/", {"page": uuid4(), **data}, follow=True)


def taken(client, drawer, **data):
    return client.post(f"{CABINET}tiroirs/{drawer.pk}/donner/", {"page": uuid4(), **data}, follow=True)


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


@pytest.mark.parametrize(
    ("at_desk_", "told"),
    [
        ({"may": "now", "minutes": 5}, "Tout de suite, 5\u00a0min"),
        ({"may": "account", "minutes": 15}, "Avec son compte, 15\u00a0min"),
        ({"may": "deposit"}, "On reçoit le dossier"),
        ({"may": "inform"}, "On renseigne"),
    ],
)
def test_each_row_tells_what_the_desk_may_do_at_once(desk, world, at_desk_, told):
    sheet = {"desk": {"words": "Nous ouvrons le registre.", **at_desk_}}
    a_drawer(world.anor, a_procedure(sheet=sheet))
    a_procedure("acte-naissance", "Demander un acte de naissance", sheet=sheet)
    for address in (CABINET, f"{CABINET}liste/"):
        assert text_of(desk.get(address)).count(f"</span>{told}</span>") == 2


def test_with_the_papers_stands_what_the_agent_does(desk, sale):
    page = text_of(printed(desk, fiche=sale.pk) and desk.get(f"{CABINET}remis/"))
    assert "On reçoit le dossier." in page
    assert "Nous vérifions le formulaire avec la personne." in page


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
    response = printed(desk, vierge=drawer.pk, gros="1")
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
    printed(desk, fiche=sale.pk, vierge=drawer.pk)
    for address in (CABINET, f"{CABINET}remis/"):
        page = text_of(desk.get(address))
        assert "2 papiers remis, le dernier à" in page
        assert "fiche, formulaire vierge 15776*02" in page
        assert ">localhost:8000/demarches/cession-vehicule<" in page
        assert "Faire la carte grise." in page
        assert "Elle se fait dans le mois." in page


def test_a_form_given_from_its_drawer_lowers_the_pile_and_is_told_alike(desk, drawer, sale):
    response = taken(desk, drawer, fiche=sale.pk, gros="1")
    assert response.redirect_chain[0][0] == f"{CABINET}?fiche={sale.pk}&gros=1#remis"
    page = text_of(response)
    assert "1 papier remis à" in page
    assert "formulaire du tiroir 15776*02" in page
    assert "Elle se fait dans le mois." in page
    assert Drawer.objects.get().stock == 5


def test_one_person_s_papers_add_up_until_the_next_person(desk, drawer, sale):
    printed(desk, fiche=sale.pk)
    taken(desk, drawer)
    [handed] = desk.get(CABINET).context["handed"]
    assert handed.papers == ["fiche", "formulaire du tiroir 15776*02"]
    page = text_of(desk.post(f"{CABINET}suivant/", follow=True))
    assert "Ici viendront" in page
    assert "Elle se fait dans le mois." not in page


def test_two_gifts_at_the_same_moment_are_both_shown(desk, manon, drawer, sale):
    """Each tab read the session before the other wrote it: what was given must not depend on who wrote last."""
    before = dict(desk.session)
    printed(desk, fiche=sale.pk)
    taken(desk, drawer)
    session = desk.session
    session.clear()
    session.update(before)
    session.save()
    [handed] = desk.get(CABINET).context["handed"]
    assert handed.papers == ["fiche", "formulaire du tiroir 15776*02"]


def test_who_forgot_the_next_person_starts_afresh_after_half_an_hour(desk, drawer):
    with pretending(now() - timedelta(minutes=31)):
        taken(desk, drawer)
    assert desk.get(CABINET).context["handed"] == []


def test_a_colleague_does_not_see_what_this_agent_gives(desk, world, drawer):
    taken(desk, drawer)
    colleague = at_desk(an_agent("luc", world.anor, kind=RoleKind.RECEPTION))
    assert colleague.get(CABINET).context["handed"] == []


def test_printing_nothing_is_told(desk, drawer):
    assert "Cochez au moins un papier" in text_of(printed(desk, fiche="x"))
    assert facts(FormsHandedOut) == []


def page_key(response) -> str:
    """The name of the page as its form carries it."""
    key: str
    [key] = re.findall(r'name="page" value="([0-9a-f-]{36})" form="handing"', text_of(response))
    return str(key)


def test_each_page_and_each_new_panel_has_a_name_of_its_own(desk, drawer):
    assert len({page_key(desk.get(address)) for address in (CABINET, CABINET, f"{CABINET}remis/")}) == 3


def test_a_form_given_twice_on_one_page_is_given_once(desk, drawer):
    page = page_key(desk.get(CABINET))
    for _press in range(2):
        response = taken(desk, drawer, page=page)
    assert len(facts(FormsHandedOut)) == 1
    assert Drawer.objects.get().stock == 5
    taken(desk, drawer, page=page_key(response))
    assert Drawer.objects.get().stock == 4


def test_a_double_press_on_print_tells_one_fact_and_opens_the_same_papers(desk, sale):
    page = page_key(desk.get(CABINET))
    first, again = (printed(desk, fiche=sale.pk, page=page) for _press in range(2))
    assert first.redirect_chain == again.redirect_chain
    assert len(facts(FormsHandedOut)) == 1


def test_other_papers_from_the_same_page_are_another_gift(desk, drawer, sale):
    page = page_key(desk.get(CABINET))
    printed(desk, fiche=sale.pk, page=page)
    taken(desk, drawer, page=page)
    assert [fact.printed for fact in facts(FormsHandedOut)] == [True, False]


@pytest.mark.parametrize("page", ["", "7"])
def test_a_page_without_its_name_is_asked_again_and_gives_nothing(desk, drawer, sale, page):
    for response in (taken(desk, drawer, page=page), printed(desk, fiche=sale.pk, page=page)):
        assert "Appuyez encore une fois." in text_of(response)
    assert facts(FormsHandedOut) == []


def test_the_papers_printed_again_are_the_same_and_are_not_counted(desk, drawer, sale):
    address, status = printed(desk, vierge=drawer.pk).redirect_chain[0]
    assert (address, status) == (f"{CABINET}papiers/{Record.objects.get(kind='FormsHandedOut').pk}/", 303)
    pages = [len(pypdfium2.PdfDocument(BytesIO(desk.get(address).content))) for _reload in range(2)]
    assert pages[0] == pages[1] > 2
    assert len(facts(FormsHandedOut)) == 1


def test_the_papers_of_a_hand_out_open_for_its_body_and_where_something_was_printed(desk, world, drawer, sale):
    [(address, _status)] = printed(desk, fiche=sale.pk).redirect_chain
    assert at_desk(an_agent("luc", world.fourmies, kind=RoleKind.RECEPTION)).get(address).status_code == 404
    taken(desk, drawer)
    paper_alone = Record.objects.filter(kind="FormsHandedOut").latest("pk")
    other_fact = Record.objects.filter(subject_kind="drawer").latest("pk")
    for row in (paper_alone.pk, other_fact.pk, 10**30):
        assert desk.get(f"{CABINET}papiers/{row}/").status_code == 404
    write_local_sheet(sale, {"is_hidden": True}, body=world.anor, by=SYSTEM)
    assert desk.get(address).status_code == 404


@pytest.mark.parametrize("heavy", [{"pages": MOST_BLANK_PAGES + 1}, {"size": MOST_BLANK_BYTES + 1}])
def test_blank_forms_too_heavy_for_one_pdf_are_refused_before_they_are_counted(desk, drawer, heavy):
    StoredFile.objects.filter(drawer=drawer).update(**heavy)
    response = printed(desk, vierge=drawer.pk)
    assert "120 pages et 40\u00a0Mo au plus" in text_of(response)
    assert response.context["chosen_words"] == "2 papiers pour cette personne"
    assert facts(FormsHandedOut) == []


def test_papers_that_became_too_heavy_since_are_told_too(desk, drawer):
    [(address, _status)] = printed(desk, vierge=drawer.pk).redirect_chain
    StoredFile.objects.filter(drawer=drawer).update(pages=MOST_BLANK_PAGES + 1)
    assert "120 pages" in text_of(desk.get(address, follow=True))


def test_too_many_papers_at_once_are_refused_and_stay_ticked(desk, world):
    many = [a_procedure(f"demarche-{number}", f"Démarche {number}").pk for number in range(31)]
    response = printed(desk, fiche=many)
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
    printed(neighbour, vierge=drawer.pk)
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
    assert taken(desk, drawer).status_code == 404


def test_reception_and_officers_open_the_cabinet_and_administrators_do_not(world, drawer):
    for kind, status in ((RoleKind.RECEPTION, 200), (RoleKind.OFFICER, 200), (RoleKind.ADMINISTRATOR, 404)):
        client = at_desk(an_agent(f"agent-{kind}", world.anor, kind=kind))
        assert client.get(CABINET).status_code == status


def test_a_longer_list_asks_the_database_no_more(desk, world, drawer, django_assert_max_num_queries):
    procedures = [
        a_procedure(f"demarche-{number}", f"Démarche {number}", next=[("carte-grise", "Ensuite.")])
        for number in range(20)
    ]
    for number, procedure in enumerate(procedures):
        a_drawer(world.anor, procedure, number + 20)
    with django_assert_max_num_queries(13):
        desk.get(CABINET)
    printed(desk, fiche=[procedure.pk for procedure in procedures])
    with django_assert_max_num_queries(16):
        assert len(desk.get(CABINET).context["handed"]) == 20
