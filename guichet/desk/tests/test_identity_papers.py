"""The desk page of identity papers: scan, tell, hand over."""

from datetime import date, timedelta

import pytest

from guichet.accounts.actions import Contact, name_person
from guichet.desk.identity_papers import age_words
from guichet.desk.tests.base import at_desk
from guichet.journal.models import Record
from guichet.kit.dates import now
from guichet.notifications.models import Message
from guichet.visits.actions import hand_over_paper, open_visit
from guichet.visits.models import IdentityPaper
from guichet.visits.tests.home_factories import NUMBER, an_identity_paper
from tests.base import text_of

PAPERS = "/guichet/accueil/titres/"
ARRIVES = {"number": NUMBER, "kind": "passport", "name": "Bernard Petit", "reach": "06 12 34 56 78"}


@pytest.fixture
def desk(manon):
    return at_desk(manon)


def test_nothing_that_waits_is_said_and_the_number_is_ready_to_be_scanned(desk):
    page = text_of(desk.get(PAPERS))
    assert "Aucun titre n’attend" in page
    assert page.count("autofocus") == 1
    assert page.index('name="number"') < page.index("autofocus") < page.index('name="kind"')


@pytest.mark.parametrize(
    ("reach", "channel"),
    [("06 12 34 56 78", "sms"), ("b@exemple.fr", "email"), ("3 rue de la Gare, 59186 Anor", "letter")],
)
def test_what_arrives_is_told_by_what_she_gave(desk, reach, channel):
    page = text_of(desk.post(PAPERS, {**ARRIVES, "reach": reach}, follow=True))
    assert "Passeport de Bernard Petit\u00a0: arrivée notée." in page
    assert Message.objects.get().channel == channel


def test_a_scanner_s_enter_asks_for_the_name_with_the_number_kept(desk):
    response = desk.post(PAPERS, {"number": NUMBER.lower(), "kind": "card", "name": "", "reach": ""})
    page = text_of(response)
    assert response.status_code == 200
    assert NUMBER.lower() in page
    assert page.index('name="name"') < page.index("autofocus")
    assert "error-summary" not in page


def test_a_number_scanned_again_shows_its_row_then_says_it_was_handed_over(desk, manon):
    paper = an_identity_paper(manon)
    an_identity_paper(manon, "L4HW9UTQR3", "Odette Delcourt")
    page = text_of(desk.post(PAPERS, {**ARRIVES, "name": "", "reach": ""}, follow=True))
    assert "Bernard Petit" in page
    assert "Odette Delcourt" not in page
    hand_over_paper(paper, by=manon.actor)
    assert "Ce titre a été remis" in text_of(desk.post(PAPERS, ARRIVES, follow=True))
    assert IdentityPaper.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"number": ""}, "Scannez ou tapez le numéro"),
        ({"number": "K3GV8"}, "Il manque 5 signes"),
        ({"name": ""}, "Écrivez le prénom et le nom"),
        ({"reach": "03 27 00 00 01"}, "C’est un téléphone fixe"),
        ({"reach": "rue de la Gare"}, "ni un portable, ni un e-mail"),
        ({"reach": "b@exemple"}, "n’est pas complète"),
        ({"kind": "permis"}, "carte ou un passeport"),
    ],
)
def test_what_cannot_be_is_said_with_how_to_mend_it(desk, changes, said):
    response = desk.post(PAPERS, {**ARRIVES, **changes})
    assert response.status_code == 422
    assert said in text_of(response)
    assert not IdentityPaper.objects.exists()


@pytest.mark.parametrize(("reach", "said"), [("06 12 34 56 78", "pas de SMS"), ("b@exemple.fr", "pas d’e-mail")])
def test_a_town_that_sends_none_asks_for_another_way(desk, settings, reach, said):
    settings.DEMONSTRATION = False
    settings.SMS_URL = settings.EMAIL_HOST = ""
    assert said in text_of(desk.post(PAPERS, {**ARRIVES, "reach": reach}))


@pytest.mark.parametrize("asked", ["petit", "bern pet", "k3gv8"])
def test_a_paper_is_found_by_name_or_number(desk, manon, asked):
    an_identity_paper(manon)
    an_identity_paper(manon, "L4HW9UTQR3", "Odette Delcourt")
    page = text_of(desk.get(PAPERS, {"q": asked}))
    assert "Bernard Petit" in page
    assert "Odette Delcourt" not in page


def test_what_answers_nothing_says_so_with_the_way_back(desk, manon):
    an_identity_paper(manon)
    assert "Voir tous les titres" in text_of(desk.get(PAPERS, {"q": "Dupont"}))


