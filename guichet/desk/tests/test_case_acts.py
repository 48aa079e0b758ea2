"""Each verb of an agent, done and refused: the success and the refusal begin alike."""

import pytest
from django.urls import reverse

from guichet.cases.actions import ask_for_paper, decide, take, write_note
from guichet.cases.facts import CaseDecided, CaseHandedOver, CaseReopened, CodeRenewed, MessageWritten, PaperAsked
from guichet.cases.models import Entry
from guichet.cases.rules import State
from guichet.desk.tests.base import act, at_desk, fresh
from tests.base import an_agent, facts, text_of


def entries(case):
    return [(entry.kind, entry.text) for entry in case.entries.all()]


@pytest.fixture
def closed(case, karim):
    return decide(case, outcome="repaired", text="", seen_version=case.version, by=karim.actor)


def test_taking_a_case_makes_it_mine(desk, sophie, case):
    page = desk.get(act(desk, "case-take", case).url)
    assert "Ce dossier est à vous." in text_of(page)
    assert (fresh(case).assignee, fresh(case).state) == (sophie.account, State.IN_PROGRESS)


def test_a_closed_case_cannot_be_taken(desk, closed):
    response = act(desk, "case-take", closed)
    assert response.status_code == 422
    assert "Rouvrez-le d’abord" in text_of(response)


def test_a_message_is_written_to_the_person(desk, case):
    assert act(desk, "case-write", case, voice="message", text="Nous passons vendredi.").status_code == 302
    assert entries(case) == [("message", "Nous passons vendredi.")]
    assert len(facts(MessageWritten)) == 1


def test_an_empty_message_is_refused_at_its_field(desk, case):
    response = act(desk, "case-write", case, voice="message", text="  ")
    assert response.status_code == 422
    assert "Écrivez quelques mots avant d’envoyer." in response.context["write_error"]
    assert entries(case) == []


def test_asking_for_a_paper_pauses_the_delay(desk, case):
    page = desk.get(act(desk, "case-write", case, voice="paper", text="Une photo du numéro ?").url)
    assert "en pause" in text_of(page)
    assert fresh(case).state == State.WAITING
    assert len(facts(PaperAsked)) == 1


def test_a_case_that_waits_already_is_not_asked_twice_and_the_page_does_not_offer_it(desk, karim, case):
    waiting = ask_for_paper(case, "Une photo ?", seen_version=case.version, by=karim.actor)
    response = act(desk, "case-write", waiting, voice="paper", text="Et une facture")
    assert "attend déjà une réponse" in response.context["write_error"]
    assert [item["value"] for item in response.context["voices"]] == ["message", "note"]
    assert "Et une facture" in text_of(response)


def test_a_note_stays_between_colleagues_even_on_a_closed_case(desk, closed):
    assert act(desk, "case-write", closed, voice="note", text="Rappelé, tout va bien.").status_code == 302
    assert entries(closed)[-1] == (Entry.Kind.NOTE, "Rappelé, tout va bien.")


def test_a_note_needs_no_version_and_follows_a_colleague_s(desk, karim, case):
    write_note(case, "Vu.", by=karim.actor)
    assert act(desk, "case-write", case, voice="note", text="Vu aussi.").status_code == 302
    assert len(entries(case)) == 2


def test_a_case_is_handed_to_a_colleague(desk, world, karim, case):
    to = f"{world.waste.pk}:{karim.account_id}"
    assert act(desk, "case-hand-over", case, to=to).url == reverse("desk:case", args=[case.reference])
    assert fresh(case).assignee == karim.account


def test_a_case_handed_to_another_department_leaves_my_inbox(desk, world, paul, case):
    assert act(desk, "case-hand-over", case, to=str(world.water.pk)).url == "/guichet/dossiers/"
    assert len(facts(CaseHandedOver)) == 1
    assert desk.get(reverse("desk:case", args=[case.reference])).status_code == 404
    assert at_desk(paul).get(reverse("desk:case", args=[case.reference])).status_code == 200


@pytest.mark.parametrize("to", ["", "x", "999999", "{waste}:999999", "{waste}:{manon}", "{anor}"])
def test_a_case_is_not_handed_to_nobody_nor_outside_the_body(desk, world, manon, case, to):
    anor = world.anor.departments.get()
    response = act(
        desk, "case-hand-over", case, to=to.format(waste=world.waste.pk, anor=anor.pk, manon=manon.account_id)
    )
    assert response.status_code == 422
    assert response.context["hand_over_error"]
    assert fresh(case).version == case.version


