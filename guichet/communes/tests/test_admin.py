"""The forms of Wagtail's admin: each calls the room's action, and the journal says so."""

from datetime import date, time

import pytest
from wagtail.admin.forms import WagtailAdminModelForm

from guichet.communes.actions import open_body
from guichet.communes.admin import (
    BodyForm,
    BodyViewSet,
    ClosureForm,
    ClosureViewSet,
    DepartmentForm,
    DepartmentViewSet,
)
from guichet.communes.facts import (
    BodyChanged,
    CounterClosed,
    DepartmentChanged,
    DepartmentOpened,
    HoursSet,
    Published,
)
from guichet.communes.models import Body, Closure, Department
from guichet.journal.facts import Fact
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM
from tests.base import an_agent, facts

DEPARTMENT = {"name": "état civil", "phone": "", "email": "", "news": "daily"}
DAYS = {"first_on": "2026-12-24", "last_on": "2026-12-26", "reason": "Noël"}
STATED: tuple[type[Fact], ...] = (BodyChanged, HoursSet, CounterClosed, DepartmentOpened, DepartmentChanged)


@pytest.fixture
def save(world):
    """Open a form as the editor of Anor, change what the test types, and keep it."""
    editor = an_agent("yvette", world.anor, kind="editor").account

    def saved(kind: type[WagtailAdminModelForm], typed, row, by=editor):
        shown = kind(instance=row, for_user=by)
        data = {name: shown.get_initial_for_field(field, name) for name, field in shown.fields.items()}
        form = kind({**data, "body": world.anor.pk, **typed}, instance=row, for_user=by)
        assert form.is_valid(), form.errors
        return form.save()

    return saved


@pytest.fixture
def county(world):
    return open_body(
        kind=Body.Kind.OUTSIDE, official_code="225900018", departments=["voirie"], name="le Département du Nord",
        short_name="Département du Nord", office="Hôtel du Département", street="51 rue Gustave-Delory",
        postcode="59000", city="Lille", by=SYSTEM,
    )  # fmt: skip


def test_an_administrator_mends_the_address_of_an_outside_body(world, save, county):
    bernard = an_agent("bernard", world.anor, kind="administrator")
    roads = county.departments.get()
    save(DepartmentForm, {"email": "voirie@departement.example"}, roads, by=bernard.account)
    save(BodyForm, {"phone": "03 59 73 59 59"}, county, by=bernard.account)
    assert county.departments.get().email == "voirie@departement.example"
    assert stated() == [BodyChanged(county.pk), DepartmentChanged(roads.pk)]
    told = Record.objects.filter(kind="DepartmentChanged").get()
    assert (told.actor_id, told.body_id) == (bernard.account_id, county.pk)


@pytest.mark.parametrize(("kind", "reaches"), [("administrator", True), ("editor", False)])
def test_outside_bodies_are_shown_to_administrators_alone(world, county, kind, reaches):
    account = an_agent("bernard", world.anor, kind=kind).account
    for viewset in (BodyViewSet(), DepartmentViewSet()):
        row = county if viewset.model is Body else county.departments.get()
        assert viewset.permission_policy.user_has_permission_for_instance(account, "change", row) is reaches
    assert not ClosureViewSet().permission_policy.rows(account).exists()


def test_a_body_without_a_counter_has_no_week(world, county):
    account = an_agent("bernard", world.anor, kind="administrator").account
    assert "day_0" not in BodyForm(instance=county, for_user=account).fields


def stated():
    return [fact for kind in STATED for fact in facts(kind)]


def test_a_department_is_opened_then_changed(world, save):
    department = save(DepartmentForm, DEPARTMENT, Department())
    save(DepartmentForm, {"phone": "03 27 00 00 01"}, Department.objects.get(pk=department.pk))
    assert stated() == [DepartmentOpened(department.pk), DepartmentChanged(department.pk)]
    assert Department.objects.get(pk=department.pk).phone == "03 27 00 00 01"


def test_a_closure_is_announced_then_announced_anew(world, save):
    closure = save(ClosureForm, DAYS, Closure())
    save(ClosureForm, {"last_on": "2026-12-31"}, Closure.objects.get())
    assert Closure.objects.get().last_on == date(2026, 12, 31)
    assert stated() == [CounterClosed(closure.pk)] * 2


def test_a_day_of_other_hours_is_announced_and_read_back(world, save):
    save(ClosureForm, DAYS | {"hours": "8 h 30 – 12 h, 13h30-17h"}, Closure())
    closure = Closure.objects.get()
    assert closure.hours == [(time(8, 30), time(12)), (time(13, 30), time(17))]
    save(ClosureForm, {"reason": "Marché de Noël"}, closure)  # the form gives back the hours it shows
    assert Closure.objects.get().hours == closure.hours


@pytest.mark.parametrize(
    ("typed", "kinds"),
    [
        ({}, []),
        ({"phone": "03 27 00 00 00"}, [BodyChanged]),
        ({"day_0": "9 h – 11 h"}, [HoursSet]),
        ({"phone": "03 27 00 00 00", "day_0": ""}, [BodyChanged, HoursSet]),
    ],
)
def test_the_form_of_a_body_tells_what_was_changed_and_nothing_else(world, save, typed, kinds):
    save(BodyForm, typed, world.anor)
    assert stated() == [kind(world.anor.pk) for kind in kinds]
    assert len(facts(Published)) == len(kinds)
