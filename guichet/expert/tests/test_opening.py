"""The code: sent to the department alone, used once, for a quarter of an hour; the door says nothing of what exists."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from guichet.cases.actions import send_opening_code, transmit, use_opening_code
from guichet.cases.actions.opening import MOST_WRONG_A_DAY
from guichet.cases.facts import OpeningCodeSent, OpeningCodeUsed
from guichet.expert.guard import COOKIE
from guichet.expert.tests.base import REFERENCE_PAGE, code_of, entrusted, last_mail
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now, pretending
from guichet.kit.refusal import Refusal
from guichet.notifications.models import DEPARTMENT_CODE, Message
from tests.base import an_agent, facts, text_of

UNKNOWN = "BAC-26-99999"
NBSP = "\u00a0"


def page_of(case):
    return REFERENCE_PAGE.format(case.reference)


def code_at(case):
    """A new code of the case, past the limits of the page that asks for it."""
    send_opening_code(case)
    return code_of(last_mail())


def is_right(case, code):
    """Does the code open the case, typed from a network that made no mistake?"""
    try:
        use_opening_code(case, code, reference=case.reference, address="10.9.9.9", by=SYSTEM)
    except Refusal:
        return False
    return True


def typed(browser, reference, code):
    return browser.post(f"{REFERENCE_PAGE.format(reference)}ouvrir/", {"code": code})


def is_open(browser, case):
    return "Sa demande" in text_of(browser.get(page_of(case)))


def test_nobody_sees_anything_but_a_door_that_is_the_same_for_every_reference(case, browser):
    known, unknown = (text_of(browser.get(REFERENCE_PAGE.format(ref))) for ref in (case.reference, UNKNOWN))
    strip = lambda page, ref: page.replace(ref, "…").split('name="csrfmiddlewaretoken"')[0]  # noqa: E731
    assert strip(known, case.reference) == strip(unknown, UNKNOWN)
    assert "Dubois" not in known
    assert "Département" not in known


def test_the_code_goes_to_the_department_and_is_kept_nowhere(case, browser, ask):
    code = ask()
    mail = last_mail()
    assert mail.to == "voirie@nord.example"
    assert code not in mail.text + mail.subject
    assert "Dubois" not in mail.text
    assert facts(OpeningCodeSent) == [OpeningCodeSent(case.pk, case.department_id)]


def test_an_unknown_reference_is_answered_alike_and_sends_nothing(case, browser):
    known = browser.post(f"{page_of(case)}code/")
    unknown = browser.post(f"{REFERENCE_PAGE.format(UNKNOWN)}code/")
    assert known.headers["Location"].replace(case.reference, UNKNOWN) == unknown.headers["Location"]
    assert Message.objects.filter(purpose=DEPARTMENT_CODE).count() == 1
    wrong = [text_of(typed(browser, ref, "000 000")) for ref in (case.reference, UNKNOWN)]
    assert all("Ce code n’ouvre pas ce dossier" in page for page in wrong)


def test_a_case_that_agents_treat_at_their_desk_has_no_code(world, roads, case, browser):
    an_agent("jean", roads.body)
    browser.post(f"{page_of(case)}code/")
    assert not Message.objects.filter(purpose=DEPARTMENT_CODE).exists()


def test_another_portal_knows_nothing_of_it(case):
    elsewhere = Client(headers={"host": "fourmies.localhost"})
    elsewhere.post(f"{page_of(case)}code/")
    assert not Message.objects.filter(purpose=DEPARTMENT_CODE).exists()


def test_the_right_code_opens_the_case_once(case, browser, ask):
    code = ask()
    assert typed(browser, case.reference, code.replace("\u00a0", "")).status_code == 302
    assert is_open(browser, case)
    other = Client(headers={"host": "localhost"})
    assert "Ce code n’ouvre pas" in text_of(typed(other, case.reference, code))
    assert len(facts(OpeningCodeUsed)) == 1


def test_a_new_code_voids_the_one_before(case, browser, ask):
    old, new = ask(), ask()
    assert old != new
    typed(browser, case.reference, old)
    assert not is_open(browser, case)
    typed(browser, case.reference, new)
    assert is_open(browser, case)


def test_the_code_of_a_case_opens_no_other(world, roads, case, browser, ask):
    other = entrusted(world, roads, by=an_agent("lea", world.anor))
    code = ask()
    browser.post(f"{page_of(other)}code/")
    typed(browser, other.reference, code)
    assert not is_open(browser, other)


@pytest.mark.parametrize(("minutes", "opens"), [(14, True), (16, False)])
def test_a_code_lasts_a_quarter_of_an_hour(case, browser, ask, minutes, opens):
    code = ask()
    with pretending(now() + timedelta(minutes=minutes)):
        typed(browser, case.reference, code)
    assert is_open(browser, case) is opens


def test_wrong_codes_make_one_wait_longer_and_longer(case, browser, ask):
    code = ask()
    for _try in range(6):
        answer = typed(browser, case.reference, "123456")
    assert answer.status_code == 429
    assert "attendez" in text_of(answer)
    with pretending(now() + timedelta(minutes=1)):
        typed(browser, case.reference, code)
    assert is_open(browser, case)


def test_hundreds_of_networks_guess_hundreds_of_codes_and_kill_the_code_at_the_tenth(case, browser, ask):
    code = ask()
    right = int(code.replace("\u00a0", ""))
    for number in range(200):
        guess = f"{(right + 1 + number) % 1_000_000:06d}"
        with pytest.raises(Refusal, match="n’ouvre pas"):
            use_opening_code(case, guess, reference=case.reference, address=f"10.0.0.{number}", by=SYSTEM)
    assert "Ce code n’ouvre pas" in text_of(typed(browser, case.reference, code))
    # The department waits for half a minute at most, asks for another code, and is let in.
    with pretending(now() + timedelta(seconds=31)):
        typed(browser, case.reference, ask())
        assert is_open(browser, case)


def test_a_day_of_wrong_codes_shuts_the_case_until_midnight_whatever_the_code(case, browser, ask):
    morning = datetime(2026, 12, 1, 8, tzinfo=UTC)
    for number in range(MOST_WRONG_A_DAY):
        with pretending(morning + timedelta(minutes=20 * number)):
            wrong = f"{(int(ask().replace(NBSP, '')) + 1) % 1_000_000:06d}"
            with pytest.raises(Refusal):
                use_opening_code(case, wrong, reference=case.reference, address=f"10.0.1.{number}", by=SYSTEM)
    with pretending(morning + timedelta(hours=10)):
        assert not is_right(case, code_at(case))
    with pretending(morning + timedelta(hours=20)):
        assert is_right(case, code_at(case))


@pytest.mark.parametrize("reference", ["known", UNKNOWN])
def test_so_many_codes_are_sent_for_one_case_in_a_day(reference, case):
    wanted = case.reference if reference == "known" else reference
    morning = datetime(2026, 12, 1, 8, tzinfo=UTC)

    def ask_at(hours):
        browser = Client(headers={"host": "localhost"}, REMOTE_ADDR=f"10.0.0.{hours}")
        with pretending(morning + timedelta(hours=hours)):
            return browser.post(f"{REFERENCE_PAGE.format(wanted)}code/")

    answers = [ask_at(hours // 5) for hours in range(21)]
    assert [answer.status_code for answer in answers] == [302] * 20 + [429]
    assert "aujourd’hui pour ce dossier" in text_of(answers[-1])
    assert ask_at(20).status_code == 302


@pytest.mark.parametrize("reference", ["known", UNKNOWN])
def test_so_many_codes_are_sent_for_one_case_in_an_hour(case, settings, reference):
    wanted = case.reference if reference == "known" else reference
    answers = [
        Client(headers={"host": "localhost"}, REMOTE_ADDR=f"10.0.0.{n}").post(f"{REFERENCE_PAGE.format(wanted)}code/")
        for n in range(11)
    ]
    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert "pour ce dossier" in text_of(answers[-1])


def test_so_many_codes_are_asked_from_one_network_in_an_hour(case, browser, settings):
    settings.SUBMISSIONS_PER_HOUR = 2
    answers = [browser.post(f"{REFERENCE_PAGE.format(f'BAC-26-0000{n}')}code/") for n in range(3)]
    assert [answer.status_code for answer in answers] == [302, 302, 429]
    assert "votre connexion" in text_of(answers[-1])


def test_the_cookie_is_for_this_face_alone_and_scripts_do_not_read_it(opened):
    cookie = opened.cookies[COOKIE]
    assert (cookie["path"], cookie["httponly"], cookie["samesite"]) == ("/expert/", True, "Lax")
    assert cookie["max-age"] == 4 * 3600


def test_four_hours_are_four_hours_whatever_is_opened_or_closed_meanwhile(world, roads, case, opened, ask):
    start = now()
    others = [entrusted(world, roads, by=an_agent(name, world.anor)) for name in ("lea", "didier")]
    for hours, other in zip((2, 3), others, strict=True):
        with pretending(start + timedelta(hours=hours)):
            opened.post(f"{page_of(other)}code/")
            typed(opened, other.reference, code_of(last_mail()))
            assert is_open(opened, case)
    with pretending(start + timedelta(hours=4, minutes=1)):
        opened.post(f"{page_of(others[0])}fermer/")
        assert not is_open(opened, case)
        assert is_open(opened, others[1])


def test_a_forged_cookie_opens_nothing(case, browser):
    browser.cookies[COOKIE] = "W1siQkFDIl1d:abc:def"
    assert not is_open(browser, case)


def test_a_case_sent_on_is_a_404_at_once(world, case, opened):
    assert is_open(opened, case)
    agent = an_agent("lea", world.anor)
    transmit(case, department=world.anor.departments.get(), text="Non", seen_version=case.version, by=agent.actor)
    for address in ("", "copie.zip", "recu.pdf"):
        assert opened.get(f"{page_of(case)}{address}").status_code == 404
    assert opened.post(f"{page_of(case)}ecrire/", {"text": "Non"}).status_code == 404


def test_a_new_address_of_the_department_closes_what_the_old_one_opened(roads, case, opened):
    roads.email = "autre@nord.example"
    roads.save()
    assert opened.get(page_of(case)).status_code == 404


def test_closing_leaves_nothing_on_the_device(case, opened):
    opened.post(f"{page_of(case)}fermer/")
    assert not is_open(opened, case)


def test_no_page_is_kept_by_anybody(case, opened, browser):
    for page in (opened.get(page_of(case)), Client(headers={"host": "localhost"}).get(page_of(case))):
        assert page.headers["Cache-Control"] == "no-store"
        assert page.headers["X-Robots-Tag"] == "noindex"
