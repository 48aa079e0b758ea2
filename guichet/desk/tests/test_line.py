"""The line at the desk and on the wall."""

from datetime import timedelta
from io import BytesIO
from uuid import uuid4

import pypdfium2
import pytest

from guichet.accounts.rules import RoleKind
from guichet.desk.tests.base import at_desk
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now, paris_date, pretending, start_of
from guichet.visits.actions import call_next, keep_line, open_visit, take_ticket
from guichet.visits.models import Visit
from guichet.visits.rules import Priority
from tests.base import an_agent, text_of

LINE = "/guichet/accueil/file/"
WALL = f"{LINE}ecran/"


@pytest.fixture(autouse=True)
def at_noon():
    """Who arrived a quarter of an hour ago arrived today, whenever the tests run."""
    with pretending(start_of(paris_date(now())) + timedelta(hours=12)):
        yield


@pytest.fixture
def desk(manon):
    return at_desk(manon)


@pytest.fixture
def kept(world):
    return keep_line(world.anor, is_kept=True, by=SYSTEM)


def arrived(world, manon, minutes=0, **told):
    with pretending(now() - timedelta(minutes=minutes)):
        return take_ticket(body=world.anor, **told, by=manon.actor)


def numbers(response):
    return [one.visit.ticket_number for one in response.context["waiting"]]


def test_without_a_line_none_of_its_pages_exists(world, desk, manon):
    visit = arrived(world, manon)
    for path in ("", "liste/", "ecran/", "ecran/numeros/", f"{visit.reference}/ticket.pdf"):
        assert desk.get(f"{LINE}{path}").status_code == 404, path
    for path in ("donner/", "appeler/", f"{visit.reference}/parti/"):
        assert desk.post(f"{LINE}{path}", {"page": uuid4()}).status_code == 404, path


def test_who_waits_is_shown_in_the_order_of_the_calls_with_her_priority(world, desk, manon, kept):
    arrived(world, manon, 20)
    arrived(world, manon, 8, priority=Priority.PREGNANCY)
    response = desk.get(LINE)
    assert numbers(response) == [2, 1]
    page = text_of(response)
    for words in ("2 personnes attendent", "grossesse", "20\u00a0min", "8\u00a0min"):
        assert words in page


def test_a_ticket_is_a_paper_of_80_millimetres_that_tells_no_reason(world, desk, kept):
    answer = desk.post(f"{LINE}donner/", {"page": uuid4(), "priorite": "disability"}, follow=True)
    paper = pypdfium2.PdfDocument(BytesIO(answer.content))
    assert len(paper) == 1
    assert round(paper[0].get_width() / 72 * 25.4) == 80
    words = paper[0].get_textpage().get_text_bounded()
    assert "Mairie d’Anor" in words
    assert "Vous passez en priorité" in words
    assert "handicap" not in words.lower()
    assert Visit.objects.get().priority == "disability"


def test_a_press_that_arrives_twice_gives_one_ticket(desk, kept):
    page = {"page": uuid4()}
    first, second = (desk.post(f"{LINE}donner/", page) for _time in range(2))
    assert first["Location"] == second["Location"]
    assert Visit.objects.count() == 1


@pytest.mark.parametrize("data", [{}, {"page": "x"}, {"page": uuid4(), "priorite": "king"}])
def test_a_stale_page_gives_no_ticket_and_says_so(desk, kept, data):
    assert "trop ancienne" in text_of(desk.post(f"{LINE}donner/", data, follow=True))
    assert not Visit.objects.exists()


def test_calling_leads_to_the_visit(world, desk, manon, kept):
    visit = arrived(world, manon)
    answer = desk.post(f"{LINE}appeler/")
    assert answer["Location"].endswith(f"/{visit.reference}/")
    assert Visit.objects.get().agent == manon.account


def test_calling_when_nobody_waits_says_so(desk, kept):
    assert "Personne n’attend." in text_of(desk.post(f"{LINE}appeler/", follow=True))


def test_calling_with_full_hands_says_why(world, desk, manon, kept):
    arrived(world, manon)
    for _visit in range(2):
        open_visit(body=world.anor, by=manon.actor)
    assert "Vous tenez déjà deux visites" in text_of(desk.post(f"{LINE}appeler/", follow=True))


def test_call_pressed_twice_calls_one_person(world, desk, manon, kept):
    arrived(world, manon)
    arrived(world, manon)
    first, second = (desk.post(f"{LINE}appeler/") for _time in range(2))
    assert first["Location"] == second["Location"]
    held = Visit.objects.open().get()
    assert desk.post(f"{LINE}appeler/", {"tenue": [held.pk, "x"]})["Location"] != first["Location"]


def test_who_left_is_told_and_the_day_is_summed_up(world, desk, manon, kept):
    with pretending(now() - timedelta(minutes=1)):
        arrived(world, manon, 10)
        gone = arrived(world, manon, 2)
        call_next(world.anor, by=manon.actor)
    page = text_of(desk.post(f"{LINE}{gone.reference}/parti/", follow=True))
    assert "Le numéro 2 est parti." in page
    response = desk.get(LINE)
    assert (response.context["mean"], response.context["received"]) == (10, 1)
    assert "Numéro 1" in text_of(response)


def test_the_wall_shows_numbers_and_the_agent_and_nobody_s_name(world, desk, manon, kept):
    arrived(world, manon, 9, first_name="Bernadette", priority=Priority.DISABILITY)
    arrived(world, manon, 8, first_name="Gustave")
    call_next(world.anor, by=manon.actor)
    for address in (WALL, f"{WALL}numeros/"):
        page = text_of(desk.get(address))
        assert "Manon vous attend" in page
        assert '<p class="wall__number">1</p>' in page
        assert "<li>2</li>" in page
        for word in ("Bernadette", "Gustave", "handicap", "VIS-"):
            assert word not in page


def test_a_wall_without_a_call_welcomes(desk, kept):
    page = text_of(desk.get(WALL))
    assert "Bonjour" in page
    assert "Personne n’attend" in page


def test_a_long_line_asks_the_database_no_more(world, desk, manon, kept, django_assert_max_num_queries):
    for _person in range(15):
        arrived(world, manon)
    call_next(world.anor, by=manon.actor)
    with django_assert_max_num_queries(9):
        desk.get(f"{LINE}liste/")
    with django_assert_max_num_queries(8):
        assert desk.get(f"{WALL}numeros/").context["more"] == 8


def test_the_line_of_the_neighbour_is_hers_and_administrators_have_none(world, sophie, kept, manon):
    visit = arrived(world, manon)
    keep_line(world.body, is_kept=True, by=SYSTEM)
    neighbour = at_desk(sophie)
    assert numbers(neighbour.get(LINE)) == []
    assert neighbour.post(f"{LINE}{visit.reference}/parti/").status_code == 404
    admin = at_desk(an_agent("claire", world.anor, kind=RoleKind.ADMINISTRATOR))
    assert admin.get(LINE).status_code == 404
