"""A request begun at home or at the kiosk, finished at the counter with its two codes."""

import pytest
from django.urls import reverse

from guichet.accounts.actions import Contact, name_person, wrong_tries
from guichet.accounts.rules import Tried
from guichet.cases.actions import attach_file, submit
from guichet.cases.facts import DraftTakenOver
from guichet.cases.models import Case
from guichet.cases.rules import State
from guichet.documents.actions import keep_upload
from guichet.documents.tests.factories import pdf, upload
from guichet.journal.models import Record
from guichet.visits.actions import close_visit
from guichet.visits.models import Visit
from guichet.visits.rules import Outcome
from guichet.visits.tests.base import a_visit
from tests.base import facts, resident_of, signed_in, text_of
from tests.requests import BIRTH, CARD, a_draft_of, offer_everything

pytestmark = pytest.mark.django_db

RESUME = "/guichet/accueil/reprendre/"
WRONG = "ne vont pas ensemble"
ACT_PAGES = ["acte", "document", "personne", "lien", "parents", "remise", "vous", "reponse"]


@pytest.fixture
def offered(world):
    return offer_everything(world)


@pytest.fixture
def desk(manon):
    return signed_in(manon)


@pytest.fixture
def draft(offered) -> Case:
    """Élise's birth certificate, left before the last page."""
    return a_draft_of("acte-etat-civil", {**BIRTH, "parent_1": ""}, offered.anor)


def codes(case: Case, **more: str) -> dict[str, str]:
    return {"reference": case.reference, "secret": case.spoken_secret, **more}


def page_of(visit: Visit, slug: str = "acte-naissance") -> str:
    return reverse("desk:visit-request", args=[visit.reference, slug])


def test_her_codes_open_her_request_whole_at_a_new_visit_of_her(draft, desk, manon):
    response = desk.post(RESUME, codes(draft))
    visit = Visit.objects.get()
    assert (visit.agent_id, [one.procedure.slug for one in visit.matters.all()]) == (
        manon.account_id,
        ["acte-naissance"],
    )
    assert response.url == f"{page_of(visit)}?demande={draft.reference}"
    page = text_of(desk.get(response.url))
    assert f"Reprise avec ses codes : {draft.reference}" in page
    assert 'value="14/05/1991"' in page
    assert 'value="Carpentier"' in page
    told = Record.objects.about("case", draft.pk).get(kind="DraftTakenOver")
    assert (told.actor_id, told.visit_id) == (manon.account_id, visit.pk)


def test_sent_it_is_one_case_under_the_same_reference_in_her_name(draft, desk, manon):
    page = desk.post(RESUME, codes(draft)).url
    visit = Visit.objects.get()
    for _time in range(2):  # pressed twice
        response = desk.post(page, {**BIRTH, "vue": ACT_PAGES, "rang": draft.reference})
    assert response.url == reverse("desk:visit", args=[visit.reference]) + "?pour=acte-naissance"
    case = Case.objects.get()
    assert (case.reference, case.state) == (draft.reference, State.RECEIVED)
    visit.refresh_from_db()
    received = Record.objects.get(kind="CaseReceived")
    assert (str(visit.person), received.visit_id, received.for_id) == ("Élise Carpentier", visit.pk, visit.person_id)
    assert 'name="rang" value="1"' in text_of(desk.get(page_of(visit)))  # another act of hers is another request


def test_what_is_right_is_kept_in_it_when_something_wants(draft, desk):
    page = desk.post(RESUME, codes(draft)).url
    told = desk.post(page, {**BIRTH, "event_on": "hier", "vue": ACT_PAGES, "rang": draft.reference})
    assert "Il reste 1 chose à compléter." in text_of(told)
    draft.refresh_from_db()
    assert (Case.objects.count(), draft.is_draft, draft.answers["parent_1"]) == (1, True, "Marie Petit")


def test_the_papers_she_joined_come_with_it(offered, desk):
    draft = a_draft_of("dechetterie", {**CARD, "proof_way": "now"}, offered.anor)
    by = resident_of(offered.anor)
    paper = keep_upload(upload(pdf()), name="facture-eau.pdf", body=offered.anor, by=by)
    attach_file(draft, paper, question="proof", by=by)
    assert "facture-eau.pdf" in text_of(desk.post(RESUME, codes(draft), follow=True))


def test_it_joins_the_visit_that_runs_when_she_is_the_person_of_it(draft, desk, manon):
    visit = a_visit(manon, person=name_person(Contact("Élise", "Carpentier")))
    assert visit.reference in text_of(desk.get(RESUME))
    desk.post(RESUME, codes(draft, visite=visit.reference))
    assert Visit.objects.get().matters.get().procedure.slug == "acte-naissance"


