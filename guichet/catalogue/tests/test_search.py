import pytest

from guichet.catalogue.actions import load_procedures
from guichet.catalogue.search import find
from guichet.kit.actor import SYSTEM

pytestmark = pytest.mark.django_db


@pytest.fixture
def anor(world):
    load_procedures(by=SYSTEM)
    return world.anor


@pytest.mark.parametrize(
    ("words", "slug"),
    [
        ("poubelle cassée", "bacs-ordures"),
        ("Poubelles cassees", "bacs-ordures"),
        ("on m’a volé ma poubelle", "bacs-ordures"),
        ("extrait de naissance", "acte-naissance"),
        ("vendre ma voiture", "cession-vehicule"),
        ("papier pour vendre ma voiture", "cession-vehicule"),
        ("non-gage", "cession-vehicule"),
        ("carte d'identité perdue", "carte-identite"),
        ("CNI", "carte-identite"),
        ("voter", "inscription-electorale"),
        ("électo", "inscription-electorale"),
        ("je déménage", "changement-adresse"),
        ("jeter un matelas", "encombrants"),
        ("déchèterie", "dechetterie"),
    ],
)
def test_the_right_procedure_comes_first(anor, words, slug):
    assert find(words, body=anor)[0].slug == slug


@pytest.mark.parametrize("words", ["", "la", "?!", "xylophone", "\x00", "œ" * 5000])
def test_nothing_is_found_where_nothing_is_said(anor, words):
    assert find(words, body=anor) == []


def test_a_search_costs_one_query_and_keeps_to_its_limit(anor, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert len(find("carte", body=anor, limit=2)) == 2
