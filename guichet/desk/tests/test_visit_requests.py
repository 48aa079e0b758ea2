"""A request filled in beside the person, on one screen."""

import pytest
from django.urls import reverse

from guichet.accounts.actions import Contact, merge_people, name_person
from guichet.accounts.models import PersonMerge
from guichet.cases.asking.whole import WholeForm
from guichet.cases.models import Case
from guichet.cases.rules import State
from guichet.cases.types.acte_etat_civil import ACTE_ETAT_CIVIL
from guichet.documents.tests.factories import encoded, picture, upload
from guichet.documents.tests.pdf import text_of_pdf
from guichet.journal.models import Record
from guichet.mandates.actions import revoke_mandate
from guichet.mandates.tests.factories import a_mandate, signed
from guichet.visits.actions import change_channel, close_visit, name_visit
from guichet.visits.rules import Channel, Outcome
from guichet.visits.tests.base import a_matter, a_visit
from tests.base import signed_in, text_of
from tests.requests import BIRTH, CARD, Offered, offer_everything

pytestmark = pytest.mark.django_db

LUCIE = Contact("Élise", "Carpentier", street="14 rue Léo-Lagrange", postcode="59186", city="Anor")
ACT_PAGES = ["acte", "document", "personne", "lien", "parents", "remise", "vous", "reponse"]


@pytest.fixture
def offered(world) -> Offered:
    return offer_everything(world)


@pytest.fixture
def desk(manon):
    return signed_in(manon)


def page_of(visit, slug):
    return reverse("desk:visit-request", args=[visit.reference, slug])


def a_visit_for(manon, slug, person=None):
    return a_matter(manon, slug, a_visit(manon, person=person)).visit


def test_what_is_known_is_proposed_and_the_cursor_stands_on_the_rest(offered, desk, manon):
    visit = a_visit_for(manon, "acte-naissance", name_person(LUCIE))
    page = text_of(desk.get(page_of(visit, "acte-naissance")))
    assert 'value="Carpentier"' in page
    assert page.count(" autofocus") == 1
    assert 'id="event_on"' in page.split(" autofocus")[0].rsplit("<input", 1)[1]
    assert not Case.objects.exists()


def test_a_whole_act_goes_in_one_sending_in_her_name(offered, desk, manon):
    person = name_person(LUCIE)
    visit = a_visit_for(manon, "acte-naissance", person)
    response = desk.post(page_of(visit, "acte-naissance"), {**BIRTH, "vue": ACT_PAGES})
    assert response.url == reverse("desk:visit", args=[visit.reference]) + "?pour=acte-naissance"
    case = Case.objects.get()
    assert (case.state, case.department) == (State.RECEIVED, offered.registry)
    received = Record.objects.about("case", case.pk).get(kind="CaseReceived")
    assert (received.actor_id, received.for_id, received.visit_id) == (manon.account_id, person.pk, visit.pk)
    assert PersonMerge.objects.in_force().get().kept == person
    page = text_of(desk.get(response.url))
    assert case.reference in page
    assert case.spoken_secret in page


def test_who_was_not_named_is_named_by_her_request(offered, desk, manon):
    visit = a_visit_for(manon, "acte-naissance")
    desk.post(page_of(visit, "acte-naissance"), {**BIRTH, "vue": ACT_PAGES})
    visit.refresh_from_db()
    assert str(visit.person) == "Élise Carpentier"
    assert Record.objects.get(kind="CaseReceived").for_id == visit.person_id


def test_asked_for_somebody_else_they_stay_two(offered, desk, manon):
    visit = a_visit_for(manon, "acte-naissance", name_person(Contact("Paul", "Petit")))
    desk.post(page_of(visit, "acte-naissance"), {**BIRTH, "vue": ACT_PAGES})
    visit.refresh_from_db()
    case = Case.objects.get()
    assert str(visit.person) == "Paul Petit"
    assert not PersonMerge.objects.exists()
    assert Record.objects.get(kind="CaseReceived").for_id == case.person_id


