"""Wagtail's admin as an editor meets it: her rows, and no others."""

from datetime import UTC, date, datetime, time

import pytest
from bs4 import BeautifulSoup
from django.urls import reverse

from guichet.accounts.rules import RoleKind
from guichet.catalogue.actions import load_procedures, offer_procedure, write_local_sheet
from guichet.catalogue.models import LocalSheet, Offer, Procedure
from guichet.communes.models import Body, Closure, Department
from guichet.content.actions import publish_banner
from guichet.content.models import Banner, TownSynonym
from guichet.content.search.asking import Verdict, note_search
from guichet.journal.actions import deliver_all
from guichet.kit.actor import SYSTEM
from tests.base import an_agent, signed_in
from tests.requests import offer_everything

NOON = datetime(2026, 11, 24, 12, tzinfo=UTC)
FORM = {
    "text": "Rue Léo-Lagrange fermée",
    "link_text": "",
    "link_url": "",
    "starts_at": "2026-11-24 13:00",
    "ends_at": "",
}


def browser_of(role):
    """A browser in the admin, once the worker has followed the role."""
    deliver_all()
    browser = signed_in(role)
    browser.defaults["HTTP_HOST"] = "localhost"
    return browser


@pytest.fixture
def editor(world):
    return browser_of(an_agent("yvette", world.anor, kind=RoleKind.EDITOR))


def url(viewset, view, *args):
    return reverse(f"{viewset}:{view}", args=args)


def test_she_publishes_changes_and_withdraws_a_banner(world, editor):
    editor.post(url("bandeaux", "add"), FORM | {"body": world.anor.pk})
    banner = Banner.objects.get()
    assert (banner.body, banner.text, banner.starts_at) == (world.anor, FORM["text"], NOON)
    editor.post(url("bandeaux", "edit", banner.pk), FORM | {"text": "Rue ouverte"})
    assert Banner.objects.get().text == "Rue ouverte"
    editor.post(url("bandeaux", "delete", banner.pk))
    assert not Banner.objects.exists()


def test_a_refusal_is_shown_above_the_form(world, editor):
    answer = editor.post(url("bandeaux", "add"), FORM | {"body": world.anor.pk, "ends_at": "2026-11-23 13:00"})
    assert "La fin vient avant le début" in answer.content.decode()
    assert not Banner.objects.exists()


@pytest.mark.parametrize("view", ["edit", "delete", "history", "usage"])
def test_the_neighbours_banner_does_not_exist_for_her(world, editor, view):
    theirs = publish_banner(body=world.fourmies, text="À eux", starts_at=NOON, by=SYSTEM)
    own = publish_banner(body=world.anor, text="À elle", starts_at=NOON, by=SYSTEM)
    assert editor.get(url("bandeaux", view, own.pk)).status_code == 200
    assert editor.get(url("bandeaux", view, theirs.pk)).status_code == 404
    if view in {"edit", "delete"}:
        assert editor.post(url("bandeaux", view, theirs.pk), FORM).status_code == 404
    assert Banner.objects.get(pk=theirs.pk).text == "À eux"


def test_the_list_shows_her_banners_only(world, editor):
    publish_banner(body=world.fourmies, text="Marché de Fourmies", starts_at=NOON, by=SYSTEM)
    publish_banner(body=world.anor, text="Marché d’Anor", starts_at=NOON, by=SYSTEM)
    page = editor.get(url("bandeaux", "index")).content.decode()
    assert "Marché d’Anor" in page
    assert "Marché de Fourmies" not in page


def test_she_publishes_nothing_for_the_neighbour(world, editor):
    editor.post(url("bandeaux", "add"), FORM | {"body": world.fourmies.pk})
    assert not Banner.objects.exists()


def test_an_officer_sees_no_setting(world):
    officer = browser_of(an_agent("sophie", world.body, world.waste))
    for viewset in (
        "bandeaux",
        "collectivites",
        "fermetures",
        "services",
        "demarches-en-ligne",
        "fiches-adaptees",
        "synonymes",
    ):
        assert officer.get(url(viewset, "index")).status_code in {302, 403, 404}


