"""Pages of one document: put in order, joined when the person goes on."""

from dataclasses import replace

import pytest
from django.db import connection, transaction

from guichet.cases.actions import attach_file, detach_file, join_pages, move_page_up, save_step
from guichet.cases.actions.infected import show_infected_file
from guichet.cases.models import Attachment, Case
from guichet.cases.rules import State
from guichet.documents.actions import keep_upload
from guichet.documents.facts import FileDiscarded, FileInfected
from guichet.documents.models import StoredFile
from guichet.documents.tests.factories import encoded, pdf, picture, upload
from guichet.journal.actions import deliver_all, record
from guichet.kit.actor import SYSTEM, Actor, ActorKind
from guichet.kit.refusal import Refusal
from tests.base import a_case, a_draft, facts

LUCIE = Actor(ActorKind.RESIDENT)


@pytest.fixture(autouse=True)
def files_root(tmp_path, settings):
    settings.FILES_ROOT = tmp_path / "files"
    return tmp_path / "files"


@pytest.fixture
def draft(world):
    return a_draft(world)


@pytest.fixture
def question(draft):
    """The photographs of the bin, asked as the pages of one document."""
    return replace(draft.kind.question("photo"), pages=True)


def attach(draft, data=None, name="page.jpg"):
    file = keep_upload(upload(data or encoded(picture((30, 40)))), name=name, body=draft.owner, by=LUCIE)
    attach_file(draft, file, question="photo", by=LUCIE)
    return file


def attached(draft):
    return [attachment.file for attachment in Attachment.objects.filter(case=draft).order_by("pk")]


def test_the_pages_become_one_document_and_the_files_go(draft, question):
    files = [attach(draft), attach(draft, pdf(2), "a.pdf"), attach(draft)]
    join_pages(draft, question, by=LUCIE)
    [paper] = attached(draft)
    assert (paper.name, paper.pages) == ("Photo du bac.pdf", 4)
    assert {fact.file for fact in facts(FileDiscarded)} == {file.pk for file in files}
    assert Case.objects.get(pk=draft.pk).answers["photo"] == "1"


def test_joined_again_nothing_changes_and_a_page_more_is_added_behind(draft, question):
    attach(draft)
    join_pages(draft, question, by=LUCIE)
    attach(draft)
    join_pages(draft, question, by=LUCIE)
    [paper] = attached(draft)
    join_pages(draft, question, by=LUCIE)
    assert attached(draft) == [paper]
    attach(draft)
    join_pages(draft, question, by=LUCIE)
    assert [file.pages for file in attached(draft)] == [3]


def test_too_many_pages_leave_every_file_where_it_is(draft, question):
    files = [attach(draft, pdf(30), "a.pdf"), attach(draft, pdf(30), "b.pdf")]
    with pytest.raises(Refusal, match="60 pages"):
        join_pages(draft, question, by=LUCIE)
    assert attached(draft) == files


@pytest.mark.django_db(transaction=True)
def test_killed_before_the_end_every_file_is_still_there(world):
    draft = a_draft(world)
    asked = draft.kind.question("photo")
    assert asked is not None
    question = replace(asked, pages=True)
    files = [attach(draft), attach(draft)]

    def killed(execute, sql, params, many, context):
        if sql.startswith('DELETE FROM "documents_storedfile"'):
            raise KeyboardInterrupt
        return execute(sql, params, many, context)

    with connection.execute_wrapper(killed), pytest.raises(KeyboardInterrupt):
        join_pages(draft, question, by=LUCIE)
    assert attached(draft) == files
    assert all(file.path.exists() for file in files)
    join_pages(draft, question, by=LUCIE)
    assert [file.pages for file in attached(draft)] == [2]


def test_files_that_changed_in_another_window_are_not_joined(draft, question):
    files = [attach(draft), attach(draft)]
    third = keep_upload(upload(encoded(picture())), name="c.jpg", body=draft.owner, by=LUCIE)
    seen: list[bool] = []

    def meanwhile(execute, sql, params, many, context):
        if not seen and sql.startswith("SELECT") and 'FROM "cases_case"' in sql:  # the lock, after the slow part
            seen.append(sql)
            Attachment.objects.create(case=draft, file=third, question="photo")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(meanwhile), pytest.raises(Refusal, match="dans une autre fenêtre"):
        join_pages(draft, question, by=LUCIE)
    assert attached(draft)[:2] == files


def test_a_page_goes_before_the_one_above_it(draft, question):
    first, second, third = (attach(draft) for _ in range(3))
    move_page_up(draft, str(third.key), by=LUCIE)
    assert attached(draft) == [first, third, second]
    for key in (str(first.key), "00000000-0000-0000-0000-000000000000"):
        move_page_up(draft, key, by=LUCIE)
    assert attached(draft) == [first, third, second]
    detach_file(draft, str(first.key), by=LUCIE)
    assert attached(draft) == [third, second]


def test_a_request_that_is_sent_keeps_its_pages_as_they_are(world, question):
    case = a_case(world)
    with pytest.raises(Refusal, match="déjà envoyée"):
        move_page_up(case, "00000000-0000-0000-0000-000000000000", by=LUCIE)


def test_a_file_infected_since_brings_its_case_before_the_department(world):
    draft = a_draft(world)
    file = attach(draft)
    Case.objects.filter(pk=draft.pk).update(state=State.RECEIVED, tray="todo", has_news=False)
    StoredFile.objects.filter(pk=file.pk).update(scan=StoredFile.Scan.INFECTED)
    for _ in range(2):
        assert show_infected_file(file.pk, by=SYSTEM)
    assert Case.objects.get(pk=draft.pk).has_news


def test_an_infected_file_of_a_draft_or_of_nobody_disturbs_no_department(draft):
    file = attach(draft)
    assert not show_infected_file(file.pk, by=SYSTEM)
    assert not show_infected_file(0, by=SYSTEM)


def test_the_fact_reaches_the_case(world):
    file = attach(a_draft(world))
    Case.objects.update(state=State.RECEIVED, tray="todo", has_news=False)
    with transaction.atomic():
        record(FileInfected(file.pk, "Own.Eicar"), by=SYSTEM)
    deliver_all()
    assert Case.objects.get().has_news


def test_answers_saved_beside_do_not_disturb_the_pages(draft, question):
    attach(draft)
    attach(draft)
    save_step(draft, {"street": "14 rue Pasteur"}, by=LUCIE)
    join_pages(draft, question, by=LUCIE)
    assert len(attached(draft)) == 1
