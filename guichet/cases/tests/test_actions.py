from datetime import timedelta
from uuid import uuid4

import pytest

from guichet.accounts.models import Person
from guichet.cases.actions import (
    answer_as_resident,
    ask_for_paper,
    attach_file,
    decide,
    discard_lost_files,
    erase_abandoned_drafts,
    erase_case,
    erase_old_cases,
    hand_over,
    note_paper,
    renew_code,
    reopen,
    save_step,
    start_draft,
    submit,
    take,
    write_message,
    write_note,
)
from guichet.cases.facts import (
    CaseDecided,
    CaseErased,
    CaseReceived,
    CaseTaken,
    PaperAsked,
    PaperOpened,
    ResidentAnswered,
)
from guichet.cases.models import Case, CaseWord, Entry
from guichet.cases.receipts import receipt_pdf
from guichet.cases.rules import State, Tray
from guichet.documents.actions import keep_pdf
from guichet.documents.models import StoredFile
from guichet.journal.actions import deliver_all
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import add_working_days, now, paris_date
from guichet.kit.refusal import Refusal
from guichet.notifications.models import Message
from tests.base import ANSWERS, a_case, a_draft, facts, resident_of

TODAY = paris_date(now())


def a_paper(world):
    return keep_pdf(receipt_pdf(a_case(world)), name="photo.pdf", body=world.body, by=SYSTEM)


def test_a_complete_draft_becomes_a_case_of_the_intercommunal_body(world):
    case = a_case(world)
    assert (case.state, case.tray) == (State.RECEIVED, Tray.TODO)
    assert (case.owner, case.commune, case.department) == (world.body, world.anor, world.waste)
    assert case.due_on == add_working_days(TODAY, 10)
    assert str(case.person) == "Lucie Dubois"
    assert case.subject == "Bac cassé, 14 rue Léo-Lagrange"
    assert facts(CaseReceived) == [CaseReceived(case.pk, "bacs-ordures")]


def test_a_page_that_made_a_draft_gives_it_again_with_its_last_answers_until_it_is_sent(world):
    page = uuid4()
    asked = {"commune": world.anor, "department": world.waste, "by": resident_of(world.anor), "page": page}
    draft = start_draft("bacs-ordures", answers=ANSWERS, **asked)
    again = start_draft("bacs-ordures", answers={"need": "exchange"}, **asked)
    assert (again.pk, again.answers["need"]) == (draft.pk, "exchange")
    submit(save_step(again, ANSWERS, by=resident_of(world.anor)), by=resident_of(world.anor))
    sent = start_draft("bacs-ordures", answers={"need": "delivery"}, **asked)
    assert (sent.pk, sent.state, sent.answers["need"]) == (draft.pk, State.RECEIVED, "repair")
    assert a_draft(world).reference.endswith("-00002")


def test_references_follow_each_other(world):
    first, second = a_draft(world).reference, a_draft(world).reference
    assert int(second[-5:]) == int(first[-5:]) + 1


def test_a_stale_page_submitted_twice_makes_one_case(world):
    draft = a_draft(world)
    stale = Case.objects.get(pk=draft.pk)
    one, again = submit(draft, by=resident_of(world.anor)), submit(stale, by=resident_of(world.anor))
    assert one.pk == again.pk
    assert one.received_at == again.received_at
    assert len(facts(CaseReceived)) == 1
    assert Person.objects.count() == 1


def test_an_incomplete_draft_is_refused_and_kept(world):
    draft = a_draft(world, street="")
    with pytest.raises(Refusal, match="Il manque une réponse"):
        submit(draft, by=resident_of(world.anor))
    assert Case.objects.get(pk=draft.pk).answers["last_name"] == "Dubois"


def test_a_sent_request_is_no_longer_filled_in(world):
    with pytest.raises(Refusal, match="déjà envoyée"):
        save_step(a_case(world), {"street": "ailleurs"}, by=resident_of(world.anor))


def test_the_code_changes_with_its_version_and_only_then(world, sophie):
    case = a_case(world)
    before = case.secret
    assert Case.objects.get(pk=case.pk).secret == before
    assert renew_code(case, seen_version=case.version, by=sophie.actor).secret != before


def test_taking_a_case_begins_it(world, sophie):
    case = a_case(world)
    taken = take(case, seen_version=case.version, by=sophie.actor)
    assert (taken.state, taken.assignee) == (State.IN_PROGRESS, sophie.account)
    assert facts(CaseTaken) == [CaseTaken(case.pk, sophie.account.pk)]


