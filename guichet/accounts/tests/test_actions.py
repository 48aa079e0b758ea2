from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.sessions.models import Session

from guichet.accounts.actions import (
    Contact,
    check_secret,
    close_account,
    forget_old_counts,
    give_role,
    name_person,
    open_account,
    print_first_access,
    replace_application,
    take_submission,
    try_patiently,
    use_first_access,
    withdraw_role,
)
from guichet.accounts.facts import AccountOpened, ApplicationReplaced, FirstAccessUsed, RoleGiven
from guichet.accounts.models import Account, ContactPoint, Role, WrongSecrets
from guichet.accounts.rules import RoleKind, Tried
from guichet.journal.chores import run_chores
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now, paris_date
from guichet.kit.refusal import Refusal
from tests.base import PASSWORD, an_agent, facts

SECRET = "KDRTMLNW27QA"
TELEPHONE = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def test_an_account_opens_without_a_password(world):
    account = open_account(login=" Sophie.Leroy ", first_name="Sophie", last_name="Leroy", by=SYSTEM)
    assert (account.login, account.has_usable_password()) == ("sophie.leroy", False)
    assert facts(AccountOpened) == [AccountOpened(account.pk)]


@pytest.mark.parametrize("login", ["", "sophie leroy", "élodie", "a@b", "SOPHIE"])
def test_a_login_is_simple_and_unique(world, sophie, login):
    with pytest.raises(Refusal):
        open_account(login=login, first_name="A", last_name="B", by=SYSTEM)


def test_the_sheet_of_first_access_opens_once_and_an_older_sheet_never(sophie):
    old = print_first_access(sophie.account, by=SYSTEM)
    code = print_first_access(sophie.account, by=SYSTEM)
    with pytest.raises(Refusal, match="ne vont pas ensemble"):
        use_first_access(login="sophie", code=old, password=PASSWORD)
    assert use_first_access(login="SOPHIE", code=code.lower(), password=PASSWORD).check_password(PASSWORD)
    with pytest.raises(Refusal, match="ne vont pas ensemble"):
        use_first_access(login="sophie", code=code, password=PASSWORD)
    assert len(facts(FirstAccessUsed)) == 1


def test_printing_a_sheet_ends_the_old_password(sophie):
    print_first_access(sophie.account, by=SYSTEM)
    assert not Account.objects.get(pk=sophie.account.pk).check_password(PASSWORD)


def test_a_sheet_is_too_old_after_fourteen_days(sophie):
    code = print_first_access(sophie.account, by=SYSTEM)
    Account.objects.update(first_access_until=now() - timedelta(seconds=1))
    with pytest.raises(Refusal, match="14 jours"):
        use_first_access(login="sophie", code=code, password=PASSWORD)


@pytest.mark.parametrize("password", ["court", "1q2w3e4r5t6y"])
def test_a_weak_password_is_refused_and_the_sheet_still_works(sophie, password):
    code = print_first_access(sophie.account, by=SYSTEM)
    with pytest.raises(Refusal) as no:
        use_first_access(login="sophie", code=code, password=password)
    assert no.value.code == "weak-password"
    assert use_first_access(login="sophie", code=code, password=PASSWORD)


def test_a_role_is_given_once_and_inside_its_body(world, sophie, manon):
    again = give_role(sophie.account, body=world.body, kind=RoleKind.OFFICER, department=world.waste, by=SYSTEM)
    assert again.pk == sophie.pk
    assert len(facts(RoleGiven)) == 2
    with pytest.raises(Refusal, match="n’appartient pas"):
        give_role(manon.account, body=world.anor, kind=RoleKind.OFFICER, department=world.waste, by=SYSTEM)


def test_the_last_administrator_stays(world):
    one = an_agent("claire", world.anor, kind=RoleKind.ADMINISTRATOR)
    with pytest.raises(Refusal, match="dernier administrateur"):
        withdraw_role(one, by=SYSTEM)
    an_agent("hugo", world.anor, kind=RoleKind.ADMINISTRATOR)
    withdraw_role(one, by=SYSTEM)
    assert not Role.objects.filter(account__login="claire").exists()


def test_a_closed_account_has_no_role_in_force_and_nobody_closes_her_own(sophie, karim):
    close_account(sophie.account, by=karim.actor)
    assert list(Role.objects.in_force()) == [karim]
    with pytest.raises(Refusal, match="votre propre compte"):
        close_account(karim.account, by=karim.actor)


def test_a_person_has_the_ways_she_gave_and_no_other(db):
    person = name_person(
        Contact("Lucie", "Dubois", phone="06 12 34 56 78", street="14 rue Léo-Lagrange", postcode="59186", city="Anor")
    )
    assert person.reach(ContactPoint.Channel.EMAIL) == ""
    assert person.reach(ContactPoint.Channel.PHONE) == "06 12 34 56 78"
    assert person.postal_address.lines()[-1] == "59186 ANOR"
    assert name_person(Contact("", "Dubois")).postal_address is None


def test_a_second_sheet_voids_the_means_she_lost(sophie):
    TOTP.activate(sophie.account, TELEPHONE)
    Account.objects.update(last_login=now())
    use_first_access(login="sophie", code=print_first_access(sophie.account, by=SYSTEM), password=PASSWORD)
    assert not Authenticator.objects.exists()


def test_the_means_printed_before_the_first_entry_stay(sophie):
    TOTP.activate(sophie.account, TELEPHONE)
    use_first_access(login="sophie", code=print_first_access(sophie.account, by=SYSTEM), password=PASSWORD)
    assert Authenticator.objects.count() == 1


