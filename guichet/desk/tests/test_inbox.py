from datetime import timedelta

import pytest
from django.urls import reverse

from guichet.cases.actions import ask_for_paper, decide, take
from guichet.cases.models import Case
from guichet.cases.rules import State
from guichet.desk.inbox import Due, Tab, Wanted, Whose, counts_of
from guichet.desk.tests.base import act, at_desk, fresh, many_cases
from guichet.kit.dates import now, paris_date
from tests.base import a_case, a_draft, text_of

INBOX = "/guichet/dossiers/"


def references(response):
    return [row.case.reference for row in response.context["rows"]]


def test_the_desk_opens_on_the_inbox_of_the_department(desk, case):
    response = desk.get("/guichet/", follow=True)
    assert response.redirect_chain == [(INBOX, 302)]
    assert "Service déchets" in text_of(response)
    assert references(response) == [case.reference]


def test_another_department_another_commune_and_a_draft_are_not_there(world, desk, paul, manon, case):
    a_draft(world)
    assert references(desk.get(INBOX)) == [case.reference]
    assert references(at_desk(paul).get(INBOX)) == []
    assert references(at_desk(manon).get(INBOX)) == []


def test_each_tab_holds_its_cases(world, sophie, desk):
    todo, waiting, mine, done = (a_case(world) for _ in range(4))
    ask_for_paper(waiting, "Une photo ?", seen_version=waiting.version, by=sophie.actor)
    take(mine, seen_version=mine.version, by=sophie.actor)
    decide(done, outcome="repaired", text="", seen_version=done.version, by=sophie.actor)
    assert references(desk.get(INBOX)) == [todo.reference, mine.reference]
    assert references(desk.get(f"{INBOX}?onglet=attend")) == [waiting.reference]
    assert references(desk.get(f"{INBOX}?onglet=miens")) == [mine.reference]
    assert references(desk.get(f"{INBOX}?onglet=clos")) == [done.reference]
    counts = desk.get(INBOX).context["counts"]
    assert (counts.todo, counts.waiting, counts.mine, counts.done) == ("2", "1", "1", "1")


def test_the_nearest_deadline_comes_first_and_is_said_in_words(world, desk):
    late, soon = a_case(world), a_case(world)
    today = paris_date(now())
    Case.objects.filter(pk=soon.pk).update(due_on=today + timedelta(days=1))
    Case.objects.filter(pk=late.pk).update(due_on=today - timedelta(days=3))
    response = desk.get(INBOX)
    assert references(response) == [late.reference, soon.reference]
    assert "en retard de 3 jours" in text_of(response)
    assert "demain" in text_of(response)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("commune={fourmies}", ["fourmies"]),
        ("commune={anor}", ["late", "mine", "plain"]),
        ("suivi=moi", ["mine"]),
        ("suivi=personne", ["late", "plain", "fourmies"]),
        ("echeance=retard", ["late"]),
        ("nature=bacs-ordures&suivi=moi", ["mine"]),
        ("q=carlier", ["fourmies"]),
        ("q=galoperie+hugo", ["fourmies"]),
        ("q=personne-de-ce-nom", []),
        ("nature=inconnue&commune=x&suivi=y&echeance=z&onglet=w", ["late", "mine", "plain", "fourmies"]),
    ],
)
def test_filters_keep_what_they_say(world, sophie, desk, query, expected):
    today = paris_date(now())
    cases = {
        "late": a_case(world),
        "mine": a_case(world),
        "plain": a_case(world),
        "fourmies": a_case(
            world, world.fourmies, first_name="Hugo", last_name="Carlier", street="2 chemin de la Galoperie"
        ),
    }
    for days, name in enumerate(cases):
        Case.objects.filter(pk=cases[name].pk).update(due_on=today + timedelta(days=20 * days - 1))
    take(fresh(cases["mine"]), seen_version=cases["mine"].version, by=sophie.actor)
    response = desk.get(f"{INBOX}?{query.format(anor=world.anor.pk, fourmies=world.fourmies.pk)}")
    assert references(response) == [cases[name].reference for name in expected]


