"""The simple mandate at a visit, by what happens."""

from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from guichet.desk.tests.base import a_photograph, at_desk
from guichet.documents.models import StoredFile
from guichet.documents.tests.factories import pdf
from guichet.journal.models import Record
from guichet.kit.dates import now, paris_date
from guichet.mandates.models import Mandate
from guichet.mandates.tests.factories import DRAWING, a_mandate, a_person, signed
from guichet.visits.actions import close_visit, open_visit
from guichet.visits.rules import Outcome
from tests.base import an_agent, text_of


@pytest.fixture
def visit(world, manon):
    return open_visit(body=world.anor, person=a_person(), by=manon.actor)


@pytest.fixture
def desk(manon):
    return at_desk(manon)


@pytest.fixture
def mandate(world, visit, manon):
    return a_mandate(world.anor, manon.actor, visit.person)


def page_of(visit):
    return f"/guichet/accueil/{visit.reference}/mandat/"


def sheet_of(visit, mandate):
    return f"{page_of(visit)}{mandate.reference}/"


def a_paper(name="signe.pdf"):
    return SimpleUploadedFile(name, pdf(), "application/pdf")


def is_in_force(mandate):
    return Mandate.objects.get(pk=mandate.pk).is_in_force(paris_date(now()))


TICKED = {"themes": ["papiers", "social"], "days": "31", "declared": "1"}


def test_given_signed_on_the_screen_and_handed_over(desk, visit):
    answer = desk.post(page_of(visit), TICKED, follow=True)
    mandate = Mandate.objects.get()
    assert "Moi, Lucie Dubois" in text_of(answer)
    answer = desk.post(sheet_of(visit, mandate), {"read_aloud": "1", "drawing": DRAWING}, follow=True)
    assert "Le mandat est signé" in text_of(answer)
    assert mandate.spoken_secret in text_of(answer)
    assert is_in_force(mandate)


def test_what_is_done_at_the_visit_keeps_the_agent_the_person_and_the_visit(desk, visit, manon):
    desk.post(page_of(visit), TICKED)
    row = Record.objects.get(kind="MandateGiven")
    assert (row.actor_id, row.for_id, row.visit_id) == (manon.account_id, visit.person_id, visit.pk)


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"themes": []}, "Cochez au moins un domaine"),
        ({"days": "30"}, "Choisissez combien de temps"),
        ({"days": "x"}, "Choisissez combien de temps"),
        ({"declared": ""}, "sauvegarde de justice, curatelle ou tutelle. Si elle"),
    ],
)
def test_what_is_missing_is_said_and_what_was_ticked_stays(desk, visit, changed, sentence):
    answer = desk.post(page_of(visit), {**TICKED, **changed})
    page = text_of(answer).replace("\u00a0", " ")
    assert (answer.status_code, sentence in page) == (422, True)
    assert ('value="social" id="themes-3" checked' in page) == ("themes" not in changed)
    assert not Mandate.objects.exists()


def test_without_her_name_the_page_says_to_write_it_first(desk, world, manon):
    visit = open_visit(body=world.anor, first_name="Bernard", by=manon.actor)
    assert "Dites d’abord qui est là" in text_of(desk.get(page_of(visit)))
    assert desk.post(page_of(visit), TICKED).status_code == 422
    assert not Mandate.objects.exists()


def test_the_screen_says_that_passwords_are_never_asked(desk, visit, mandate):
    for address in (page_of(visit), sheet_of(visit, mandate)):
        assert "Jamais ses mots de passe" in text_of(desk.get(address))


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"drawing": DRAWING}, "Lisez d’abord le texte à voix haute"),
        ({"read_aloud": "1"}, "Rien n’est signé"),
        ({"read_aloud": "1", "drawing": "[[[9999,1]]]"}, "n’est pas arrivée entière"),
    ],
)
def test_what_is_not_read_or_not_drawn_is_not_signed(desk, visit, mandate, sent, sentence):
    answer = desk.post(sheet_of(visit, mandate), sent)
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)
    assert not is_in_force(mandate)


def test_signed_on_paper_the_scan_becomes_one_pdf_and_its_pages_go(desk, visit, mandate):
    sent = {"read_aloud": "1", "files": [a_photograph("page1.jpg"), a_paper("page2.pdf")]}
    answer = desk.post(f"{sheet_of(visit, mandate)}papier/", sent, follow=True)
    assert "Le mandat est signé" in text_of(answer)
    assert is_in_force(mandate)
    assert StoredFile.objects.get() == Mandate.objects.get().scan
    kept = desk.get(f"/guichet/accueil/mandats/{mandate.reference}.pdf")
    with pypdfium2.PdfDocument(BytesIO(kept.content)) as document:
        assert len(document) == 2


