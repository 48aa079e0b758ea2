"""What was done in her name, with the codes of a visit or of a mandate; and revoking."""

import pytest
from django.core import signing
from django.db import transaction

from guichet.accounts.actions import merge_people
from guichet.accounts.models import WrongSecrets
from guichet.cases.facts import CaseReceived
from guichet.catalogue.models import Procedure
from guichet.journal.actions import record
from guichet.journal.models import Record
from guichet.mandates.actions import revoke_mandate
from guichet.mandates.models import Mandate
from guichet.mandates.tests.factories import a_mandate, a_person, signed
from guichet.portal.tests.base import browser_at
from guichet.portal.trail import COOKIE, SALT
from guichet.visits.actions import add_matter, note_done, open_visit
from guichet.visits.models import Visit
from tests.base import resident_of, text_of

UNKNOWN = "Cette référence et ce code ne vont pas ensemble"


@pytest.fixture(autouse=True)
def files(settings, tmp_path):
    settings.FILES_ROOT = tmp_path


@pytest.fixture
def visit(portal, manon) -> Visit:
    """She came, and something was done at once."""
    made = open_visit(body=portal.anor, person=a_person(), by=manon.actor)
    note_done(add_matter(made, Procedure.objects.get(slug="cession-vehicule"), by=manon.actor), by=manon.actor)
    return made


@pytest.fixture
def mandate(portal, visit, manon) -> Mandate:
    return signed(a_mandate(portal.anor, manon.actor, visit.person), manon.actor)


def opened(browser, subject, secret=None):
    return browser.post("/suivi/", {"reference": subject.reference, "secret": secret or subject.spoken_secret})


def page_of(subject):
    return f"/suivi/{subject.reference}/"


def revoking(subject, mandate):
    return f"{page_of(subject)}mandats/{mandate.reference}/revoquer/"


@pytest.mark.parametrize("which", ["visit", "mandate"])
def test_both_codes_open_what_was_done_in_her_name(lucie, visit, mandate, which):
    subject = {"visit": visit, "mandate": mandate}[which]
    assert opened(lucie, subject).headers["Location"] == page_of(subject)
    page = text_of(lucie.get(page_of(subject)))
    assert "Fait en votre nom" in page
    assert mandate.reference in page
    assert "Papiers et citoyenneté" in page


def test_the_page_tells_what_was_done_at_the_visit(lucie, visit):
    opened(lucie, visit)
    told = Procedure.objects.get(slug="cession-vehicule").short_title
    assert told in text_of(lucie.get(page_of(visit)))


def did(portal, role, person, slug):
    """She came to this agent's body, and something was done at once."""
    made = open_visit(body=role.body, person=person, by=role.actor)
    matter = add_matter(made, Procedure.objects.get(slug=slug), by=role.actor)
    note_done(matter, by=role.actor.in_the_name_of(person.pk))
    return matter.procedure.short_title


def test_the_code_of_a_visit_tells_that_visit_and_no_other_of_hers(lucie, portal, visit, manon, sophie):
    others = [did(portal, manon, visit.person, "carte-identite"), did(portal, sophie, visit.person, "passeport")]
    opened(lucie, visit)
    page = text_of(lucie.get(page_of(visit)))
    assert Procedure.objects.get(slug="cession-vehicule").short_title in page
    assert not any(other in page for other in others)
    assert "à votre visite du" in page


def test_the_code_of_a_mandate_tells_what_its_body_alone_did_in_her_name(lucie, portal, mandate, manon, sophie):
    here = did(portal, manon, mandate.person, "carte-identite")
    elsewhere = did(portal, sophie, mandate.person, "passeport")
    opened(lucie, mandate)
    page = text_of(lucie.get(page_of(mandate)))
    assert "en votre nom pour la mairie d’Anor" in page
    assert here in page
    assert elsewhere not in page


def test_a_request_sent_elsewhere_from_the_counter_is_told_by_the_code_of_the_mandate(
    lucie, portal, visit, mandate, manon
):
    by = manon.actor.at_visit(visit.pk).in_the_name_of(visit.person_id, mandate.pk)
    with transaction.atomic():
        record(CaseReceived(0, "bacs-ordures"), by=by, body_id=portal.body.pk)
    opened(lucie, mandate)
    assert "Demande envoyée" in text_of(lucie.get(page_of(mandate)))


def test_the_code_of_a_visit_that_names_nobody_tells_that_visit_alone(lucie, portal, manon, mandate):
    nameless = open_visit(body=portal.anor, first_name="Bernard", by=manon.actor)
    opened(lucie, nameless)
    page = text_of(lucie.get(page_of(nameless)))
    assert "Rien encore" in page
    assert mandate.reference not in page


@pytest.mark.parametrize("typed", ["VIS 26 {n}", "vis-26-{n:05d}", " VIS-26-{n:05d} "])
def test_the_reference_is_typed_as_people_type(lucie, visit, typed):
    number = int(visit.reference.rpartition("-")[2])
    reference = typed.format(n=number).replace("26", visit.reference[4:6])
    assert lucie.post("/suivi/", {"reference": reference, "secret": visit.secret}).status_code == 302


