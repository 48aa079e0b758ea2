"""Papers made on demand and words proposed for a decision, out of the letter models of a town."""

from datetime import timedelta

import pypdfium2
import pytest

from guichet.cases.actions import ask_for_paper, decide, make_document
from guichet.cases.facts import DocumentMade
from guichet.cases.letters import is_tacitly_accepted, models_of, worded, words_of_decision
from guichet.cases.models import Case
from guichet.cases.timeline import agent_timeline, resident_timeline
from guichet.documents.models import StoredFile
from guichet.journal.actions import deliver_all
from guichet.kit.dates import now, paris_date
from guichet.kit.refusal import Refusal
from guichet.notifications.models import LetterModel, Message
from guichet.notifications.tests.factories import a_document_model, words_of_refusal
from tests.base import a_case, facts


@pytest.fixture(autouse=True)
def own_files(settings, tmp_path):
    settings.FILES_ROOT, settings.SEALS_ROOT = tmp_path / "files", tmp_path / "seals"
    settings.DEMONSTRATION = True


@pytest.fixture
def case(world):
    return a_case(world)


@pytest.fixture
def model(world):
    return a_document_model(world.body)


@pytest.fixture
def make(sophie):
    def made(case, model, *, title="Attestation de dépôt", text="Nous avons bien reçu votre demande.", seen=None):
        seen = case.version if seen is None else seen
        return make_document(case, model, title=title, text=text, seen_version=seen, by=sophie.actor)

    return made


def words_in(file):
    return pypdfium2.PdfDocument(file.path)[0].get_textpage().get_text_bounded()


def test_a_document_is_a_signed_letter_kept_in_the_case(world, make, case, model):
    make(case, model)
    entry = case.entries.get()
    file = entry.attachments.get().file
    assert (entry.kind, entry.text, file.sealed) == ("document", "Attestation de dépôt", False)
    assert file.name == f"Attestation de dépôt {case.reference}.pdf"
    for part in ("Lucie Dubois", "59186 ANOR", "bien reçu", case.reference, "Hélène Marchand", "Présidente"):
        assert part in words_in(file)
    assert case.secret[:4] not in words_in(file)
    assert facts(DocumentMade) == [DocumentMade(case.pk, entry.pk, model.pk)]


def test_the_department_signs_when_the_model_says_so(world, make, case):
    world.waste.signatory_name = "Sophie Lemaire"
    world.waste.save()
    case = Case.objects.get(pk=case.pk)
    make(case, a_document_model(world.body, signatory=LetterModel.Signatory.DEPARTMENT))
    words = words_in(StoredFile.objects.get())
    assert "Sophie Lemaire" in words
    assert "Hélène Marchand" not in words


def test_the_person_is_told_where_to_read_it_and_reads_it_in_her_thread(make, case, model):
    make(case, model)
    deliver_all()
    message = Message.objects.about("case", case.pk).get(purpose="case-document")
    assert "Attestation de dépôt" in message.text
    assert message.letter is None
    hers, theirs = resident_timeline(case)[-1], agent_timeline(case)[-1]
    assert (hers.kind, hers.title, hers.text) == ("document", "Un document pour vous", "Attestation de dépôt")
    assert theirs.title == "Document fait par Sophie"
    assert [file.name for file in hers.files] == [f"Attestation de dépôt {case.reference}.pdf"]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ({"title": " "}, "a un titre et un texte"),
        ({"text": "\n"}, "a un titre et un texte"),
        ({"title": "x" * 121}, "121 signes, et 120 au plus"),
        ({"text": "x" * 8001}, "8001 signes, et 8000 au plus"),
        ({"text": "Décidé le [Date de décision]."}, r"Il reste \[date de décision\]"),
        ({"seen": 0}, "a changé pendant que vous le lisiez"),
    ],
)
def test_what_is_refused_leaves_nothing_in_the_case(make, case, model, typed, told):
    with pytest.raises(Refusal, match=told):
        make(case, model, **typed)
    assert not case.entries.exists()
    assert not StoredFile.objects.exists()
    assert facts(DocumentMade) == []


