"""A department without accounts is told what it has, and reminded of what it has not opened."""

import re
from datetime import timedelta

import pytest
from django.db import connection

from guichet.cases.actions import note_reading, remind_departments, transmit
from guichet.cases.unopened import unopened_cases
from guichet.communes.actions import open_body
from guichet.communes.models import Body
from guichet.journal.actions import _subscribers, deliver_all
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM, Actor, ActorKind
from guichet.kit.dates import add_working_days, now, paris_date
from guichet.notifications.models import DEPARTMENT_NEWS, Message
from guichet.notifications.rules import Channel
from tests.base import a_case

MAIL = "voirie@nord.example"


@pytest.fixture
def roads(world, settings, tmp_path):
    settings.DEMONSTRATION = True
    settings.FILES_ROOT = tmp_path
    outside = open_body(
        kind=Body.Kind.OUTSIDE, official_code="225900018", departments=["direction de la voirie"],
        name="le Département du Nord", short_name="Département du Nord", host=None, office="Hôtel du Département",
        street="51 rue Gustave-Delory", postcode="59047", city="Lille", by=SYSTEM,
    )  # fmt: skip
    department = outside.departments.get()
    department.email = MAIL
    department.save()
    return department


@pytest.fixture
def case(world, sophie, roads):
    case = a_case(world)
    deliver_all()
    return transmit(case, department=roads, text="Une route.", seen_version=case.version, by=sophie.actor)


def told(case):
    return list(
        Message.objects.about("case", case.pk)
        .filter(purpose=DEPARTMENT_NEWS, body=case.sender.body)
        .exclude(to="dechets@sud-avesnois.example")
    )


def late(days):
    return add_working_days(paris_date(now()), 3) + timedelta(days=days)


def test_it_is_told_by_the_sender_with_an_address_that_opens_nothing_by_itself(world, case):
    deliver_all()
    (mail,) = told(case)
    assert (mail.to, mail.body, mail.department) == (MAIL, world.body, world.waste)
    assert f"http://localhost:8000/expert/dossiers/{case.reference}/" in mail.text
    assert "La communauté de communes du Sud-Avesnois vous confie le dossier" in mail.text
    assert not any(word in mail.text + mail.subject for word in ("Lucie", "Dubois", "Lagrange", "guichet/"))


def test_the_same_facts_twice_tell_it_once(case):
    deliver_all()
    for row in Record.objects.filter(kind="CaseTransmitted"):
        for handler in _subscribers["CaseTransmitted"].values():
            handler(row.fact, row)
    assert len(told(case)) == 1


def test_without_an_address_the_sender_prints_a_letter_that_says_the_request(case, roads, world):
    roads.email = ""
    roads.save()
    deliver_all()
    letter = Message.objects.to_post(world.body).get(channel=Channel.LETTER, person=None)
    assert letter.to.split("\n") == [
        "Hôtel du Département",
        "direction de la voirie",
        "51 rue Gustave-Delory",
        "59047 LILLE",
    ]
    assert "14 rue Léo-Lagrange" in letter.text
    assert letter.receiver == "Hôtel du Département"
    assert letter.letter is not None


def test_a_commune_without_agents_is_told_of_what_its_own_portal_took(world, settings):
    settings.DEMONSTRATION = True
    front_desk = world.fourmies.departments.get()
    front_desk.email = "mairie@fourmies.example"
    front_desk.save()
    case = a_case(world)
    type(case).objects.filter(pk=case.pk).update(commune=world.fourmies, owner=world.fourmies, department=front_desk)
    deliver_all()
    mail = Message.objects.about("case", case.pk).get(purpose=DEPARTMENT_NEWS)
    assert mail.to == "mairie@fourmies.example"
    assert "est arrivé pour vous par le guichet de Fourmies" in mail.text


@pytest.mark.parametrize(("days", "reminders"), [(-1, 0), (0, 1), (6, 1), (7, 2), (21, 4)])
def test_it_is_reminded_after_three_working_days_then_every_week(case, days, reminders):
    deliver_all()
    first = len(told(case))
    for day in range(-1, days + 1):
        remind_departments(late(day))
        remind_departments(late(day))
    assert len(told(case)) - first == reminders


def test_once_opened_it_is_reminded_no_more(case):
    note_reading(case, by=Actor(ActorKind.EXPERT, None, case.owner_id))
    assert not unopened_cases().exists()
    assert remind_departments(late(30)) == 0


def test_the_reading_of_who_sent_it_is_not_theirs(case, sophie):
    note_reading(case, by=sophie.actor)
    assert list(unopened_cases()) == [case]


def test_a_body_sees_what_its_own_portals_entrusted(world, case):
    assert list(unopened_cases(world.anor)) == [case]
    assert list(unopened_cases(world.body)) == [case]
    assert not unopened_cases(world.fourmies).exists()


def test_what_landed_lately_is_not_looked_at(case):
    today = paris_date(now())
    assert not unopened_cases(landed_before=today).exists()
    assert unopened_cases(landed_before=today + timedelta(days=1)).exists()


@pytest.mark.parametrize("own", [True, False])
def test_the_bodies_without_accounts_are_asked_and_never_every_case(world, case, own):
    """The table grows for years, "État" is opened every morning."""
    if connection.vendor == "postgresql":  # which reads any table of one page whole
        connection.cursor().execute("SET LOCAL enable_seqscan = off")
    plan = unopened_cases(world.body if own else None)[:50].explain()
    assert "SCAN cases_case" not in plan
    assert "Seq Scan on cases_case" not in plan
    assert re.search("owner_id( IN |=| = )", plan)
