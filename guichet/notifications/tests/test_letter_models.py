import pytest

from guichet.kit.actor import SYSTEM
from guichet.kit.refusal import Refusal
from guichet.notifications.actions import drop_letter_model, write_letter_model
from guichet.notifications.facts import LetterModelDropped, LetterModelWritten
from guichet.notifications.letter_rules import Fault
from guichet.notifications.models import LetterModel
from guichet.notifications.refusals import sentence_of, sentences_of
from guichet.notifications.tests.factories import a_document_model, columns, words_of_refusal
from guichet.notifications.vocabulary import vocabulary
from tests.base import facts


def test_a_model_is_written_then_changed_where_it_is_named_then_dropped(world):
    model = a_document_model(world.anor)
    write_letter_model(body=world.anor, columns={"subject": "Reçu"}, replaces=model, by=SYSTEM)
    model.refresh_from_db()
    assert (model.subject, model.name) == ("Reçu", "attestation de dépôt")
    drop_letter_model(model, by=SYSTEM)
    assert not LetterModel.objects.exists()
    assert facts(LetterModelWritten) == [LetterModelWritten(model.pk)] * 2
    assert facts(LetterModelDropped) == [LetterModelDropped(model.pk)]


def test_a_model_dropped_meanwhile_is_told(world):
    model = a_document_model(world.anor)
    drop_letter_model(model, by=SYSTEM)
    with pytest.raises(Refusal, match="vient d’être retiré"):
        write_letter_model(body=world.anor, columns=columns(), replaces=model, by=SYSTEM)


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"text": "\n "}, "Écrivez le texte"),
        ({"text": "x" * 6001}, "6000 signes au plus"),
        ({"text": "Bonjour [prenon]"}, r"Ligne 1 : \[prenon\] n’existe pas. Vouliez-vous \[prénom\] \?"),
        ({"subject": ""}, "Écrivez le titre"),
        ({"subject": "Pour [qui]"}, r"\[qui\] n’existe pas"),
        ({"outcome": "refused"}, "laissez la décision vide"),
        ({"kind": "decision", "outcome": "burnt"}, "n’existe pas pour cette sorte de demande"),
    ],
)
def test_what_a_model_may_not_be_is_refused_with_a_sentence(world, changes, told):
    with pytest.raises(Refusal, match=told):
        a_document_model(world.anor, **changes)
    assert not LetterModel.objects.exists()


def test_an_outcome_has_one_open_model_in_each_body(world):
    first = words_of_refusal(world.body)
    words_of_refusal(world.anor)
    words_of_refusal(world.body, is_open=False)
    with pytest.raises(Refusal, match="propose déjà les mots"):
        words_of_refusal(world.body)
    write_letter_model(body=world.body, columns={"text": "Non."}, replaces=first, by=SYSTEM)
    assert LetterModel.objects.get(pk=first.pk).text == "Non."


def test_only_the_open_models_of_the_body_for_the_sort_of_case_are_used(world):
    used = a_document_model(world.body)
    a_document_model(world.body, is_open=False)
    a_document_model(world.anor)
    a_document_model(world.body, case_type="signalement")
    assert list(LetterModel.objects.open_for(world.body, "bacs-ordures")) == [used]


@pytest.mark.parametrize("code", ["unknown", "bracket", "not-alone", "nested", "unclosed", "stray", "else-twice"])
def test_every_fault_is_said_with_its_line(code):
    assert sentence_of(Fault(4, code, "si refus")).startswith("Ligne 4 : ")


def test_many_faults_are_told_a_few_at_a_time():
    told = sentences_of([Fault(line, "unknown", "x") for line in range(1, 9)])
    assert len(told) == 6
    assert told[-1] == "Et encore 3 à corriger ensuite."


def test_every_field_has_an_example_and_every_condition_reads(world):
    text = "".join(f"[{one.name}]\n" for one in vocabulary.fields)
    text += "".join(f"[si {one.name}]\n{one.name}\n[fin]\n" for one in vocabulary.conditions)
    said = vocabulary.example_of(text)
    assert "[" not in said
    assert "sans e-mail" in said