def test_a_new_application_takes_the_place_of_the_old_one(sophie):
    old = TOTP.activate(sophie.account, TELEPHONE).instance
    new = replace_application(
        sophie.account, lambda: TOTP.activate(sophie.account, TELEPHONE[::-1]).instance, by=sophie.actor
    )
    assert list(Authenticator.objects.all()) == [new] != [old]
    assert facts(ApplicationReplaced) == [ApplicationReplaced(sophie.account.pk)]


def test_an_application_that_could_not_be_installed_leaves_the_old_one(sophie):
    def fails():
        raise OSError

    old = TOTP.activate(sophie.account, TELEPHONE).instance
    with pytest.raises(OSError):
        replace_application(sophie.account, fails, by=sophie.actor)
    assert list(Authenticator.objects.all()) == [old]
    assert facts(ApplicationReplaced) == []


def tries(count, *, reference="BAC-26-00001", address="192.0.2.1"):
    for _n in range(count):
        with pytest.raises(Refusal):
            check_secret("FAUX", SECRET, reference=reference, address=address)


def later(seconds):
    for row in WrongSecrets.objects.all():
        WrongSecrets.objects.filter(pk=row.pk).update(last_at=row.last_at - timedelta(seconds=seconds))


def test_the_right_secret_opens_and_forgets_the_wrong_ones_of_the_reference(db):
    tries(4)
    check_secret("kdrt-mlnw-27qa", SECRET, reference="BAC-26-00001", address="192.0.2.1")
    assert WrongSecrets.objects.count() == 1  # the address keeps its count


def test_after_some_wrong_secrets_even_the_right_one_waits_a_little(db):
    tries(5)
    with pytest.raises(Refusal, match="attendez 1 seconde"):
        check_secret(SECRET, SECRET, reference="BAC-26-00001", address="192.0.2.1")
    later(2)
    check_secret(SECRET, SECRET, reference="BAC-26-00001", address="192.0.2.1")


def test_a_thousand_wrong_secrets_lock_nobody_out(db):
    tries(5)
    WrongSecrets.objects.update(count=1000)
    with pytest.raises(Refusal, match="Rien n’est bloqué"):  # the one who typed them waits
        check_secret(SECRET, SECRET, reference="BAC-26-00001", address="192.0.2.1")
    check_secret(SECRET, SECRET, reference="BAC-26-00001", address="198.51.100.7")  # the owner does not


def test_a_mistake_of_the_owner_s_costs_her_half_a_minute_at_most(db):
    tries(5)
    tries(1, address="198.51.100.7", reference="BAC-26-00002")
    WrongSecrets.objects.filter(count=5).update(count=1000)
    with pytest.raises(Refusal, match="attendez 30 secondes"):
        check_secret(SECRET, SECRET, reference="BAC-26-00001", address="198.51.100.7")
    later(31)
    check_secret(SECRET, SECRET, reference="BAC-26-00001", address="198.51.100.7")


def test_one_address_that_tries_many_references_is_slowed(db):
    for n in range(10):
        tries(1, reference=f"BAC-26-{n:05d}")
    with pytest.raises(Refusal, match="Trop d’essais"):
        check_secret(SECRET, SECRET, reference="BAC-26-09999", address="192.0.2.1")
    check_secret(SECRET, SECRET, reference="BAC-26-09999", address=None)  # a signed-in agent


def test_wrong_codes_of_sheets_slow_neither_tickets_nor_passwords(db):
    for _n in range(10):
        with pytest.raises(Refusal):
            check_secret("FAUX", SECRET, reference="SOPHIE", address="192.0.2.1", tried=Tried.SHEET)
    with pytest.raises(Refusal, match="Trop d’essais"):
        check_secret(SECRET, SECRET, reference="sophie", address="192.0.2.1", tried=Tried.SHEET)
    check_secret(SECRET, SECRET, reference="SOPHIE", address="192.0.2.1")
    assert try_patiently(lambda: True, tried=Tried.PASSWORD, subject="sophie", address="192.0.2.1")


def test_while_a_subject_waits_a_network_guesses_once_then_waits_too(db):
    tries(6)
    tries(1, address="198.51.100.7")
    with pytest.raises(Refusal, match="Trop d’essais"):
        check_secret(SECRET, SECRET, reference="BAC-26-00001", address="198.51.100.7")


def test_an_unknown_reference_answers_like_a_wrong_secret(db):
    with pytest.raises(Refusal) as unknown:
        check_secret(SECRET, None, reference="BAC-26-77777", address=None)
    with pytest.raises(Refusal) as wrong:
        check_secret("FAUX", SECRET, reference="BAC-26-00001", address=None)
    assert unknown.value.sentence == wrong.value.sentence


def test_no_address_is_kept_in_clear_and_counts_are_forgotten(db):
    tries(1)
    take_submission("192.0.2.1")
    assert not WrongSecrets.objects.filter(key__contains="192.0").exists()
    assert forget_old_counts(now() + timedelta(hours=26)) == 3


def test_sessions_that_ended_are_erased_at_night_and_the_others_stay(client, sophie):
    client.force_login(sophie.account)
    Session.objects.create(session_key="old", session_data="", expire_date=now() - timedelta(days=2))
    run_chores(paris_date(now()))
    assert Session.objects.filter(session_key="old").count() == 0
    assert Session.objects.filter(session_key=client.session.session_key).exists()


def test_an_address_sends_only_so_much_in_an_hour(db, settings):
    settings.SUBMISSIONS_PER_HOUR = 2
    take_submission("192.0.2.1")
    take_submission("192.0.2.1")
    with pytest.raises(Refusal, match="Vos réponses sont gardées"):
        take_submission("192.0.2.1")
    take_submission("192.0.2.2")
