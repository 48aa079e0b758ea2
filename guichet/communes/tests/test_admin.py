"""The forms of Wagtail's admin: each calls the room's action, and the journal says so."""

from datetime import date

import pytest
from wagtail.admin.forms import WagtailAdminModelForm

from guichet.communes.admin import BodyForm, ClosureForm, DepartmentForm
from guichet.communes.facts import (
    BodyChanged,
    CounterClosed,
    DepartmentChanged,
    DepartmentOpened,
    HoursSet,
    Published,
)
from guichet.communes.models import Closure, Department
from guichet.journal.facts import Fact
from tests.base import an_agent, facts

DEPARTMENT = {"name": "état civil", "phone": "", "email": "", "news": "daily"}
DAYS = {"first_on": "2026-12-24", "last_on": "2026-12-26", "reason": "Noël"}
STATED: tuple[type[Fact], ...] = (BodyChanged, HoursSet, CounterClosed, DepartmentOpened, DepartmentChanged)


@pytest.fixture
def save(world):
    """Open a form as the editor of Anor, change what the test types, and keep it."""
    editor = an_agent("yvette", world.anor, kind="editor").account

    def saved(kind: type[WagtailAdminModelForm], typed, row):
        shown = kind(instance=row, for_user=editor)
        data = {name: shown.get_initial_for_field(field, name) for name, field in shown.fields.items()}
        form = kind({**data, "body": world.anor.pk, **typed}, instance=row, for_user=editor)
        assert form.is_valid(), form.errors
        return form.save()

    return saved


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
