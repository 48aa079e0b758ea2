"""Notes for agents, trainings, masteries."""

from datetime import date, timedelta

import pytest

from guichet.cabinet.tests.factories import a_procedure
from guichet.kit.dates import now, paris_date, pretending
from guichet.kit.refusal import Refusal
from guichet.visits.actions import record_training, remove_training, set_mastery, write_note
from guichet.visits.facts import AgentNoteWritten, MasteryChanged, TrainingRecorded, TrainingRemoved
from guichet.visits.models import AgentNote, Mastery, Training
from guichet.visits.rules import MOST_MINUTES
from tests.base import facts

pytestmark = pytest.mark.django_db

INTERNAL = Training.Kind.INTERNAL


@pytest.fixture
def sale(world):
    return a_procedure()


def noted(body, procedure, text, role, seen=None):
    return write_note(body=body, procedure=procedure, text=text, seen=seen, by=role.actor)


def a_training(role, **told):
    given = {"kind": INTERNAL, "on": date(2026, 11, 3), "minutes": 90, "subject": "Accueil", **told}
    return record_training(role.account, body=role.body, **given, by=role.actor)


def test_a_note_is_written_changed_then_taken_away(world, manon, sale):
    first = noted(world.anor, sale, " Code 12. ", manon)
    assert (first.text, first.written_by) == ("Code 12.", manon.account)
    with pretending(now() + timedelta(minutes=1)):
        second = noted(world.anor, sale, "Code 14.", manon, seen=first.written_at)
    assert noted(world.anor, sale, "", manon, seen=second.written_at) is None
    assert not AgentNote.objects.exists()
    told = [(fact.procedure, fact.is_empty) for fact in facts(AgentNoteWritten)]
    assert told == [(sale.pk, False), (sale.pk, False), (sale.pk, True)]


def test_the_last_of_two_writers_is_told_and_the_first_note_stays(world, manon, sale):
    first = noted(world.anor, sale, "Code 12.", manon)
    with pytest.raises(Refusal, match="Un collègue a changé cette note"):
        noted(world.anor, sale, "Code 13.", manon, seen=None)
    with pytest.raises(Refusal, match="Un collègue"):
        noted(world.anor, sale, "", manon, seen=first.written_at - timedelta(seconds=1))
    assert AgentNote.objects.get().text == "Code 12."


def test_the_same_words_written_twice_are_written_once(world, manon, sale):
    noted(world.anor, sale, "Code 12.", manon)
    noted(world.anor, sale, "Code 12.", manon, seen=None)
    assert len(facts(AgentNoteWritten)) == 1


def test_two_towns_note_the_same_procedure_each_for_itself(world, manon, sophie, sale):
    noted(world.anor, sale, "Code 12.", manon)
    noted(world.body, sale, "Demander à Karim.", sophie)
    assert {note.body: note.text for note in AgentNote.objects.all()} == {
        world.anor: "Code 12.",
        world.body: "Demander à Karim.",
    }


def test_an_endless_note_is_refused(world, manon, sale):
    with pytest.raises(Refusal, match="trop longue"):
        noted(world.anor, sale, "a" * (AgentNote.MOST_SIGNS + 1), manon)


def test_no_word_of_a_note_is_in_its_fact(world, manon, sale):
    noted(world.anor, sale, "Secret de comptoir", manon)
    assert facts(AgentNoteWritten)[0].details() == {"procedure": sale.pk, "is_empty": False}


def test_a_training_tells_its_minutes_and_its_day_to_the_evaluation(manon):
    training = a_training(manon, with_whom=" Bernard ")
    assert training.with_whom == "Bernard"
    assert facts(TrainingRecorded) == [
        TrainingRecorded(training.pk, manon.account_id, minutes=90, kind="internal", on="2026-11-03")
    ]


def test_a_training_written_by_mistake_is_taken_off_once(manon):
    training = a_training(manon)
    remove_training(training, by=manon.actor)
    remove_training(training, by=manon.actor)
    assert not Training.objects.exists()
    assert facts(TrainingRemoved) == [TrainingRemoved(training.pk, manon.account_id)]


@pytest.mark.parametrize(
    ("told", "code"),
    [
        ({"minutes": 0}, "training-duration"),
        ({"minutes": MOST_MINUTES + 1}, "training-duration"),
        ({"subject": "  "}, "training-subject"),
    ],
)
def test_a_training_without_a_length_or_a_subject_is_refused(manon, told, code):
    with pytest.raises(Refusal) as no:
        a_training(manon, **told)
    assert no.value.code == code


def test_a_training_to_come_is_noted_once_followed(manon):
    tomorrow = paris_date(now()) + timedelta(days=1)
    with pytest.raises(Refusal, match="pas encore eu lieu"):
        a_training(manon, on=tomorrow)
    assert a_training(manon, on=tomorrow - timedelta(days=1)).pk


def test_masteries_are_these_and_no_other(world, manon, sale):
    grey = a_procedure("carte-grise", "Faire la carte grise")
    birth = a_procedure("acte-naissance", "Demander un acte de naissance")
    set_mastery(manon.account, [sale, grey], body=world.anor, by=manon.actor)
    set_mastery(manon.account, [grey, birth], body=world.anor, by=manon.actor)
    set_mastery(manon.account, [birth, grey], body=world.anor, by=manon.actor)
    assert set(Mastery.objects.values_list("procedure", flat=True)) == {grey.pk, birth.pk}
    assert facts(MasteryChanged) == [
        MasteryChanged(manon.account_id, sorted([sale.pk, grey.pk]), []),
        MasteryChanged(manon.account_id, [birth.pk], [sale.pk]),
    ]


def test_who_left_the_town_masters_nothing_there_any_more(world, manon, sale):
    set_mastery(manon.account, [sale], body=world.anor, by=manon.actor)
    assert Mastery.objects.in_force(world.anor).count() == 1
    manon.account.is_active = False
    manon.account.save()
    assert Mastery.objects.in_force(world.anor).count() == 0
