from datetime import timedelta
from io import BytesIO

import pypdfium2
import pytest
from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.test.utils import CaptureQueriesContext

from guichet.accounts.rules import spoken_secret
from guichet.accounts.secrets import secret_of
from guichet.documents.actions import sweep
from guichet.documents.facts import FileKept
from guichet.documents.models import StoredFile
from guichet.journal.actions import ATTEMPTS_BEFORE_PARKING, LEASE, deliver_all, deliver_next
from guichet.journal.models import Delivery, Record
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now
from guichet.notifications.actions import forget_about, mark_posted, send, try_again
from guichet.notifications.facts import LetterPosted, LetterWritten, MessageFailed, MessageQueued, MessageSent
from guichet.notifications.models import HIDDEN_SECRET, Message
from guichet.notifications.rules import Channel
from guichet.notifications.subscribers import send_message
from guichet.notifications.tests.conftest import EMAIL, HOME, PHONE
from guichet.notifications.wording import SECRET
from tests.base import facts

Status = Message.Status


@pytest.fixture
def code():
    return spoken_secret(secret_of("case", 7, 1))


class Killed(BaseException):
    """Not an Exception: nobody on the way up catches it, as nobody catches kill -9."""


def kill_at(start_of_statement):
    """Die when the database is asked this."""

    def wrapper(execute, sql, params, many, context):
        if sql.startswith(start_of_statement):
            raise Killed
        return execute(sql, params, many, context)

    return connection.execute_wrapper(wrapper)


def outcome(message):
    message.refresh_from_db()
    return message.status, message.outcome


def words_of(pdf):
    with pypdfium2.PdfDocument(pdf) as document:
        return " ".join("\n".join(page.get_textpage().get_text_bounded() for page in document).split())


def test_a_message_leaves_by_email_in_text_and_html(tell, mail_server, code):
    message = tell(**EMAIL)
    deliver_all()
    assert outcome(message) == (Status.SENT, "Accepté par le serveur de messagerie.")
    assert mail_server.recipients == ["lucie@exemple.fr"]
    [mail] = mail_server.taken
    assert mail["Subject"] == "Nouveau dossier BAC-26-00418"
    assert mail["From"] == "Communauté de communes du Sud-Avesnois <contact@sud-avesnois.example>"
    assert mail["Reply-To"] == "dechets@sud-avesnois.example"
    assert mail["Auto-Submitted"] == "auto-generated"
    plain, html = mail.get_body(("plain",)).get_content(), mail.get_body(("html",)).get_content()
    assert f"http://localhost/suivi/BAC-26-00418/#{code}" in plain
    assert f'href="http://localhost/suivi/BAC-26-00418/#{code}"' in html
    assert "l’œuf de Lucie" in plain
    assert "l’œuf de Lucie" in html


def test_a_message_leaves_by_sms_when_she_gave_no_email(tell, sms_supplier, code):
    message = tell(**PHONE)
    deliver_all()
    assert outcome(message) == (Status.SENT, "Accepté par l’opérateur de SMS.")
    assert sms_supplier.taken == [
        {"to": "+33612345678", "sender": "CCSudAvesno",
         "text": f"Nouveau dossier BAC-26-00418 : l'oeuf de Lucie. http://localhost/suivi/BAC-26-00418/#{code}"}
    ]  # fmt: skip
    assert sms_supplier.headers[0]["Authorization"] == "Bearer jeton"


def test_a_letter_waits_to_be_printed_when_she_gave_only_her_address(tell, world, code):
    message = tell(**HOME)
    deliver_all()
    assert outcome(message) == (Status.TO_PRINT, "Lettre prête à imprimer.")
    words = words_of(message.letter.path)
    assert "Lucie Dubois 14 rue Léo-Lagrange 59186 ANOR" in words
    assert "Maison de l’intercommunalité, service déchets" in words
    assert "Hélène Marchand Présidente" in words
    assert "Nouveau dossier BAC-26-00418" in words
    assert code in words
    assert list(Message.objects.to_post(world.body)) == [message]


def test_the_signatory_of_the_department_comes_before_the_body_s(tell, world):
    world.waste.signatory_name, world.waste.signatory_title = "Karim Haddad", "responsable du service déchets"
    world.waste.save()
    message = tell(**HOME)
    deliver_all()
    message.refresh_from_db()
    assert "Karim Haddad responsable du service déchets" in words_of(message.letter.path)


