from datetime import timedelta

import pytest
from django.urls import reverse

from guichet.accounts.actions import merge_people
from guichet.accounts.facts import PeopleToldApart, PersonRead
from guichet.accounts.models import ContactPoint, Person, PersonMerge
from guichet.accounts.rules import RoleKind
from guichet.cases.actions import decide, hand_over, write_message
from guichet.cases.actions.erasing import erase_case
from guichet.cases.models import Case
from guichet.desk.tests.base import at_desk, fresh, many_cases
from guichet.journal.actions import deliver_all
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now
from guichet.notifications.models import Message
from tests.base import a_case, a_draft, an_agent, facts, text_of

HUSBAND = {"first_name": "Antoine", "email": "antoine@exemple.fr", "street": "14, r. Léo Lagrange"}
SLIP = {"last_name": "Duboi", "street": "3 rue Pasteur", "phone": "06 12 34 56 78"}  # the same e-mail
NAMESAKE = {"email": "", "street": "120 rue d’Hirson"}


def page_of(client, case):
    return client.get(reverse("desk:person", args=[case.person_id]))


def press(client, verb, case, **data):
    return client.post(reverse(f"desk:person-{verb}", args=[case.person_id]), data)


def references(cases):
    return [case.reference for case in cases]


def proposed(page):
    return [(str(p["seen"].person), p["is_sure"]) for p in page.context["proposals"]]


def to_water(world, case, role):
    hand_over(case, department=world.water, colleague=None, seen_version=fresh(case).version, by=role.actor)


@pytest.fixture
def slip(world, case):
    """Lucie again, a letter of her name left out."""
    return a_case(world, **SLIP)


@pytest.fixture
def merged(sophie, case, slip):
    return merge_people(case.person, slip.person, by=sophie.actor)


def test_a_person_is_shown_with_how_to_reach_her_and_her_cases(desk, case):
    page = page_of(desk, case)
    said = [(line["term"], line["value"]) for line in page.context["contacts"]]
    assert said == [("E-mail", "lucie@exemple.fr"), ("Adresse", "14 rue Léo-Lagrange, 59186 Anor")]
    for words in ("Lucie Dubois", case.reference, "Bac cassé, 14 rue Léo-Lagrange", "Reçu"):
        assert words in text_of(page)


def test_who_looked_is_kept_once_per_sitting(desk, his_desk, case):
    for client in (desk, desk, his_desk):
        page_of(client, case)
    assert facts(PersonRead) == [PersonRead(case.person_id)] * 2
    Record.objects.filter(kind="PersonRead").update(at=now() - timedelta(hours=1))
    page_of(desk, case)
    assert len(facts(PersonRead)) == 3


def test_a_person_without_a_case_of_ours_does_not_exist(world, sophie, desk, paul, manon, case):
    for role in (paul, manon, an_agent("edith", world.body, kind=RoleKind.EDITOR)):
        assert page_of(at_desk(role), case).status_code == 404
    assert desk.get(reverse("desk:person", args=[10**15])).status_code == 404
    to_water(world, case, sophie)
    assert page_of(desk, case).status_code == 404
    assert page_of(at_desk(paul), case).status_code == 200


def test_those_of_the_same_dwelling_are_beside_with_their_cases(world, desk, case):
    his = a_case(world, **HUSBAND)
    a_case(world, first_name="Hugo", last_name="Carlier", email="", street="16 rue Léo-Lagrange")
    a_case(world, world.fourmies, first_name="Zoé", email="", postcode="59610", city="Fourmies")
    a_draft(world, first_name="Paul", email="")
    household = page_of(desk, case).context["household"]
    assert [(str(one.person), references(one.cases)) for one in household] == [("Antoine Dubois", [his.reference])]
    assert [str(one.person) for one in page_of(desk, his).context["household"]] == ["Lucie Dubois"]


def test_a_hamlet_without_numbers_is_not_a_household(world, desk):
    hamlet = "Hameau de la Neuve-Forge"
    case = a_case(world, street=hamlet)
    a_case(world, **{**HUSBAND, "street": hamlet})
    assert page_of(desk, case).context["household"] == []


