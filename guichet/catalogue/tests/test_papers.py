"""The cabinet sheet on paper: its boxes, its notes, and how often it is set."""

from collections.abc import Mapping

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


@pytest.fixture
def settings_tried(monkeypatch: pytest.MonkeyPatch) -> list[object]:
    """The letters of each setting, in turn."""
    tried: list[object] = []
    render = papers.render_pdf

    def told(template: str, words: Mapping[str, object]) -> bytes:
        tried.append(words["letters"])
        return render(template, words)

    monkeypatch.setattr(papers, "render_pdf", told)
    monkeypatch.setattr(papers, "_found", {})
    return tried


@pytest.mark.parametrize("large", [False, True])
def test_a_sheet_is_tried_in_several_letters_only_the_first_time(
    catalogue: World, settings_tried: list[object], large: bool
) -> None:
    permit = Procedure.objects.get(slug="mdph")
    first = papers.sheet_pdf(permit, body=catalogue.anor, large=large)
    chosen = settings_tried[-1]
    settings_tried.clear()
    again = papers.sheet_pdf(permit, body=catalogue.anor, large=large)
    assert settings_tried == [chosen]
    assert count_pages(first) == count_pages(again) <= 2


def test_other_words_are_tried_anew(catalogue: World, settings_tried: list[object]) -> None:
    hall = Procedure.objects.get(slug="location-salle")
    papers.sheet_pdf(hall, body=catalogue.anor)
    settings_tried.clear()
    write_local_sheet(hall, {"note": "Une caution est demandée. " * 20}, body=catalogue.anor, by=SYSTEM)
    papers.sheet_pdf(hall, body=catalogue.anor)
    assert len(settings_tried) > 1


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
