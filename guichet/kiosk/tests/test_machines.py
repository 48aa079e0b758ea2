"""Print and scan at the kiosk, with the machine that shows its page."""

from uuid import uuid4

import pytest

from guichet.cases.models import Case
from guichet.cases.questions import FILES_PER_QUESTION
from guichet.catalogue.models import Offer, Procedure
from guichet.devices.actions import change_terminal, order_print, tell_print
from guichet.devices.models import KioskSession, PrintJob, ScanJob, Terminal
from guichet.devices.rules import MOST_SCANS
from guichet.devices.tests.factories import a_paper, a_terminal
from guichet.documents.models import StoredFile
from guichet.journal.actions import deliver_all
from guichet.kiosk.tests.base import Visitor
from guichet.kit.actor import SYSTEM
from tests.base import text_of


@pytest.fixture
def real(world, own_folders):
    """A kiosk with machines of its own: nothing is printed until it says so."""
    return Visitor(a_terminal(world.anor, kind=Terminal.Kind.OURS))


def test_a_sheet_is_printed_and_the_page_can_be_looked_at(town, visitor):
    answer = visitor.presses("/borne/demarches/passeport/imprimer/")
    assert "C’est imprimé." in text_of(answer)
    assert text_of(answer).count('href="/borne/demarches/passeport/"') == 2, "she goes back to her sheet"
    job = PrintJob.objects.get()
    paper = visitor.browser.get(f"/borne/travaux/{job.key}/papier.pdf")
    assert paper.content.startswith(b"%PDF")
    assert visitor.passage.pages_printed == job.pages


def test_beyond_the_quota_it_says_what_to_do(town, visitor, fake):
    change_terminal(fake, {"page_quota": 1}, by=SYSTEM)
    order_print(visitor.passage, title="Une page", pdf=a_paper(1))
    answer = visitor.browser.post("/borne/demarches/passeport/imprimer/")
    assert answer.status_code == 409
    assert "La borne n’imprime plus pour l’instant." in text_of(answer)
    assert "Appeler l’accueil" in text_of(answer)


def test_one_waits_for_the_machine_and_may_stop_it(real):
    job = order_print(real.passage, title="Une page", pdf=a_paper(1))
    fragment = text_of(real.browser.get(f"/borne/travaux/{job.key}/etat/"))
    assert "data-over" not in fragment
    assert f"/borne/travaux/{job.key}/annuler/" in fragment
    answer = real.presses(f"/borne/travaux/{job.key}/annuler/")
    assert "L’impression est annulée." in text_of(answer)
    assert "data-over" in text_of(real.browser.get(f"/borne/travaux/{job.key}/etat/"))


def test_without_paper_it_says_so_and_tries_again(real):
    job = order_print(real.passage, title="Une page", pdf=a_paper(1))
    tell_print(job, "retrying", "media-empty")
    page = text_of(real.browser.get(f"/borne/travaux/{job.key}/"))
    assert "L’imprimante attend." in page
    assert "Il n’y a plus de papier dans l’imprimante. Prévenez l’accueil : le papier sortira" in page
    tell_print(job, "failed", "media-empty")
    page = text_of(real.browser.get(f"/borne/travaux/{job.key}/"))
    assert "Il n’y a plus de papier dans l’imprimante." in page
    again = real.browser.post(f"/borne/travaux/{job.key}/recommencer/")
    assert again.headers["Location"] != f"/borne/travaux/{job.key}/"
    assert PrintJob.objects.latest("pk").state == PrintJob.State.ORDERED


def test_a_job_is_its_session_s_alone(visitor, real):
    job = order_print(visitor.passage, title="Une page", pdf=a_paper(1))
    for path in ("", "etat/", "papier.pdf"):
        assert real.browser.get(f"/borne/travaux/{job.key}/{path}").status_code == 404, path
    assert real.browser.post(f"/borne/travaux/{job.key}/annuler/").status_code == 404
    assert visitor.browser.get(f"/borne/travaux/{uuid4()}/").status_code == 404


def test_a_real_kiosk_never_shows_the_paper(real):
    job = order_print(real.passage, title="Une page", pdf=a_paper(1))
    assert real.browser.get(f"/borne/travaux/{job.key}/papier.pdf").status_code == 404


