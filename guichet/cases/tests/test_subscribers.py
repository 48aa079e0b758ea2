import pytest

from guichet.accounts.secrets import secret_of
from guichet.cases.actions import ask_for_paper, decide, erase_case, renew_code, reopen, write_message
from guichet.communes.models import Department
from guichet.documents.models import StoredFile
from guichet.journal.actions import _subscribers, deliver_all
from guichet.journal.models import Delivery, Record
from guichet.kit.actor import SYSTEM
from guichet.notifications.models import Message
from tests.base import a_case


@pytest.fixture
def outbox(settings):
    """As in the demonstration: nothing leaves, everything is kept to be seen."""
    settings.DEMONSTRATION = True


def to_resident(case):
    return Message.objects.about("case", case.pk).to_people()


@pytest.fixture
def lived_through(world, sophie, outbox):
    """A case that went through everything a case can."""
    case = a_case(world)
    deliver_all()
    case = write_message(case, "Nous passons vendredi.", seen_version=case.version, by=sophie.actor)
    case = ask_for_paper(case, "Une photo de la roue", seen_version=case.version, by=sophie.actor)
    case = decide(case, outcome="refused", text="Le bac n’est pas à nous.", seen_version=case.version, by=sophie.actor)
    case = reopen(case, text="Le bac est bien à nous.", seen_version=case.version, by=sophie.actor)
    case = renew_code(case, seen_version=case.version, by=sophie.actor)
    case = decide(case, outcome="repaired", text="", seen_version=case.version, by=sophie.actor)
    deliver_all()
    return case


def test_the_person_is_told_each_thing_once(lived_through):
    purposes = [message.purpose for message in to_resident(lived_through)]
    assert purposes == [
        "case-received", "case-message", "case-paper", "case-decided", "case-reopened", "case-renewed", "case-decided",
    ]  # fmt: skip
    assert {message.status for message in to_resident(lived_through)} == {Message.Status.SENT}
    assert not Delivery.objects.exists()


def test_every_fact_delivered_twice_tells_nobody_twice(lived_through):
    def picture():
        return list(Message.objects.order_by("pk").values_list("pk", "status", "letter")), StoredFile.objects.count()

    before = picture()
    for row in Record.objects.order_by("pk"):
        for handler in _subscribers.get(row.kind, {}).values():
            handler(row.fact, row)
    deliver_all()
    assert picture() == before


def test_the_receipt_and_the_decisions_are_letters_too(lived_through):
    letters = [message.purpose for message in to_resident(lived_through) if message.letter]
    assert letters == ["case-received", "case-decided", "case-renewed", "case-decided"]


def test_a_refusal_says_why_and_how_to_appeal(lived_through):
    refusal = to_resident(lived_through).filter(purpose="case-decided").first()
    assert "Le bac n’est pas à nous." in refusal.text
    assert "tribunal administratif de Lille" in refusal.text
    settled = to_resident(lived_through).filter(purpose="case-decided").last()
    assert "tribunal" not in settled.text
    assert "bac réparé" in settled.subject


def test_no_secret_is_stored_and_the_one_that_leaves_is_of_its_time(lived_through):
    first, last = to_resident(lived_through).first(), to_resident(lived_through).last()
    secrets = {secret_of("case", lived_through.pk, version) for version in (1, 2)}
    assert not any(secret[:4] in message.text for message in to_resident(lived_through) for secret in secrets)
    assert first.secret.replace("-", "") == secret_of("case", lived_through.pk, 1)
    assert last.secret.replace("-", "") == secret_of("case", lived_through.pk, 2)


def test_the_department_is_told_without_a_name(world, outbox):
    case = a_case(world)
    deliver_all()
    news = Message.objects.about("case", case.pk).exclude(pk__in=to_resident(case)).get()
    assert news.to == world.waste.email
    assert case.reference in news.text
    assert not any(word in news.text + news.subject for word in ("Lucie", "Dubois", "Lagrange"))


def test_a_department_that_wants_no_news_gets_none(world, sophie, outbox):
    world.waste.news = Department.News.NEVER
    world.waste.save()
    case = a_case(world)
    deliver_all()
    assert list(Message.objects.about("case", case.pk)) == list(to_resident(case))


def test_somebody_without_e_mail_nor_phone_gets_a_letter(world, outbox):
    case = a_case(world, email="")
    deliver_all()
    letter = to_resident(case).get()
    assert (letter.channel, letter.status) == ("letter", Message.Status.TO_PRINT)
    assert letter.letter.is_pdf


def test_what_follows_an_erased_case_is_nothing(world, outbox):
    case = a_case(world)
    erase_case(case, reason="test", by=SYSTEM)
    deliver_all()
    assert not Message.objects.exists()
    assert not Delivery.objects.exists()


def test_erasing_a_case_erases_its_letters(lived_through):
    erase_case(lived_through, reason="test", by=SYSTEM)
    assert not Message.objects.exists()
    assert not StoredFile.objects.exists()
