"""The counter on one screen: what each button does, and what a colleague, a stranger or a broken address meets."""

import json

import pytest
from django.urls import reverse

from guichet.accounts.actions import Contact, merge_people, name_person
from guichet.accounts.rules import RoleKind
from guichet.documents.models import StoredFile
from guichet.documents.tests.factories import encoded, picture, upload
from guichet.documents.tests.pdf import text_of_pdf
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM
from guichet.mandates.tests.factories import a_mandate, signed
from guichet.visits.actions import check_papers, close_visit, name_visit
from guichet.visits.models import Matter, Visit
from guichet.visits.rules import Outcome
from guichet.visits.tests.base import CAR, a_matter, a_visit
from tests.base import a_case, an_agent, signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(manon):
    return signed_in(manon)


def at(name, *args):
    return reverse(f"desk:{name}", args=args)


def kinds(visit):
    return list(Record.objects.at_visit(visit.pk).values_list("kind", flat=True))


def test_who_receives_people_begins_at_the_counter(world):
    client = signed_in(an_agent("bernard", world.anor, kind=RoleKind.RECEPTION))
    assert client.get("/guichet/").headers["Location"] == "/guichet/accueil/"


def test_one_key_opens_a_visit_and_its_page_opens_no_other(desk):
    response = desk.post(at("visit-open"), {"page": "6f0a5f52-5a0e-4a55-9df0-9d1c7f1f0a11"})
    again = desk.post(at("visit-open"), {"page": "6f0a5f52-5a0e-4a55-9df0-9d1c7f1f0a11"})
    visit = Visit.objects.get()
    assert response.url == again.url == at("visit", visit.reference)
    page = text_of(desk.get(response.url))
    assert "Quelqu’un" in page
    assert visit.reference in page
    assert visit.spoken_secret in page


def test_a_frequent_thing_opens_the_visit_on_its_sheet(desk, manon):
    close_visit(a_matter(manon).visit, Outcome.SETTLED, by=manon.actor)
    response = desk.post(at("visit-open"), {"pour": CAR})
    assert Matter.objects.last().procedure.slug == CAR
    assert "Le certificat de cession, en deux exemplaires" in text_of(desk.get(response.url))


def test_a_third_visit_is_told_why_it_waits(desk, manon):
    a_visit(manon), a_visit(manon)
    page = text_of(desk.post(at("visit-open"), follow=True))
    assert "Vous tenez déjà deux visites" in page
    assert Visit.objects.count() == 2


def test_her_words_find_the_procedure_and_nonsense_is_told(desk, manon):
    visit = a_matter(manon).visit
    desk.post(at("matter-add", visit.reference), {"q": "carte grise"})
    assert "carte-grise" in visit.matters.values_list("procedure__slug", flat=True)
    page = text_of(desk.post(at("matter-add", visit.reference), {"q": "xyzzyx"}, follow=True))
    assert "Aucune démarche ne répond à « xyzzyx »" in page


def test_what_is_typed_over_a_proposal_counts(desk, manon):
    visit = a_matter(manon).visit
    desk.post(at("matter-add", visit.reference), {"q": "passeport", "demarche": "carte-identite"})
    assert "passeport" in visit.matters.values_list("procedure__slug", flat=True)


def test_two_letters_propose_procedures(desk, manon):
    a_matter(manon)
    told = json.loads(desk.get(at("find-procedures"), {"q": "ac"}).content)
    assert told["results"][0]["fill"]["demarche"]


def test_a_person_is_found_by_her_case_and_by_nothing_this_counter_does_not_know(desk, manon, world):
    case = a_case(world)
    name_person(Contact("Lucie", "Dubreuil"))  # somebody of whom this counter knows nothing
    assert json.loads(desk.get(at("find-people"), {"q": "lucie dub"}).content)["results"] == []
    hers = json.loads(signed_in(an_agent("eva", world.body)).get(at("find-people"), {"q": "dub"}).content)["results"]
    assert [(one["text"], one["hint"]) for one in hers] == [("Lucie Dubois", "14 rue Léo-Lagrange, Anor")]
    visit = a_visit(manon)
    desk.post(at("visit-name", visit.reference), {"qui": "Lucie Dubois", "personne": case.person_id})
    visit.refresh_from_db()
    assert (visit.person, visit.first_name) == (None, "Lucie Dubois")


