from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from guichet.communes.actions import (
    change_body,
    change_department,
    close_counter,
    open_body,
    open_department,
    published,
    reopen_counter,
    set_hours,
)
from guichet.communes.facts import (
    BodyChanged,
    BodyOpened,
    CounterClosed,
    CounterReopened,
    DepartmentChanged,
    DepartmentOpened,
    HoursSet,
    Published,
)
from guichet.communes.models import Body, Closure, Department
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
    found = presence(WEEK, {}, moment)
    assert (found.is_open, found.changes_at) == (is_open, changes)


def test_a_closure_and_a_holiday_shut_the_counter():
    assert not presence(WEEK, {date(2026, 11, 24): ()}, at(24, 9)).is_open
    assert presence([Slot(2, time(8), time(12))], {}, at(11, 9)).is_open is False  # 11 November


def test_a_day_may_have_hours_of_its_own_even_a_holiday():
    eve, noel = date(2026, 12, 24), date(2026, 12, 25)
    special = {eve: [(time(8, 30), time(17))], noel: [(time(10), time(11))]}

    def on(day, hour, minute=0):
        return presence(WEEK, special, datetime(2026, 12, day, hour, minute, tzinfo=PARIS))

    assert on(24, 16).changes_at == datetime(2026, 12, 24, 17, tzinfo=PARIS)
    assert not on(24, 17).is_open
    assert on(24, 18).changes_at == datetime(2026, 12, 25, 10, tzinfo=PARIS)
    assert on(25, 10, 30).is_open


def test_a_counter_without_hours_never_changes():
    assert presence([], {}, at(24, 9)).changes_at is None


@given(st.datetimes(datetime(2026, 1, 1), datetime(2028, 1, 1), timezones=st.just(UTC)))
def test_the_change_comes_after_now_even_when_the_clock_changes(moment):
    found = presence(WEEK, {}, moment)
    assert found.changes_at is not None
    assert found.changes_at > moment
    assert presence(WEEK, {}, found.changes_at).is_open is not found.is_open


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


def test_changing_a_body_is_told_and_ages_its_pages(world):
    change_body(world.anor, {"phone": "03 27 00 00 00"}, by=SYSTEM)
    assert Body.objects.get(pk=world.anor.pk).phone == "03 27 00 00 00"
    assert facts(BodyChanged) == [BodyChanged(world.anor.pk)]
    assert len(facts(Published)) == 1


def test_a_change_made_from_an_old_copy_never_brings_an_old_version_back(world):
    copy = Body.objects.get(pk=world.anor.pk)
    for _time in range(3):
        published(world.anor, by=SYSTEM)
    change_body(copy, {"phone": "03 27 00 00 00"}, by=SYSTEM)
    assert copy.version == Body.objects.get(pk=world.anor.pk).version == world.anor.version + 1


def test_another_week_replaces_the_first_one_and_the_same_week_changes_nothing(world):
    set_hours(world.anor, reversed(WEEK), by=SYSTEM)
    assert [hours.slot for hours in world.anor.opening_hours.all()] == WEEK
    set_hours(world.anor, WEEK, by=SYSTEM)
    assert facts(HoursSet) == [HoursSet(world.anor.pk)]
    assert len(facts(Published)) == 1


def test_the_counter_is_closed_for_some_days_then_opens_after_all(world):
    days = {"first_on": date(2026, 12, 24), "last_on": date(2026, 12, 26)}
    closure = close_counter(body=world.anor, **days, reason="Noël", by=SYSTEM)
    longer = close_counter(body=world.anor, **days | {"last_on": date(2026, 12, 31)}, replaces=closure, by=SYSTEM)
    assert (longer, Closure.objects.get().last_on) == (closure, date(2026, 12, 31))
    for _time in range(2):
        reopen_counter(longer, by=SYSTEM)
    assert not Closure.objects.exists()
    assert facts(CounterClosed) == [CounterClosed(closure.pk)] * 2
    assert facts(CounterReopened) == [CounterReopened(closure.pk)]
    assert len(facts(Published)) == 3


def test_a_closure_that_ends_before_it_starts_is_refused(world):
    with pytest.raises(Refusal, match="avant le premier"):
        close_counter(body=world.anor, first_on=date(2026, 12, 26), last_on=date(2026, 12, 24), by=SYSTEM)
    assert not Closure.objects.exists()


def test_a_department_opens_and_changes_under_the_eyes_of_the_journal(world):
    registry = open_department(body=world.anor, name="état civil", phone="03 27 00 00 01", by=SYSTEM)
    change_department(registry, {"phone": "03 27 00 00 02"}, by=SYSTEM)
    assert Department.objects.get(pk=registry.pk).phone == "03 27 00 00 02"
    assert facts(DepartmentOpened) == [DepartmentOpened(registry.pk)]
    assert facts(DepartmentChanged) == [DepartmentChanged(registry.pk)]
    assert len(facts(Published)) == 2


def test_names_are_said_as_people_say_them(world):
    assert world.anor.the_name == "la mairie d’Anor"
    assert world.body.the_name == "la communauté de communes du Sud-Avesnois"
    assert world.anor.url == "http://localhost:8000"
