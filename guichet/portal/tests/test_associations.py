"""The directory of the associations as residents read it."""

import json

import pytest
from bs4 import BeautifulSoup

from guichet.content.models import AssociationPage
from guichet.content.search.index import find
from guichet.content.tests.agenda_factories import an_association
from guichet.portal.planting import plant_pages
from guichet.portal.views.associations import ON_A_PAGE
from tests.base import text_of

HOSTILE = "<script>alert(1)</script>"


@pytest.fixture
def home(portal):
    return plant_pages(portal.anor)


@pytest.fixture
def three(home):
    an_association(home)
    an_association(
        home, "ecole", title="Les Écoliers", theme="parents", publics=["enfants"], purpose="Kermesse et bourse."
    )
    an_association(home, "chorale", title="Chorale du Vallon", theme="culture", publics=["adultes"], purpose="On chante.")  # fmt: skip


def seen(lucie, query=""):
    """The titles in the order shown, and the filters with their counts."""
    page = BeautifulSoup(lucie.get(f"/associations/{query}").content, "html.parser")
    titles = [one.get_text() for one in page.select(".story__title")]
    filters = [one.get_text().strip() for one in page.select(".filters a")]
    return titles, filters


def test_the_directory_says_so_when_it_is_empty(home, lucie):
    assert "L’annuaire se remplit." in text_of(lucie.get("/associations/"))


def test_the_associations_stand_in_the_order_of_the_alphabet_with_their_counts(three, lucie):
    titles, filters = seen(lucie)
    assert titles == ["Chorale du Vallon", "La Boule anorienne", "Les Écoliers"]
    assert filters == ["Sport (1)", "Culture (1)", "Parents d’élèves (1)", "Enfants (1)", "Adultes (2)", "Aînés (1)"]


@pytest.mark.parametrize(
    ("query", "titles"),
    [
        ("?theme=sport", ["La Boule anorienne"]),
        ("?pour=adultes", ["Chorale du Vallon", "La Boule anorienne"]),
        ("?theme=culture&pour=adultes", ["Chorale du Vallon"]),
        ("?theme=culture&pour=enfants", []),
        ("?q=ecoliers", ["Les Écoliers"]),
        ("?q=Pétanque+juin", ["La Boule anorienne"]),
        ("?q=chant&theme=sport", []),
        ("?q=<q>%00", []),
        ("?theme=inconnu&page=999", ["Chorale du Vallon", "La Boule anorienne", "Les Écoliers"]),
    ],
)
def test_filters_and_words_combine(three, lucie, query, titles):
    assert seen(lucie, query)[0] == titles


def test_a_filter_counts_what_the_other_leaves_and_takes_itself_away(three, lucie):
    _titles, filters = seen(lucie, "?theme=culture")
    assert filters == ["Sport (1)", "Culture (1) (retirer ce filtre)", "Parents d’élèves (1)", "Adultes (1)"]
    page = BeautifulSoup(lucie.get("/associations/?theme=culture&q=chant").content, "html.parser")
    assert page.select_one(".filters a[aria-current]")["href"] == "?q=chant"
    assert page.select_one(".search-box input[type=hidden]")["value"] == "culture"


def test_nothing_found_leads_back_to_everything(three, lucie):
    page = text_of(lucie.get("/associations/?q=xylophone"))
    assert "Aucune association ne correspond." in page
    assert 'href="?"' in page


def test_many_are_read_page_by_page_and_few_questions_are_asked(home, lucie, django_assert_max_num_queries):
    for number in range(ON_A_PAGE + 1):
        an_association(home, f"a{number}", title=f"Club {number:02}")
    lucie.get("/associations/")
    with django_assert_max_num_queries(10):
        assert len(seen(lucie)[0]) == ON_A_PAGE
    assert seen(lucie, "?page=2")[0] == [f"Club {ON_A_PAGE}"]


def test_an_association_says_for_whom_when_where_and_whom_to_call(home, lucie):
    an_association(
        home,
        title=f"Boule {HOSTILE}",
        place="Boulodrome",
        price="12 € par an",
        contact_name="Gérard Lenoir",
        phone="03 27 00 00 01",
        email="boule@example.org",
        website="https://boule.example/",
        schedule=[("meeting", {"day": "jeudi", "hours": "14 h à 18 h", "what": "entraînement"})],
    )
    response = lucie.get("/associations/boule/")
    page = BeautifulSoup(response.content, "html.parser")
    said = page.find("main").get_text(" ", strip=True)
    for words in (
        "Adultes, Aînés",
        "Boulodrome",
        "12 € par an",
        "Jeudi",
        "14 h à 18 h",
        "entraînement",
        "Gérard Lenoir",
    ):
        assert words in said
    assert HOSTILE not in text_of(response)
    data = json.loads(page.find("script", type="application/ld+json").string)
    assert (data["@type"], data["telephone"], data["url"]) == (
        "Organization",
        "03 27 00 00 01",
        "https://boule.example/",
    )


def test_an_association_is_found_by_its_theme_and_its_public(three, portal):
    def found(text, body):
        return [one.slug for one in find(text, body=body) if one.slug.startswith("/associations/")]

    assert found("sport pour les aînés", portal.anor)[0] == "/associations/boule/"
    assert "/associations/chorale/" in found("association culture", portal.anor)
    assert found("sport pour les aînés", portal.fourmies) == []


def test_an_editor_ticks_for_whom_it_is(home):
    form = AssociationPage.get_edit_handler().get_form_class()(instance=AssociationPage(publics=["enfants"]))
    assert [one.data["selected"] for one in form["publics"].subwidgets] == [False, True, False, False, False]