def body_form(body, **changes):
    names = ("name", "short_name", "office", "street", "postcode", "city", "phone", "email", "court")
    return {name: getattr(body, name) for name in names} | {"signatory_name": "", "signatory_title": ""} | changes


def test_she_sets_the_week_in_words(world, editor):
    form = body_form(world.anor, phone="03 53 01 59 87", day_0="8 h 30 – 12 h, 13h30-17h30", day_5="9h à 11h30")
    editor.post(url("collectivites", "edit", world.anor.pk), form)
    anor = Body.objects.get(pk=world.anor.pk)
    assert anor.phone == "03 53 01 59 87"
    assert [(one.weekday, one.opens, one.closes) for one in anor.opening_hours.all()] == [
        (0, time(8, 30), time(12)),
        (0, time(13, 30), time(17, 30)),
        (5, time(9), time(11, 30)),
    ]
    assert anor.version > world.anor.version
    page = editor.get(url("collectivites", "edit", anor.pk)).content.decode()
    assert "8 h 30 – 12 h, 13 h 30 – 17 h 30" in page.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize("typed", ["matin", "12 h – 8 h", "8 h", "25 h – 26 h", "8 h 75 – 12 h"])
def test_hours_that_make_no_sense_change_nothing(world, editor, typed):
    answer = editor.post(url("collectivites", "edit", world.anor.pk), body_form(world.anor, day_0=typed))
    assert "n’est pas une plage" in answer.content.decode()
    assert world.anor.opening_hours.count() == 5


def test_a_body_is_not_added_nor_erased_here(world, editor):
    assert editor.get(url("collectivites", "add")).status_code in {302, 403}
    assert editor.post(url("collectivites", "delete", world.anor.pk)).status_code in {302, 403}
    assert Body.objects.filter(pk=world.anor.pk).exists()
    assert editor.get(url("collectivites", "edit", world.fourmies.pk)).status_code == 404


def test_an_administrator_mends_where_an_outside_body_is_told_and_an_editor_does_not_see_it(world, editor):
    roads = offer_everything(world).roads
    form = {
        "body": roads.body_id,
        "name": "voirie",
        "phone": "",
        "email": "routes@departement.example",
        "news": "at_once",
    }
    administrator = browser_of(an_agent("bernard", world.anor, kind=RoleKind.ADMINISTRATOR))
    for viewset, row in (("services", roads), ("collectivites", roads.body)):
        assert editor.get(url(viewset, "edit", row.pk)).status_code == 404
        assert editor.post(url(viewset, "edit", row.pk), form).status_code == 404
        assert administrator.get(url(viewset, "edit", row.pk)).status_code == 200
    administrator.post(url("services", "edit", roads.pk), form)
    assert Department.objects.get(pk=roads.pk).email == "routes@departement.example"


def test_she_closes_the_counter_for_a_day(world, editor):
    days = {"first_on": "2026-12-26", "last_on": "2026-12-26", "reason": "Pont de Noël"}
    editor.post(url("fermetures", "add"), days | {"body": world.anor.pk})
    closure = Closure.objects.get()
    assert (closure.body, closure.first_on) == (world.anor, date(2026, 12, 26))
    answer = editor.post(url("fermetures", "edit", closure.pk), days | {"last_on": "2026-12-24"})
    assert "Le dernier jour vient avant" in answer.content.decode()
    editor.post(url("fermetures", "delete", closure.pk))
    assert not Closure.objects.exists()


def test_she_chooses_how_a_department_is_told_of_new_cases(world, editor):
    department = world.anor.departments.get()
    form = {"name": "accueil", "phone": "", "email": "", "news": "daily", "signatory_name": "", "signatory_title": ""}
    editor.post(url("services", "edit", department.pk), form)
    assert Department.objects.get(pk=department.pk).news == Department.News.DAILY
    assert editor.post(url("services", "edit", world.waste.pk), form).status_code == 404


