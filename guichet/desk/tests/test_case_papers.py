"""A paper that came to the counter, what the law says beside the answers, the papers one may make."""

from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from guichet.cases.models import Case
from guichet.kit.dates import day_in_words
from tests.base import an_agent, signed_in, text_of
from tests.requests import BIRTH, CARD, HOLE, WAYS, a_request, offer_everything


@pytest.fixture
def offered(world):
    return offer_everything(world)


def scan(name="facture.png"):
    content = BytesIO()
    Image.new("RGB", (300, 200), "white").save(content, "PNG")
    return SimpleUploadedFile(name, content.getvalue(), "image/png")


def noted(role, case, **fields):
    return signed_in(role).post(
        f"/guichet/dossiers/{case.reference}/papier-recu/", {"version": case.version, "text": "", **fields}
    )


def test_the_agent_notes_a_paper_with_its_scan(offered, sophie):
    case = a_request("dechetterie", CARD, offered.anor)
    assert "Le papier est arrivé" in text_of(signed_in(sophie).get(f"/guichet/dossiers/{case.reference}/"))
    assert noted(sophie, case, text="Facture d’eau", files=[scan()]).status_code == 302
    page = text_of(signed_in(sophie).get(f"/guichet/dossiers/{case.reference}/"))
    assert "Papier reçu par Sophie" in page
    assert "facture.png" in page
    assert "Le papier est arrivé" not in page


def test_a_scan_that_is_none_stops_the_act_and_keeps_nothing(offered, sophie):
    case = a_request("dechetterie", CARD, offered.anor)
    answer = noted(sophie, case, files=[scan(), SimpleUploadedFile("vide.pdf", b"")])
    assert answer.status_code == 422
    assert "vide" in text_of(answer)
    assert Case.objects.get(pk=case.pk).state == "waiting"
    assert not case.attachments.exists()


def test_a_paper_that_nobody_waits_for_is_refused(offered):
    didier = an_agent("didier", offered.anor, offered.technical)
    case = a_request("signalement-voirie", HOLE, offered.anor)
    assert noted(didier, case).status_code == 422


def test_the_officer_reads_what_the_law_says(offered):
    colette = an_agent("colette", offered.anor, offered.registry)
    case = a_request("acte-etat-civil", BIRTH, offered.anor)
    page = text_of(signed_in(colette).get(f"/guichet/dossiers/{case.reference}/"))
    assert "Ce que dit la loi" in page
    assert "art. 30 à 32" in page


def test_the_agent_reads_what_silence_will_mean(offered, manon):
    case = a_request(
        "message",
        {"topic": "complaint", "words": "Rien", "files": "", "first_name": "A", "last_name": "B"} | WAYS,
        offered.anor,
    )
    page = text_of(signed_in(manon).get(f"/guichet/dossiers/{case.reference}/"))
    assert f"Sans réponse, la demande est refusée le {day_in_words(case.silence_on)}." in page


def test_a_paper_long_awaited_is_seen_in_the_list(offered, sophie):
    case = a_request("dechetterie", CARD, offered.anor)
    Case.objects.filter(pk=case.pk).update(papers_until="2026-01-05")
    assert "papier attendu depuis le" in text_of(signed_in(sophie).get("/guichet/dossiers/?onglet=attend"))
