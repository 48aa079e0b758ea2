from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.communes.actions import change_body, open_body, published
from guichet.communes.facts import BodyOpened, Published
from guichet.communes.models import Body
from guichet.communes.rules import Slot, presence
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import PARIS
from guichet.kit.refusal import Refusal
from tests.base import facts

MORNING = Slot(1, time(8, 30), time(12))
AFTERNOON = Slot(1, time(13, 30), time(17, 30))
WEEK = [MORNING, AFTERNOON, Slot(3, time(8, 30), time(12))]


def at(day, hour, minute=0):
    return datetime(2026, 11, day, hour, minute, tzinfo=PARIS)


@pytest.mark.parametrize(
    ("moment", "is_open", "changes"),
    [
        (at(24, 7), False, at(24, 8, 30)),
        (at(24, 8, 30), True, at(24, 12)),
        (at(24, 12), False, at(24, 13, 30)),
        (at(24, 17, 30), False, at(26, 8, 30)),
        (at(26, 12), False, datetime(2026, 12, 1, 8, 30, tzinfo=PARIS)),
    ],
)
def test_the_counter_is_open_when_its_hours_say_so(moment, is_open, changes):
    found = presence(WEEK, [], moment)
    assert (found.is_open, found.changes_at) == (is_open, changes)


def test_a_closure_and_a_holiday_shut_the_counter():
    assert not presence(WEEK, [date(2026, 11, 24)], at(24, 9)).is_open
    assert presence([Slot(2, time(8), time(12))], [], at(11, 9)).is_open is False  # 11 November


def test_a_counter_without_hours_never_changes():
    assert presence([], [], at(24, 9)).changes_at is None


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)))
def test_the_change_comes_after_now_even_when_the_clock_changes(moment):
    found = presence(WEEK, [], moment)
    assert found.changes_at is not None
    assert found.changes_at > moment
    assert presence(WEEK, [], found.changes_at).is_open is not found.is_open


@pytest.mark.parametrize(
    ("kind", "code"), [("commune", "5901"), ("commune", "200043263"), ("intercommunal", "59012"), ("commune", "ABCDE")]
)
def test_a_body_has_a_real_code(db, kind, code):
    with pytest.raises(Refusal, match="n’est pas un code"):
        open_body(kind=Body.Kind(kind), official_code=code, departments=[], name="X", host="x.localhost", by=SYSTEM)


def test_opening_a_body_states_it(world):
    assert BodyOpened(world.anor.pk) in facts(BodyOpened)
    assert [department.name for department in world.anor.departments.all()] == ["accueil"]


def test_what_the_intercommunal_body_publishes_ages_its_members_pages(world):
    before = {body.pk: body.version for body in Body.objects.all()}
    published(world.anor, by=SYSTEM)
    assert Body.objects.get(pk=world.fourmies.pk).version == before[world.fourmies.pk]
    published(world.body, by=SYSTEM)
    after = {body.pk: body.version for body in Body.objects.all()}
    assert {pk: after[pk] - before[pk] for pk in after} == {world.body.pk: 1, world.anor.pk: 2, world.fourmies.pk: 1}
    assert len(facts(Published)) == 2


def test_changing_a_body_ages_its_pages(world):
    change_body(world.anor, {"phone": "03 27 00 00 00"}, by=SYSTEM)
    assert Body.objects.get(pk=world.anor.pk).phone == "03 27 00 00 00"
    assert len(facts(Published)) == 1


def test_names_are_said_as_people_say_them(world):
    assert world.anor.the_name == "la mairie d’Anor"
    assert world.body.the_name == "la communauté de communes du Sud-Avesnois"
    assert world.anor.url == "http://localhost:8000"