@pytest.mark.parametrize(
    "act",
    [
        lambda case, by: take(case, seen_version=case.version, by=by),
        lambda case, by: write_message(case, "Bonjour", seen_version=case.version, by=by),
        lambda case, by: ask_for_paper(case, "Une photo", seen_version=case.version, by=by),
        lambda case, by: decide(case, outcome="repaired", text="", seen_version=case.version, by=by),
        lambda case, by: renew_code(case, seen_version=case.version, by=by),
    ],
)
def test_two_agents_at_once_and_the_second_is_told(world, sophie, karim, act):
    case = a_case(world)
    hers, his = Case.objects.get(pk=case.pk), Case.objects.get(pk=case.pk)
    write_message(hers, "Nous passons vendredi.", seen_version=hers.version, by=sophie.actor)
    with pytest.raises(Refusal, match="Rien n’a été écrasé"):
        act(his, karim.actor)
    assert Case.objects.get(pk=case.pk).version == his.version + 1


def test_a_note_needs_no_version_because_it_overwrites_nothing(world, sophie, karim):
    case = a_case(world)
    write_message(case, "Bonjour", seen_version=case.version, by=sophie.actor)
    write_note(case, "Vu avec l’équipe", by=karim.actor)
    assert [entry.is_public for entry in case.entries.all()] == [True, False]


def test_asking_for_a_paper_stops_the_clock_and_the_answer_starts_it_again(world, sophie):
    case = a_case(world)
    due = case.due_on
    asked = ask_for_paper(case, "Une photo de la roue", seen_version=case.version, by=sophie.actor)
    assert (asked.state, asked.paused_on) == (State.WAITING, TODAY)
    Case.objects.filter(pk=case.pk).update(paused_on=TODAY - timedelta(days=14))
    answered = answer_as_resident(asked, "Voilà", by=resident_of(world.anor))
    assert (answered.state, answered.paused_on, answered.has_news) == (State.IN_PROGRESS, None, True)
    assert answered.due_on > due
    assert len(facts(PaperAsked)) == 1


def test_the_same_words_pressed_twice_are_one_answer_and_leave_the_case_as_it_is(world):
    case = a_case(world)
    for _ in range(2):
        answered = answer_as_resident(case, "La roue aussi.", by=resident_of(world.anor))
    assert [entry.text for entry in case.entries.all()] == ["La roue aussi."]
    assert len(facts(ResidentAnswered)) == 1
    assert answered.version == case.version + 1


def test_the_same_words_after_an_agent_s_are_a_new_answer(world, sophie):
    case = answer_as_resident(a_case(world), "Toujours rien.", by=resident_of(world.anor))
    write_note(case, "À voir", by=sophie.actor)
    case = answer_as_resident(case, "Toujours rien.", by=resident_of(world.anor))
    case = write_message(case, "Nous passons jeudi.", seen_version=case.version, by=sophie.actor)
    answer_as_resident(case, "Toujours rien.", by=resident_of(world.anor))
    assert len(facts(ResidentAnswered)) == 2


def test_a_case_that_waits_is_not_asked_twice(world, sophie):
    asked = ask_for_paper(case := a_case(world), "Une photo", seen_version=case.version, by=sophie.actor)
    with pytest.raises(Refusal, match="attend déjà"):
        ask_for_paper(asked, "Une autre", seen_version=asked.version, by=sophie.actor)


@pytest.mark.parametrize(("text", "code"), [("", "empty-text"), (" \n\u200b", "empty-text"), ("a" * 4001, "long-text")])
def test_nothing_and_too_much_are_refused_with_a_sentence(world, sophie, text, code):
    case = a_case(world)
    with pytest.raises(Refusal) as no:
        write_message(case, text, seen_version=case.version, by=sophie.actor)
    assert no.value.code == code
    assert Entry.objects.count() == 0


def test_a_refusal_says_why(world, sophie):
    case = a_case(world)
    with pytest.raises(Refusal, match="Un refus dit pourquoi"):
        decide(case, outcome="refused", text=" ", seen_version=case.version, by=sophie.actor)


def test_an_outcome_closes_the_case_with_its_own_words(world, sophie):
    case = a_case(world)
    closed = decide(case, outcome="repaired", text="", seen_version=case.version, by=sophie.actor)
    assert (closed.state, closed.tray, closed.outcome_label) == (State.SETTLED, Tray.DONE, "Bac réparé")
    assert closed.entries.get().text.startswith("Votre bac est réparé")
    assert facts(CaseDecided)[0].times == 1


def test_a_closed_case_hears_nobody_until_it_is_reopened(world, sophie):
    case = a_case(world)
    closed = decide(case, outcome="dropped", text="", seen_version=case.version, by=sophie.actor)
    with pytest.raises(Refusal, match="est terminée"):
        answer_as_resident(closed, "Et mon bac ?", by=resident_of(world.anor))
    with pytest.raises(Refusal, match="est clos"):
        write_message(closed, "Bonjour", seen_version=closed.version, by=sophie.actor)
    again = reopen(closed, text="La personne a rappelé", seen_version=closed.version, by=sophie.actor)
    assert (again.state, again.outcome) == (State.IN_PROGRESS, "")
    twice = decide(again, outcome="repaired", text="", seen_version=again.version, by=sophie.actor)
    assert twice.times_decided == 2