def test_somebody_else_than_who_is_there_has_her_own_visit(draft, desk, manon):
    other = a_visit(manon)
    desk.post(RESUME, codes(draft, visite="nouvelle"))
    assert not other.matters.exists()
    assert Visit.objects.held_by(manon.account_id).count() == 2


def test_taken_over_twice_it_is_the_same_request_at_the_same_visit(draft, desk):
    first, second = (desk.post(RESUME, codes(draft, visite="nouvelle")).url for _time in range(2))
    assert (first, Visit.objects.count(), len(facts(DraftTakenOver))) == (second, 1, 1)


def test_taken_over_on_another_day_it_is_the_same_request_at_another_visit(draft, desk, manon):
    desk.post(RESUME, codes(draft))
    close_visit(Visit.objects.get(), Outcome.COMES_BACK, by=manon.actor)
    page = desk.post(RESUME, codes(draft)).url
    desk.post(page, {**BIRTH, "vue": ACT_PAGES, "rang": draft.reference})
    assert (Visit.objects.count(), Case.objects.get().state) == (2, State.RECEIVED)


@pytest.mark.parametrize("field", ["reference", "secret"])
def test_a_hand_scanner_types_the_address_of_the_ticket_in_either_field(draft, desk, field):
    address = f"http://localhost/suivi/ouvrir/{draft.reference}/{draft.secret}/"
    assert draft.reference in desk.post(RESUME, {field: address}).url


def test_a_ticket_scanned_in_the_search_fills_in_the_codes_and_opens_nothing_yet(draft, desk):
    address = f"http://localhost/suivi/ouvrir/{draft.reference}/{draft.secret}/"
    page = text_of(desk.get(reverse("desk:inbox"), {"q": address}))
    assert f'value="{draft.reference}"' in page
    assert f'value="{draft.secret}"' in page
    assert f'action="{RESUME}"' in page
    assert not facts(DraftTakenOver)


def test_a_reference_that_no_case_bears_leads_to_the_codes_whether_a_draft_does_or_not(draft, desk):
    for reference in (draft.reference, "ACT-26-99999"):
        page = text_of(desk.get(reverse("desk:inbox"), {"q": reference}))
        assert f"{RESUME}?reference={reference}" in page


def test_a_wrong_code_and_a_request_of_another_town_are_told_alike(draft, offered, desk):
    elsewhere = a_draft_of("acte-etat-civil", BIRTH, offered.world.fourmies)
    for wrong in (codes(draft, secret="FAUX"), codes(elsewhere), {"reference": "ACT-26-99999", "secret": "FAUX"}):
        response = desk.post(RESUME, wrong)
        assert (response.status_code, WRONG in text_of(response)) == (422, True)
    assert not Visit.objects.exists()


def test_a_wrong_code_is_counted_as_everywhere_and_does_not_keep_the_right_one_out(draft, desk):
    desk.post(RESUME, codes(draft, secret="FAUX"))
    assert wrong_tries(Tried.CASE, draft.reference) == 1
    desk.post(RESUME, codes(draft))
    assert wrong_tries(Tried.CASE, draft.reference) == 0


def test_sent_already_it_leads_to_its_case_for_who_may_read_it(draft, offered, desk, paul):
    case = submit(a_draft_of("acte-etat-civil", BIRTH, offered.anor), by=resident_of(offered.anor))
    assert desk.post(RESUME, codes(case)).url == reverse("desk:case", args=[case.reference])
    bins = submit(a_draft_of("dechetterie", CARD, offered.anor), by=resident_of(offered.anor))
    assert "Elle est suivie par" in text_of(desk.post(RESUME, codes(bins)))  # at the other body's desk


def test_the_body_that_treats_it_goes_on_with_it_too(offered, sophie):
    draft = a_draft_of("dechetterie", CARD, offered.anor)
    response = signed_in(sophie).post(RESUME, codes(draft), follow=True)
    assert draft.reference in text_of(response)
    assert Visit.objects.get().body == offered.world.body


def test_what_is_not_typed_is_asked_for(desk, world):
    page = text_of(desk.post(RESUME, {}))
    assert "Écrivez la référence" in page
    assert "Écrivez le code secret" in page


def test_at_a_visit_only_what_was_taken_over_there_is_opened(draft, offered, desk, manon):
    """The address says a reference: without its codes it opens nothing."""
    desk.post(RESUME, codes(draft))
    other = a_draft_of("acte-etat-civil", {**BIRTH, "act_last_name": "Secret"}, offered.anor)
    page = text_of(desk.get(f"{page_of(Visit.objects.get())}?demande={other.reference}"))
    assert "Secret" not in page
