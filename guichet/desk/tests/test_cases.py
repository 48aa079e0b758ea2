from datetime import timedelta
from uuid import uuid4

import pytest
from django.urls import reverse

from guichet.accounts.rules import RoleKind
from guichet.cases.actions import answer_as_resident, attach_file, decide, submit, take, write_message
from guichet.cases.facts import CaseRead
from guichet.desk.tests.base import a_photograph, act, at_desk, fresh
from guichet.documents.actions import keep_upload
from guichet.journal.actions import deliver_all
from guichet.journal.models import Record
from guichet.kit.dates import now
from guichet.notifications.models import Message
from tests.base import a_case, a_draft, an_agent, facts, resident_of, text_of


def page_of(client, case):
    return client.get(reverse("desk:case", args=[case.reference]))


@pytest.fixture
def with_photo(world):
    """A case with the photograph of the bin."""
    draft = a_draft(world)
    by = resident_of(world.anor)
    file = keep_upload(a_photograph("bac cassé.jpg"), name="bac cassé.jpg", body=world.body, by=by)
    attach_file(draft, file, question="photo", by=by)
    return submit(draft, by=by), file


def test_the_case_shows_what_was_asked_and_answered(desk, case):
    page = text_of(page_of(desk, case))
    for words in (
        "Bac cassé, 14 rue Léo-Lagrange",
        "Ce qui est cassé",
        "Le couvercle",
        "5901\u00a02047",
        "Lucie Dubois",
    ):
        assert words in page


def test_the_thread_tells_what_became_of_each_message(world, desk, sophie, case):
    write_message(case, "Nous passons vendredi.", seen_version=case.version, by=sophie.actor)
    answer_as_resident(case, "Je serai là.", by=resident_of(world.anor))
    deliver_all()
    thread = page_of(desk, case).context["sheet"].thread
    assert [line["message"] for line in thread] == ["", "Nous passons vendredi.", "Je serai là."]
    assert "e-mail montré" in thread[0]["when"]
    assert "e-mail montré" in thread[1]["when"]
    assert "e-mail" not in thread[2]["when"]


def test_a_message_that_did_not_leave_says_why(desk, case):
    deliver_all()
    Message.objects.about("case", case.pk).to_people().update(
        status=Message.Status.FAILED, gateway="", outcome="L’adresse n’existe pas."
    )
    line = page_of(desk, case).context["sheet"].thread[0]
    assert "pas parti" in line["when"]
    assert line["text"] == "L’adresse n’existe pas."


def test_who_opened_the_case_is_kept_and_told_once_per_sitting(desk, his_desk, sophie, karim, case):
    for _ in range(3):
        page_of(desk, case)
    page = page_of(his_desk, case)
    assert [fact.case for fact in facts(CaseRead)] == [case.pk, case.pk]
    assert "Lu par 2\u00a0personnes" in text_of(page) or "Lu par 2 personnes" in text_of(page)
    assert {reader["name"] for reader in page.context["sheet"].readers} == {"Sophie Martin", "Karim Martin"}
    Record.objects.filter(kind="CaseRead").update(at=now() - timedelta(hours=1))
    page_of(desk, case)
    assert len(facts(CaseRead)) == 3


def test_a_colleague_who_has_just_opened_the_case_is_seen(desk, his_desk, case):
    page_of(his_desk, case)
    assert page_of(desk, case).context["sheet"].colleagues_here == ["Karim Martin"]


def test_when_the_case_goes_is_said(desk, sophie, case):
    assert "Effacé 2 ans après la réponse" in text_of(page_of(desk, case))
    closed = decide(case, outcome="repaired", text="", seen_version=case.version, by=sophie.actor)
    gone = closed.decided_at + timedelta(days=730)
    assert f"{gone.year}." in page_of(desk, case).context["sheet"].kept


def test_other_cases_of_the_same_address_are_beside(world, desk, case):
    same, elsewhere = a_case(world), a_case(world, street="3 rue Pasteur")
    at_neighbour = a_case(world, world.fourmies)
    found = [other.reference for other in page_of(desk, case).context["sheet"].neighbours]
    assert found == [same.reference]
    assert elsewhere.reference not in found
    assert at_neighbour.reference not in found