def test_what_another_department_treats_is_neither_shown_nor_counted(world, sophie, paul, desk, case, slip, merged):
    his = a_case(world, **HUSBAND)
    to_water(world, his, sophie)
    to_water(world, slip, sophie)
    page = page_of(desk, case)
    assert references(page.context["seen"].cases) == [case.reference]
    assert (page.context["household"], page.context["proposals"], page.context["merges"]) == ([], [], [])
    for words in (slip.reference, his.reference, "Antoine", "Duboi<", "06 12 34 56 78"):
        assert words not in text_of(page)
    assert "autre dossier" not in text_of(desk.get(reverse("desk:case", args=[case.reference])))
    everywhere = at_desk(an_agent("claire", world.body))
    assert len(page_of(everywhere, case).context["seen"].cases) == 2


def test_who_is_joined_to_somebody_we_may_not_see_stands_alone(world, sophie, desk, case, slip, merged):
    to_water(world, case, sophie)
    again = a_case(world)
    page = page_of(desk, slip)
    assert references(page.context["seen"].cases) == [slip.reference]
    assert (page.context["proposals"], page.context["merges"]) == ([], [])
    assert proposed(page_of(desk, again)) == []
    for verb in ("merge", "apart"):
        assert press(desk, verb, again, other=slip.person_id).status_code == 404
        assert press(desk, verb, slip, other=again.person_id).status_code == 404
    assert press(desk, "part", slip, merge=merged.pk).status_code == 404


def test_the_same_person_spelled_otherwise_is_proposed_side_by_side(world, desk, case, slip):
    a_case(world, **HUSBAND)
    a_case(world, **NAMESAKE)
    page = page_of(desk, case)
    assert proposed(page) == [("Lucie Duboi", True), ("Lucie Dubois", False)]
    lines = {line.label: (line.ours, line.theirs, line.same) for line in page.context["proposals"][0]["lines"]}
    assert lines["Nom"] == ("Lucie Dubois", "Lucie Duboi", False)
    assert lines["E-mail"] == ("lucie@exemple.fr", "lucie@exemple.fr", True)
    assert lines["Téléphone"] == ("", "06 12 34 56 78", False)
    assert "<strong>lucie@exemple.fr</strong>" in text_of(page)
    assert "À vérifier" in text_of(page)


def test_who_may_be_the_same_is_not_also_of_the_household(world, desk, case):
    a_case(world)
    page = page_of(desk, case)
    assert proposed(page) == [("Lucie Dubois", True)]
    assert page.context["household"] == []


def test_a_case_leads_to_its_person_and_to_her_other_cases(world, desk, case, slip, sophie, merged):
    third = a_case(world)
    merge_people(case.person, third.person, by=sophie.actor)
    for one in (case, slip):
        page = text_of(desk.get(reverse("desk:case", args=[one.reference])))
        assert reverse("desk:person", args=[one.person_id]) in page
        assert "2 autres dossiers de cette personne" in page


def test_a_search_leads_to_the_person_and_the_inbox_does_not(desk, case):
    url = reverse("desk:person", args=[case.person_id])
    assert url in text_of(desk.get(reverse("desk:inbox"), {"q": "dubois"}))
    assert url not in text_of(desk.get(reverse("desk:inbox")))


def test_two_said_to_be_one_are_shown_as_one_newest_case_first(desk, case, slip):
    response = press(desk, "merge", case, other=slip.person_id)
    assert response.url == reverse("desk:person", args=[case.person_id])
    assert page_of(desk, slip).url == response.url
    page = page_of(desk, case)
    assert references(page.context["seen"].cases) == [slip.reference, case.reference]
    assert proposed(page) == []
    phone = next(line for line in page.context["contacts"] if line["term"] == "Téléphone")
    assert (phone["value"], phone["note"]) == ("06 12 34 56 78", f"donné pour {slip.reference}")
    assert "Aucun message ne part vers une adresse donnée pour un autre" in text_of(page)


def test_each_case_keeps_the_contact_given_for_it(world, sophie, desk, case, slip, merged):
    write_message(case, "Nous passons vendredi.", seen_version=fresh(case).version, by=sophie.actor)
    deliver_all()
    sent = Message.objects.about("case", case.pk).to_people()
    assert set(sent.values_list("person_id", flat=True)) == {case.person_id}


