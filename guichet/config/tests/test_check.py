"""What `guichet check` says of the antivirus, of the seals, of cases entrusted by e-mail."""

from datetime import timedelta

import pytest

from guichet.cases.models import Case
from guichet.config.env import env_family
from guichet.config.management.commands.check import _antivirus, _seals, _unopened
from guichet.documents.seals import certificate_path
from guichet.documents.tests.antivirus import fake_peer, says
from guichet.documents.tests.authority import make_authority
from guichet.kit.dates import now, pretending
from tests.base import a_case


@pytest.fixture(autouse=True)
def seals(tmp_path, settings):
    settings.SEALS_ROOT = tmp_path / "seals"
    settings.SEAL_PASSWORDS = {"": "un mot de passe"}


def test_a_family_of_variables_is_read_by_the_end_of_its_names(monkeypatch):
    for name, value in (("GUICHET_X", "a"), ("GUICHET_X_59012", "b"), ("GUICHET_XY", "c")):
        monkeypatch.setenv(name, value)
    assert env_family("GUICHET_X") == {"": "a", "59012": "b"}


def test_without_an_antivirus_all_is_well_and_it_is_said(settings):
    settings.CLAMAV = ""
    assert (_antivirus().is_well, "ne sont pas analysés" in _antivirus().sentence) == (True, True)


@pytest.mark.parametrize(("answer", "is_well"), [(b"stream: OK\0", True), (b"ERROR\0", False)])
def test_an_antivirus_answers_or_does_not(settings, answer, is_well):
    with fake_peer(says(answer)) as settings.CLAMAV:
        assert _antivirus().is_well is is_well


@pytest.mark.parametrize(
    ("days", "password", "is_well", "sentence"),
    [
        ((-1, 365), "un mot de passe", True, "Il vaut jusqu’au"),
        ((-1, 9), "un mot de passe", False, "demandez le suivant"),
        ((-9, -2), "un mot de passe", False, "ne vaut plus depuis le"),
        ((-1, 365), "un autre", False, "ne s’ouvre pas"),
    ],
)
def test_a_body_with_a_certificate_has_its_line(world, days, password, is_well, sentence):
    make_authority().seal_file(certificate_path(world.anor), password, days=days)
    [found] = _seals()
    assert (found.subject, found.is_well) == ("Cachet de Anor", is_well)
    assert sentence in found.sentence


@pytest.mark.django_db
def test_without_a_certificate_nothing_is_said():
    assert list(_seals()) == []


@pytest.mark.parametrize(("days", "is_well"), [(0, True), (15, False)])
def test_a_case_entrusted_by_email_is_to_be_looked_at_once_a_reminder_is_due(world, days, is_well):
    for _n in range(2):
        a_case(world)
    Case.objects.update(owner=world.fourmies, department=world.fourmies.departments.get())
    with pretending(now() + timedelta(days=days)):
        found = _unopened()
    assert found.is_well is is_well
    assert found.sentence.startswith("2 dossiers ne sont pas ouverts")


def test_without_a_case_entrusted_all_is_well(db):
    assert _unopened().is_well
