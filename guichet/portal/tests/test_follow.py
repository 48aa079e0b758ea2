"""The two codes, the follow-up, the answer, the receipt."""

from uuid import uuid4

import pytest
from django.core import signing

from guichet.accounts.models import WrongSecrets
from guichet.accounts.sessions import network_address
from guichet.cases.actions import ask_for_paper, decide, renew_code, write_message, write_note
from guichet.cases.models import Attachment, Case, Entry
from guichet.cases.rules import State
from guichet.documents.models import StoredFile
from guichet.journal.models import Record
from guichet.portal.guard import COOKIE, MOST_CASES, SALT, case_view
from guichet.portal.tests.base import at_once, browser_at, open_case, photograph, send
from tests.base import a_case, text_of

UNKNOWN = "Cette référence et ce code ne vont pas ensemble"


@pytest.fixture
def case(portal):
    return a_case(portal)


@pytest.fixture
def opened(lucie, case):
    """The resident's browser, in which the codes were typed."""
    assert open_case(lucie, case).status_code == 302
    return lucie


def test_the_right_codes_open_the_request_however_they_are_typed(lucie, case):
    response = lucie.post(
        "/suivi/", {"reference": f" {case.reference.lower().replace('-', ' ')} ", "secret": case.spoken_secret.lower()}
    )
    assert response.headers["Location"] == f"/suivi/{case.reference}/"
    assert lucie.get(f"/suivi/{case.reference}/").status_code == 200


def test_without_its_codes_a_request_asks_for_them(lucie, case):
    response = lucie.get(f"/suivi/{case.reference}/", follow=True)
    assert response.redirect_chain == [(f"/suivi/?reference={case.reference}", 302)]
    assert f'value="{case.reference}"' in text_of(response)


def test_a_reference_is_written_in_an_address_as_an_address_wants_it(rf, case):
    Case.objects.filter(pk=case.pk).update(reference="BAC 26&nom=x")
    request = rf.get("/")
    request.town = case.commune
    response = case_view(lambda *_: None)(request, "BAC 26&nom=x")
    assert response.headers["Location"] == "/suivi/?reference=BAC+26%26nom%3Dx"


@pytest.mark.parametrize("path", ["", "recu/", "recu.pdf", "fichiers/00000000-0000-4000-8000-000000000000/"])
def test_another_communes_request_does_not_exist_here_even_with_its_cookie(portal, case, path):
    neighbour = browser_at(portal.fourmies)
    neighbour.cookies[COOKIE] = signing.dumps([(case.pk, 1)], salt=SALT, compress=True)
    assert neighbour.get(f"/suivi/{case.reference}/{path}").status_code == 404


def test_another_communes_codes_are_answered_like_unknown_ones(portal, case):
    neighbour = browser_at(portal.fourmies)
    assert UNKNOWN in text_of(open_case(neighbour, case))
    unknown = text_of(neighbour.post("/suivi/", {"reference": "BAC-26-99999", "secret": case.secret}))
    assert UNKNOWN in unknown


def test_the_intercommunal_portal_opens_what_its_body_treats(portal, case):
    body = browser_at(portal.body)
    assert open_case(body, case).status_code == 302
    assert body.get(f"/suivi/{case.reference}/").status_code == 200


def test_an_empty_form_says_what_to_write_and_counts_nothing(lucie):
    page = text_of(lucie.post("/suivi/", {}))
    assert "Écrivez la référence de votre ticket" in page
    assert "Écrivez le code secret de votre ticket" in page
    assert not WrongSecrets.objects.exists()


def test_nonsense_never_reaches_the_database(lucie):
    assert UNKNOWN in text_of(lucie.post("/suivi/", {"reference": "\x00' OR 1=1 --", "secret": "é" * 500}))
    assert lucie.get("/suivi/BAC-26-1/").status_code == 404
    assert lucie.get("/suivi/?reference=%00%ff").status_code == 200


def test_a_thousand_wrong_secrets_wait_longer_and_longer_and_lock_nobody_out(portal, case):
    stranger = browser_at(portal.anor, REMOTE_ADDR="203.0.113.9")
    answers = [open_case(stranger, case, secret="AAAABBBBCCCC").status_code for _try in range(1000)]
    assert answers[:5] == [200] * 5
    assert answers.count(429) > 980  # seconds pass while a thousand are typed: a few are judged, and refused
    assert "attendez" in text_of(open_case(stranger, case, secret="AAAABBBBCCCC"))
    # From elsewhere each network may be wrong once while the reference waits, and its owner gets in at once.
    others = [browser_at(portal.anor, REMOTE_ADDR=f"10.0.{n}.7") for n in range(20)]
    assert [open_case(other, case, secret="AAAABBBBCCCC").status_code for other in others] == [200] * 20
    assert [open_case(other, case, secret="AAAABBBBCCCC").status_code for other in others] == [429] * 20
    assert open_case(browser_at(portal.anor, REMOTE_ADDR="192.0.2.44"), case).status_code == 302
    WrongSecrets.objects.update(last_at="2026-01-01T00:00Z")
    assert open_case(stranger, case).status_code == 302