def test_she_who_stands_for_several_is_kept_whoever_the_page_is(world, desk, case, slip, merged):
    third = a_case(world)
    assert proposed(page_of(desk, third)) == [("Lucie Dubois", True)]
    press(desk, "merge", third, other=case.person_id)
    assert page_of(desk, third).url == reverse("desk:person", args=[case.person_id])
    assert len(page_of(desk, case).context["seen"].cases) == 3


def test_two_who_each_stand_for_several_are_parted_first(world, sophie, desk, case, slip, merged):
    third, fourth = a_case(world), a_case(world)
    merge_people(third.person, fourth.person, by=sophie.actor)
    page = page_of(desk, case)
    assert page.context["proposals"][0]["is_blocked"]
    assert "séparez d’abord" in text_of(page)
    assert press(desk, "merge", case, other=third.person_id).status_code == 409
    assert PersonMerge.objects.in_force().count() == 2


def test_parted_whatever_happened_since_each_has_her_own(world, sophie, desk, case, slip, merged):
    later = a_case(world)
    merge_people(case.person, later.person, by=sophie.actor)
    ContactPoint.objects.filter(person=slip.person, channel="phone").update(value="06 99 99 99 99", folded="0699999999")
    decide(slip, outcome="repaired", text="", seen_version=fresh(slip).version, by=sophie.actor)
    assert press(desk, "part", case, merge=merged.pk).status_code == 302
    assert set(references(page_of(desk, case).context["seen"].cases)) == {case.reference, later.reference}
    page = page_of(desk, slip)
    assert references(page.context["seen"].cases) == [slip.reference]
    assert "06 99 99 99 99" in [line["value"] for line in page.context["contacts"]]
    assert proposed(page) == [("Lucie Dubois", True)]


def test_two_said_to_be_two_are_not_proposed_again_and_a_slip_is_mended(desk, case, slip):
    press(desk, "apart", case, other=slip.person_id)
    for one, name in ((case, "Lucie Duboi"), (slip, "Lucie Dubois")):
        page = page_of(desk, one)
        assert proposed(page) == []
        assert [str(other.person) for other in page.context["apart"]] == [name]
    press(desk, "merge", slip, other=case.person_id)
    assert page_of(desk, case).url == reverse("desk:person", args=[slip.person_id])
    assert facts(PeopleToldApart) == [PeopleToldApart(case.person_id, slip.person_id)]


def test_a_colleague_who_says_the_contrary_a_moment_later_is_told(desk, his_desk, case, slip):
    press(desk, "merge", case, other=slip.person_id)
    response = press(his_desk, "apart", case, other=slip.person_id)
    assert response.status_code == 409
    assert "déjà noté comme une seule personne" in text_of(response)


@pytest.mark.parametrize("data", [{}, {"other": "x", "merge": "x"}, {"other": "0", "merge": 10**30}])
def test_what_no_page_sends_does_nothing(desk, case, data):
    for verb in ("merge", "apart", "part"):
        assert press(desk, verb, case, **data).status_code == 404


def test_when_the_last_case_of_who_was_kept_goes_the_others_stay_together(world, sophie, desk, case, slip, merged):
    later = a_case(world)
    merge_people(case.person, later.person, by=sophie.actor)
    gone = case.person_id
    erase_case(case, reason="kept-long-enough", by=SYSTEM)
    assert not Person.objects.filter(pk=gone).exists()
    assert set(references(page_of(desk, slip).context["seen"].cases)) == {slip.reference, later.reference}
    erase_case(slip, reason="kept-long-enough", by=SYSTEM)
    erase_case(later, reason="kept-long-enough", by=SYSTEM)
    assert not Person.objects.exists()
    assert not PersonMerge.objects.exists()


def test_the_page_asks_the_database_as_much_for_a_crowd(world, sophie, desk, case, django_assert_max_num_queries):
    with django_assert_max_num_queries(23):
        page_of(desk, case)
    for n in range(12):
        a_case(world, first_name=f"Prénom{n}", email="")
    for _n in range(8):
        merge_people(case.person, a_case(world).person, by=sophie.actor)
    Case.objects.filter(pk__in=[one.pk for one in many_cases(world, 60)]).update(person=case.person)
    with django_assert_max_num_queries(23):
        page = page_of(desk, case)
    assert len(page.context["rows"]) == 50
    assert len(page.context["household"]) == 12