def test_a_paper_is_scanned_looked_at_and_joined_to_the_request(town, visitor):
    case = visitor.begins()
    answer = visitor.presses(f"/borne/demandes/{case.reference}/etape/photo/numeriser/", source="vitre")
    job = ScanJob.objects.get()
    assert "Votre papier est numérisé." in text_of(answer)
    assert "Peut-on le lire" in text_of(visitor.browser.get(f"/borne/travaux/{job.key}/apercu/"))
    picture = visitor.browser.get(f"/borne/travaux/{job.key}/apercu/?image=1")
    assert picture.headers["Content-Type"] == "image/jpeg"
    assert visitor.browser.get(f"/borne/travaux/{job.key}/apercu/?image=9").status_code == 404
    kept = visitor.browser.post(f"/borne/travaux/{job.key}/garder/")
    assert kept.headers["Location"] == f"/borne/demandes/{case.reference}/etape/photo/"
    assert case.attachments.get().question == "photo"
    visitor.browser.post("/borne/fin/")
    assert StoredFile.objects.count() == 1  # it is the request's now


def test_a_scan_that_is_not_kept_is_erased(town, visitor):
    case = visitor.begins()
    scan = f"/borne/demandes/{case.reference}/etape/photo/numeriser/"
    visitor.presses(scan)
    answer = visitor.browser.post(f"/borne/travaux/{ScanJob.objects.get().key}/garder/", {"effacer": "1"})
    assert answer.headers["Location"] == scan
    assert not StoredFile.objects.exists()
    visitor.presses(scan)
    visitor.browser.post("/borne/fin/")
    assert not StoredFile.objects.exists()


def test_a_paper_of_no_request_is_kept_under_a_code(town, visitor):
    assert "Ici, un papier se joint à une demande." in text_of(visitor.browser.get("/borne/numeriser/"))
    Offer.objects.create(
        procedure=Procedure.objects.get(slug="message"),
        body=town.anor,
        department=town.anor.departments.get(),
        case_type="message",
    )
    visitor.presses("/borne/numeriser/", source="chargeur")
    job = ScanJob.objects.get()
    assert job.source == ScanJob.Source.FEEDER
    answer = visitor.presses(f"/borne/travaux/{job.key}/garder/")
    case = Case.objects.get()
    assert case.spoken_secret in text_of(answer)
    assert "Votre papier est gardé." in text_of(answer)
    assert "Votre demande" not in text_of(answer)
    assert case.attachments.count() == 1
    assert visitor.passage.unseen == []


def test_the_code_and_the_receipt_are_printed_without_answers(town, visitor):
    case = visitor.begins()
    visitor.presses(f"/borne/demandes/{case.reference}/code/imprimer/")
    assert PrintJob.objects.get().title == "Votre code"
    assert visitor.browser.post(f"/borne/demandes/{case.reference}/recu/imprimer/").status_code == 404


def test_a_scan_for_which_there_is_no_room_stays_the_session_s(town, visitor):
    case = visitor.begins()
    scan = f"/borne/demandes/{case.reference}/etape/photo/numeriser/"
    for _time in range(FILES_PER_QUESTION + 1):
        visitor.presses(scan)
        answer = visitor.browser.post(f"/borne/travaux/{ScanJob.objects.latest('pk').key}/garder/")
    assert answer.status_code == 409
    assert "Ce papier n’a pas pu être joint." in text_of(answer)
    assert ScanJob.objects.latest("pk").file is not None
    visitor.browser.post("/borne/fin/")
    deliver_all()
    assert not StoredFile.objects.exists()


def test_only_what_failed_is_tried_again(town, visitor):
    visitor.presses("/borne/demarches/passeport/imprimer/")
    job = PrintJob.objects.get()
    assert (
        visitor.browser.post(f"/borne/travaux/{job.key}/recommencer/")
        .headers["Location"]
        .startswith(f"/borne/travaux/{job.key}/")
    )
    assert PrintJob.objects.count() == 1


def test_beyond_the_scans_of_a_session_it_says_what_to_do(town, visitor):
    case = visitor.begins()
    KioskSession.objects.update(scans=MOST_SCANS)
    answer = visitor.browser.post(f"/borne/demandes/{case.reference}/etape/photo/numeriser/")
    assert answer.status_code == 409
    assert "l’accueil numérise la suite" in text_of(answer)


def test_looking_at_a_job_moves_no_machine(town, visitor):
    job = order_print(visitor.passage, title="Une page", pdf=a_paper(1))
    visitor.browser.get(f"/borne/travaux/{job.key}/")
    job.refresh_from_db()
    assert job.state == PrintJob.State.ORDERED