def test_a_department_finds_by_a_visit_only_those_it_received_itself(world, sophie):
    person = name_person(Contact("Lucie", "Dubois"))
    close_visit(a_visit(sophie, person=person), Outcome.SETTLED, by=sophie.actor)
    for role, known in ((sophie, 1), (an_agent("eva", world.body, world.water), 0), (an_agent("nina", world.body), 1)):
        told = json.loads(signed_in(role).get(at("find-people"), {"q": "dub"}).content)
        assert len(told["results"]) == known


def test_who_is_not_known_is_noted_and_a_mandate_may_then_be_given(desk, manon):
    visit = name_visit(a_visit(manon), first_name="Yvette Lambert", by=manon.actor)
    page = text_of(desk.get(at("visit-person", visit.reference)))
    assert 'value="Lambert"' in page
    assert "Écrivez son nom." in text_of(desk.post(at("visit-person", visit.reference), {"first_name": "Yvette"}))
    desk.post(at("visit-person", visit.reference), {"first_name": "Yvette", "last_name": "Lambert"})
    assert str(Visit.objects.get().person) == "Yvette Lambert"
    assert "Un mandat de Yvette Lambert" in text_of(desk.get(at("mandate", visit.reference)))


def test_one_letter_finds_nobody_and_a_merge_elsewhere_shows_nothing_of_it(desk, manon, world):
    hers, other = (
        name_person(Contact("Lucie", "Dubois", street="1 rue Haute")),
        name_person(Contact("Lucie", "Dubois", street="9 rue Cachée")),
    )
    close_visit(a_visit(manon, person=hers), Outcome.SETTLED, by=manon.actor)
    merge_people(other, hers, by=SYSTEM)  # in another body, which has a case of the other
    assert json.loads(desk.get(at("find-people"), {"q": "d"}).content)["results"] == []
    told = json.loads(desk.get(at("find-people"), {"q": "dub"}).content)["results"]
    assert [(one["hint"], one["fill"]["personne"]) for one in told] == [("1 rue Haute, ", str(hers.pk))]


def test_papers_for_a_request_that_closed_meanwhile_stay_with_the_agent(desk, manon):
    visit = a_visit(manon)
    page = text_of(
        desk.post(at("visit-scan", visit.reference), {"papiers": [upload(encoded(picture()))], "pour": "ACT-26-1"})
    )
    assert "Cette demande est close" in page
    assert not StoredFile.objects.exists()


def test_an_unknown_procedure_opens_no_visit(desk):
    assert desk.post(at("visit-open"), {"pour": "no-such"}).status_code == 404
    assert not Visit.objects.exists()


def test_who_was_here_before_is_proposed_again_and_named_by_a_button(desk, manon):
    person = name_person(Contact("Lucie", "Dubois"))
    close_visit(a_visit(manon, person=person), Outcome.SETTLED, by=manon.actor)
    visit = name_visit(a_visit(manon), first_name="Lucie", by=manon.actor)
    assert "Lucie Dubois ?" in text_of(desk.get(at("visit", visit.reference)))
    desk.post(at("visit-name", visit.reference), {"foyer": person.pk})
    assert Visit.objects.get(pk=visit.pk).person == person


def test_papers_are_ticked_and_what_is_missing_prints_in_large(desk, manon):
    matter = a_matter(manon)
    ticked = {"papier-0": "a", "papier-1": "a", "papier-3": "manque"}
    response = desk.post(at("matter-papers", matter.visit.reference, CAR), ticked)
    assert response.url.endswith(f"?pour={CAR}&papier=0")
    matter.refresh_from_db()
    assert (matter.brought, matter.missing) == ([0, 1], [3])
    response = desk.post(at("matter-papers", matter.visit.reference, CAR), {**ticked, "rapporter": "1"}, follow=True)
    words = text_of_pdf(response.content)
    assert "À rapporter" in words
    assert "Le contrôle technique" in words
    assert "La carte grise" not in words


def test_everything_is_there_by_one_key(desk, manon):
    matter = a_matter(manon)
    desk.post(at("matter-papers", matter.visit.reference, CAR), {"tout": "1", "papier-3": "manque"})
    matter.refresh_from_db()
    assert (len(matter.brought), matter.missing) == (5, [])


