"""The request, one page after the other: kept at each step, kind about mistakes, closed to robots."""

import pytest
from django.test import Client

from guichet.cases.models import Attachment, Case
from guichet.cases.rules import State
from guichet.documents.models import StoredFile
from guichet.portal.guard import COOKIE
from guichet.portal.tests.base import (
    FIRST,
    REQUEST,
    at_once,
    begin,
    browser_at,
    drawn,
    fill_in,
    open_case,
    photograph,
    send,
    url_of,
)
from tests.base import text_of


def test_nothing_is_kept_before_the_first_answer(lucie):
    assert lucie.get(REQUEST).status_code == 200
    assert lucie.get(FIRST).status_code == 200
    assert "Choisissez ce qu’il vous faut" in text_of(lucie.post(FIRST, {}))
    assert not Case.objects.exists()


def test_the_first_answer_makes_a_draft_with_its_codes(lucie, portal):
    case = begin(lucie)
    assert (case.state, case.commune, case.owner, case.answers) == (
        State.DRAFT,
        portal.anor,
        portal.body,
        {"need": "repair"},
    )
    page = text_of(lucie.get(url_of(case, "bac")))
    assert case.spoken_secret in page
    assert "Enregistré à" in page


def test_the_number_of_pages_is_said_once_it_will_not_move(lucie):
    first = text_of(lucie.get(FIRST))
    assert "étape 1</p>" in first
    assert "étape 2 sur 8</p>" in text_of(lucie.get(url_of(begin(lucie), "bac")))


def test_every_page_of_a_request_is_private(lucie):
    case = begin(lucie)
    response = lucie.get(url_of(case, "bac"))
    assert response.headers["Cache-Control"] == "no-store"
    assert 'content="noindex"' in text_of(response)
    assert lucie.cookies[COOKIE]["httponly"]
    assert lucie.cookies[COOKIE]["samesite"] == "Lax"


def test_a_whole_request_ends_with_a_receipt(lucie):
    case = fill_in(lucie)
    assert "14 rue Léo-Lagrange" in text_of(lucie.get(url_of(case, "verifier")))
    response = lucie.post(url_of(case, "verifier"), follow=True)
    assert response.redirect_chain == [(f"/suivi/{case.reference}/recu/", 302)]
    assert "C’est reçu. Merci, Lucie." in text_of(response)
    case.refresh_from_db()
    assert case.state == State.RECEIVED


def test_a_stale_page_sent_twice_makes_one_case_and_shows_its_receipt(lucie):
    case = send(lucie)
    received = case.received_at
    response = lucie.post(url_of(case, "verifier"))
    assert response.headers["Location"] == f"/suivi/{case.reference}/recu/"
    case.refresh_from_db()
    assert (Case.objects.count(), case.received_at) == (1, received)


def test_a_town_beyond_the_official_list_is_asked_about_once_and_kept(lucie):
    case = begin(lucie)
    where = {"street": "14 rue Nationale", "postcode": "59000", "city": "Lille"}
    page = text_of(lucie.post(url_of(case, "adresse"), where))
    assert "D’après la liste officielle, Lille n’est pas dans" in page
    assert 'name="passer" value="city"' in page
    assert lucie.post(url_of(case, "adresse"), {**where, "passer": "city"}).status_code == 302
    case.refresh_from_db()
    assert case.answers["city"] == "Lille"


def test_the_first_page_sent_twice_is_the_same_draft(lucie):
    page = drawn(lucie)
    first = begin(lucie, **page)
    again = begin(lucie, need="exchange", **page)
    assert first.pk == again.pk
    assert Case.objects.get().answers == {"need": "exchange"}


def test_the_first_page_sent_again_because_the_answer_never_came_opens_its_draft(lucie, portal):
    page = drawn(lucie)
    lost = begin(browser_at(portal.anor), **page)
    assert begin(lucie, **page).pk == lost.pk
    assert lucie.get(url_of(lost, "bac")).status_code == 200


def test_a_first_page_left_open_on_a_shared_device_opens_nothing_of_whom_it_served(lucie, portal):
    page = drawn(lucie)
    case = begin(lucie, **page)
    lucie.post(url_of(case, "bac"), {"waste": "household"})
    lucie.post("/suivi/terminer/")
    response = lucie.post(FIRST, {**page, "need": "exchange"})
    assert "Cette page a déjà servi" in text_of(response)
    assert lucie.get(url_of(case, "bac")).status_code == 302
    assert Case.objects.get().answers == {"need": "repair", "waste": "household"}


def test_the_first_page_of_a_request_already_sent_leads_to_its_follow_up(lucie):
    page = drawn(lucie)
    case = fill_in(lucie, begin(lucie, **page))
    lucie.post(url_of(case, "verifier"))
    response = lucie.post(FIRST, {**page, "need": "exchange"}, follow=True)
    assert "Cette demande est déjà envoyée" in text_of(response)
    assert Case.objects.get().answers["need"] == "repair"