def test_the_bodys_editor_closes_an_online_request(world):
    load_procedures(by=SYSTEM)
    bins = Procedure.objects.get(slug="bacs-ordures")
    offer = offer_procedure(bins, body=world.body, department=world.waste, case_type="bacs-ordures", by=SYSTEM)
    browser = browser_of(an_agent("helene", world.body, kind=RoleKind.ADMINISTRATOR))
    browser.post(url("demarches-en-ligne", "edit", offer.pk), {"department": world.water.pk})
    assert not Offer.objects.shown_on(world.anor).exists()
    assert Offer.objects.get().department == world.water
    browser.post(url("demarches-en-ligne", "edit", offer.pk), {"department": world.waste.pk, "is_open": "on"})
    assert Offer.objects.on_portal(world.anor, bins) == offer


def test_she_adapts_a_sheet_and_sees_what_the_nation_changed_since(world, editor):
    load_procedures(by=SYSTEM)
    hall = Procedure.objects.get(slug="location-salle")
    form = {
        "body": world.anor.pk,
        "procedure": hall.pk,
        "where": "Bureau 2",
        "when": "",
        "whom": "",
        "price": "",
        "note": "",
    }
    editor.post(url("fiches-adaptees", "add"), form)
    local = LocalSheet.objects.get()
    assert (local.body, local.where, local.seen) == (world.anor, "Bureau 2", hall.facts)
    assert "a changé depuis" not in editor.get(url("fiches-adaptees", "edit", local.pk)).content.decode()
    Procedure.objects.filter(pk=hall.pk).update(summary="Autre chose.")
    page = editor.get(url("fiches-adaptees", "edit", local.pk)).content.decode()
    assert "a changé depuis" in page
    assert f"<del>{hall.summary}</del> <ins>Autre chose.</ins>" in page
    editor.post(url("fiches-adaptees", "edit", local.pk), form)
    assert LocalSheet.objects.get().moves == []
    editor.post(url("fiches-adaptees", "delete", local.pk))
    assert not LocalSheet.objects.exists()


def test_she_adapts_nothing_for_the_neighbour(world, editor):
    load_procedures(by=SYSTEM)
    hall = Procedure.objects.get(slug="location-salle")
    form = {
        "body": world.fourmies.pk,
        "procedure": hall.pk,
        "where": "Bureau 2",
        "when": "",
        "whom": "",
        "price": "",
        "note": "",
    }
    editor.post(url("fiches-adaptees", "add"), form)
    assert not LocalSheet.objects.exists()
    theirs = write_local_sheet(hall, {"where": "Là"}, body=world.fourmies, by=SYSTEM)
    assert editor.get(url("fiches-adaptees", "edit", theirs.pk)).status_code == 404


def test_she_reads_what_is_to_be_checked_and_goes_on_from_there(world, editor):
    load_procedures(by=SYSTEM)
    doubtful = next(one for one in Procedure.objects.order_by("short_title") if one.sheet.to_check)
    page = BeautifulSoup(editor.get(url("demarches", "index"), {"p": "1"}).content, "html.parser")
    assert doubtful.sheet.to_check[0] in page.get_text()
    link = page.find("a", string=lambda text: text and text.strip() == doubtful.short_title)
    assert link["href"] == f"{url('fiches-adaptees', 'add')}?procedure={doubtful.pk}"
    assert editor.get(link["href"]).context["form"].initial["procedure"] == str(doubtful.pk)


def test_she_teaches_the_search_a_word_and_reads_what_was_not_found(world, editor):
    editor.post(url("synonymes", "add"), {"body": world.anor.pk, "said": "kermesse", "means": "salle des fêtes"})
    synonym = TownSynonym.objects.get()
    assert (synonym.body, synonym.means) == (world.anor, "salle des fêtes")
    wrong = editor.post(url("synonymes", "edit", synonym.pk), {"said": "kermesse", "means": "Kermesse"})
    assert "disent la même chose" in wrong.content.decode()
    note_search("patinoire", Verdict.NOTHING, body=world.anor)
    note_search("cinéma", Verdict.NOTHING, body=world.fourmies)
    page = editor.get(url("recherches", "index")).content.decode()
    assert "patinoire" in page
    assert "cinema" not in page
    editor.post(url("synonymes", "delete", synonym.pk))
    assert not TownSynonym.objects.exists()