def test_deciding_closes_the_case_with_the_words_of_its_outcome(desk, case):
    data = {"outcome": "repaired", "text-repaired": "Votre bac roule de nouveau.", "text-delivered": "Autre chose."}
    assert act(desk, "case-decide", case, **data).status_code == 302
    assert fresh(case).state == State.SETTLED
    assert entries(case) == [("decision", "Votre bac roule de nouveau.")]
    assert [fact.outcome for fact in facts(CaseDecided)] == ["repaired"]


def test_every_outcome_comes_with_its_sentence(desk, case):
    page = desk.get(reverse("desk:case", args=[case.reference]))
    for outcome in case.kind.outcomes:
        assert outcome.told in text_of(page)


def test_a_refusal_needs_its_reason(desk, case):
    response = act(desk, "case-decide", case, outcome="refused", **{"text-refused": " "})
    assert response.status_code == 422
    assert "Un refus dit pourquoi" in response.context["decide_error"]
    assert fresh(case).is_open
    again = act(desk, "case-decide", case, outcome="refused", **{"text-refused": "Le bac n’est pas à nous."})
    assert again.status_code == 302
    assert fresh(case).state == State.REFUSED


def test_deciding_without_an_outcome_is_told_and_nothing_typed_is_lost(desk, case):
    response = act(desk, "case-decide", case, **{"text-repaired": "Presque fini"})
    assert "Choisissez comment ce dossier se termine." in text_of(response)
    assert "Presque fini" in text_of(response)


def test_a_closed_case_is_reopened_with_a_reason(desk, closed):
    refused = act(desk, "case-reopen", closed, text="")
    assert refused.status_code == 422
    assert act(desk, "case-reopen", closed, text="La roue est repartie.").status_code == 302
    assert fresh(closed).state == State.IN_PROGRESS
    assert len(facts(CaseReopened)) == 1


def test_an_open_case_is_not_reopened(desk, case):
    response = act(desk, "case-reopen", case, text="Encore")
    assert response.status_code == 422
    assert "déjà ouvert" in text_of(response)


def test_a_new_code_closes_the_old_one(desk, case):
    old = case.secret
    assert act(desk, "case-renew-code", case).status_code == 302
    assert fresh(case).secret != old
    assert len(facts(CodeRenewed)) == 1


@pytest.mark.parametrize(
    ("verb", "data"),
    [
        ("case-write", {"voice": "message", "text": "Un texte long qui m’a coûté."}),
        ("case-write", {"voice": "paper", "text": "Un texte long qui m’a coûté."}),
        ("case-decide", {"outcome": "dropped", "text-dropped": "Un texte long qui m’a coûté."}),
        ("case-take", {}),
        ("case-hand-over", {"to": "{water}"}),
        ("case-renew-code", {}),
    ],
)
def test_the_second_of_two_agents_is_told_and_her_text_is_kept(world, desk, karim, case, verb, data):
    seen = case.version
    take(case, seen_version=seen, by=karim.actor)
    moved = fresh(case)
    data = {name: value.format(water=world.water.pk) for name, value in data.items()}
    response = act(desk, verb, case, version=seen, **data)
    assert response.status_code == 409
    assert "Ce dossier a changé pendant que vous le lisiez." in text_of(response)
    assert fresh(case).version == moved.version
    assert fresh(case).assignee == karim.account
    if len(data) > 1:
        assert "Un texte long qui m’a coûté." in text_of(response)
        # Her page now knows the new version: what she sends again is taken.
        assert act(desk, verb, case, version=response.context["case"].version, **data).status_code == 302


def test_the_reason_of_a_reopening_is_kept_too(desk, karim, closed):
    seen = closed.version
    write_note(closed, "Vu.", by=karim.actor)
    response = act(desk, "case-reopen", closed, version=seen, text="La roue est repartie.")
    assert response.status_code == 409
    assert "La roue est repartie." in text_of(response)


def test_a_page_without_its_version_is_refused_with_a_sentence(desk, case):
    response = desk.post(reverse("desk:case-take", args=[case.reference]), {"version": "abc"})
    assert response.status_code == 422
    assert "Cette page n’est pas complète." in text_of(response)


def test_what_somebody_types_is_text_and_never_markup(desk, case):
    act(desk, "case-write", case, voice="message", text="<script>alert(1)</script> & co")
    page = text_of(desk.get(reverse("desk:case", args=[case.reference])))
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; &amp; co" in page


def test_a_colleague_of_all_departments_is_proposed_in_the_case_s_own(desk, world, case):
    chief = an_agent("helene", world.body)
    page = desk.get(reverse("desk:case", args=[case.reference]))
    values = [item["value"] for item in page.context["receivers"]]
    assert f"{world.waste.pk}:{chief.account_id}" in values
    assert f"{world.water.pk}:{chief.account_id}" not in values