def test_a_document_may_be_made_of_a_closed_case(sophie, make, case, model):
    closed = decide(case, outcome="repaired", text="", seen_version=case.version, by=sophie.actor)
    assert make(closed, model).is_closed


def test_the_words_of_a_model_are_filled_from_the_case(case):
    text = "[prénom] [nom], [adresse] : [objet], [référence], au [service] de [collectivité], le [date du jour]."
    said = worded(text, case)
    assert said.startswith("Lucie Dubois, 14 rue Léo-Lagrange, 59186 Anor : Bac cassé, 14 rue Léo-Lagrange, BAC-")
    assert "service déchets de la communauté de communes du Sud-Avesnois" in said


def test_what_the_case_does_not_say_stays_between_brackets(case):
    assert worded("Fait par [agent] le [date de décision].", case) == "Fait par [agent] le [date de décision]."


def test_a_name_with_brackets_is_not_read_again(world):
    case = a_case(world, last_name="[référence]")
    assert worded("[nom]", case) == "[référence]"


def test_a_text_that_no_longer_reads_is_shown_as_it_was_written(case):
    assert worded("Bonjour [champ d’avant]", case) == "Bonjour [champ d’avant]"


def test_an_outcome_proposes_the_words_of_the_model_most_precisely_about_it(world, case):
    refused, repaired = case.kind.outcome("refused"), case.kind.outcome("repaired")
    assert words_of_decision(models_of(case), case, repaired) == repaired.told
    words_of_refusal(world.body, outcome="", case_type="", text="[si refus]\nRefusé.\n[sinon]\n[décision].\n[fin]")
    assert words_of_decision(models_of(case), case, refused) == "Refusé."
    assert words_of_decision(models_of(case), case, repaired) == "Bac réparé."
    words_of_refusal(world.body)
    assert words_of_decision(models_of(case), case, refused) == "Lucie, nous ne pouvons pas :"
    LetterModel.objects.filter(outcome="refused").update(text="[champ d’avant]")
    assert words_of_decision(models_of(case), case, refused) == refused.told


def test_a_decision_does_not_leave_with_a_field_nobody_filled_in(world, sophie, case):
    words_of_refusal(world.body, text="Nous refusons [à compléter].")
    words = words_of_decision(models_of(case), case, case.kind.outcome("refused"))
    with pytest.raises(Refusal, match=r"Il reste \[à compléter\]"):
        decide(case, outcome="refused", text=words, seen_version=case.version, by=sophie.actor)
    assert Case.objects.get(pk=case.pk).is_open


def test_the_neighbour_s_models_propose_nothing(world, case):
    a_document_model(world.anor)
    words_of_refusal(world.anor)
    assert models_of(case) == []


YESTERDAY = paris_date(now()) - timedelta(days=1)


def test_silence_accepts_once_its_day_is_over_and_nothing_was_decided(sophie, case):
    assert not is_tacitly_accepted(case)
    Case.objects.filter(pk=case.pk).update(silence_on=YESTERDAY)
    late = Case.objects.get(pk=case.pk)
    assert is_tacitly_accepted(late)
    assert worded("[si acceptation tacite]\nOui.\n[sinon]\nNon.\n[fin]", late) == "Oui."
    waiting = ask_for_paper(late, "Une photo", seen_version=late.version, by=sophie.actor)
    assert not is_tacitly_accepted(waiting), "a missing paper stops that day"


def test_a_decision_in_time_is_no_silence(sophie, case):
    closed = decide(case, outcome="refused", text="Non.", seen_version=case.version, by=sophie.actor)
    Case.objects.filter(pk=case.pk).update(silence_on=paris_date(now()))
    assert not is_tacitly_accepted(Case.objects.get(pk=closed.pk))
