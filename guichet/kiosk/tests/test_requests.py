"""A request at the kiosk: begun, kept under a code, resumed, sent."""

import pytest
from bs4 import BeautifulSoup

from guichet.cases.models import Case
from guichet.cases.rules import State
from guichet.kiosk.tests.base import FIRST, Visitor
from tests.base import ANSWERS, text_of

PAGES = (
    ("bac", ("waste",)),
    ("probleme", ("broken", "bin_number")),
    ("photo", ()),
    ("adresse", ("street", "postcode", "city")),
    ("vous", ("first_name", "last_name")),
    ("reponse", ("email", "phone", "own_address")),
)

pytestmark = pytest.mark.usefixtures("town")


def step_url(case, step):
    return f"/borne/demandes/{case.reference}/etape/{step}/"


def filled(visitor):
    case = visitor.begins()
    for step, names in PAGES:
        answer = visitor.browser.post(step_url(case, step), {name: ANSWERS[name] for name in names})
        assert answer.status_code == 302, (step, text_of(answer))
    return case


def test_a_bin_is_asked_for_from_end_to_end(visitor):
    case = filled(visitor)
    check = f"/borne/demandes/{case.reference}/verifier/"
    assert "14 rue Léo-Lagrange" in visitor.reads(check).get_text()
    answer = visitor.presses(check)
    assert "C’est reçu. Merci, Lucie." in text_of(answer)
    case.refresh_from_db()
    assert case.state == State.RECEIVED
    assert case.spoken_secret in text_of(answer)
    assert visitor.presses(check).redirect_chain[-1][0].endswith("/recu/")  # pressed twice: one case, one receipt
    assert Case.objects.count() == 1


def test_each_page_says_how_many_there_are_given_what_is_answered(visitor):
    assert "étape 1 sur 8" in visitor.reads(FIRST).get_text()
    for need, total in {"repair": 8, "exchange": 9, "delivery": 7}.items():
        case = visitor.begins(need)
        assert f"étape 2 sur {total}" in visitor.reads(step_url(case, case.steps[1].slug)).get_text(), need


def test_what_is_wrong_is_said_in_its_place_and_what_is_right_is_kept(visitor):
    answer = visitor.browser.post(FIRST, {})
    assert "Choisissez ce qu’il vous faut" in text_of(answer)
    assert not Case.objects.exists()
    case = visitor.begins()
    answer = visitor.browser.post(step_url(case, "bac"), {"waste": "plutonium"})
    assert "Choisissez le bac dont vous parlez" in text_of(answer)


def test_half_filled_it_is_kept_under_its_code_with_what_was_right(visitor):
    case = visitor.begins()
    visitor.browser.post(step_url(case, "bac"), {"waste": "household"})
    answer = visitor.presses(step_url(case, "probleme"), broken="lid", bin_number="12", garder="1")
    assert case.spoken_secret in text_of(answer)
    assert case.reference in text_of(answer)
    case.refresh_from_db()
    assert case.answers["broken"] == "lid"
    assert "bin_number" not in case.answers  # two figures are no number: asked again
    assert visitor.passage.unseen == []


def test_the_first_page_too_can_be_kept(visitor):
    answer = visitor.presses(FIRST, need="delivery", garder="1")
    assert "Votre demande est gardée." in text_of(answer)


def test_a_first_page_without_an_answer_is_kept_as_it_is(visitor):
    assert "Votre demande est gardée." in text_of(visitor.presses(FIRST, garder="1"))


def test_the_first_page_pressed_twice_makes_one_request(visitor):
    assert visitor.begins().pk == visitor.begins("delivery").pk
    assert Case.objects.get().answers["need"] == "delivery"


def test_what_was_kept_under_its_codes_is_not_written_over_by_the_next_start(visitor):
    first = visitor.begins()
    visitor.reads(f"/borne/demandes/{first.reference}/code/")
    second = visitor.begins("delivery")
    assert second.pk != first.pk
    first.refresh_from_db()
    assert first.answers["need"] == "repair"
    assert visitor.begins("exchange").pk == second.pk  # nobody has read its codes: the same page pressed again
    visitor.reads(f"/borne/demandes/{second.reference}/code/")
    assert visitor.begins().pk not in {first.pk, second.pk}


