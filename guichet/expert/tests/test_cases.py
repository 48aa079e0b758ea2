"""What the department does with the case that a code opened."""

from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pikepdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import Http404
from django.test import RequestFactory
from PIL import Image

from guichet.cases.actions import answer_as_resident, transmit, write_note
from guichet.cases.facts import CaseDecided, CaseRead, CaseTransmitted, MessageWritten, PaperAsked, PaperOpened
from guichet.cases.models import Case, Entry
from guichet.cases.rules import State
from guichet.cases.timeline import readers_of, resident_timeline
from guichet.documents.actions import keep_upload
from guichet.documents.models import StoredFile
from guichet.documents.tests.factories import pdf, upload
from guichet.expert.forms.cases import WriteForm
from guichet.expert.guard import COOKIE
from guichet.expert.tests.base import REFERENCE_PAGE
from guichet.expert.views.acts import _acted
from guichet.journal.actions import deliver_all
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now, pretending
from guichet.kit.refusal import Refusal
from guichet.notifications.models import Message
from tests.base import an_agent, facts, resident_of, text_of


@pytest.fixture
def at(case):
    return REFERENCE_PAGE.format(case.reference).__add__


def version(case):
    return Case.objects.get(pk=case.pk).version


def photograph(case, name="bord de route.jpg"):
    picture = BytesIO()
    Image.new("RGB", (60, 40), "#0a574d").save(picture, "JPEG")
    upload = SimpleUploadedFile(name, picture.getvalue())
    return keep_upload(upload, name=name, body=case.commune, by=resident_of(case.commune))


def test_it_reads_the_request_and_the_thread_but_not_the_notes_of_the_sender(world, case, opened, at):
    write_note(case, "Le maire est au courant.", by=an_agent("lea", world.anor).actor)
    page = text_of(opened.get(at("")))
    assert "14 rue Léo-Lagrange" in page
    assert "Cette rue est une route du Département." in page
    assert "Le maire est au courant." not in page


def test_each_reading_is_kept_with_the_body_and_without_an_account(case, opened, at):
    for _look in range(3):
        opened.get(at(""))
    with pretending(now() + timedelta(minutes=20)):
        opened.get(at(""))
    rows = Record.objects.filter(kind=CaseRead.__name__)
    assert [(row.actor_kind, row.actor_id, row.body_id) for row in rows] == [("expert", None, case.owner_id)] * 2
    assert [name for name, _at in readers_of(case)] == ["Département du Nord"]


def test_it_writes_to_the_person_who_reads_who_wrote(case, opened, at):
    answer = opened.post(at("ecrire/"), {"version": version(case), "voice": "message", "text": "Nous passons lundi."})
    assert answer.headers["Location"] == at("?note=parti")
    assert len(facts(MessageWritten)) == 1
    last = resident_timeline(case)[-1]
    assert (last.title, last.text, last.who) == (
        "Message du Département du Nord",
        "Nous passons lundi.",
        "Département du Nord",
    )


def test_it_asks_for_a_paper_and_the_clock_stands_still(case, opened, at):
    opened.post(at("ecrire/"), {"version": version(case), "voice": "paper", "text": "Une photo"})
    assert len(facts(PaperAsked)) == 1
    assert resident_timeline(case)[-1].title == "Le Département du Nord vous demande quelque chose"
    page = text_of(opened.get(at("")))
    assert "Demander une pièce" not in page


def test_it_decides_and_the_person_is_told_by_who_entrusted_the_case(case, opened, at):
    opened.post(at("decider/"), {"version": version(case), "outcome": "repaired", "text-repaired": "C’est réparé."})
    case.refresh_from_db()
    assert (case.state, case.assignee_id) == (State.SETTLED, None)
    assert len(facts(CaseDecided)) == 1
    deliver_all()
    told = Message.objects.about("case", case.pk).to_people().get(purpose="case-decided-passed-on")
    assert told.body == case.commune
    assert "C’est réparé." in told.text
    assert "Ce dossier est terminé" in text_of(opened.get(at("")))


def test_it_gives_back_what_is_not_for_it_and_has_no_access_any_more(world, case, opened, at):
    page = opened.post(at("rendre/"), {"version": version(case), "text": "C’est une voie communale."})
    assert "Le dossier est rendu" in text_of(page)
    case.refresh_from_db()
    assert (case.owner, case.department) == (world.anor, world.anor.departments.get())
    assert len(facts(CaseTransmitted)) == 2
    assert case.entries.filter(kind=Entry.Kind.TRANSFER).last().text == "C’est une voie communale."
    assert resident_timeline(case)[-1].who == "Département du Nord"
    assert "Recevoir le code" in text_of(opened.get(at("")))


def test_a_case_that_left_while_it_was_written_to_is_not_shown_again(world, case, opened):
    request = RequestFactory().post("/", {"version": version(case), "voice": "message", "text": "Nous passons."})
    request.town = world.anor  # type: ignore[attr-defined]  # as KnownHost gives it
    request.COOKIES = {COOKIE: opened.cookies[COOKIE].value}

    def act():
        agent = an_agent("lea", world.anor).actor
        transmit(case, department=case.sender, text="Finalement non.", seen_version=version(case), by=agent)
        raise Refusal("case-moved", "Ce dossier a changé.")

    with pytest.raises(Http404):
        _acted(request, case, WriteForm(request.POST), act, "parti")


