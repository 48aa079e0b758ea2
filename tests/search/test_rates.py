"""How many of citizens' own words find their procedure among the first three answers, alone and in a crowd."""

import pytest

from guichet.catalogue.actions import load_procedures
from guichet.content.search.index import old_names
from guichet.content.search.matching import Index
from guichet.content.search.sources import procedures
from guichet.kit.actor import SYSTEM
from guichet.national.finding import national_sheets
from guichet.national.tests.archives import SAMPLE, imported, needs_sample
from tests.search.judging import HELD_OUT, TUNED, missed, queries
from tests.search.national import SHEETS, national_documents

pytestmark = pytest.mark.django_db
LOWEST_RATE = 0.95
CROWD = 5000


@pytest.fixture
def documents(world):
    load_procedures(by=SYSTEM)
    return list(procedures(world.anor))


def rate(path, index):
    asked = queries(path)
    failures = [f"{query.text!r}: {first}" for query, first in missed(asked, lambda text: slugs(index, text))]
    return 1 - len(failures) / len(asked), failures


def slugs(index, text):
    return [document.slug for document in index.find(text)]


@pytest.mark.parametrize("path", [TUNED, HELD_OUT], ids=["tuned", "held out"])
def test_the_right_answer_is_among_the_first_three(documents, path):
    reached, failures = rate(path, Index(documents, old_names()))
    assert reached >= LOWEST_RATE, "\n".join(failures)


@pytest.mark.skipif(not SHEETS.exists(), reason="the national sheets of ../shared/data are not on this machine")
@pytest.mark.parametrize("path", [TUNED, HELD_OUT], ids=["tuned", "held out"])
def test_five_thousand_national_titles_do_not_hide_the_answer(documents, path):
    reached, failures = rate(path, Index([*documents, *national_documents(CROWD)], old_names()))
    assert reached >= LOWEST_RATE, "\n".join(failures)


@needs_sample
@pytest.mark.parametrize("path", [TUNED, HELD_OUT], ids=["tuned", "held out"])
def test_the_states_own_sheets_do_not_hide_the_answer(world, documents, path):
    imported(SAMPLE)
    index = Index(documents, old_names(), national_sheets(world.anor))
    reached, failures = rate(path, index)
    assert len(index.documents) > len(documents) + 400
    assert reached >= LOWEST_RATE, "\n".join(failures)


def test_every_procedure_has_its_query(documents):
    asked = {slug for query in (*queries(TUNED), *queries(HELD_OUT)) for slug in query.wanted}
    assert {document.slug for document in documents} <= asked
    assert len(queries(TUNED)) >= 100
    assert len(queries(HELD_OUT)) >= 50
