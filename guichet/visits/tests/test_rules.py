"""How a visit seems to end."""

import pytest

from guichet.visits.rules import Outcome, outcome_of


@pytest.mark.parametrize(
    ("done", "missing", "outcome"),
    [
        ([], False, Outcome.COULD_NOT),
        (["VisitOpened", "MatterAdded", "PapersChecked"], False, Outcome.COULD_NOT),
        (["FormsHandedOut"], False, Outcome.PAPERS),
        (["LetterPrepared"], False, Outcome.PAPERS),
        (["FormsHandedOut", "DoneOnTheSpot"], False, Outcome.SETTLED),
        (["SiteOpened"], False, Outcome.SETTLED),
        (["CaseReceived", "DoneOnTheSpot"], False, Outcome.CASE),
        (["CaseReceived"], True, Outcome.CASE),
        (["FormsHandedOut", "DoneOnTheSpot"], True, Outcome.COMES_BACK),
        ([], True, Outcome.COMES_BACK),
    ],
)
def test_what_weighs_most_is_told(done, missing, outcome):
    assert outcome_of(done, missing=missing) == outcome