def test_a_namesake_who_lives_elsewhere_stays_two(offered, desk, manon):
    elsewhere = Contact("Élise", "Carpentier", email="une-autre@exemple.fr")
    visit = a_visit_for(manon, "acte-naissance", name_person(elsewhere))
    desk.post(page_of(visit, "acte-naissance"), {**BIRTH, "vue": ACT_PAGES})
    assert not PersonMerge.objects.exists()


def test_her_request_goes_though_she_was_joined_to_another_row(offered, desk, manon):
    kept, hers = name_person(LUCIE), name_person(LUCIE)
    visit = a_visit_for(manon, "acte-naissance", hers)
    merge_people(kept, hers, by=manon.actor)
    desk.post(page_of(visit, "acte-naissance"), {**BIRTH, "vue": ACT_PAGES})
    case = Case.objects.get()
    assert case.state == State.RECEIVED
    assert PersonMerge.objects.in_force().get(other=case.person).kept == kept


def test_a_mandate_stopped_before_the_sending_allows_nothing(offered, desk, manon):
    person = name_person(LUCIE)
    mandate = signed(a_mandate(manon.body, manon.actor, person), manon.actor)
    visit = a_visit_for(manon, "acte-naissance", person)
    assert mandate.reference in text_of(desk.get(page_of(visit, "acte-naissance")))
    revoke_mandate(mandate, by=manon.actor)
    desk.post(page_of(visit, "acte-naissance"), {**BIRTH, "vue": ACT_PAGES})
    assert Record.objects.get(kind="CaseReceived").mandate_id is None


def test_on_the_telephone_without_a_mandate_the_agent_is_told_to_read_it_over(offered, desk, manon):
    visit = a_visit_for(manon, "acte-naissance", name_person(LUCIE))
    assert "n’est pas devant vous" not in text_of(desk.get(page_of(visit, "acte-naissance")))
    change_channel(visit, Channel.PHONE, by=manon.actor)
    assert "n’est pas devant vous" in text_of(desk.get(page_of(visit, "acte-naissance")))


def test_sent_twice_it_is_one_request(offered, desk, manon):
    visit = a_visit_for(manon, "acte-naissance")
    for _time in range(2):
        desk.post(page_of(visit, "acte-naissance"), {**BIRTH, "vue": ACT_PAGES, "rang": "1"})
    assert Case.objects.count() == 1


def test_a_second_child_has_her_own_request(offered, desk, manon):
    visit = a_visit_for(manon, "acte-naissance")
    for rank in ("1", "2"):
        assert f'name="rang" value="{rank}"' in text_of(desk.get(page_of(visit, "acte-naissance")))
        desk.post(page_of(visit, "acte-naissance"), {**BIRTH, "vue": ACT_PAGES, "rang": rank})
    assert Case.objects.exclude(tray="draft").count() == 2


def test_what_wants_is_told_and_what_is_right_is_kept(offered, desk, manon):
    visit = a_visit_for(manon, "acte-naissance")
    page = text_of(desk.post(page_of(visit, "acte-naissance"), {**BIRTH, "event_on": "hier", "vue": ACT_PAGES}))
    assert "Il reste 1 chose à compléter." in page
    assert "Écrivez la date avec le jour" in page
    draft = Case.objects.get()
    assert draft.is_draft
    assert draft.answers["parent_1"] == "Marie Petit"
    assert "Marie Petit" in text_of(desk.get(page_of(visit, "acte-naissance")))


def test_an_answer_opens_the_page_it_asks_for_before_anything_is_sent(offered, desk, manon):
    visit = a_visit_for(manon, "acte-naissance", name_person(LUCIE))
    short = [page for page in ACT_PAGES if page not in {"lien", "parents"}]
    page = text_of(desk.post(page_of(visit, "acte-naissance"), {**BIRTH, "vue": short}))
    assert "Qui sont ses parents" in page
    assert Case.objects.get().is_draft