def test_a_hand_over_is_ticked_then_undone(desk, manon):
    paper = an_identity_paper(manon)
    page = text_of(desk.post(f"{PAPERS}{paper.pk}/remettre/", follow=True))
    assert "Carte d’identité de Bernard Petit\u00a0: remise notée" in page
    assert "Aucun titre n’attend" in page
    page = text_of(desk.post(f"{PAPERS}{paper.pk}/annuler/", follow=True))
    assert "attend de nouveau" in page
    assert IdentityPaper.objects.waiting().get() == paper


def test_handed_over_during_her_visit_the_visit_keeps_it(world, desk, manon):
    visit, paper = open_visit(body=world.anor, by=manon.actor), an_identity_paper(manon)
    assert f"Retour à la visite {visit.reference}" in text_of(desk.get(PAPERS, {"visite": visit.reference}))
    response = desk.post(f"{PAPERS}{paper.pk}/remettre/", {"visite": visit.reference})
    assert response.headers["Location"] == f"{PAPERS}?visite={visit.reference}"
    assert Record.objects.at_visit(visit.pk).filter(kind="IdentityPaperHandedOver").exists()


@pytest.mark.parametrize(("last_name", "is_noted"), [("PÉTIT", True), ("Lecomte", False)])
def test_a_visit_of_another_name_says_nothing_of_the_paper(world, desk, manon, last_name, is_noted):
    visit = open_visit(body=world.anor, person=name_person(Contact("Bernard", last_name)), by=manon.actor)
    paper = an_identity_paper(manon)
    page = text_of(desk.post(f"{PAPERS}{paper.pk}/remettre/", {"visite": visit.reference}, follow=True))
    assert Record.objects.at_visit(visit.pk).filter(kind="IdentityPaperHandedOver").exists() == is_noted
    assert ("son reçu ne dit rien de cette remise" in page) == (not is_noted)
    assert IdentityPaper.objects.exclude(handed_at=None).exists()


def test_a_hand_over_undone_leaves_the_screen_of_its_visit(world, desk, manon):
    visit, paper = open_visit(body=world.anor, by=manon.actor), an_identity_paper(manon)
    desk.post(f"{PAPERS}{paper.pk}/remettre/", {"visite": visit.reference})
    assert "Carte d’identité remise" in text_of(desk.get(f"/guichet/accueil/{visit.reference}/"))
    desk.post(f"{PAPERS}{paper.pk}/annuler/")
    assert "Carte d’identité remise" not in text_of(desk.get(f"/guichet/accueil/{visit.reference}/"))


def test_a_visit_that_a_colleague_holds_keeps_nothing(world, desk, manon):
    colleague = at_desk(manon)
    visit = open_visit(body=world.anor, by=manon.actor)
    visit.agent = None
    visit.save()
    paper = an_identity_paper(manon)
    colleague.post(f"{PAPERS}{paper.pk}/remettre/", {"visite": visit.reference})
    assert not Record.objects.at_visit(visit.pk).filter(kind="IdentityPaperHandedOver").exists()
    assert IdentityPaper.objects.exclude(handed_at=None).exists()


@pytest.mark.parametrize(
    ("days", "said"),
    [(65, "depuis 2 mois, reste"), (100, "depuis 3 mois\u00a0: à rendre à l’État"), (3, "depuis 3 jours")],
)
def test_how_long_a_paper_waits_is_said_and_soon_pressed(desk, manon, days, said):
    an_identity_paper(manon)
    IdentityPaper.objects.update(arrived_at=now() - timedelta(days=days))
    assert said in text_of(desk.get(PAPERS))


def test_an_age_is_told_in_days_then_in_months():
    arrived = date(2026, 1, 31)
    said = [age_words(arrived, day) for day in (arrived, date(2026, 2, 1), date(2026, 2, 28), date(2026, 4, 2))]
    assert said == ["depuis aujourd’hui", "depuis 1 jour", "depuis 1 mois", "depuis 2 mois"]


def test_another_body_sees_no_paper(sophie, manon):
    paper, other = an_identity_paper(manon), at_desk(sophie)
    assert "Bernard" not in text_of(other.get(PAPERS))
    assert other.post(f"{PAPERS}{paper.pk}/remettre/").status_code == 404


def test_a_longer_list_costs_no_more_questions(desk, manon, django_assert_max_num_queries):
    for number in range(12):
        paper = an_identity_paper(manon, f"K3GV8TRP{number:02d}", f"Personne {number}")
        if number % 2:
            hand_over_paper(paper, by=manon.actor)
    desk.get(PAPERS)
    with django_assert_max_num_queries(14):
        desk.get(PAPERS)