def test_a_case_is_handed_over_inside_its_body_only(world, sophie, karim, paul, manon):
    case = a_case(world)
    given = hand_over(case, department=world.waste, colleague=karim.account, seen_version=case.version, by=sophie.actor)
    assert given.assignee == karim.account
    for department, colleague in [
        (manon.body.departments.get(), None),
        (world.waste, paul.account),
        (world.waste, karim.account),
    ]:
        with pytest.raises(Refusal):
            hand_over(given, department=department, colleague=colleague, seen_version=given.version, by=sophie.actor)
    moved = hand_over(given, department=world.water, colleague=None, seen_version=given.version, by=sophie.actor)
    assert (moved.department, moved.assignee) == (world.water, None)


def test_an_agent_sees_the_cases_of_her_department_and_no_draft(world, sophie, paul, manon):
    case = a_case(world)
    a_draft(world)
    assert list(Case.objects.visible_to(sophie)) == [case]
    assert not Case.objects.visible_to(paul).exists()
    assert not Case.objects.visible_to(manon).exists()


@pytest.mark.parametrize("text", ["dubois", "DUB", "Léo", "lagr", "bac26", "lucie anor"])
def test_a_case_is_found_by_the_beginning_of_its_words(world, text):
    case = a_case(world)
    assert list(Case.objects.matching(text.replace("bac26", case.reference[:8]))) == [case]


def test_a_case_is_not_found_by_what_it_is_not(world):
    a_case(world)
    assert not Case.objects.matching("dubois fourmies").exists()


def test_drafts_go_after_thirty_days_and_cases_stay(world):
    old, young, case = a_draft(world), a_draft(world), a_case(world)
    Case.objects.filter(pk__in=[old.pk, case.pk]).update(updated_at=now() - timedelta(days=31))
    assert erase_abandoned_drafts(TODAY) == 1
    assert set(Case.objects.values_list("pk", flat=True)) == {young.pk, case.pk}
    assert facts(CaseErased) == [CaseErased(old.pk, "draft-abandoned")]


def test_a_draft_sent_while_the_night_task_runs_stays(world):
    draft = a_draft(world)
    Case.objects.filter(pk=draft.pk).update(updated_at=now() - timedelta(days=31))
    abandoned = Case.objects.abandoned(TODAY - timedelta(days=30))
    listed = abandoned.get()
    submit(draft, by=resident_of(world.anor))
    assert not erase_case(listed, reason="draft-abandoned", by=SYSTEM, still=abandoned)
    assert Case.objects.get(pk=draft.pk).state == State.RECEIVED


def test_a_closed_case_is_erased_with_everything_that_names_the_person(world, sophie):
    case = a_case(world)
    decide(case, outcome="repaired", text="", seen_version=case.version, by=sophie.actor)
    Case.objects.filter(pk=case.pk).update(decided_at=now() - timedelta(days=731))
    assert erase_old_cases(TODAY) == 1
    assert not (Case.objects.exists())
    assert not (Person.objects.exists())
    assert not (Entry.objects.exists())
    assert not (CaseWord.objects.exists())
    assert Record.objects.filter(subject_kind="case", subject_id=case.pk).exists()


def test_a_file_nobody_names_is_erased_after_a_day_and_every_other_stays(world):
    draft, case = a_draft(world), a_case(world)
    deliver_all()  # the letter of the receipt is a file that no case names
    _lost, young, joined = (a_paper(world) for _ in range(3))
    attach_file(draft, joined, question="photo", by=resident_of(world.anor))
    old = StoredFile.objects.exclude(pk=young.pk)
    old.update(created_at=now() - timedelta(days=2))
    letter = Message.objects.about("case", case.pk).get(letter__isnull=False).letter
    assert discard_lost_files(TODAY) == 1
    assert set(StoredFile.objects.all()) == {young, joined, letter}


def test_who_opened_a_paper_is_told(world, sophie):
    case = a_case(world)
    note_paper(case, "ticket", by=sophie.actor)
    assert Record.objects.get(kind="PaperOpened").actor_id == sophie.account.pk
    assert facts(PaperOpened) == [PaperOpened(case.pk, "ticket")]


def test_facts_carry_no_name(world, sophie):
    case = a_case(world)
    write_message(case, "Bonjour Lucie", seen_version=case.version, by=sophie.actor)
    told = " ".join(str(row.details) for row in Record.objects.all())
    assert not any(word in told for word in ("Lucie", "Dubois", "Lagrange", "exemple.fr"))


def test_a_step_keeps_a_draft_from_being_erased_as_abandoned(world):
    draft = a_draft(world)
    Case.objects.filter(pk=draft.pk).update(updated_at=now() - timedelta(days=40))
    save_step(draft, {"need": "delivery"}, by=resident_of(world.anor))
    assert erase_abandoned_drafts(paris_date(now())) == 0
    assert Case.objects.get(pk=draft.pk).answers["need"] == "delivery"