@pytest.mark.parametrize(
    ("sent", "sentence"),
    [
        ({"read_aloud": "1"}, "Joignez la photo"),
        ({"files": [("x.pdf", b"%PDF-rien")], "read_aloud": "1"}, "x.pdf"),
        ({"files": [("signe.pdf", pdf())]}, "Lisez d’abord"),
    ],
)
def test_a_paper_that_does_not_do_leaves_nothing_behind(desk, visit, mandate, sent, sentence):
    files = [SimpleUploadedFile(name, data) for name, data in sent.get("files", [])]
    answer = desk.post(f"{sheet_of(visit, mandate)}papier/", {**sent, "files": files})
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)
    assert not StoredFile.objects.exists()
    assert not is_in_force(mandate)


def test_the_day_on_the_paper_is_kept_and_a_day_to_come_is_asked_again(desk, visit, mandate):
    address, today = f"{sheet_of(visit, mandate)}papier/", paris_date(now())
    assert f'value="{today.isoformat()}"' in text_of(desk.get(sheet_of(visit, mandate)))
    for typed, said in ((today + timedelta(days=1), "est à venir"), ("hier", "Ce jour n’existe pas")):
        answer = desk.post(address, {"read_aloud": "1", "signed_on": typed, "files": [a_paper()]})
        assert (answer.status_code, said in text_of(answer)) == (422, True)
        assert f'value="{typed}"' in text_of(answer)
    assert not StoredFile.objects.exists()
    desk.post(address, {"read_aloud": "1", "signed_on": today.isoformat(), "files": [a_paper()]})
    assert is_in_force(mandate)


def test_a_mandate_of_somebody_this_agent_does_not_know_is_not_read_by_counting(desk, world, manon):
    for_nobody_here = a_mandate(world.anor, manon.actor, a_person("Bernard", "Lecomte"))
    address = f"/guichet/accueil/mandats/{for_nobody_here.reference}.pdf"
    assert desk.get(address).status_code == 404
    assert not Record.objects.filter(kind="MandateRead").exists()
    open_visit(body=world.anor, person=for_nobody_here.person, by=manon.actor)
    assert desk.get(address).status_code == 200


def test_the_paper_is_two_copies_before_and_what_was_signed_after(desk, visit, mandate, manon):
    address = f"/guichet/accueil/mandats/{mandate.reference}.pdf"
    before = desk.get(address)
    signed(mandate, manon.actor)
    after = desk.get(address)
    assert before["Content-Type"] == after["Content-Type"] == "application/pdf"
    assert before.content != after.content == Mandate.objects.get().file.path.read_bytes()
    assert Record.objects.filter(kind="MandateRead", for_id=visit.person_id).count() == 2


def test_a_signed_mandate_is_not_signed_again_but_shown(desk, visit, mandate, manon):
    signed(mandate, manon.actor)
    assert desk.get(sheet_of(visit, mandate)).headers["Location"] == page_of(visit)
    answer = desk.post(sheet_of(visit, mandate), {"read_aloud": "1", "drawing": DRAWING})
    assert "déjà signé" in text_of(answer)


def test_she_revokes_at_the_counter(desk, visit, mandate, manon):
    signed(mandate, manon.actor)
    answer = desk.post(f"{sheet_of(visit, mandate)}revoquer/", follow=True)
    assert "est révoqué" in text_of(answer)
    assert not is_in_force(mandate)
    assert Mandate.objects.get().revoked_by_kind == "agent"


def test_a_visit_that_ended_gives_signs_and_revokes_nothing(desk, visit, mandate, manon):
    close_visit(visit, Outcome.SETTLED, by=manon.actor)
    assert "Cette visite est finie" in text_of(desk.post(page_of(visit), {**TICKED, "days": "1"}))
    assert "Cette visite est finie" in text_of(
        desk.post(sheet_of(visit, mandate), {"read_aloud": "1", "drawing": DRAWING})
    )
    desk.post(f"{sheet_of(visit, mandate)}revoquer/")
    assert not Mandate.objects.exclude(signed_at=None, revoked_at=None).exists()
    assert Mandate.objects.count() == 1


def test_another_persons_mandate_and_a_colleague_s_visit_do_not_exist_here(desk, world, visit, mandate, manon):
    other = a_mandate(world.anor, manon.actor, a_person("Bernard", "Lecomte"))
    assert desk.get(sheet_of(visit, other)).status_code == 404
    colleague = at_desk(an_agent("nadia", world.anor))
    assert colleague.get(sheet_of(visit, mandate)).status_code == 404
    assert colleague.get(f"/guichet/accueil/mandats/{mandate.reference}.pdf").status_code == 200
    elsewhere = at_desk(an_agent("leo", world.fourmies))
    assert elsewhere.get(f"/guichet/accueil/mandats/{mandate.reference}.pdf").status_code == 404