def test_a_renewed_code_closes_the_door_of_the_old_one(opened, case, sophie):
    case = renew_code(case, seen_version=case.version, by=sophie.actor)
    assert opened.get(f"/suivi/{case.reference}/").status_code == 302
    assert open_case(opened, case).status_code == 302
    assert opened.get(f"/suivi/{case.reference}/").status_code == 200


def test_a_forged_or_old_cookie_opens_nothing(lucie, case):
    for cookie in ("n’importe quoi", signing.dumps([(case.pk, 1)], salt="autre")):
        lucie.cookies[COOKIE] = signing.dumps(cookie) if cookie.startswith("n") else cookie
        assert lucie.get(f"/suivi/{case.reference}/").status_code == 302


def test_a_device_remembers_the_last_twenty_requests(portal, lucie):
    cases = [a_case(portal) for _ in range(MOST_CASES + 1)]
    for case in cases:
        open_case(lucie, case)
    assert lucie.get(f"/suivi/{cases[0].reference}/").status_code == 302
    assert lucie.get(f"/suivi/{cases[1].reference}/").status_code == 200


def test_to_finish_leaves_nothing_on_the_device(opened, case):
    response = opened.post("/suivi/terminer/", follow=True)
    assert "Rien de vous ne reste sur cet appareil." in text_of(response)
    assert opened.get(f"/suivi/{case.reference}/").status_code == 302


def test_the_ticket_opens_after_one_press_and_a_preview_of_its_link_opens_nothing(lucie, case):
    address = f"/suivi/ouvrir/{case.reference}/{case.secret}/"
    page = text_of(lucie.get(address))
    assert COOKIE not in lucie.cookies
    assert not WrongSecrets.objects.exists()
    assert f'name="secret" value="{case.secret}"' in page
    assert lucie.post("/suivi/", {"reference": case.reference, "secret": case.secret}).status_code == 302


def test_codes_sent_by_another_site_are_not_taken(lucie, case):
    form = {"reference": case.reference, "secret": case.secret}
    assert lucie.post("/suivi/", form, HTTP_ORIGIN="https://ailleurs.example").status_code == 200
    assert lucie.post("/suivi/", form, HTTP_SEC_FETCH_SITE="cross-site").status_code == 200
    assert lucie.post("/suivi/", form, HTTP_ORIGIN="http://localhost").status_code == 302


@pytest.mark.parametrize(
    ("proxies", "forwarded", "seen"),
    [
        (0, "1.1.1.1", "9.9.9.9"),
        (1, "1.1.1.1, 2.2.2.2", "2.2.2.2"),
        (2, "6.6.6.6, 1.1.1.1, 2.2.2.2", "1.1.1.1"),
        (1, "", "9.9.9.9"),
    ],
)
def test_the_address_counted_is_the_one_our_own_proxies_saw(rf, settings, proxies, forwarded, seen):
    settings.TRUSTED_PROXIES = proxies
    assert network_address(rf.get("/", REMOTE_ADDR="9.9.9.9", HTTP_X_FORWARDED_FOR=forwarded)) == seen


def test_the_follow_up_says_the_state_what_comes_next_and_what_happened(opened, case):
    page = text_of(opened.get(f"/suivi/{case.reference}/"))
    assert "Reçue" in page
    assert "Réponse au plus tard le" in page
    assert "Demande reçue" in page
    assert "service déchets" in page


def test_internal_notes_stay_inside(opened, case, sophie):
    write_note(case, "Client pénible.", by=sophie.actor)
    case.refresh_from_db()
    write_message(case, "Nous passons jeudi.", seen_version=case.version, by=sophie.actor)
    page = text_of(opened.get(f"/suivi/{case.reference}/"))
    assert "Nous passons jeudi." in page
    assert "Client pénible." not in page


def test_a_missing_paper_is_asked_first_and_the_answer_goes_back(opened, case, sophie):
    ask_for_paper(case, "Une photo de la roue, s’il vous plaît.", seen_version=case.version, by=sophie.actor)
    page = text_of(opened.get(f"/suivi/{case.reference}/"))
    assert page.index("Il nous manque quelque chose") < page.index("Où en est votre demande")
    opened.post(f"/suivi/{case.reference}/repondre/", {"message": "La voici.", "files": photograph()})
    case.refresh_from_db()
    assert case.state == State.IN_PROGRESS
    assert Attachment.objects.get().entry.text == "La voici."


def test_an_answer_is_kept_once_however_often_it_is_pressed(opened, case):
    for _ in range(2):
        response = opened.post(f"/suivi/{case.reference}/repondre/", {"message": "La roue aussi."})
        assert response.headers["Location"] == f"/suivi/{case.reference}/?note=parti#fil"
    assert Entry.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_an_answer_pressed_twice_at_the_same_moment_is_kept_once(portal, case):
    browsers = [browser_at(portal.anor) for _ in range(4)]
    for browser in browsers:
        open_case(browser, case)
    answer = {"message": "La roue aussi."}
    at_once(lambda browser: browser.post(f"/suivi/{case.reference}/repondre/", answer), browsers)
    assert Entry.objects.count() == Record.objects.filter(kind="ResidentAnswered").count() == 1