def test_somebody_without_any_address_gets_a_letter_kept_at_the_counter(tell):
    message = tell()
    deliver_all()
    assert outcome(message) == (Status.TO_PRINT, "Aucune adresse donnée\u00a0: la lettre est gardée à l’accueil.")
    assert "Lucie Dubois Lettre gardée à l’accueil 2 rue du Général-Raymond-Chomel 59610 FOURMIES" in words_of(
        message.letter.path
    )


def test_the_letter_that_is_wanted_too_goes_with_the_email(tell, mail_server):
    message = tell(with_letter=True, **EMAIL, **HOME)
    deliver_all()
    assert outcome(message)[0] == Status.SENT
    [attached] = list(mail_server.taken[0].iter_attachments())
    assert attached.get_content_type() == "application/pdf"
    assert attached.get_content() == message.letter.path.read_bytes()
    assert "14 rue Léo-Lagrange" in words_of(BytesIO(attached.get_content()))


def test_the_letter_that_is_wanted_too_is_kept_beside_the_sms(tell, sms_supplier):
    message = tell(with_letter=True, **PHONE)
    deliver_all()
    assert outcome(message)[0] == Status.SENT
    assert message.letter.is_pdf


def test_the_secret_is_stored_nowhere_and_shown_to_no_agent(tell, mail_server, code):
    message = tell(**EMAIL)
    assert SECRET in message.text
    assert code not in str(Message.objects.filter(pk=message.pk).values())
    assert HIDDEN_SECRET in message.shown_text


def test_the_demonstration_sends_nothing_and_says_so(tell, world, settings):
    settings.DEMONSTRATION = True
    by_email, by_sms, letter = tell(key="a", **EMAIL), tell(key="b", **PHONE), tell(key="c", **HOME)
    deliver_all()
    assert outcome(by_email) == outcome(by_sms) == (Status.SENT, "Démonstration\u00a0: rien n’est parti.")
    assert list(Message.objects.sent_from(world.body).only_shown()) == [letter, by_sms, by_email]


def test_the_demonstration_s_letter_says_that_it_is_invented(tell, settings):
    settings.DEMONSTRATION = True
    message = tell(**HOME)
    deliver_all()
    message.refresh_from_db()
    assert "Commune de démonstration, contenu inventé" in words_of(message.letter.path)


def test_a_message_that_leaves_is_read_once_and_marked_once(tell, mail_server):
    message = tell(**EMAIL)
    with CaptureQueriesContext(connection) as asked:
        send(message.pk)
    of_messages = [query["sql"] for query in asked if '"notifications_message"' in query["sql"]]
    assert [sql.split()[0] for sql in of_messages] == ["SELECT", "UPDATE"]


@pytest.mark.django_db(transaction=True)
def test_nothing_is_sent_while_a_transaction_is_open(tell, mail_server):
    here, seen = connections[DEFAULT_DB_ALIAS], []
    mail_server.on_data = lambda: seen.append(here.in_atomic_block)
    tell(with_letter=True, **EMAIL)
    deliver_all()
    assert seen == [False]


@pytest.mark.parametrize(
    ("answers", "sentence"),
    [
        ({"RCPT": "550 no such user"}, "Le serveur de messagerie refuse cette adresse."),
        ({".": "554 looks like junk"}, "Le serveur de messagerie refuse ce message."),
    ],
)
def test_an_email_refused_for_good_is_told_to_the_agent(tell, mail_server, answers, sentence):
    mail_server.answers = answers
    message = tell(**EMAIL)
    deliver_all()
    assert outcome(message) == (Status.FAILED, sentence)
    assert facts(MessageFailed) == [MessageFailed(message.pk, "email")]
    assert not Delivery.objects.exists()


def test_an_address_that_is_none_never_reaches_the_server(tell, mail_server):
    message = tell(email="lucie@@exemple")
    deliver_all()
    assert outcome(message) == (Status.FAILED, "Cette adresse e-mail n’est pas valide.")
    assert mail_server.recipients == []