def test_this_week_begins_today_and_ends_on_sunday(world, sophie):
    monday = paris_date(now()) + timedelta(days=7 - paris_date(now()).weekday())
    for days in (-1, 0, 6, 7):
        Case.objects.filter(pk=a_case(world).pk).update(due_on=monday + timedelta(days=days))
    found = Wanted(due=Due.THIS_WEEK).cases(sophie, monday)
    assert sorted((case.due_on - monday).days for case in found) == [0, 6]


def test_a_reference_typed_in_the_search_opens_its_case(desk, case):
    typed = case.reference.lower().replace("-", " ")
    assert desk.get(INBOX, {"q": typed}).url == reverse("desk:case", args=[case.reference])


def test_a_search_looks_through_closed_cases_too(world, sophie, desk, case):
    decide(case, outcome="repaired", text="", seen_version=case.version, by=sophie.actor)
    response = desk.get(INBOX, {"q": "dubois"})
    assert references(response) == [case.reference]
    assert response.context["wanted"].tab == Tab.ALL


def test_an_empty_tab_says_what_will_come(desk):
    assert "Tout est traité" in text_of(desk.get(INBOX))
    assert "Personne ne nous doit de réponse" in text_of(desk.get(f"{INBOX}?onglet=attend"))
    assert "Vous n’avez pas de dossier en cours" in text_of(desk.get(f"{INBOX}?onglet=miens"))
    assert "Aucun dossier clos" in text_of(desk.get(f"{INBOX}?onglet=clos"))
    assert "Aucun dossier ne correspond" in text_of(desk.get(f"{INBOX}?suivi=moi"))


def test_a_thousand_cases_are_counted_no_further(world, sophie):
    many_cases(world, 999)
    assert counts_of(sophie, paris_date(now())).todo == "999"
    a_case(world)
    a_case(world)
    assert counts_of(sophie, paris_date(now())).todo == "999+"


def test_the_inbox_asks_the_database_as_much_for_many_cases_and_deep_pages(world, desk, django_assert_max_num_queries):
    """Session, account, role, counts, communes, list; and the hosts, once a second."""
    with django_assert_max_num_queries(7):
        desk.get(INBOX)
    many_cases(world, 60)
    with django_assert_max_num_queries(7):
        deep = desk.get(INBOX).context["next_url"]
    with django_assert_max_num_queries(7):
        desk.get(deep)


def test_the_list_alone_is_the_same_list_without_the_page(world, desk):
    many_cases(world, 30)
    whole, alone = text_of(desk.get(INBOX)), text_of(desk.get(f"{INBOX}liste/"))
    assert "<html" not in alone
    assert alone.count("data-row") == whole.count("data-row") == 25


def test_a_case_is_taken_from_its_row_and_the_same_list_comes_back(desk, sophie, case):
    response = act(desk, "case-take", case, back="onglet=a-traiter&suivi=personne")
    assert response.url == f"{INBOX}?onglet=a-traiter&suivi=personne"
    assert fresh(case).assignee == sophie.account


def test_taking_from_its_row_a_case_that_a_colleague_just_took_is_told(desk, karim, case):
    take(case, seen_version=case.version, by=karim.actor)
    response = act(desk, "case-take", case, back="")
    page = text_of(desk.get(response.url))
    assert "Ce dossier a changé" in page
    assert fresh(case).assignee == karim.account


def test_an_address_of_the_inbox_says_only_what_it_asks():
    wanted = Wanted.read({"onglet": "miens", "suivi": "moi", "q": " bac ", "apres": "2026-12-01~5"})
    assert wanted == Wanted(tab=Tab.MINE, text="bac", whose=Whose.ME, after="2026-12-01~5")
    assert wanted.with_(whose=Whose.ANYONE) == "onglet=miens&q=bac"


def test_deep_pages_keep_the_filters(world, desk):
    many_cases(world, 60, state=State.SETTLED)
    response = desk.get(f"{INBOX}?onglet=clos&commune={world.anor.pk}")
    following = desk.get(response.context["next_url"])
    assert following.context["wanted"].commune == world.anor.pk
    assert len(set(references(response)) & set(references(following))) == 0
    assert references(desk.get(following.context["previous_url"])) == references(response)
