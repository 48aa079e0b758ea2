"""Who writes to the person, and whose act she reads: another body's decision leaves as a covering letter."""

import pypdfium2
import pytest

from guichet.cases.actions import ask_for_paper, decide, transmit, write_message
from guichet.cases.facts import CaseTransmitted
from guichet.cases.models import Case
from guichet.cases.timeline import resident_timeline
from guichet.communes.actions import change_department
from guichet.communes.models import Body
from guichet.documents.seals import certificate_path
from guichet.documents.tests.authority import make_authority
from guichet.journal.actions import deliver_all
from guichet.journal.models import Record
from guichet.kit.actor import SYSTEM, Actor, ActorKind
from guichet.notifications.models import Message
from tests.base import an_agent
from tests.requests import COUNTY_HOLE, HOLE, WAYS, WHO, a_request, offer_everything

PASSWORD = "un mot de passe"
NO = "Cette voie n’est pas classée."


@pytest.fixture
def offered(world, settings, tmp_path):
    settings.DEMONSTRATION = True
    settings.FILES_ROOT, settings.SEALS_ROOT = tmp_path / "files", tmp_path / "seals"
    Body.objects.filter(pk=world.anor.pk).update(signatory_name="Luc Hautcoeur", signatory_title="Maire")
    return offer_everything(world)


@pytest.fixture
def didier(offered):
    return an_agent("didier", offered.anor, offered.technical).actor


@pytest.fixture
def expert(offered):
    return Actor(ActorKind.EXPERT, None, offered.county.pk)


@pytest.fixture
def case(offered):
    """A hole in a road of the Département: it treats it, Anor follows and writes to the person."""
    return a_request("signalement-voirie", COUNTY_HOLE, offered.anor)


@pytest.fixture
def own_case(offered):
    """A hole in a street of Anor."""
    return a_request("signalement-voirie", {**HOLE, **WHO, **WAYS}, offered.anor)


@pytest.fixture
def certificate(offered, settings):
    """Anor's: what it decides is sealed."""
    settings.SEAL_PASSWORDS, settings.TIMESTAMP_URL = {"": PASSWORD}, ""
    make_authority().seal_file(certificate_path(offered.anor), PASSWORD)


def told(case: Case, purpose: str) -> Message:
    deliver_all()
    return Message.objects.about("case", case.pk).to_people().get(purpose=f"case-{purpose}")


def refuse(case, by):
    return decide(case, outcome="refused", text=NO, seen_version=case.version, by=by)


def printed(message):
    with pypdfium2.PdfDocument(message.letter.path) as letter:
        return " ".join(page.get_textpage().get_text_bounded() for page in letter)


def test_a_refusal_of_another_body_says_who_decided_in_the_name_of_who_passes_it_on(offered, case, expert):
    signatory = {"signatory_name": "Jean Martin", "signatory_title": "directeur des routes"}
    change_department(offered.roads, signatory, by=SYSTEM)
    refuse(case, expert)
    message = told(case, "decided-passed-on")
    assert (message.body, message.department) == (offered.anor, offered.technical)
    assert "Le Département du Nord nous a répondu" in message.text
    assert f"«\u00a0{NO}\u00a0»" in message.text
    assert "Jean Martin, directeur des routes, voirie, Département du Nord" in message.text
    assert "Nous ne pouvons pas" not in message.text


def test_one_appeals_to_the_body_that_decided_and_to_its_court(offered, case, expert):
    Body.objects.filter(pk=offered.county.pk).update(court="Amiens")
    refuse(case, expert)
    text = told(case, "decided-passed-on").text
    assert "par écrit au Département du Nord (Hôtel du Département, 51 rue Gustave-Delory, 59000 Lille)" in text
    assert "tribunal administratif d’Amiens" in text
    assert "nous demander" not in text


def test_nobody_signs_nor_seals_what_another_body_decided(certificate, case, expert):
    refuse(case, expert)
    message = told(case, "decided-passed-on")
    assert not message.letter.sealed
    assert "Hautcoeur" not in printed(message)


def test_its_own_refusal_is_signed_and_sealed_and_appealed_to_itself(certificate, own_case, didier):
    refuse(own_case, didier)
    message = told(own_case, "decided")
    assert message.letter.sealed
    assert "Hautcoeur" in printed(message)
    assert "vous pouvez nous demander par écrit" in message.text


def test_what_another_body_settled_is_said_without_an_appeal(case, expert):
    decide(case, outcome="mended", text="C’est rebouché.", seen_version=case.version, by=expert)
    text = told(case, "decided-passed-on").text
    assert "est terminée" in text
    assert "tribunal" not in text


def test_its_messages_and_the_papers_it_asks_for_are_its_own_words(case, expert):
    case = write_message(case, "Nous passons lundi.", seen_version=case.version, by=expert)
    ask_for_paper(case, "Une photo", seen_version=case.version, by=expert)
    assert "Le Département du Nord vous écrit" in told(case, "message-passed-on").text
    paper = told(case, "paper-passed-on").text
    assert "le Département du Nord vous demande ceci" in paper
    assert "nous manque" not in paper


def test_a_give_back_is_the_act_of_who_gives_back(offered, case, expert):
    transmit(case, department=offered.technical, text="Pas pour nous.", seen_version=case.version, by=expert)
    row = Record.objects.filter(kind=CaseTransmitted.__name__).get()
    assert (row.body_id, row.details["department"]) == (offered.county.pk, offered.technical.pk)
    assert resident_timeline(case)[-1].who == "Département du Nord"


def test_what_is_given_back_is_told_by_who_takes_it_up_again(offered, case, expert):
    transmit(case, department=offered.technical, text="Pas pour nous.", seen_version=case.version, by=expert)
    message = told(case, "transmitted-passed-on")
    assert message.body == offered.anor
    assert "Le Département du Nord nous a rendu votre demande" in message.text
    assert "ne relève pas de nous" not in message.text


def test_the_body_that_sends_on_says_so_itself_even_to_a_neighbour(offered, own_case, didier):
    transmit(own_case, department=offered.world.waste, text="Un dépôt.", seen_version=own_case.version, by=didier)
    message = told(own_case, "transmitted")
    assert message.body == offered.anor
    assert "ne relève pas de nous" in message.text


def test_a_worker_that_is_late_still_says_who_decided(offered, case, expert, didier):
    case = refuse(case, expert)
    Case.objects.filter(pk=case.pk).update(owner=offered.anor, department=offered.technical, sender=offered.roads)
    message = told(case, "decided-passed-on")
    assert message.body == offered.anor
    assert "voirie, Département du Nord" in message.text