@pytest.mark.parametrize(
    ("address", "data", "sentence"),
    [
        ("ecrire/", {"voice": "message", "text": " "}, "Écrivez quelques mots"),
        ("decider/", {}, "Choisissez comment ce dossier se termine"),
        ("decider/", {"outcome": "refused"}, "Un refus dit pourquoi"),
        ("rendre/", {"text": ""}, "Écrivez quelques mots"),
    ],
)
def test_a_refusal_says_why_and_changes_nothing(case, opened, at, address, data, sentence):
    before = version(case)
    page = opened.post(at(address), {"version": before, **data})
    assert page.status_code == 422
    assert sentence in text_of(page)
    assert version(case) == before


def test_what_was_typed_survives_the_answer_of_the_person_meanwhile(world, case, opened, at):
    seen = version(case)
    answer_as_resident(case, "Le trou s’agrandit.", by=resident_of(world.anor))
    page = opened.post(at("ecrire/"), {"version": seen, "voice": "message", "text": "Nous passons lundi."})
    assert page.status_code == 409
    assert "Nous passons lundi." in text_of(page)
    assert "Le trou s’agrandit." in text_of(page)
    assert facts(MessageWritten) == []


def test_a_page_without_its_version_is_refused(case, opened, at):
    assert "n’est pas complète" in text_of(opened.post(at("ecrire/"), {"voice": "message", "text": "Bonjour"}))


def test_the_files_open_and_their_opening_is_kept(world, case, opened, at):
    answer_as_resident(case, "", [photograph(case)], by=resident_of(world.anor))
    key = case.attachments.get().file.key
    assert "bord de route.jpg" in text_of(opened.get(at("")))
    file = opened.get(at(f"fichiers/{key}/"))
    assert file.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert b"".join(file.streaming_content)[:2] == b"\xff\xd8"
    assert opened.get(at(f"fichiers/{key}/apercu/")).headers["Content-Type"] == "image/jpeg"
    assert facts(PaperOpened) == [PaperOpened(case.pk, "file")]


def test_an_infected_file_is_told_and_shows_no_broken_picture(world, case, opened, at):
    answer_as_resident(case, "", [photograph(case)], by=resident_of(world.anor))
    StoredFile.objects.update(scan=StoredFile.Scan.INFECTED)
    url = at(f"fichiers/{case.attachments.get().file.key}/")
    page = text_of(opened.get(at("")))
    assert "Virus trouvé" in page
    assert f"{url}apercu/" not in page
    assert opened.get(f"{url}apercu/").status_code == 404
    assert "il ne s’ouvre plus" in text_of(opened.get(url))
    assert facts(PaperOpened) == []


@pytest.mark.parametrize(("asked", "status"), [("", 200), ("1", 200), ("3", 200), ("4", 404), ("0", 404), ("x", 404)])
def test_every_page_of_a_paper_has_its_picture(world, case, opened, at, asked, status):
    lease = keep_upload(upload(pdf(3)), name="bail.pdf", body=case.commune, by=SYSTEM)
    answer_as_resident(case, "", [lease], by=resident_of(world.anor))
    url = at(f"fichiers/{lease.key}/apercu/")
    page = text_of(opened.get(at("")))
    assert "3 pages" in page
    assert page.count(f"{url}?page=") == 2
    assert opened.get(url, {"page": asked} if asked else {}).status_code == status


def test_a_file_of_another_case_does_not_exist(world, case, opened, at):
    other = photograph(case)
    assert opened.get(at(f"fichiers/{other.key}/")).status_code == 404


def test_the_copy_holds_the_case_and_its_files_under_names_that_stay_in_their_folder(world, case, opened, at):
    files = [photograph(case), photograph(case, "../../route.jpg")]
    answer_as_resident(case, "Deux photos.", files, by=resident_of(world.anor))
    answer = opened.get(at("copie.zip"))
    with ZipFile(BytesIO(b"".join(answer.streaming_content))) as archive:
        names = archive.namelist()
        assert names[0] == f"{case.reference}.pdf"
        assert len(names) == 3
        assert not any("/" in name or ".." in name.split(" ")[1:2] for name in names)
        with pikepdf.open(BytesIO(archive.read(names[0]))) as paper:
            assert len(paper.pages) >= 1
    assert facts(PaperOpened) == [PaperOpened(case.pk, "copy")]


def test_the_receipt_has_not_the_codes_of_the_person(case, opened, at):
    answer = opened.get(at("recu.pdf"))
    assert answer.headers["Content-Type"] == "application/pdf"
    with pikepdf.open(BytesIO(answer.content)) as paper:
        links = [str(note.A.URI) for page in paper.pages for note in page.get("/Annots", []) if "/A" in note]
    assert not any("/suivi/" in link for link in links)
    assert facts(PaperOpened) == [PaperOpened(case.pk, "receipt")]
