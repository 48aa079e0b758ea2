"""The desk pages of home visits and rounds."""

from datetime import timedelta
from uuid import uuid4

import pytest

from guichet.cabinet.tests.factories import a_procedure
from guichet.desk.forms.home_visits import two_names
from guichet.desk.tests.base import at_desk
from guichet.kit.dates import now, paris_date
from guichet.visits.actions import drop_home_visit, start_stop
from guichet.visits.models import HomeVisit, Round, Visit
from guichet.visits.tests.home_factories import a_home_visit, a_round
from tests.base import an_agent, text_of

HOME = "/guichet/accueil/domicile/"


@pytest.fixture
def desk(manon):
    return at_desk(manon)


@pytest.fixture
def yvette(world):
    return a_home_visit(world.anor)


def typed(**changes):
    given = {"page": uuid4(), "name": "Odette Delcourt", "address": "8 rue Pasteur", "place": "", "phone": ""}
    return {**given, "asked_by": "person", "asker": "", "why": "Sa carte", **changes}


def planned(manon, *stops, **changes):
    day = paris_date(now()) + timedelta(days=4)
    when = {"place": "Village", "on": day.isoformat(), "starts_at": "09:30", "agent": manon.account_id}
    return {**when, "visite": [stop.pk for stop in stops], **changes}


def test_nothing_asked_is_said_with_what_comes_here(desk):
    assert "Personne n’attend de visite" in text_of(desk.get(HOME))


def test_what_waits_says_whom_where_for_what_and_who_asked(world, desk, yvette):
    HomeVisit.objects.update(asked_at=now() - timedelta(days=3), asked_by="family", asker="Lucie, 06 12 34 56 78")
    page = text_of(desk.get(HOME))
    for words in (
        "Yvette Carpentier", "Résidence Les Ormes, 12, 12 rue du Bois", "Refaire sa carte", "le matin",
        "il y a 3 jours, par un proche\u00a0: Lucie, 06 12 34 56 78",
    ):  # fmt: skip
        assert words in page


def test_another_body_sees_none_of_it(sophie, yvette):
    other = at_desk(sophie)
    assert "Yvette" not in text_of(other.get(HOME))
    assert other.post(f"{HOME}{yvette.pk}/annuler/").status_code == 404


def test_an_agent_notes_a_visit_once_however_often_she_presses(world, desk):
    sale = a_procedure()
    data = typed(procedure_1=sale.slug, asked_by="family", asker="Luc, 06 98 76 54 32")
    for _press in range(2):
        page = text_of(desk.post(f"{HOME}demander/", data, follow=True))
    assert "Odette Delcourt" in page
    visit = HomeVisit.objects.get()
    assert list(visit.procedures.all()) == [sale]
    post = visit.person.postal_address
    assert (post.street, post.postcode, post.city) == ("8 rue Pasteur", "59186", "Anor")


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"name": ""}, "Écrivez le prénom et le nom"),
        ({"address": ""}, "Dites où aller"),
        ({"asked_by": "family"}, "c’est lui que nous rappelons"),
        ({"why": ""}, "Dites pour quoi faire"),
        ({"phone": "0612"}, "n’est pas complet"),
    ],
)
def test_what_is_missing_is_said_beside_its_field_and_nothing_is_noted(desk, changes, said):
    response = desk.post(f"{HOME}demander/", typed(**changes))
    assert response.status_code == 422
    assert said in text_of(response)
    assert not HomeVisit.objects.exists()


def test_a_person_known_here_is_not_named_again(world, desk, manon, yvette):
    Visit.objects.create(
        reference="VIS-26-00001", body=world.anor, agent=manon.account, person=yvette.person, arrived_at=now()
    )
    known = {"personne": yvette.person_id, "name": "Yvette Carpentier", "address": ""}
    desk.post(f"{HOME}demander/", typed(**known))
    assert HomeVisit.objects.filter(person=yvette.person).count() == 2
    assert "Yvette Carpentier" in text_of(desk.get(f"{HOME}demander/?personne={yvette.person_id}"))


def test_a_person_this_agent_may_not_know_is_named_anew(sophie, yvette):
    at_desk(sophie).post(f"{HOME}demander/", typed(personne=yvette.person_id, name="Yvette Carpentier"))
    assert HomeVisit.objects.filter(person=yvette.person).count() == 1
    assert HomeVisit.objects.count() == 2


def test_the_ticked_become_a_round_in_the_order_of_the_list(world, desk, manon, yvette):
    marcel = a_home_visit(world.anor, "Marcel Lefebvre")
    page = text_of(desk.post(f"{HOME}tournees/", planned(manon, yvette, marcel), follow=True))
    assert page.index("Yvette Carpentier") < page.index("Marcel Lefebvre")
    assert "Votre carte d’agent" in page
    assert "9\u00a0h\u00a030" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"visite": []}, "Cochez au moins une personne"),
        ({"on": "2020-01-06"}, "Ce jour est passé"),
        ({"on": "demain"}, "Ce jour n’existe pas"),
        ({"place": ""}, "Écrivez où va la tournée"),
        ({"agent": 0}, "ne travaille plus ici"),
    ],
)
def test_a_round_that_cannot_be_says_why_and_keeps_what_was_ticked(desk, manon, yvette, changes, said):
    response = desk.post(f"{HOME}tournees/", planned(manon, yvette, **changes))
    assert response.status_code == 422
    assert said in text_of(response)
    is_ticked = f'name="visite" value="{yvette.pk}" checked' in text_of(response)
    assert is_ticked == ("visite" not in changes)
    assert not Round.objects.exists()