def test_a_page_that_heard_of_a_change_is_told_who_made_it(desk, karim, case):
    news = f"/guichet/dossiers/{case.reference}/nouvelles/?version={case.version}"
    assert "vient de modifier" not in text_of(desk.get(news))
    take(case, seen_version=case.version, by=karim.actor)
    assert "Karim vient de modifier ce dossier." in text_of(desk.get(news))


def test_the_case_asks_the_database_as_much_however_long_its_thread(world, desk, sophie, django_assert_max_num_queries):
    case = a_case(world)
    page_of(desk, case)
    for n in range(12):
        write_message(case, f"Message {n}", seen_version=fresh(case).version, by=sophie.actor)
    deliver_all()
    with django_assert_max_num_queries(24):
        page_of(desk, case)


@pytest.mark.parametrize(
    "verb", ["case-take", "case-write", "case-decide", "case-hand-over", "case-reopen", "case-renew-code"]
)
def test_verbs_are_posts_and_unseen_from_elsewhere(desk, paul, manon, case, verb):
    assert desk.get(reverse(f"desk:{verb}", args=[case.reference])).status_code == 405
    for role in (paul, manon):
        assert act(at_desk(role), verb, case, voice="message", text="Bonjour").status_code == 404
    assert fresh(case).version == case.version


def test_a_draft_belongs_to_the_resident_alone(world, desk):
    draft = a_draft(world)
    assert page_of(desk, draft).status_code == 404
    assert desk.get(reverse("desk:case-receipt", args=[draft.reference])).status_code == 404


def test_a_role_without_the_right_finds_nothing(world, case):
    editor = at_desk(an_agent("edith", world.body, kind=RoleKind.EDITOR))
    for name in ("inbox", "inbox-list", "post", "agents", "house", "outbox"):
        assert editor.get(reverse(f"desk:{name}")).status_code == 404
    assert page_of(editor, case).status_code == 404
    assert editor.get("/guichet/").headers["Location"] == "/cms/"


def test_a_file_is_saved_never_shown(desk, with_photo):
    case, file = with_photo
    response = desk.get(reverse("desk:case-file", args=[case.reference, file.key]))
    assert response.content == file.path.read_bytes()
    assert response["Content-Type"] == "image/jpeg"
    assert response["Content-Disposition"].startswith("attachment;")
    assert "bac%20cass%C3%A9.jpg" in response["Content-Disposition"]
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert "no-store" in response["Cache-Control"]


def test_a_preview_is_a_small_picture_of_ours(desk, with_photo):
    case, file = with_photo
    response = desk.get(reverse("desk:case-preview", args=[case.reference, file.key]))
    assert response["Content-Type"] == "image/jpeg"
    assert response.content[:3] == b"\xff\xd8\xff"
    assert "sandbox" in response["Content-Security-Policy"]


@pytest.mark.parametrize("name", ["case-file", "case-preview"])
def test_a_file_opens_only_through_its_own_case_and_for_its_department(world, desk, paul, with_photo, name):
    case, file = with_photo
    other = a_case(world)
    assert desk.get(reverse(f"desk:{name}", args=[other.reference, file.key])).status_code == 404
    assert desk.get(reverse(f"desk:{name}", args=[case.reference, uuid4()])).status_code == 404
    assert at_desk(paul).get(reverse(f"desk:{name}", args=[case.reference, file.key])).status_code == 404


def test_the_ticket_is_printed_for_the_person(desk, case):
    response = desk.get(reverse("desk:case-receipt", args=[case.reference]))
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith("inline;")
    assert response.content.startswith(b"%PDF")


def test_the_letters_of_the_case_are_read_from_its_page(world, desk, case):
    deliver_all()
    letters = page_of(desk, case).context["sheet"].letters
    assert len(letters) == 1
    assert desk.get(letters[0]["url"]).content.startswith(b"%PDF")
    message = Message.objects.about("case", case.pk).to_people().get()
    other = a_case(world)
    assert desk.get(reverse("desk:case-letter", args=[other.reference, message.pk])).status_code == 404
