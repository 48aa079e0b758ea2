"""The letter models in Wagtail's admin, as an editor of the town meets them."""

import pypdfium2
import pytest
from django.urls import reverse

from guichet.accounts.rules import RoleKind
from guichet.communes.actions import change_department
from guichet.communes.models import Department
from guichet.journal.actions import deliver_all
from guichet.kit.actor import SYSTEM
from guichet.notifications.models import LetterModel, Message
from guichet.notifications.tests.factories import a_document_model, columns, words_of_refusal
from tests.base import an_agent, signed_in, text_of
from tests.requests import offer_everything

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(world):
    browser = signed_in(an_agent("yvette", world.anor, kind=RoleKind.EDITOR))
    deliver_all()  # the worker opens the admin to her
    return browser


def url(view, *args):
    return reverse(f"modeles-de-lettres:{view}", args=args)


def form(body, **changes):
    return {**columns(body=body.pk, is_open="on"), **changes}


def test_she_writes_a_model_changes_it_and_drops_it(world, editor):
    editor.post(url("add"), form(world.anor))
    model = LetterModel.objects.get()
    assert (model.body, model.name, model.is_open) == (world.anor, "attestation de dépôt", True)
    assert "Attestation de dépôt" in text_of(editor.get(url("edit", model.pk)))
    editor.post(url("edit", model.pk), form(world.anor, subject="Reçu de [référence]"))
    assert LetterModel.objects.get().subject == "Reçu de [référence]"
    editor.post(url("delete", model.pk))
    assert not LetterModel.objects.exists()


def test_the_page_lists_what_may_stand_between_brackets(editor):
    page = text_of(editor.get(url("add")))
    assert "[date de réception]" in page
    assert "[si sans e-mail]" in page


def test_each_fault_is_told_under_the_text_with_its_line_and_nothing_is_kept(world, editor):
    page = editor.post(url("add"), form(world.anor, text="Bonjour,\n[prenon]\n[si refus]\nNon."))
    assert page.context["form"].errors["text"] == [
        "Ligne 2 : [prenon] n’existe pas. Vouliez-vous [prénom] ?",
        "Ligne 3 : [si refus] n’est pas fermé. Ajoutez une ligne [fin] après le passage.",
    ]
    assert not LetterModel.objects.exists()


def test_what_the_room_refuses_is_told_above_the_form(world, editor):
    words_of_refusal(world.anor)
    again = form(world.anor, kind="decision", case_type="bacs-ordures", outcome="refused", subject="")
    assert "propose déjà les mots de cette décision" in text_of(editor.post(url("add"), again))
    assert LetterModel.objects.count() == 1


def test_the_letter_is_seen_with_examples_in_it(world, editor):
    model = a_document_model(world.anor, subject="Attestation pour [prénom]")
    answer = editor.get(url("preview", model.pk))
    words = pypdfium2.PdfDocument(answer.content)[0].get_textpage().get_text_bounded()
    for part in ("Attestation pour Lucie", "BAC-26-00418", "59186 ANOR", "par la poste"):
        assert part in words
    assert editor.post(url("preview", model.pk)).status_code == 405


def test_the_models_of_the_neighbour_do_not_exist_for_her(world, editor):
    hers, theirs = a_document_model(world.anor), a_document_model(world.fourmies)
    assert [row.pk for row in editor.get(url("index")).context["object_list"]] == [hers.pk]
    for view in ("edit", "preview", "delete", "history"):
        assert editor.get(url(view, theirs.pk)).status_code == 404
    editor.post(url("edit", theirs.pk), form(world.fourmies, name="pris"))
    editor.post(url("delete", theirs.pk))
    editor.post(url("add"), form(world.fourmies))
    assert list(LetterModel.objects.filter(body=world.fourmies).values_list("name")) == [("attestation de dépôt",)]


def test_an_agent_who_edits_nothing_finds_no_model(world, manon):
    model = a_document_model(world.anor)
    agent = signed_in(manon)
    deliver_all()
    for address in (url("index"), url("add"), url("edit", model.pk), url("preview", model.pk)):
        assert agent.get(address).status_code in {302, 403, 404}


@pytest.fixture
def move(world, settings):
    """Write another address for a department, as an administrator does; tell whom we wrote to."""
    settings.DEMONSTRATION = True  # its outbox takes what leaves
    administrator = signed_in(an_agent("bernard", world.anor, kind=RoleKind.ADMINISTRATOR))
    deliver_all()

    def moved(department, email):
        columns = {"body": department.body_id, "name": department.name, "phone": "", "news": "at_once", "email": email}
        administrator.post(reverse("services:edit", args=[department.pk]), columns)
        assert Department.objects.get(pk=department.pk).email == email
        return list(Message.objects.order_by("pk").values_list("to", flat=True))

    return moved


def test_the_address_that_an_outside_body_leaves_is_told_each_time_and_not_where_it_goes(world, move):
    roads = offer_everything(world).roads
    old = roads.email
    assert move(roads, "routes@departement.example") == [old]
    words = Message.objects.get()
    assert "Cette adresse ne reçoit plus" in words.subject
    assert "destinés au Département du Nord" in words.text
    assert "routes@" not in words.text
    assert move(roads, "routes@departement.example") == [old]
    assert move(roads, old) == [old, "routes@departement.example"]
    assert move(roads, "") == [old, "routes@departement.example", old]


def test_an_address_that_nobody_opens_cases_at_is_left_without_a_word(world, move):
    offered = offer_everything(world)
    change_department(offered.registry, {"email": "etat-civil@anor.example"}, by=SYSTEM)
    assert move(offered.registry, "accueil@anor.example") == []
    change_department(offered.roads, {"email": ""}, by=SYSTEM)
    assert move(offered.roads, "routes@departement.example") == []
