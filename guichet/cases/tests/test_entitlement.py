"""Who may be given which copy of a civil-status act."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.cases.types.entitlement import NEAR, Act, Paper, Quality, age_on, is_archive, verdict

TODAY = date(2026, 11, 26)
LONG_AGO, LATELY, CHILD = date(1950, 3, 1), date(1984, 11, 3), date(2015, 6, 1)

acts, papers, qualities = st.sampled_from(Act), st.sampled_from(Paper), st.sampled_from(Quality)
days = st.dates(date(1880, 1, 1), TODAY)


@pytest.mark.parametrize(
    ("act", "paper", "quality", "event_on", "allowed", "article"),
    [
        (Act.BIRTH, Paper.FULL, Quality.SELF, LATELY, True, "art. 30"),
        (Act.BIRTH, Paper.WITH_PARENTS, Quality.SPOUSE, LATELY, True, "art. 30"),
        (Act.BIRTH, Paper.FULL, Quality.DESCENDANT, LATELY, True, "art. 30"),
        (Act.BIRTH, Paper.FULL, Quality.LAWYER, LATELY, True, "art. 30"),
        (Act.BIRTH, Paper.FULL, Quality.GUARDIAN, CHILD, True, "art. 30"),
        (Act.BIRTH, Paper.FULL, Quality.ASCENDANT, CHILD, True, "art. 30"),
        (Act.BIRTH, Paper.FULL, Quality.OTHER, LATELY, False, "art. 30"),
        (Act.BIRTH, Paper.WITH_PARENTS, Quality.OTHER, LATELY, False, "art. 30"),
        (Act.BIRTH, Paper.FULL, Quality.SELF, CHILD, False, "art. 30"),
        (Act.BIRTH, Paper.WITHOUT_PARENTS, Quality.SELF, CHILD, True, "art. 33"),
        (Act.BIRTH, Paper.WITHOUT_PARENTS, Quality.OTHER, LATELY, True, "art. 33"),
        (Act.BIRTH, Paper.FULL, Quality.OTHER, LONG_AGO, True, "L.213-2"),
        (Act.MARRIAGE, Paper.FULL, Quality.SELF, LATELY, True, "art. 30"),
        (Act.MARRIAGE, Paper.FULL, Quality.OTHER, LATELY, False, "art. 30"),
        (Act.DEATH, Paper.FULL, Quality.OTHER, LATELY, True, "art. 33"),
    ],
)
def test_the_law_decides_and_says_its_article(act, paper, quality, event_on, allowed, article):
    found = verdict(act, paper, quality, event_on=event_on, today=TODAY)
    assert found.is_allowed is allowed
    assert article in found.article
    assert found.reason.endswith(".")


@given(acts, papers, qualities, days)
def test_a_death_and_an_extract_without_parents_open_to_all(act, paper, quality, event_on):
    if act == Act.DEATH or paper == Paper.WITHOUT_PARENTS:
        assert verdict(act, paper, quality, event_on=event_on, today=TODAY).is_allowed


@given(acts, papers, qualities, days)
def test_nobody_loses_a_right_as_the_act_grows_old(act, paper, quality, event_on):
    now = verdict(act, paper, quality, event_on=event_on, today=TODAY)
    later = verdict(act, paper, quality, event_on=event_on, today=date(2060, 1, 1))
    assert later.is_allowed or not now.is_allowed


@given(acts, papers, st.sampled_from(sorted(NEAR)), days)
def test_who_is_near_gets_no_less_than_anybody_else_but_a_minor_alone(act, paper, quality, event_on):
    other = verdict(act, paper, Quality.OTHER, event_on=event_on, today=TODAY)
    near = verdict(act, paper, quality, event_on=event_on, today=TODAY)
    assert near.is_allowed or not other.is_allowed


def test_an_act_opens_25_years_after_its_person_died():
    asked = {"event_on": LATELY, "today": TODAY}
    assert not verdict(Act.BIRTH, Paper.FULL, Quality.OTHER, **asked).is_allowed
    assert (
        verdict(Act.BIRTH, Paper.FULL, Quality.OTHER, is_long_dead=True, **asked).article
        == "code du patrimoine, art. L.213-2"
    )


@pytest.mark.parametrize(
    ("event_on", "archive"),
    [(date(1950, 12, 31), True), (date(1951, 1, 1), False), (date(1949, 1, 1), True), (date(2026, 1, 1), False)],
)
def test_a_register_opens_75_years_after_its_last_day(event_on, archive):
    assert is_archive(event_on, TODAY) is archive


@pytest.mark.parametrize(
    ("born_on", "age"), [(date(2008, 11, 26), 18), (date(2008, 11, 27), 17), (date(2008, 2, 29), 18)]
)
def test_eighteen_is_reached_on_the_birthday(born_on, age):
    assert age_on(born_on, TODAY) == age
