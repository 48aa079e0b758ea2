from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.cases.questions import Question, first_incomplete, kept_answers, visible_steps
from guichet.cases.rules import (
    CLOSED,
    MOVES,
    OPEN,
    State,
    Tray,
    due_after,
    due_after_pause,
    reference,
    scanned_codes,
    tray_of,
    typed_reference,
)
from guichet.cases.types import CASE_TYPES, readers
from guichet.cases.types.people import recipient
from guichet.kit.dates import working_days_between
from guichet.kit.refusal import Refusal
from tests.base import ANSWERS

BACS = CASE_TYPES["bacs-ordures"]
DAYS = st.dates(date(2024, 1, 1), date(2034, 1, 1))


def test_every_state_is_reached_and_only_closed_ones_reopen():
    assert set(MOVES) == set(State)
    assert {to for moves in MOVES.values() for to in moves} == set(State) - {State.DRAFT}
    assert all(MOVES[state] == {State.IN_PROGRESS} for state in CLOSED)
    assert {tray_of(state) for state in OPEN} == {Tray.TODO, Tray.WAITING}


@given(st.integers(2000, 2099), st.integers(1, 999_999_999))
def test_a_reference_typed_in_any_hand_is_understood(year, number):
    written = reference("BAC", year, number)
    assert typed_reference(written.lower().replace("-", " ")) == written


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("bac 26 418", "BAC-26-00418"),
        ("BAC26 00418", "BAC-26-00418"),
        (" bac–26–00418 ", "BAC-26-00418"),
        ("bonjour", "BONJOUR"),
    ],
)
def test_references_as_people_type_them(typed, read):
    assert typed_reference(typed) == read


@pytest.mark.parametrize(
    ("typed", "codes"),
    [
        ("https://anor.example/suivi/ouvrir/BAC-26-00418/KDRTMLNW27QA/", ("BAC-26-00418", "KDRTMLNW27QA")),
        (" HTTPS://ANOR.EXAMPLE/SUIVI/OUVRIR/bac-26-00418/kdrtmlnw27qa ", ("BAC-26-00418", "KDRTMLNW27QA")),
        ("BAC-26-00418", None),
        ("https://anor.example/suivi/?reference=BAC-26-00418", None),
        ("https://anor.example/suivi/ouvrir/BAC-26-00418/court/", None),
    ],
)
def test_a_hand_scanner_types_both_codes_of_a_ticket(typed, codes):
    assert scanned_codes(typed) == codes


@given(DAYS, st.integers(1, 30), st.integers(0, 20), st.integers(0, 20))
def test_a_pause_moves_the_end_by_as_many_working_days(received, delay, before, pause):
    due = due_after(received, delay)
    paused = due_after(received, min(before, delay))
    resumed = due_after(paused, pause)
    assert working_days_between(due, due_after_pause(due, paused, resumed)) == working_days_between(paused, resumed)


@pytest.mark.parametrize(
    ("need", "slugs"),
    [
        ("delivery", ["besoin", "bac", "foyer", "adresse", "vous", "reponse"]),
        ("repair", ["besoin", "bac", "probleme", "photo", "adresse", "vous", "reponse"]),
        ("exchange", ["besoin", "bac", "raison", "foyer", "photo", "adresse", "vous", "reponse"]),
    ],
)
def test_each_need_has_its_own_pages(need, slugs):
    assert [step.slug for step in visible_steps(BACS.steps, {"need": need})] == slugs


def test_a_complete_request_has_no_page_left_and_a_hole_is_found():
    assert first_incomplete(BACS.steps, ANSWERS) is None
    assert first_incomplete(BACS.steps, {**ANSWERS, "street": ""}).slug == "adresse"
    assert first_incomplete(BACS.steps, {**ANSWERS, "broken": "other"}).slug == "probleme"


def test_a_changed_mind_leaves_nothing_behind():
    kept = kept_answers(BACS.steps, {**ANSWERS, "need": "delivery", "household": "4"})
    assert "bin_number" not in kept
    assert "broken" not in kept
    assert kept["household"] == "4"


def test_every_question_has_its_sentence_and_every_outcome_its_state():
    for kind in CASE_TYPES.values():
        for step in kind.steps:
            assert len({question.name for question in step.questions}) == len(step.questions)
        asked: dict[str, Question] = {}
        for question in (question for step in kind.steps for question in step.questions):
            twin = asked.setdefault(question.name, question)  # asked on one of several pages, each for other answers
            assert (twin.kind, twin.read, twin.optional) == (question.kind, question.read, question.optional)
        assert all(question.missing or question.optional for step in kind.steps for question in step.questions)
        assert {outcome.state for outcome in kind.outcomes} == set(CLOSED)


@pytest.mark.parametrize(
    ("typed", "parts"),
    [
        ("3 rue de la Gare, 59610 Fourmies", ("3 rue de la Gare", "59610", "Fourmies")),
        ("3 rue de la Gare 59610  Fourmies", ("3 rue de la Gare", "59610", "Fourmies")),
        ("12 rue du 59186, 75011 Paris", ("12 rue du 59186", "75011", "Paris")),
    ],
)
def test_an_owner_who_lives_elsewhere_gets_her_letter_there(typed, parts):
    assert readers.whole_address(typed) == typed
    told = recipient(ANSWERS | {"own_address": typed})
    assert (told.street, told.postcode, told.city) == parts
    assert recipient(ANSWERS).street == ANSWERS["street"]


@pytest.mark.parametrize("typed", ["3 rue de la Gare", "59610 Fourmies", "3 rue de la Gare, 59610"])
def test_an_address_without_its_town_is_asked_again(typed):
    with pytest.raises(Refusal) as refusal:
        readers.whole_address(typed)
    assert "code postal" in refusal.value.sentence
