"""Identity papers: the person told once, the hand-over, and what is left of it."""

from datetime import UTC, date, datetime, timedelta

import pytest

from guichet.accounts.models import ContactPoint, Person
from guichet.journal.actions import deliver_all
from guichet.journal.models import Record
from guichet.kit.dates import pretending
from guichet.kit.refusal import Refusal
from guichet.notifications.models import Message
from guichet.visits.actions import forget_papers_handed, hand_over_paper, open_visit, undo_hand_over
from guichet.visits.facts import IdentityPaperArrived, IdentityPaperForgotten, IdentityPaperHandedOver
from guichet.visits.models import IdentityPaper, Visit
from guichet.visits.rules import outcome_of
from guichet.visits.telling import lines_of
from guichet.visits.tests.home_factories import NUMBER, an_identity_paper
from tests.base import facts

AT = datetime(2026, 3, 2, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def outbox(settings, tmp_path):
    settings.DEMONSTRATION = True
    settings.FILES_ROOT = tmp_path


def told(paper):
    return Message.objects.about("identity-paper", paper.pk)


@pytest.mark.parametrize(
    ("way", "channel"),
    [({"phone": "06 12 34 56 78"}, "sms"), ({"email": "b@exemple.fr"}, "email"), (None, "letter")],
)
def test_she_is_told_once_by_the_only_way_she_gave(manon, way, channel):
    paper = an_identity_paper(manon, way=way)
    assert an_identity_paper(manon, number=NUMBER.lower()) == paper
    deliver_all()
    message = told(paper).get()
    assert message.channel == channel
    assert ContactPoint.objects.filter(person=paper.person).count() == 1
    assert facts(IdentityPaperArrived) == [IdentityPaperArrived(paper.pk, "card")]


def test_the_letter_says_where_and_until_when_without_the_number(manon):
    with pretending(AT):
        paper = an_identity_paper(manon)
        deliver_all()
    message = told(paper).get()
    assert message.status == Message.Status.TO_PRINT
    assert "Votre carte d’identité est arrivée" in message.subject
    assert "5 bis rue de la Mairie" in message.text
    assert "mardi 2\u00a0juin\u00a02026" in message.text
    assert NUMBER not in f"{message.subject}{message.text}{message.reference}"


@pytest.mark.parametrize(
    ("typed", "said"), [("", "Scannez"), ("K3GV8TR", "Il manque 3 signes"), ("K3GV8TRPQ2AB", "vous en avez tapé 12")]
)
def test_a_number_that_cannot_be_one_is_refused_and_nobody_is_named(manon, typed, said):
    with pytest.raises(Refusal, match=said):
        an_identity_paper(manon, number=typed)
    assert not Person.objects.exists()


def test_a_hand_over_ticked_twice_is_one_and_its_visit_keeps_it(world, manon):
    paper = an_identity_paper(manon)
    visit = open_visit(body=world.anor, by=manon.actor)
    for _press in range(2):
        hand_over_paper(paper, by=manon.actor.at_visit(visit.pk))
    assert facts(IdentityPaperHandedOver) == [IdentityPaperHandedOver(paper.pk, "card")]
    assert "IdentityPaperHandedOver" in set(Record.objects.at_visit(visit.pk).values_list("kind", flat=True))
    assert not IdentityPaper.objects.waiting().exists()


def test_a_hand_over_is_undone_within_the_day_alone(manon):
    paper = an_identity_paper(manon)
    with pretending(AT):
        hand_over_paper(paper, by=manon.actor)
    with pretending(AT + timedelta(hours=3)):
        assert undo_hand_over(paper, by=manon.actor).handed_at is None
        hand_over_paper(paper, by=manon.actor)
    with pretending(AT + timedelta(days=1)), pytest.raises(Refusal, match="un autre jour"):
        undo_hand_over(paper, by=manon.actor)


def told_at(visit: Visit) -> list[str]:
    return [line.text for line in lines_of(Record.objects.at_visit(visit.pk))]


def test_a_hand_over_undone_is_told_nowhere_in_its_visit(world, manon):
    card, other = an_identity_paper(manon), an_identity_paper(manon, "L4HW9UTQR3", "Bernard Petit")
    visit = open_visit(body=world.anor, by=manon.actor)
    by = manon.actor.at_visit(visit.pk)
    for paper in (card, other):
        hand_over_paper(paper, by=by)
    undo_hand_over(card, by=manon.actor)  # from the page of the papers, outside the visit
    assert told_at(visit) == ["Carte d’identité remise"]
    undo_hand_over(other, by=manon.actor)
    assert told_at(visit) == []
    hand_over_paper(card, by=by)
    assert told_at(visit) == ["Carte d’identité remise"]


def test_a_hand_over_of_no_visit_is_undone_at_none(world, manon):
    paper = an_identity_paper(manon)
    visit = open_visit(body=world.anor, by=manon.actor)
    hand_over_paper(paper, by=manon.actor)
    undo_hand_over(paper, by=manon.actor.at_visit(visit.pk))
    assert Record.objects.get(kind="HandOverUndone").visit_id is None


@pytest.mark.parametrize(("undone", "outcome"), [(0, "papers"), (1, "papers"), (2, "could-not")])
def test_what_was_undone_does_not_tell_how_the_visit_ended(undone, outcome):
    done = ["VisitOpened", *["IdentityPaperHandedOver"] * 2, *["HandOverUndone"] * undone]
    assert outcome_of(done, missing=False) == outcome


def test_thirty_days_after_the_hand_over_nothing_is_left(manon):
    with pretending(AT):
        paper, other = an_identity_paper(manon), an_identity_paper(manon, "L4HW9UTQR3", "Odette Delcourt")
        deliver_all()
        hand_over_paper(paper, by=manon.actor)
    assert forget_papers_handed(date(2026, 4, 1)) == 0
    assert forget_papers_handed(date(2026, 4, 3)) == 1
    assert list(IdentityPaper.objects.all()) == [other]
    assert list(Person.objects.all()) == [other.person]
    assert list(Message.objects.all()) == list(told(other))
    assert facts(IdentityPaperForgotten) == [IdentityPaperForgotten(paper.pk)]


def test_a_paper_nobody_fetched_is_forgotten_a_month_after_the_state_destroyed_it(manon):
    with pretending(AT):
        an_identity_paper(manon)
    assert forget_papers_handed(date(2026, 6, 30)) == 0
    assert forget_papers_handed(date(2026, 7, 3)) == 1
    assert not Person.objects.exists()
