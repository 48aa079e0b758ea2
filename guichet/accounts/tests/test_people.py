import pytest
from django.db import IntegrityError, transaction

from guichet.accounts.actions import (
    Contact,
    forget_person,
    merge_people,
    name_person,
    note_person_read,
    part_people,
    tell_people_apart,
)
from guichet.accounts.facts import PeopleMerged, PeopleParted, PeopleToldApart, PersonForgotten, PersonRead
from guichet.accounts.models import ContactPoint, PeopleApart, Person, PersonMerge
from guichet.kit.refusal import Refusal
from tests.base import facts


def somebody(first_name="Lucie", **more):
    return name_person(Contact(first_name, "Dubois", **more))


def in_force():
    return set(PersonMerge.objects.in_force().values_list("kept_id", "other_id"))


def test_a_person_is_written_with_what_finds_her_alike(db):
    person = name_person(
        Contact("Élodie", "Le Goff", "E.LeGoff@exemple.fr", "+33612345678", "14, r. Pasteur", "", "59186", "Anor")
    )
    assert person.folded_name == "elodie goff le"
    folded = dict(person.contact_points.values_list("channel", "folded"))
    assert folded == {"email": "e.legoff@exemple.fr", "phone": "0612345678", "post": "14 rue pasteur 59186 anor"}


def test_who_looked_at_a_person_is_kept(sophie):
    lucie = somebody()
    note_person_read(lucie, by=sophie.actor)
    assert facts(PersonRead) == [PersonRead(lucie.pk)]


def test_a_merge_changes_neither_person_and_is_told_once(sophie):
    kept, other = somebody(), somebody(email="lucie@exemple.fr")
    merge = merge_people(kept, other, by=sophie.actor)
    assert (merge.kept, merge.other, merge.said_by) == (kept, other, sophie.account)
    assert ContactPoint.objects.get().person == other
    assert facts(PeopleMerged) == [PeopleMerged(kept.pk, other.pk, merge.pk)]


@pytest.mark.parametrize("is_turned", [False, True])
def test_two_agents_who_say_the_same_at_once_make_one_merge(sophie, karim, is_turned):
    kept, other = somebody(), somebody()
    hers = merge_people(kept, other, by=sophie.actor)
    his = merge_people(*((other, kept) if is_turned else (kept, other)), by=karim.actor)
    assert his == hers
    assert len(facts(PeopleMerged)) == 1


def test_chains_and_cycles_are_refused(sophie):
    one, two, three, four = (somebody() for _ in range(4))
    merge_people(one, two, by=sophie.actor)
    for kept, other in [(two, three), (three, two)]:
        with pytest.raises(Refusal, match="vient d’être réunie"):
            merge_people(kept, other, by=sophie.actor)
    with pytest.raises(Refusal, match="réunit déjà plusieurs"):
        merge_people(four, one, by=sophie.actor)
    with pytest.raises(Refusal, match="une seule personne"):
        merge_people(one, one, by=sophie.actor)
    merge_people(one, three, by=sophie.actor)
    assert in_force() == {(one.pk, two.pk), (one.pk, three.pk)}


def test_the_database_itself_joins_a_person_once(sophie):
    one, two, three = (somebody() for _ in range(3))
    merge = merge_people(one, two, by=sophie.actor)
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonMerge.objects.create(kept=three, other=two, said_at=merge.said_at)
    with pytest.raises(IntegrityError), transaction.atomic():
        PersonMerge.objects.create(kept=three, other=three, said_at=merge.said_at)


def test_a_merge_undone_leaves_each_as_she_was_and_may_be_made_again(sophie, karim):
    kept, other = somebody(), somebody()
    merge = merge_people(kept, other, by=sophie.actor)
    before = list(Person.objects.order_by("pk").values())
    part_people(merge, by=karim.actor)
    part_people(merge, by=karim.actor)
    merge.refresh_from_db()
    assert merge.undone_by == karim.account
    assert list(Person.objects.order_by("pk").values()) == before
    assert facts(PeopleParted) == [PeopleParted(kept.pk, other.pk, merge.pk)]
    assert merge_people(other, kept, by=sophie.actor) != merge
    assert in_force() == {(other.pk, kept.pk)}


def test_a_contact_changed_between_merge_and_parting_stays_changed(sophie):
    kept, other = somebody(), somebody(email="lucie@exemple.fr")
    merge = merge_people(kept, other, by=sophie.actor)
    ContactPoint.objects.filter(person=other).update(value="l.dubois@exemple.fr", folded="l.dubois@exemple.fr")
    part_people(merge, by=sophie.actor)
    assert Person.objects.get(pk=other.pk).reach(ContactPoint.Channel.EMAIL) == "l.dubois@exemple.fr"
    assert not kept.contact_points.exists()


def test_two_people_are_told_apart_once_whoever_comes_first(sophie):
    one, two = somebody(), somebody("Lucien")
    tell_people_apart(two, one, by=sophie.actor)
    tell_people_apart(one, two, by=sophie.actor)
    assert list(PeopleApart.objects.values_list("one_id", "other_id")) == [(one.pk, two.pk)]
    assert facts(PeopleToldApart) == [PeopleToldApart(two.pk, one.pk)]


def test_who_is_one_is_not_told_apart_before_parting(sophie):
    one, two = somebody(), somebody()
    merge = merge_people(one, two, by=sophie.actor)
    with pytest.raises(Refusal, match="séparez-les d’abord"):
        tell_people_apart(two, one, by=sophie.actor)
    part_people(merge, by=sophie.actor)
    tell_people_apart(two, one, by=sophie.actor)


def test_forgetting_who_was_kept_leaves_the_others_together(sophie):
    one, two, three = (somebody() for _ in range(3))
    merge_people(one, two, by=sophie.actor)
    last = merge_people(one, three, by=sophie.actor)
    tell_people_apart(one, somebody("Lucien"), by=sophie.actor)
    gone, stale = one.pk, Person.objects.get(pk=one.pk)
    forget_person(one, by=sophie.actor)
    forget_person(stale, by=sophie.actor)
    assert in_force() == {(two.pk, three.pk)}
    assert not PeopleApart.objects.exists()
    assert facts(PersonForgotten) == [PersonForgotten(gone)]
    last.refresh_from_db()
    part_people(last, by=sophie.actor)
    assert in_force() == set()


def test_nobody_is_joined_to_who_was_forgotten(sophie):
    one, two = somebody(), somebody()
    stale = Person.objects.get(pk=two.pk)
    forget_person(two, by=sophie.actor)
    for act in (merge_people, tell_people_apart):
        with pytest.raises(Refusal, match="viennent d’être effacés"):
            act(one, stale, by=sophie.actor)