@pytest.mark.parametrize(
    "answers",
    [
        {"RCPT": "451 come back later"},
        {"MAIL": "550 who are you"},
        {"DATA": "452 disk full"},
        {".": "421 closing"},
        {"EHLO": "500 what", "HELO": "500 what"},
    ],
)
def test_an_email_refused_for_now_is_tried_again(tell, mail_server, answers):
    mail_server.answers = answers
    message = tell(**EMAIL)
    deliver_all()
    assert outcome(message) == (Status.WAITING, "")
    assert "MailUnavailable" in Delivery.objects.get().last_error
    mail_server.answers = {}
    deliver_next(at=now() + LEASE)
    assert outcome(message)[0] == Status.SENT


def test_a_mail_server_that_says_nothing_is_left_after_the_time_out(tell, mail_server, settings):
    settings.EMAIL_TIMEOUT, mail_server.silent = 0.2, 1
    message = tell(**EMAIL)
    deliver_all()
    assert outcome(message)[0] == Status.WAITING
    assert "MailUnavailable" in Delivery.objects.get().last_error


def test_no_mail_server_at_all_is_tried_again(tell, mail_server, settings):
    message = tell(**EMAIL)
    settings.EMAIL_HOST = ""
    deliver_all()
    assert outcome(message)[0] == Status.WAITING
    assert "Unavailable" in Delivery.objects.get().last_error


@pytest.mark.parametrize(("status", "expected"), [(400, Status.FAILED), (422, Status.FAILED), (302, Status.WAITING),
    (401, Status.WAITING), (429, Status.WAITING), (503, Status.WAITING)])  # fmt: skip
def test_what_the_sms_supplier_says_is_final_only_when_it_speaks_of_the_number(tell, sms_supplier, status, expected):
    sms_supplier.status = status
    message = tell(**PHONE)
    deliver_all()
    assert outcome(message)[0] == expected


def test_killed_between_the_sending_and_the_mark_the_email_leaves_again_as_the_same_one(tell, mail_server):
    message = tell(**EMAIL)
    with kill_at('UPDATE "notifications_message"'), pytest.raises(Killed):
        deliver_next()
    deliver_next(at=now() + LEASE)
    first, second = mail_server.taken
    assert first["Message-ID"] == second["Message-ID"]
    assert outcome(message)[0] == Status.SENT
    assert facts(MessageSent) == [MessageSent(message.pk, "email")]


def test_killed_between_the_sending_and_the_mark_the_sms_leaves_again_with_the_same_key(tell, sms_supplier):
    tell(**PHONE)
    with kill_at('UPDATE "notifications_message"'), pytest.raises(Killed):
        deliver_next()
    deliver_next(at=now() + LEASE)
    first, second = sms_supplier.headers
    assert first["Idempotency-Key"] == second["Idempotency-Key"]


def files_in(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file())


@pytest.mark.parametrize(
    "statement",
    ['UPDATE "notifications_message"', 'INSERT INTO "documents_storedfile"', 'INSERT INTO "journal_record"'],
)
def test_killed_while_the_letter_is_kept_there_is_one_letter_in_the_end(tell, tmp_path, statement):
    message = tell(**HOME)
    with kill_at(statement), pytest.raises(Killed):
        deliver_next()
    assert not StoredFile.objects.exists()
    [orphan] = files_in(tmp_path)
    deliver_next(at=now() + LEASE)
    assert outcome(message)[0] == Status.TO_PRINT
    assert list(StoredFile.objects.all()) == [message.letter]
    assert facts(LetterWritten) == [LetterWritten(message.pk)]
    assert sweep(now() + timedelta(hours=1)) == 1
    assert files_in(tmp_path) == [message.letter.path] != [orphan]


@pytest.mark.django_db(transaction=True)
def test_the_letter_is_on_the_disk_before_its_transaction_begins(tell, tmp_path):
    message = tell(**HOME)
    seen = []

    def look(execute, sql, params, many, context):
        if connection.in_atomic_block:
            seen.append([path.read_bytes()[:5] for path in files_in(tmp_path)])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        send(message.pk)
    assert outcome(message)[0] == Status.TO_PRINT
    assert seen
    assert all(files == [b"%PDF-"] for files in seen)