def test_the_same_words_with_a_new_file_are_a_new_answer(opened, case):
    opened.post(f"/suivi/{case.reference}/repondre/", {"message": "Voici la photo."})
    opened.post(f"/suivi/{case.reference}/repondre/", {"message": "Voici la photo.", "files": photograph()})
    assert case.attachments.filter(entry__isnull=False).count() == 1


def test_a_file_alone_is_an_answer_and_nothing_at_all_is_not(opened, case):
    assert "Écrivez quelques mots" in text_of(opened.post(f"/suivi/{case.reference}/repondre/", {"message": " "}))
    assert opened.post(f"/suivi/{case.reference}/repondre/", {"files": photograph()}).status_code == 302
    assert Entry.objects.get().text == "Document ajouté."


def test_a_refused_file_stops_neither_the_words_nor_the_other_files(opened, case):
    bad = photograph("virus.jpg")
    bad.file.seek(0)
    bad.file.write(b"MZ" + b"\0" * 100)
    page = text_of(
        opened.post(f"/suivi/{case.reference}/repondre/", {"message": "Deux photos.", "files": [photograph(), bad]})
    )
    assert "Votre envoi est parti, sans le fichier ci-dessous." in page
    assert "virus.jpg" in page
    assert [found.name for found in StoredFile.objects.all()] == ["IMG_2041.jpg"]
    assert Entry.objects.get().text == "Deux photos."


def test_only_a_refused_file_sends_nothing(opened, case):
    bad = photograph("virus.jpg")
    bad.file.seek(0)
    bad.file.write(b"MZ" + b"\0" * 100)
    assert "virus.jpg" in text_of(opened.post(f"/suivi/{case.reference}/repondre/", {"files": bad}))
    assert not Entry.objects.exists()


def test_words_too_long_come_back_as_typed(opened, case):
    page = text_of(opened.post(f"/suivi/{case.reference}/repondre/", {"message": "a" * 4001}))
    assert "4001 signes" in page
    assert "a" * 4001 in page


def test_the_outcome_is_read_first_with_the_way_to_appeal_a_refusal(opened, case, sophie):
    decide(case, outcome="refused", text="Ce bac n’est pas à nous.", seen_version=case.version, by=sophie.actor)
    page = text_of(opened.get(f"/suivi/{case.reference}/"))
    assert page.index("Ce bac n’est pas à nous.") < page.index("Où en est votre demande")
    assert "tribunal administratif de Lille" in page
    assert 'name="message"' not in page
    assert "terminée" in text_of(opened.post(f"/suivi/{case.reference}/repondre/", {"message": "Mais si."}))


def test_a_late_answer_is_admitted(opened, case):
    Case.objects.update(due_on="2026-01-02")
    assert "nous sommes en retard" in text_of(opened.get(f"/suivi/{case.reference}/"))


def test_a_file_is_given_to_who_holds_the_codes_and_to_nobody_else(opened, portal, case):
    opened.post(f"/suivi/{case.reference}/repondre/", {"files": photograph("roue.jpg")})
    address = f"/suivi/{case.reference}/fichiers/{StoredFile.objects.get().key}/"
    response = opened.get(address)
    assert response.headers["Content-Disposition"] == 'attachment; filename="roue.jpg"'
    assert b"".join(response.streaming_content).startswith(b"\xff\xd8\xff")
    assert opened.get(f"{address}apercu/").headers["Content-Type"] == "image/jpeg"
    assert browser_at(portal.anor).get(address).status_code == 302
    assert opened.get(f"/suivi/{case.reference}/fichiers/{uuid4()}/").status_code == 404
    other = a_case(portal)
    open_case(opened, other)
    assert opened.get(address.replace(case.reference, other.reference)).status_code == 404


def test_the_receipt_says_what_the_law_wants_and_carries_the_ticket(lucie):
    case = send(lucie)
    page = text_of(lucie.get(f"/suivi/{case.reference}/recu/"))
    for words in (
        case.reference,
        case.spoken_secret,
        "service déchets",
        "03 53 01 59 41",
        "considérée comme acceptée",
        "Laissez le bac vide",
    ):
        assert words in page


def test_the_receipt_is_a_pdf_to_keep(opened, case):
    response = opened.get(f"/suivi/{case.reference}/recu.pdf")
    assert response.content.startswith(b"%PDF-")
    assert response.headers["Content-Disposition"] == f'attachment; filename="recu-{case.reference}.pdf"'
    assert response.headers["Cache-Control"] == "no-store"


def test_what_a_resident_writes_is_hers_in_the_journal(opened, case):
    opened.post(f"/suivi/{case.reference}/repondre/", {"message": "Bonjour."})
    row = Record.objects.get(kind="ResidentAnswered")
    assert (row.actor_kind, row.actor_id) == ("resident", None)