def test_beside_its_form_the_warning_keeps_the_draft_whose_codes_nobody_read(visitor):
    def offered():
        return visitor.reads("/borne/").select_one("[data-warning]").get("data-keep-url")

    assert offered() is None
    case = visitor.begins()
    codes = f"/borne/demandes/{case.reference}/code/"
    assert offered() == codes
    assert not visitor.reads(codes).select_one("[data-warning]").get("data-keep-url")  # they stand on the screen
    assert offered() is None


def test_the_codes_of_a_sent_request_are_on_its_receipt(visitor):
    case = filled(visitor)
    visitor.presses(f"/borne/demandes/{case.reference}/verifier/")
    answer = visitor.browser.get(f"/borne/demandes/{case.reference}/code/")
    assert answer.headers["Location"] == f"/borne/demandes/{case.reference}/recu/"


def test_what_is_wrong_is_told_first_where_the_cursor_goes(visitor):
    case = visitor.begins()
    for typed, said in (
        ({"waste": "plutonium"}, "Choisissez le bac dont vous parlez"),
        ({"first_name": "", "last_name": ""}, "Il reste 2 choses à corriger."),
    ):
        step = "bac" if "waste" in typed else "vous"
        page = BeautifulSoup(visitor.browser.post(step_url(case, step), typed).content, "html.parser")
        alert = page.select_one("[role=alert][tabindex='-1'][data-error-summary]")
        assert said in alert.get_text(), typed
    assert not visitor.reads(step_url(case, "bac")).select("[role=alert]")


def test_pages_come_in_their_order(visitor):
    case = visitor.begins()
    answer = visitor.browser.get(step_url(case, "adresse"))
    assert answer.headers["Location"] == step_url(case, "bac")
    answer = visitor.browser.get(f"/borne/demandes/{case.reference}/verifier/")
    assert answer.headers["Location"] == step_url(case, "bac")


def test_somebody_else_s_request_asks_for_its_codes(visitor, fake):
    case = visitor.begins()
    following = Visitor(fake)
    for path in ("verifier/", "code/", "recu/", "etape/bac/"):
        answer = following.browser.get(f"/borne/demandes/{case.reference}/{path}")
        assert answer.headers["Location"] == f"/borne/ma-demande/?reference={case.reference}", path
    for path in ("recu/imprimer/", "code/imprimer/"):
        answer = following.browser.post(f"/borne/demandes/{case.reference}/{path}")
        assert answer.headers["Location"].startswith("/borne/ma-demande/"), path


def test_a_sent_request_has_no_page_to_fill_in_any_more(visitor):
    case = filled(visitor)
    visitor.presses(f"/borne/demandes/{case.reference}/verifier/")
    answer = visitor.browser.post(step_url(case, "bac"), {"waste": "sorting"})
    assert answer.headers["Location"].endswith("/recu/")
    case.refresh_from_db()
    assert case.answers["waste"] == "household"


def test_what_is_not_offered_is_not_asked(visitor):
    assert visitor.browser.get("/borne/demarches/passeport/demande/").status_code == 404


def test_the_codes_open_it_again_at_the_kiosk(visitor, fake):
    case = visitor.begins()
    visitor.reads(f"/borne/demandes/{case.reference}/code/")
    following = Visitor(fake)
    answer = following.browser.post("/borne/ma-demande/", {"reference": case.reference, "secret": case.spoken_secret})
    assert answer.headers["Location"] == step_url(case, "bac")


def test_the_square_of_the_ticket_opens_it_too(visitor, fake):
    case = filled(visitor)
    visitor.presses(f"/borne/demandes/{case.reference}/verifier/")
    following = Visitor(fake)
    ticket = f"{case.commune.url}/suivi/ouvrir/{case.reference}/{case.secret}/"
    answer = following.presses("/borne/ma-demande/", ticket=ticket)
    assert "Bac cassé, 14 rue Léo-Lagrange" in text_of(answer)
    assert "Reçue" in text_of(answer)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"ticket": "https://exemple.fr/promo"}, "Ce code n’est pas celui d’un ticket"),
        ({"ticket": "http://[/"}, "Ce code n’est pas celui d’un ticket"),
        ({"reference": "BAC-26-00001"}, "les deux sont sur votre ticket"),
        ({"reference": "BAC-26-99999", "secret": "xxxx-xxxx-xxxx"}, "ne vont pas ensemble"),
    ],
)
def test_codes_that_open_nothing_are_told_clearly(visitor, typed, said):
    assert said in text_of(visitor.browser.post("/borne/ma-demande/", typed))