def test_a_letter_that_another_worker_kept_meanwhile_stays_the_only_one(tell, mail_server, tmp_path):
    message = tell(with_letter=True, **EMAIL)
    took_over = iter([lambda: send(message.pk)])

    def look(execute, sql, params, many, context):
        if files_in(tmp_path):
            for take_over in took_over:
                take_over()
        return execute(sql, params, many, context)

    with connection.execute_wrapper(look):
        send(message.pk)
    assert facts(LetterWritten) == [LetterWritten(message.pk)]
    assert len(facts(FileKept)) == StoredFile.objects.count() == 1
    assert facts(MessageSent) == [MessageSent(message.pk, "email")]


def test_killed_after_the_letter_and_before_the_email_the_same_letter_leaves(tell, mail_server):
    message = tell(with_letter=True, **EMAIL)
    mail_server.answers = {"RCPT": "451 come back later"}
    deliver_all()
    kept = StoredFile.objects.get()
    mail_server.answers = {}
    deliver_next(at=now() + LEASE)
    assert outcome(message)[0] == Status.SENT
    [attached] = list(mail_server.taken[0].iter_attachments())
    assert attached.get_content() == kept.path.read_bytes()
    assert list(StoredFile.objects.all()) == [kept]


@pytest.mark.parametrize("contact", [EMAIL, PHONE, HOME], ids=["email", "sms", "letter"])
def test_a_fact_delivered_twice_makes_one_message(tell, mail_server, sms_supplier, contact):
    message = tell(with_letter=True, **contact)
    deliver_all()
    row = Record.objects.get(kind=MessageQueued.__name__)
    send_message(row.fact, row)
    assert len(mail_server.taken) + len(sms_supplier.taken) == (0 if contact == HOME else 1)
    assert len(facts(FileKept)) == len(facts(LetterWritten)) == 1
    assert len(facts(MessageSent)) == (0 if contact == HOME else 1)
    assert outcome(message)[0] in {Status.SENT, Status.TO_PRINT}


def park(message, peer):
    peer.answers = {"RCPT": "451 come back later"}
    for _attempt in range(ATTEMPTS_BEFORE_PARKING):
        deliver_next(at=now() + timedelta(days=1))
    assert Delivery.objects.parked().count() == 1
    peer.answers = {}


def test_what_was_parked_is_offered_again_the_next_night(tell, mail_server):
    message = tell(**EMAIL)
    park(message, mail_server)
    assert try_again(now()) == 1
    deliver_all()
    assert outcome(message)[0] == Status.SENT


def test_after_a_week_the_agent_is_told_that_it_did_not_leave(tell, mail_server):
    message = tell(**EMAIL)
    park(message, mail_server)
    Message.objects.update(created_at=now() - 8 * timedelta(days=1))
    try_again(now())
    deliver_all()
    assert outcome(message) == (Status.FAILED, "Le service d’envoi n’a pas répondu pendant une semaine.")
    assert mail_server.taken == []


def test_posted_letters_leave_the_pile_of_their_body_alone(tell, world, sophie):
    message = tell(**HOME)
    deliver_all()
    assert mark_posted([message.pk], body=world.anor, by=sophie.actor) == 0
    assert mark_posted([message.pk, 999], body=world.body, by=sophie.actor) == 1
    assert mark_posted([message.pk], body=world.body, by=sophie.actor) == 0
    assert outcome(message)[0] == Status.POSTED
    assert facts(LetterPosted) == [LetterPosted(message.pk)]


def test_what_is_forgotten_is_neither_kept_nor_sent(tell, mail_server, django_capture_on_commit_callbacks):
    kept = tell(key="kept", **HOME)
    deliver_all()
    kept.refresh_from_db()
    path = kept.letter.path
    tell(key="not-yet", **EMAIL)
    with django_capture_on_commit_callbacks(execute=True):
        assert forget_about("case", 7, by=SYSTEM) == 2
    deliver_all()
    assert not Message.objects.exists()
    assert not StoredFile.objects.exists()
    assert not path.exists()
    assert mail_server.taken == []


def test_the_channel_is_kept_with_the_message(tell, mail_server, sms_supplier):
    assert tell(key="a", **EMAIL, **PHONE).channel == Channel.EMAIL
    assert tell(key="b", **PHONE, **HOME).channel == Channel.SMS
    assert tell(key="c", **HOME).channel == Channel.LETTER
