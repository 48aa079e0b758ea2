"""A paper made of a case at the desk, and read by the resident."""

import pytest
from django.urls import reverse

from guichet.accounts.rules import RoleKind
from guichet.cases.actions import take
from guichet.cases.models import Attachment
from guichet.desk.tests.base import at_desk, fresh
from guichet.journal.models import Record
from guichet.notifications.models import LetterModel
from guichet.notifications.tests.factories import a_document_model, words_of_refusal
from tests.base import a_case, an_agent, text_of


@pytest.fixture
def model(world):
    return a_document_model(world.body)


def address(case, model):
    return reverse("desk:case-document", args=[case.reference, model.pk])


def page_of(browser, case):
    return browser.get(reverse("desk:case", args=[case.reference]))


def typed(case, **changes):
    return {"version": case.version, "title": "Attestation de dépôt", "text": "Nous avons reçu ceci.", **changes}


def pdf_of(case):
    key = Attachment.objects.get(case=case).file.key
    return reverse("desk:case-document-pdf", args=[case.reference, key])


def test_the_case_proposes_the_open_models_and_nothing_when_there_is_none(desk, case, model):
    assert address(case, model) in text_of(page_of(desk, case))
    LetterModel.objects.update(is_open=False)
    assert "Faire un document" not in text_of(page_of(desk, case))


def test_the_words_of_the_model_are_shown_filled(desk, case, model):
    page = desk.get(address(case, model))
    assert page.context["title"] == "Attestation de dépôt"
    assert page.context["text"].startswith("Lucie Dubois nous a demandé quelque chose le ")
    assert "Signé : Hélène Marchand, Présidente." in text_of(page)


def test_who_looks_at_the_words_has_read_the_case(desk, case, model):
    desk.get(address(case, model))
    assert Record.objects.about("case", case.pk).filter(kind="CaseRead").count() == 1


def test_the_document_is_made_and_printed_from_the_thread(desk, case, model):
    page = desk.post(address(case, model), typed(case), follow=True)
    assert "Le document est fait, et la personne est prévenue." in text_of(page)
    assert pdf_of(case) in text_of(page)
    paper = desk.get(pdf_of(case))
    assert paper["Content-Disposition"].startswith("inline;")
    assert paper.content.startswith(b"%PDF")
    assert page.context["sheet"].files == [], "it is no paper of hers"


def test_somebody_who_cannot_be_told_gets_it_with_her_letter(world, desk, model):
    case = a_case(world, email="")
    page = desk.post(address(case, model), typed(case), follow=True)
    assert "joignez-le à la lettre" in text_of(page)


def test_the_preview_keeps_nothing(desk, case, model):
    answer = desk.post(address(case, model), typed(case, preview="1"))
    assert answer.content.startswith(b"%PDF")
    assert not Attachment.objects.exists()


@pytest.mark.parametrize(
    ("changes", "told"),
    [
        ({"title": ""}, "a un titre et un texte"),
        ({"text": "Décidé le [date de décision]. Gardez-moi."}, "Il reste [date de décision]"),
        ({"version": "abc"}, "Cette page n’est pas complète."),
    ],
)
def test_a_refusal_is_told_and_nothing_typed_is_lost(desk, case, model, changes, told):
    answer = desk.post(address(case, model), typed(case, **changes))
    assert answer.status_code == 422
    assert told in text_of(answer)
    assert answer.context["text"] == typed(case, **changes)["text"]
    assert not Attachment.objects.exists()


def test_the_second_of_two_agents_is_told_and_sends_her_words_again(desk, karim, case, model):
    take(case, seen_version=case.version, by=karim.actor)
    answer = desk.post(address(case, model), typed(case, text="Mes mots."))
    assert answer.status_code == 409
    assert "Mes mots." in text_of(answer)
    again = desk.post(address(case, model), typed(answer.context["case"], text="Mes mots."))
    assert again.status_code == 302
    assert fresh(case).entries.get().text == "Attestation de dépôt"


def test_other_models_do_not_exist_here(world, desk, case):
    for other in (
        a_document_model(world.anor),
        a_document_model(world.body, is_open=False),
        a_document_model(world.body, case_type="signalement-voirie"),
        words_of_refusal(world.body),
    ):
        assert desk.get(address(case, other)).status_code == 404
        assert desk.post(address(case, other), typed(case)).status_code == 404


def test_the_neighbours_and_the_other_department_find_nothing(desk, case, model, paul, manon, world):
    desk.post(address(case, model), typed(case))
    editor = an_agent("edith", world.body, kind=RoleKind.EDITOR)
    for role in (paul, manon, editor):
        browser = at_desk(role)
        for path in (address(case, model), pdf_of(case)):
            assert browser.get(path).status_code == 404
        assert browser.post(address(case, model), typed(fresh(case))).status_code == 404
    assert Attachment.objects.count() == 1


def test_a_file_of_hers_is_no_document_of_ours(world, desk, case, model):
    desk.post(address(case, model), typed(case))
    other = a_case(world)
    key = Attachment.objects.get().file.key
    assert desk.get(reverse("desk:case-document-pdf", args=[other.reference, key])).status_code == 404


def test_an_outcome_proposes_the_words_of_the_town(world, desk, case):
    words_of_refusal(world.body)
    page = page_of(desk, case)
    texts = {item["value"]: item["reveal"] for item in page.context["outcomes"]}
    assert "Lucie, nous ne pouvons pas" in texts["refused"]
    assert "Votre bac est réparé." in texts["repaired"]
