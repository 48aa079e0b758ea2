from importlib import import_module

import pytest
from django.apps import apps

from guichet.accounts.actions import Contact, name_person
from guichet.accounts.models import ContactPoint, Person

folding = import_module("guichet.accounts.migrations.0004_fold_what_was_written")

WRITTEN = [
    Contact("Élodie", "Le Goff", "E.LeGoff@exemple.fr", "+33612345678", "14, r. Pasteur", "", "59186", "Anor"),
    Contact("", "Œuvre Saint-Jean", "", "0032 65 12 34 56", "3 Bd du Gal Leclerc", "", "59610", "Fourmies Cedex 2"),
    Contact("李", "王", "", "17", "rue du 8 mai 1945", "", "59186", "Anor"),
    Contact("Jean", "Roux", street="Hameau de la Neuve-Forge, 12"),
]


def columns():
    points = ContactPoint.objects.order_by("pk").values_list("folded", flat=True)
    return [*Person.objects.order_by("pk").values_list("folded_name", flat=True), *points]


@pytest.fixture
def written(db):
    """What the action folds, taken away again as before the migration."""
    for contact in WRITTEN:
        name_person(contact)
    folded = columns()
    Person.objects.update(folded_name="")
    ContactPoint.objects.update(folded="")
    return folded


def test_what_was_written_before_is_folded_as_what_is_written_today(written):
    folding.fold_all(apps, None)
    assert columns() == written


@pytest.mark.parametrize("done", [0, 1, 3])
def test_folding_goes_on_where_it_was_stopped(written, done):
    for pk, folded in list(zip(Person.objects.order_by("pk").values_list("pk", flat=True), written, strict=False))[
        :done
    ]:
        Person.objects.filter(pk=pk).update(folded_name=folded)
    folding.fold_all(apps, None, batch=2)
    assert columns() == written


def test_folding_again_asks_for_nothing_but_what_folds_to_nothing(written, django_assert_num_queries):
    folding.fold_all(apps, None)
    with django_assert_num_queries(4):
        folding.fold_all(apps, None)
    assert columns() == written
