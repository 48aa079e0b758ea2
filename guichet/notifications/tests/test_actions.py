import pytest
from django.db import transaction

from guichet.communes.models import Department
from guichet.journal.actions import deliver_all
from guichet.kit.actor import SYSTEM
from guichet.notifications.actions import available_channels, forget_about, send_daily_news, tell_department
from guichet.notifications.facts import MessageQueued
from guichet.notifications.models import DailyNews, Message
from guichet.notifications.rules import Channel
from guichet.notifications.tests.conftest import EMAIL, HOME, PHONE
from tests.base import facts

News = Department.News
DESK = "http://sud-avesnois.localhost/guichet/dossiers/BAC-26-0041{}/"


def new_case(department, number=8):
    return tell_department(
        department=department,
        subject_kind="case",
        subject_id=number,
        reference=f"BAC-26-0041{number}",
        label="Bacs d’ordures",
        url=DESK.format(number),
        by=SYSTEM,
    )


@pytest.fixture
def waste(world):
    def wanting(news):
        world.waste.news = news
        world.waste.save()
        return world.waste

    return wanting


def test_the_same_key_gives_the_first_message_again(tell):
    first = tell(**HOME)
    assert tell(**PHONE) == first
    assert facts(MessageQueued) == [MessageQueued(first.pk)]


def test_a_message_goes_with_the_transaction_that_queued_it(tell):
    with transaction.atomic():
        tell(**HOME)
        transaction.set_rollback(True)
    assert not Message.objects.exists()
    assert facts(MessageQueued) == []


def test_without_supplier_there_is_only_the_post(tell):
    assert available_channels() == {Channel.LETTER}
    assert tell(**EMAIL, **PHONE).channel == Channel.LETTER


def test_with_suppliers_there_is_everything(mail_server, sms_supplier):
    assert available_channels() == set(Channel)


def test_the_demonstration_shows_every_channel(settings):
    settings.DEMONSTRATION = True
    assert available_channels() == set(Channel)


def test_messages_about_a_case_are_told_apart_from_news_to_the_department(tell, waste, mail_server):
    to_her = tell(**EMAIL)
    to_them = new_case(waste(News.AT_ONCE), number=7)
    assert list(Message.objects.about("case", 7)) == [to_her, to_them]
    assert list(Message.objects.about("case", 7).to_people()) == [to_her]


def test_a_department_is_told_at_once_and_once(waste, mail_server):
    department = waste(News.AT_ONCE)
    assert new_case(department) == new_case(department)
    deliver_all()
    assert mail_server.recipients == ["dechets@sud-avesnois.example"]
    words = mail_server.taken[0].get_body(("plain",)).get_content()
    assert "BAC-26-00418, Bacs d’ordures" in words
    assert DESK.format(8) in words


@pytest.mark.parametrize("news", [News.AT_ONCE, News.DAILY])
def test_what_a_department_is_told_says_nothing_of_the_person(tell, waste, mail_server, news):
    tell(key="hers", **HOME, **PHONE)
    new_case(waste(news), number=7)
    send_daily_news()
    deliver_all()
    everything = "".join(f"{mail['Subject']} {mail.get_body(('plain',)).get_content()} {mail.get_body(('html',)).get_content()}"
                         for mail in mail_server.taken)  # fmt: skip
    assert len(mail_server.taken) == 1
    assert not [word for word in ("Lucie", "Dubois", "Lagrange", "12 34 56", "59186") if word in everything]


def test_a_department_that_wants_one_email_a_day_gets_one(waste, mail_server):
    department = waste(News.DAILY)
    for number in (7, 8, 8, 9):
        assert new_case(department, number) is None
    assert send_daily_news() == 1
    assert send_daily_news() == 0
    deliver_all()
    [mail] = mail_server.taken
    assert mail["Subject"] == "3 nouveaux dossiers"
    assert [DESK.format(n) in mail.get_body(("plain",)).get_content() for n in (7, 8, 9)] == [True] * 3
    assert not DailyNews.objects.exists()


def test_a_second_digest_follows_the_first_with_what_came_since(waste, mail_server):
    department = waste(News.DAILY)
    new_case(department, 7)
    send_daily_news()
    new_case(department, 8)
    send_daily_news()
    deliver_all()
    assert [mail["Subject"] for mail in mail_server.taken] == ["1 nouveau dossier"] * 2


def test_a_department_that_wants_nothing_or_has_no_email_is_left_alone(waste, world, mail_server):
    assert new_case(waste(News.NEVER)) is None
    assert new_case(world.water) is None
    assert not Message.objects.exists()


def test_a_forgotten_case_is_not_in_the_digest(waste, mail_server):
    new_case(waste(News.DAILY), 8)
    forget_about("case", 8, by=SYSTEM)
    assert send_daily_news() == 0