def test_the_sheet_prints_and_the_visit_tells_it(desk, manon):
    matter = a_matter(manon)
    response = desk.post(at("matter-print", matter.visit.reference, CAR), follow=True)
    assert response.headers["Content-Type"] == "application/pdf"
    assert "FormsHandedOut" in kinds(matter.visit)


def test_the_official_site_opens_on_a_page_of_ours_that_asks_no_password(desk, manon):
    matter = a_matter(manon)
    page = text_of(desk.post(at("matter-site", matter.visit.reference, CAR, 0)))
    assert "https://immatriculation.ants.gouv.fr" in page
    assert "ses mots de passe" in page
    assert desk.post(at("matter-site", matter.visit.reference, CAR, 9)).status_code == 404
    assert kinds(matter.visit).count("SiteOpened") == 1


def test_the_receipt_tells_everything_with_the_codes(desk, manon):
    matter = check_papers(a_matter(manon), brought=[0], missing=[3], by=manon.actor)
    name_visit(matter.visit, first_name="Bernard", by=manon.actor)
    desk.post(at("matter-done", matter.visit.reference, CAR))
    response = desk.post(at("visit-receipt", matter.visit.reference), follow=True)
    words = text_of_pdf(response.content)
    for told in ("Bernard", "fait avec son compte", "À rapporter", matter.visit.reference, matter.visit.spoken_secret):
        assert told in words


def test_the_receipt_has_the_codes_of_the_mandate_signed_there(desk, manon):
    visit = a_visit(manon, person=name_person(Contact("Yvette", "Lambert")))
    given = a_mandate(manon.body, manon.actor, visit.person)
    mandate = signed(given, manon.actor.at_visit(visit.pk))
    words = text_of_pdf(desk.get(at("visit-receipt-pdf", visit.reference)).content)
    assert mandate.reference in words
    assert mandate.spoken_secret in words


def test_an_ended_visit_is_read_its_receipt_prints_and_nothing_more_is_done(desk, manon):
    visit = a_matter(manon).visit
    desk.post(at("visit-close", visit.reference), {"fin": "settled"})
    page = text_of(desk.get(at("visit", visit.reference)))
    assert "Visite finie à" in page
    assert "Finir la visite" not in page
    assert desk.post(at("visit-receipt", visit.reference), follow=True).headers["Content-Type"] == "application/pdf"
    before = kinds(visit)
    for name, *more in (("matter-print", CAR), ("matter-done", CAR), ("visit-scan",), ("visit-name",)):
        desk.post(at(name, visit.reference, *more))
    assert kinds(visit) == before


def test_an_outcome_without_its_reason_comes_back_with_a_sentence(desk, manon):
    visit = a_visit(manon)
    page = text_of(desk.post(at("visit-close", visit.reference), {"fin": "could-not"}, follow=True))
    assert "Dites pourquoi" in page
    assert desk.post(at("visit-close", visit.reference), {"fin": "gone"}).status_code == 404


def test_a_colleague_and_a_stranger_find_nothing(manon, world):
    visit = a_visit(manon)
    for role in (an_agent("eva", world.anor), an_agent("paul", world.fourmies)):
        assert signed_in(role).get(at("visit", visit.reference)).status_code == 404
        assert signed_in(role).get(at("visit-receipt-pdf", visit.reference)).status_code == 404


def test_a_procedure_the_town_hides_is_not_added(desk, manon, world):
    visit = a_matter(manon).visit
    assert desk.post(at("matter-add", visit.reference), {"demarche": "no-such"}).status_code == 404


def test_the_screen_asks_the_database_the_same_whatever_was_done(desk, manon, django_assert_max_num_queries):
    matter = a_matter(manon)
    for slug in ("carte-grise", "passeport", "carte-identite"):
        a_matter(manon, slug, matter.visit)
    with django_assert_max_num_queries(30):
        desk.get(at("visit", matter.visit.reference))


def test_nothing_is_left_of_a_copy(desk, manon):
    visit = a_visit(manon)
    response = desk.post(
        at("visit-scan", visit.reference),
        {"papiers": [upload(encoded(picture())), upload(encoded(picture()))], "pour": "copie"},
    )
    assert response.headers["Content-Type"] == "application/pdf"
    assert not StoredFile.objects.exists()
    assert "CopyMade" in kinds(visit)