def test_the_first_stop_begins_at_the_door_and_leads_to_its_visit(desk, manon, yvette):
    one = a_round(manon, [yvette])
    where = f"{HOME}tournees/{one.pk}/{yvette.pk}/commencer/"
    first, second = desk.post(where), desk.post(where)
    visit = Visit.objects.get()
    assert first.headers["Location"] == second.headers["Location"] == f"/guichet/accueil/{visit.reference}/"
    assert f"Visite {visit.reference}" in text_of(desk.get(f"{HOME}tournees/{one.pk}/"))


def test_a_stop_of_another_round_does_not_begin_from_this_one(world, desk, manon, yvette):
    marcel = a_home_visit(world.anor, "Marcel Lefebvre")
    one = a_round(manon, [yvette])
    a_round(manon, [marcel])
    answer = desk.post(f"{HOME}tournees/{one.pk}/{marcel.pk}/commencer/", follow=True)
    assert "n’est plus dans la tournée" in text_of(answer)
    assert not Visit.objects.exists()


def test_a_visit_that_a_colleague_began_is_told_without_a_link(world, manon, yvette):
    one = a_round(manon, [yvette])
    visit = start_stop(one, yvette, by=manon.actor)
    colleague = at_desk(an_agent("nadia", world.anor))
    page = text_of(colleague.get(f"{HOME}tournees/{one.pk}/"))
    assert "commencée par un collègue" in page
    assert visit.reference not in page


def test_of_those_ticked_all_are_added_or_none(world, desk, manon, yvette):
    one, marcel, odette = a_round(manon, [yvette]), *(a_home_visit(world.anor, n) for n in ("Marcel L.", "Odette D."))
    drop_home_visit(odette, by=manon.actor)
    answer = desk.post(f"{HOME}tournees/{one.pk}/ajouter/", {"visite": [marcel.pk, odette.pk]}, follow=True)
    assert "Rien n’a été changé" in text_of(answer)
    assert list(one.stops.all()) == [yvette]


def test_a_stop_is_added_moved_removed_and_the_round_finished(world, desk, manon, yvette):
    one = a_round(manon, [yvette])
    marcel = a_home_visit(world.anor, "Marcel Lefebvre")
    here = f"{HOME}tournees/{one.pk}/"
    desk.post(f"{here}ajouter/", {"visite": marcel.pk})
    desk.post(f"{here}{marcel.pk}/avant/")
    assert list(one.stops.in_order()) == [marcel, yvette]
    desk.post(f"{here}{marcel.pk}/retirer/")
    start_stop(one, yvette, by=manon.actor)
    page = text_of(desk.post(f"{here}finir/", follow=True))
    assert "Tournée finie" in page
    assert "Marcel Lefebvre" in page
    assert "Commencer la visite" not in text_of(desk.get(here))


def test_adding_nobody_is_told(desk, manon, yvette):
    one = a_round(manon, [yvette])
    page = text_of(desk.post(f"{HOME}tournees/{one.pk}/ajouter/", follow=True))
    assert "Cochez au moins une personne" in page


def test_the_sheet_is_a_pdf_to_print(desk, manon, yvette):
    response = desk.get(f"{HOME}tournees/{a_round(manon, [yvette]).pk}/feuille.pdf")
    assert response.headers["Content-Type"] == "application/pdf"
    assert response.content.startswith(b"%PDF")


def test_a_dropped_visit_leaves_the_list_and_its_request_is_recalled(world, desk, yvette):
    HomeVisit.objects.filter(pk=yvette.pk).update(case_id=12)
    page = text_of(desk.post(f"{HOME}{yvette.pk}/annuler/", follow=True))
    assert "répondez aussi à son dossier" in page
    assert "Personne n’attend de visite" in page


def test_a_longer_list_costs_no_more_questions(world, desk, manon, django_assert_max_num_queries):
    a_round(manon, [a_home_visit(world.anor, "Anne Un")])
    for number in range(12):
        a_home_visit(world.anor, f"Personne {number}")
    desk.get(HOME)
    with django_assert_max_num_queries(16):
        desk.get(HOME)


def test_a_longer_round_costs_no_more_questions(world, desk, manon, django_assert_max_num_queries):
    one = a_round(manon, [a_home_visit(world.anor, f"Personne {number}") for number in range(12)])
    desk.get(f"{HOME}tournees/{one.pk}/")
    with django_assert_max_num_queries(16):
        desk.get(f"{HOME}tournees/{one.pk}/")


@pytest.mark.parametrize(
    ("typed_name", "names"),
    [("Yvette  Le Goff", ("Yvette", "Le Goff")), ("Carpentier", ("", "Carpentier"))],
)
def test_a_name_told_in_one_go_is_two(typed_name, names):
    assert two_names(typed_name) == names
