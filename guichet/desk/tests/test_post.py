from io import BytesIO

import pikepdf
import pytest

from guichet.accounts.rules import RoleKind
from guichet.desk.tests.base import at_desk
from guichet.journal.actions import deliver_all
from guichet.notifications.facts import LetterPosted
from guichet.notifications.models import Message
from tests.base import a_case, an_agent, facts, text_of

POST = "/guichet/courrier/"


@pytest.fixture
def letters(world):
    """Two receipts on paper: their people gave neither e-mail nor telephone."""
    for name in ("Yvette", "Bernard"):
        a_case(world, first_name=name, email="", phone="")
    deliver_all()
    return list(Message.objects.to_post(world.body))


def test_letters_wait_to_be_printed_with_their_number_on_the_rail(desk, letters):
    response = desk.get(POST)
    page = text_of(response)
    assert "Yvette Dubois" in page
    assert "Bernard Dubois" in page
    assert response.context["counts"].letters == "2"


def test_the_chosen_letters_are_one_pdf_and_nothing_is_marked(world, desk, letters):
    response = desk.post(f"{POST}imprimer/", {"letter": [letter.pk for letter in letters]})
    with pikepdf.open(BytesIO(response.content)) as whole:
        assert len(whole.pages) == sum(letter.letter.pages for letter in letters)
    assert Message.objects.to_post(world.body).count() == 2


def test_letters_marked_as_posted_leave_the_list_for_the_history(world, desk, letters):
    page = text_of(desk.post(f"{POST}postees/", {"letter": [letters[0].pk]}, follow=True))
    assert "1 lettre marquée comme postée." in page
    assert "Postées ces 30 derniers jours" in page
    assert list(Message.objects.to_post(world.body)) == letters[1:]
    assert [fact.message for fact in facts(LetterPosted)] == [letters[0].pk]


@pytest.mark.parametrize("verb", ["imprimer", "postees"])
def test_choosing_none_is_told(desk, letters, verb):
    assert "Cochez au moins une lettre." in text_of(desk.post(f"{POST}{verb}/", {"letter": ["x"]}, follow=True))


def test_letters_of_another_department_or_body_are_neither_seen_nor_posted(world, paul, manon, letters):
    for role in (paul, manon):
        client = at_desk(role)
        assert "Rien à poster" in text_of(client.get(POST))
        client.post(f"{POST}postees/", {"letter": [letter.pk for letter in letters]})
    assert Message.objects.to_post(world.body).count() == 2


def test_the_demonstration_lists_what_would_have_left_without_the_secret(desk, case):
    deliver_all()
    page = text_of(desk.get("/guichet/demonstration/envois/"))
    assert "Ce qui serait parti" in page
    assert case.reference in page
    assert "lucie@exemple.fr" in page
    assert case.spoken_secret not in page


def test_a_real_town_has_no_list_of_what_would_have_left(desk, settings):
    settings.DEMONSTRATION = False
    assert desk.get("/guichet/demonstration/envois/").status_code == 404
    assert "Envois" not in text_of(desk.get("/guichet/dossiers/"))


def test_an_administrator_does_not_read_letters(world, letters):
    claire = at_desk(an_agent("claire", world.body, kind=RoleKind.ADMINISTRATOR))
    assert claire.get(POST).status_code == 404