@pytest.mark.django_db(transaction=True)
def test_the_first_page_sent_twice_at_the_same_moment_makes_one_draft(lucie, portal):
    page = {**drawn(lucie), "need": "repair"}
    answers = at_once(lambda browser: browser.post(FIRST, page), [browser_at(portal.anor) for _ in range(4)])
    case = Case.objects.get()
    assert [answer.headers["Location"] for answer in answers] == [url_of(case, "bac")] * 4
    assert case.reference.endswith("-00001")


def test_two_first_pages_open_side_by_side_make_two_drafts(lucie):
    one, other = drawn(lucie), drawn(lucie)
    begin(lucie, **one)
    begin(lucie, need="exchange", **other)
    assert {case.answers["need"] for case in Case.objects.all()} == {"repair", "exchange"}


def test_a_new_first_page_is_a_new_request(lucie):
    begin(lucie)
    begin(lucie)
    assert Case.objects.count() == 2


def test_a_step_of_a_request_already_sent_leads_to_its_follow_up(lucie):
    case = send(lucie)
    response = lucie.post(url_of(case, "bac"), {"waste": "sorting"}, follow=True)
    assert "Cette demande est déjà envoyée" in text_of(response)
    case.refresh_from_db()
    assert case.answers["waste"] == "household"


def test_what_is_missing_is_said_and_what_was_typed_stays(lucie):
    case = begin(lucie)
    response = lucie.post(url_of(case, "adresse"), {"street": "  ", "postcode": "5918", "city": "Anor-Village"})
    page = text_of(response)
    assert "<title>Erreur\u00a0: " in page
    assert "Écrivez le numéro et la rue" in page
    assert "Le code postal a cinq chiffres" in page
    assert 'value="Anor-Village"' in page
    assert 'href="#street"' in page
    case.refresh_from_db()
    assert case.answers["city"] == "Anor-Village"


def test_an_optional_number_may_be_skipped_from_its_own_error(lucie):
    case = begin(lucie)
    lucie.post(url_of(case, "bac"), {"waste": "household"})
    wrong = {"broken": "lid", "bin_number": "5901 20"}
    page = text_of(lucie.post(url_of(case, "probleme"), wrong))
    assert "Il manque 2 chiffres" in page
    assert 'name="passer"' in page
    response = lucie.post(url_of(case, "probleme"), {**wrong, "passer": "bin_number"})
    assert response.headers["Location"] == url_of(case, "photo")
    case.refresh_from_db()
    assert case.answers["bin_number"] == ""


def test_a_question_that_depends_on_a_choice_is_asked_only_with_it(lucie):
    case = begin(lucie)
    lucie.post(url_of(case, "bac"), {"waste": "household"})
    assert "Dites en quelques mots" in text_of(lucie.post(url_of(case, "probleme"), {"broken": "other"}))
    assert lucie.post(url_of(case, "probleme"), {"broken": "lid", "broken_words": "ignoré"}).status_code == 302
    case.refresh_from_db()
    assert "broken_words" not in case.answers


def test_a_choice_nobody_offered_is_no_answer(lucie):
    case = begin(lucie)
    assert "Choisissez le bac" in text_of(lucie.post(url_of(case, "bac"), {"waste": "or"}))


def test_the_portal_writes_the_postcode_and_the_town_it_knows(portal):
    client = browser_at(portal.fourmies)
    case = fill_in(client)
    case.answers = {name: case.answers[name] for name in case.answers if name not in {"street", "postcode", "city"}}
    case.save()
    page = text_of(client.get(url_of(case, "adresse")))
    assert 'value="59610"' in page
    assert 'value="Fourmies"' in page


@pytest.mark.parametrize("step", ["adresse", "raison", "verifier"])
def test_pages_come_in_order_kindly(lucie, step):
    case = begin(lucie)
    assert lucie.get(url_of(case, step)).headers["Location"] == url_of(case, "bac")


@pytest.mark.parametrize("path", ["etape/bac/", "etape/rien/"])
def test_the_first_page_alone_opens_without_codes(lucie, path):
    assert lucie.get(f"{REQUEST}{path}").headers["Location"] == REQUEST


def test_a_step_that_does_not_exist_is_not_found(lucie):
    case = begin(lucie)
    assert lucie.get(url_of(case, "rien")).status_code == 404
    assert lucie.get(f"/demarches/dechetterie/demande/{case.reference}/bac/").status_code == 404


def test_changing_an_answer_comes_back_to_the_check_page(lucie):
    case = fill_in(lucie)
    response = lucie.post(f"{url_of(case, 'vous')}?retour=verifier", {"first_name": "Léa", "last_name": "Dubois"})
    assert response.headers["Location"] == url_of(case, "verifier")
    assert "Léa" in text_of(lucie.get(url_of(case, "verifier")))