def test_the_law_says_no_beside_its_question(offered, desk, manon):
    visit = a_visit_for(manon, "acte-naissance")
    page = text_of(
        desk.post(page_of(visit, "acte-naissance"), {**BIRTH, "quality": "other", "long_dead": "no", "vue": ACT_PAGES})
    )
    assert "À corriger" in page
    assert Case.objects.get().is_draft


def test_a_proof_comes_with_the_card(offered, desk, manon):
    visit = a_visit_for(manon, "dechetterie")
    pages = [step.slug for step in Case(type_slug="dechetterie").kind.steps]
    desk.post(
        page_of(visit, "dechetterie"),
        {**CARD, "proof_way": "now", "proof": [upload(encoded(picture()))], "vue": pages},
    )
    case = Case.objects.get()
    assert (case.is_draft, case.attachments.count()) == (False, 1)


def test_an_act_kept_elsewhere_leads_to_a_letter_and_keeps_nothing(offered, desk, manon):
    visit = a_visit_for(manon, "acte-autre-commune", name_person(LUCIE))
    typed = {**BIRTH, "commune": "Lille", "vue": ACT_PAGES}
    page = text_of(desk.post(page_of(visit, "acte-autre-commune"), typed))
    assert "Cet acte est à la mairie de Lille" in page
    assert "Marie Petit" in page
    assert not Case.objects.exists()
    address = reverse("desk:visit-letter", args=[visit.reference, "acte-autre-commune", "birth", "59350"])
    assert address in page
    letter = desk.post(address, {**typed, "street": "14 rue Léo-Lagrange", "postcode": "59186", "city": "Anor"})
    assert "Mairie de Lille" in text_of_pdf(letter.content)
    assert "LetterPrepared" in Record.objects.at_visit(visit.pk).values_list("kind", flat=True)
    wanting = text_of(desk.post(address, {"event_on": ""}))
    assert "Il manque encore" in wanting


def test_an_act_of_abroad_asks_the_town_and_the_country_for_nantes(offered, desk, manon):
    visit = a_visit_for(manon, "acte-autre-commune", name_person(LUCIE))
    typed = {**BIRTH, "place": "abroad", "vue": ACT_PAGES}
    assert 'name="event_country"' in text_of(desk.post(page_of(visit, "acte-autre-commune"), typed))
    address = reverse("desk:visit-letter", args=[visit.reference, "acte-autre-commune", "birth", "abroad"])
    where = {"street": "14 rue Léo-Lagrange", "postcode": "59186", "city": "Anor"}
    letter = desk.post(address, {**typed, **where, "event_town": "Chimay", "event_country": "Belgique"})
    assert "Belgique" in text_of_pdf(letter.content)


def test_a_word_to_a_department_is_one_button_away(offered, desk, manon):
    visit = name_visit(a_visit_for(manon, "passeport"), first_name="Bernard", by=manon.actor)
    response = desk.post(reverse("desk:visit-message", args=[visit.reference]))
    assert response.url == page_of(visit, "message")
    assert 'value="Bernard"' in text_of(desk.get(response.url))


def test_a_draft_of_an_ended_visit_is_not_sent(offered, desk, manon):
    visit = a_visit_for(manon, "acte-naissance")
    close_visit(visit, Outcome.SETTLED, by=manon.actor)
    page = text_of(desk.post(page_of(visit, "acte-naissance"), {**BIRTH, "vue": ACT_PAGES}, follow=True))
    assert "Cette visite est finie" in page
    assert not Case.objects.exclude(tray="draft").exists()


def test_what_the_town_does_not_take_has_no_page(world, desk, manon):
    visit = a_visit_for(manon, "passeport")
    assert desk.get(page_of(visit, "passeport")).status_code == 404


def test_the_whole_form_asks_every_page_its_answers_open(world):
    form = WholeForm(ACTE_ETAT_CIVIL, {}, {"act": "death"}, world.anor)
    assert [one.step.slug for one in form.forms] == ["acte", "defunt", "remise", "vous", "reponse"]
    assert not form.is_valid