def test_without_its_codes_it_asks_for_them(lucie, visit):
    answer = lucie.get(page_of(visit))
    assert answer.headers["Location"] == f"/suivi/?reference={visit.reference}"


def test_a_wrong_code_and_an_unknown_reference_are_answered_alike_and_counted(lucie, visit, mandate):
    for subject, secret in ((visit, mandate.secret), (mandate, visit.secret)):
        assert UNKNOWN in text_of(opened(lucie, subject, secret))
    assert UNKNOWN in text_of(lucie.post("/suivi/", {"reference": "VIS-26-99999", "secret": visit.secret}))
    assert WrongSecrets.objects.exists()


def test_guessing_waits_longer_and_longer(lucie, visit):
    answers = [opened(lucie, visit, f"AAAAAAAAAAA{n}") for n in "234567ABCDE"]
    assert answers[-1].status_code == 429
    assert "Trop d’essais" in text_of(answers[-1])


def test_a_mandate_nobody_signed_opens_nothing(lucie, portal, manon):
    mandate = a_mandate(portal.anor, manon.actor)
    assert UNKNOWN in text_of(opened(lucie, mandate))


def test_another_communes_visit_does_not_exist_here_even_with_its_cookie(portal, visit, mandate):
    neighbour = browser_at(portal.fourmies)
    neighbour.cookies[COOKIE] = signing.dumps([(visit.reference, 1), (mandate.reference, 1)], salt=SALT, compress=True)
    for subject in (visit, mandate):
        assert neighbour.get(page_of(subject)).status_code == 404
        assert UNKNOWN in text_of(opened(neighbour, subject))


def test_a_renewed_code_closes_the_page_at_once(lucie, visit):
    opened(lucie, visit)
    Visit.objects.filter(pk=visit.pk).update(secret_version=2)
    assert lucie.get(page_of(visit)).status_code == 302


def test_a_forged_cookie_opens_nothing(lucie, visit):
    lucie.cookies[COOKIE] = signing.dumps([(visit.reference, 1)], salt="autre", compress=True)
    assert lucie.get(page_of(visit)).status_code == 302


def test_she_revokes_after_one_confirmation(lucie, visit, mandate):
    opened(lucie, visit)
    assert "Arrêter ce mandat" in text_of(lucie.get(revoking(visit, mandate)))
    assert Mandate.objects.get().revoked_at is None
    page = text_of(lucie.post(revoking(visit, mandate), follow=True))
    assert "Le mandat est arrêté" in page
    mandate = Mandate.objects.get()
    assert mandate.revoked_by_kind == "resident"
    row = Record.objects.get(kind="MandateRevoked")
    assert (row.actor_kind, row.actor_id, row.for_id) == ("resident", None, visit.person_id)


def test_revoked_already_it_is_said_so_and_done_once(lucie, portal, visit, mandate):
    opened(lucie, visit)
    revoke_mandate(mandate, by=resident_of(portal.anor))
    assert "Arrêté le" in text_of(lucie.get(revoking(visit, mandate), follow=True))
    lucie.post(revoking(visit, mandate))
    assert Record.objects.filter(kind="MandateRevoked").count() == 1


def test_nobody_sees_or_revokes_another_s(lucie, portal, visit, mandate, manon):
    other = open_visit(body=portal.anor, person=a_person("Bernard", "Lecomte"), by=manon.actor)
    opened(lucie, other)
    assert mandate.reference not in text_of(lucie.get(page_of(other)))
    assert lucie.post(revoking(other, mandate)).status_code == 404
    assert lucie.post(revoking(visit, mandate)).status_code == 302  # the codes are asked for
    assert Mandate.objects.get().revoked_at is None


def test_the_code_of_a_later_visit_shows_her_mandates_once_an_agent_says_she_is_the_same(
    lucie, portal, visit, mandate, manon
):
    again = open_visit(body=portal.anor, person=a_person("Lucie", "Dubois"), by=manon.actor)
    opened(lucie, again)
    assert mandate.reference not in text_of(lucie.get(page_of(again)))
    merge_people(visit.person, again.person, by=manon.actor)
    assert mandate.reference in text_of(lucie.get(page_of(again)))


def test_what_is_open_is_listed_and_forgotten_on_this_device(lucie, visit):
    opened(lucie, visit)
    assert visit.reference in text_of(lucie.get("/suivi/"))
    lucie.post("/suivi/terminer/")
    assert lucie.get(page_of(visit)).status_code == 302


def test_the_ticket_s_address_opens_after_one_press(lucie, visit):
    page = text_of(lucie.get(f"/suivi/ouvrir/{visit.reference}/{visit.secret}/"))
    assert "fait en votre nom" in page
    assert f'value="{visit.secret}"' in page


def test_the_page_is_kept_by_nobody(lucie, visit):
    opened(lucie, visit)
    answer = lucie.get(page_of(visit))
    assert (answer.headers["Cache-Control"], answer.headers["X-Robots-Tag"]) == ("no-store", "noindex")
