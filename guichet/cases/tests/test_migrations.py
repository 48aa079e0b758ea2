"""What an upgrade from 0.1 does to the cases that were there, and to those who work meanwhile."""

from datetime import UTC, datetime, timedelta
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.apps import apps
from django.db import connection

from guichet.cases.acknowledgement import acknowledgement
from guichet.cases.models import Case
from guichet.cases.rules import silence_after
from guichet.kit.dates import paris_date
from tests.base import a_case, a_draft

filling = import_module("guichet.cases.migrations.0005_sheet_and_silence_of_earlier_cases")

INDEXED = [
    ("guichet.cases.migrations.0006_find_what_was_sent_on", ["cases.Case"]),
    ("guichet.accounts.migrations.0006_find_by_folded_words", ["accounts.Person", "accounts.ContactPoint"]),
    ("guichet.documents.migrations.0003_find_what_to_scan", ["documents.StoredFile"]),
]


def columns():
    return list(Case.objects.order_by("pk").values_list("reference", "procedure", "silence_on"))


@pytest.fixture
def earlier(world):
    """Four received cases and a draft, as 0.1 left them, and what they would be today."""
    cases = [a_case(world) for _n in range(4)]
    a_draft(world)
    today = columns()
    Case.objects.update(procedure="", silence_on=None)
    assert cases[0].silence_on is not None
    return today


def test_an_earlier_case_has_its_sheet_and_its_silence_again(earlier):
    filling.fill_all(apps, None)
    assert columns() == earlier


def test_its_receipt_says_again_when_silence_accepts_it(earlier):
    filling.fill_all(apps, None)
    received, draft = Case.objects.earliest("pk"), Case.objects.latest("pk")
    assert "considérée comme acceptée" in acknowledgement(received).silence
    assert draft.silence_on is None


@pytest.mark.parametrize("done", [1, 3, 5])
def test_filling_goes_on_where_it_was_stopped(earlier, done):
    for reference, procedure, silence_on in earlier[:done]:
        Case.objects.filter(reference=reference).update(procedure=procedure, silence_on=silence_on)
    filling.fill_all(apps, None, batch=2)
    assert columns() == earlier


def test_filling_again_asks_once_and_changes_nothing(earlier, django_assert_num_queries):
    filling.fill_all(apps, None)
    with django_assert_num_queries(1):
        filling.fill_all(apps, None)
    assert columns() == earlier


def test_the_arithmetic_of_that_day_is_the_rule():
    for hours in range(0, 24 * 366 * 6, 23):  # every day, at every hour: Paris is ahead of UTC
        at = datetime(2024, 1, 1, tzinfo=UTC) + timedelta(hours=hours)
        case = SimpleNamespace(type_slug="bacs-ordures", received_at=at)
        assert filling.silence_of(case) == silence_after(paris_date(at), 2), at


@pytest.mark.parametrize(
    ("slug", "received_at"), [("bacs-ordures", None), ("message", datetime(2026, 11, 30, tzinfo=UTC))]
)
def test_a_draft_and_what_asks_for_no_decision_have_no_silence(slug, received_at):
    assert filling.silence_of(SimpleNamespace(type_slug=slug, received_at=received_at)) is None


@pytest.mark.django_db
@pytest.mark.parametrize(("module", "models"), INDEXED)
def test_an_index_written_by_hand_is_the_one_of_its_model(module, models):
    tables = [apps.get_model(name) for name in models]
    editor = connection.schema_editor()
    ours = {
        index.name: str(index.create_sql(table, editor)).replace('"', "")
        for table in tables
        for index in table._meta.indexes
    }
    for name, columns in import_module(module).INDEXES.items():
        assert ours[name] == f"CREATE INDEX {name} ON {columns}"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(("module", "models"), INDEXED)
def test_an_index_is_added_outside_a_transaction_and_again_after_a_stop(module, models):
    """In a transaction PostgreSQL would refuse it beside writers."""
    migration = import_module(module)
    assert migration.Migration.atomic is False
    with connection.schema_editor(atomic=False) as editor:
        migration.drop(apps, editor)
        for _try in range(2):
            migration.add(apps, editor)
    for name, columns in migration.INDEXES.items():
        with connection.cursor() as cursor:
            found = connection.introspection.get_constraints(cursor, columns.split()[0])
        assert found[name]["index"]
