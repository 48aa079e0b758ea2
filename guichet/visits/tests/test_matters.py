"""What she came for, the papers gone through with her, what is told of it."""

from uuid import uuid4

import pytest

from guichet.accounts.actions import Contact, name_person
from guichet.cabinet.actions import hand_out
from guichet.cabinet.facts import FormsHandedOut
from guichet.journal.models import Record
from guichet.kit.refusal import Refusal
from guichet.mandates.tests.factories import a_mandate, signed
from guichet.visits.actions import (
    add_matter,
    check_papers,
    close_visit,
    drop_matter,
    give_papers,
    note_bring_back,
    note_copy,
    note_done,
    note_letter,
    note_receipt,
    note_site,
)
from guichet.visits.facts import BringBackPrinted, DoneOnTheSpot, PapersChecked
from guichet.visits.models import Matter
from guichet.visits.rules import Outcome
from guichet.visits.telling import lines_of
from guichet.visits.tests.base import a_matter, a_visit
from tests.base import facts

pytestmark = pytest.mark.django_db


def told(visit):
    return [line.text for line in lines_of(Record.objects.at_visit(visit.pk))]


def test_she_came_for_it_once_however_often_it_is_said(manon):
    matter = a_matter(manon)
    assert add_matter(matter.visit, matter.procedure, by=manon.actor) == matter
    drop_matter(matter, by=manon.actor)
    assert not Matter.objects.exists()


def test_a_paper_is_there_or_missing_and_none_that_the_sheet_has_not(manon):
    matter = check_papers(a_matter(manon), brought=[0, 1, 3, 99], missing=[3, -1], by=manon.actor)
    assert (matter.brought, matter.missing) == ([0, 1], [3])
    check_papers(matter, brought=[0, 1], missing=[3], by=manon.actor)
    assert facts(PapersChecked) == [PapersChecked(matter.visit_id, matter.procedure_id, 2, [3])]


def test_what_to_bring_back_is_printed_when_something_is_missing(manon):
    matter = a_matter(manon)
    with pytest.raises(Refusal, match="Il ne manque rien"):
        note_bring_back(matter, by=manon.actor)
    note_bring_back(check_papers(matter, brought=[], missing=[0, 2], by=manon.actor), by=manon.actor)
    assert facts(BringBackPrinted) == [BringBackPrinted(matter.visit_id, matter.procedure_id, 2)]


def test_what_is_pressed_twice_is_told_once(manon):
    matter = check_papers(a_matter(manon), brought=[], missing=[0], by=manon.actor)
    for _time in range(2):
        note_done(matter, by=manon.actor)
        note_bring_back(matter, by=manon.actor)
    assert (len(facts(DoneOnTheSpot)), len(facts(BringBackPrinted))) == (1, 1)


def test_every_act_keeps_both_identities_and_the_mandate_that_covers_it(manon):
    person = name_person(Contact("Yvette", "Lambert"))
    matter = a_matter(manon, visit=a_visit(manon, person=person))
    mandate = signed(a_mandate(manon.body, manon.actor, person, themes=["transports"]), manon.actor)
    note_done(matter, by=manon.actor)
    give_papers(matter, blanks=[], by=manon.actor)
    note_done(a_matter(manon, "caf", matter.visit), by=manon.actor)
    told = Record.objects.at_visit(matter.visit_id).filter(kind__in=["DoneOnTheSpot", "FormsHandedOut"])
    assert [(row.actor_id, row.for_id, row.mandate_id) for row in told] == [
        (manon.account_id, person.pk, mandate.pk),
        (manon.account_id, person.pk, mandate.pk),
        (manon.account_id, person.pk, None),
    ]


def test_a_sheet_printed_twice_on_one_page_is_given_once(manon):
    matter, page = a_matter(manon), uuid4()
    for _time in range(2):
        give_papers(matter, blanks=[], page=page, by=manon.actor)
    assert len(facts(FormsHandedOut)) == 1


def test_a_matter_taken_off_in_another_window_is_told(manon):
    matter = a_matter(manon)
    drop_matter(matter, by=manon.actor)
    drop_matter(matter, by=manon.actor)
    for act in (
        lambda: check_papers(matter, brought=[0], missing=[], by=manon.actor),
        lambda: note_bring_back(matter, by=manon.actor),
    ):
        with pytest.raises(Refusal, match="n’est plus dans la visite"):
            act()


def test_the_receipt_tells_what_was_done_and_only_that(manon):
    matter = a_matter(manon)
    visit = matter.visit
    hand_out(body=manon.body, procedures=[matter.procedure], by=manon.actor.at_visit(visit.pk))
    check_papers(matter, brought=[0], missing=[3], by=manon.actor)
    note_bring_back(matter, by=manon.actor)
    note_site(matter, 0, by=manon.actor)
    note_done(matter, by=manon.actor)
    note_letter(matter, by=manon.actor)
    note_copy(visit, 2, by=manon.actor)
    note_receipt(visit, by=manon.actor)
    close_visit(visit, Outcome.SETTLED, by=manon.actor)
    assert told(visit) == [
        "1 papier remis : Vendre un véhicule",
        "1 papier à rapporter : Vendre un véhicule",
        "Déclarer la vente, sur le site de l’État, France Titres",
        "Vendre un véhicule : fait avec son compte",
        "Lettre préparée : Vendre un véhicule",
        "2 pages copiées",
    ]