def test_a_changed_mind_asks_the_questions_it_opens(lucie):
    case = fill_in(lucie)
    response = lucie.post(f"{REQUEST}{case.reference}/besoin/?retour=verifier", {"need": "exchange"})
    assert response.headers["Location"] == url_of(case, "raison")


def test_a_draft_reopens_with_its_codes_on_another_device(lucie, portal):
    case = begin(lucie)
    phone = browser_at(portal.anor)
    assert phone.get(url_of(case, "bac")).headers["Location"] == f"/suivi/?reference={case.reference}"
    assert open_case(phone, case).headers["Location"] == url_of(case, "bac")
    assert phone.get(url_of(case, "bac")).status_code == 200


def test_the_start_page_offers_to_go_on_with_a_draft(lucie):
    case = begin(lucie)
    assert f"Reprendre {case.reference}" in text_of(lucie.get(REQUEST))


@pytest.mark.parametrize("letters", [b"L%E9o", b"%FF%FE", "\ufffd".encode()])
def test_broken_letters_are_said_and_never_kept(lucie, letters):
    case = begin(lucie)
    body = b"first_name=" + letters + b"&last_name=Dubois"
    response = lucie.post(url_of(case, "vous"), body, content_type="application/x-www-form-urlencoded")
    assert "Certaines lettres sont arrivées abîmées" in text_of(response)
    case.refresh_from_db()
    assert "first_name" not in case.answers


def test_control_characters_are_dropped(lucie):
    case = begin(lucie)
    lucie.post(url_of(case, "vous"), {"first_name": "Lu\x00cie\x07", "last_name": "Du\nbois"})
    case.refresh_from_db()
    assert (case.answers["first_name"], case.answers["last_name"]) == ("Lucie", "Du bois")


def test_an_answer_too_long_is_told_how_long_it_may_be(lucie):
    case = begin(lucie)
    page = text_of(lucie.post(url_of(case, "vous"), {"first_name": "a" * 81, "last_name": "Dubois"}))
    assert "Votre réponse a 81 signes, nous en gardons 80 au plus." in page


@pytest.mark.parametrize("form", [{"first_name": "a" * 1_100_000}, {f"x{n}": "1" for n in range(300)}])
def test_an_oversized_form_is_refused_with_a_page_of_ours(lucie, form):
    case = begin(lucie)
    response = lucie.post(url_of(case, "vous"), form)
    assert response.status_code in {400, 413}
    assert "Ce qui était déjà enregistré est gardé." in text_of(response)


def test_one_bad_file_loses_neither_the_others_nor_the_answers(lucie):
    case = begin(lucie)
    lucie.post(url_of(case, "bac"), {"waste": "household"})
    lucie.post(url_of(case, "probleme"), {"broken": "lid"})
    bad, empty = photograph("virus.jpg"), photograph("vide.jpg")
    bad.file.seek(0)
    bad.file.write(b"MZ" + b"\0" * 100)
    empty.file.truncate(0)
    empty.size = 0
    page = text_of(lucie.post(url_of(case, "photo"), {"photo": [photograph(), bad, empty], "joindre": "1"}))
    assert "Il reste 2 choses à corriger" in page
    assert "virus.jpg" in page
    assert "vide.jpg" in page
    assert [attachment.file.name for attachment in Attachment.objects.all()] == ["IMG_2041.jpg"]
    case.refresh_from_db()
    assert case.answers["broken"] == "lid"


def test_a_file_is_taken_off_and_forgotten(lucie):
    case = begin(lucie)
    lucie.post(url_of(case, "photo"), {"photo": photograph(), "joindre": "1"})
    key = Attachment.objects.get().file.key
    response = lucie.post(url_of(case, "photo"), {"retirer": str(key)})
    assert response.headers["Location"] == url_of(case, "photo")
    assert not StoredFile.objects.exists()
    assert lucie.post(url_of(case, "photo"), {"retirer": "n’importe quoi"}).status_code == 302


def test_the_sixth_file_is_refused_and_not_left_behind(lucie):
    case = begin(lucie)
    page = text_of(lucie.post(url_of(case, "photo"), {"photo": [photograph(f"{n}.jpg") for n in range(6)]}))
    assert "c’est le maximum" in page
    assert (Attachment.objects.count(), StoredFile.objects.count()) == (5, 5)


def test_every_form_of_a_draft_asks_for_its_token(portal):
    strict = Client(enforce_csrf_checks=True, HTTP_HOST=portal.anor.host)
    response = strict.post(FIRST, {"need": "repair"})
    assert response.status_code == 403
    assert "ouverte depuis trop longtemps" in text_of(response)
