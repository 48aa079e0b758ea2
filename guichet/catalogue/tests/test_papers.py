"""The cabinet sheet on paper: its boxes, its notes, its pages."""

import pytest

from guichet.catalogue import papers
from guichet.catalogue.actions import load_procedures, write_local_sheet
from guichet.catalogue.models import Procedure
from guichet.documents.pages import count_pages
from guichet.kit.actor import SYSTEM
from tests.base import World


@pytest.fixture
def catalogue(world: World) -> World:
    load_procedures(by=SYSTEM)
    return world


@pytest.mark.parametrize("large", [False, True])
def test_a_sheet_printed_again_is_the_same_paper_of_two_pages_at_most(catalogue: World, large: bool) -> None:
    permit = Procedure.objects.get(slug="mdph")
    first = papers.sheet_pdf(permit, body=catalogue.anor, large=large)
    again = papers.sheet_pdf(permit, body=catalogue.anor, large=large)
    assert count_pages(first) == count_pages(again) <= 2


def test_longer_words_of_the_town_still_hold_on_two_pages(catalogue: World) -> None:
    hall = Procedure.objects.get(slug="location-salle")
    papers.sheet_pdf(hall, body=catalogue.anor)
    write_local_sheet(hall, {"note": "Une caution est demandée. " * 20}, body=catalogue.anor, by=SYSTEM)
    assert count_pages(papers.sheet_pdf(hall, body=catalogue.anor)) <= 2


def test_the_boxes_are_four_at_most_with_the_form_and_the_minutes_where_there_is_room(catalogue: World) -> None:
    for procedure in Procedure.objects.all():
        facts = papers.sheet_words(procedure, body=catalogue.anor, large=False)["facts"]
        assert isinstance(facts, list)
        assert 2 <= len(facts) <= papers.MOST_FACTS
    permit = papers.sheet_words(Procedure.objects.get(slug="permis-construire"), body=catalogue.anor, large=False)
    terms = {term: short for term, short, _more in permit["facts"]}  # type: ignore[attr-defined]
    assert list(terms) == ["Prix", "Délai", "Formulaire", "Sur place"]
    assert (terms["Formulaire"], terms["Sur place"]) == ("13406", "30 minutes")
    assert permit["filling_title"] == "Pour remplir les formulaires 13406, 13409, 13411, 13412 et 13405"
