"""The team: notes that no resident reads, trainings, masteries."""

from datetime import timedelta

import pytest

from guichet.accounts.rules import RoleKind
from guichet.cabinet.tests.factories import a_procedure
from guichet.catalogue.actions import write_local_sheet
from guichet.desk.tests.base import at_desk
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import now, paris_date
from guichet.visits.actions import record_training, set_mastery, write_note
from guichet.visits.models import AgentNote, Mastery, Training
from tests.base import an_agent, text_of

TEAM = "/guichet/equipe/"
NOTE = f"{TEAM}notes/cession-vehicule/"


@pytest.fixture
def desk(manon):
    return at_desk(manon)


@pytest.fixture
def claire(world):
    return an_agent("claire", world.anor, kind=RoleKind.ADMINISTRATOR)


@pytest.fixture
def admin(claire):
    return at_desk(claire)


@pytest.fixture
def sale(world):
    return a_procedure()


@pytest.fixture
def note(world, manon, sale):
    return write_note(body=world.anor, procedure=sale, text="Ligne des mairies, code 12", seen=None, by=manon.actor)


def typed(**changes):
    given = {"subject": "La filiation", "on": "3/11/2025", "duration": "1 h 30", "kind": "external", "with_whom": ""}
    return {**given, **changes}


def a_training(role, **told):
    given = {"kind": Training.Kind.INTERNAL, "on": paris_date(now()), "minutes": 90, "subject": "Accueil", **told}
    return record_training(role.account, body=role.body, **given, by=role.actor)


def test_an_agent_notes_what_she_followed_and_takes_a_mistake_off(desk, manon):
    page = text_of(desk.post(f"{TEAM}{manon.account_id}/formations/", typed(), follow=True))
    training = Training.objects.get()
    assert (training.minutes, training.kind, training.account) == (90, "external", manon.account)
    assert "La filiation" in page
    desk.post(f"{TEAM}{manon.account_id}/formations/{training.pk}/retirer/")
    assert not Training.objects.exists()


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"duration": "longtemps"}, "Écrivez par exemple 1\u00a0h\u00a030"),
        ({"duration": ""}, "Écrivez combien de temps"),
        ({"on": "hier"}, "Écrivez le jour, le mois"),
        ({"on": "1/1/2999"}, "pas encore eu lieu"),
        ({"subject": ""}, "Écrivez ce que la formation a appris"),
    ],
)
def test_what_does_not_do_is_told_and_what_was_typed_stays(desk, manon, change, sentence):
    response = desk.post(f"{TEAM}{manon.account_id}/formations/", typed(with_whom="Colette", **change))
    assert response.status_code == 422
    assert sentence in text_of(response)
    assert "Colette" in text_of(response)
    assert not Training.objects.exists()


def test_an_agent_sees_her_own_record_and_nobody_else_s(world, desk, manon):
    luc = an_agent("luc", world.anor)
    training = a_training(luc, subject="Secrets de Luc")
    assert "Secrets de Luc" not in text_of(desk.get(TEAM))
    assert desk.get(f"{TEAM}{luc.account_id}/").status_code == 404
    assert desk.post(f"{TEAM}{luc.account_id}/formations/", typed()).status_code == 404
    for owner in (luc, manon):
        assert desk.post(f"{TEAM}{owner.account_id}/formations/{training.pk}/retirer/").status_code == 404
    assert desk.get(f"{TEAM}{manon.account_id}/demarches/").status_code == 404


def test_who_manages_the_agents_sees_all_of_her_body_and_adds_for_them(admin, manon, sophie):
    a_training(manon)
    a_training(manon, minutes=60, on=paris_date(now()) - timedelta(days=800))
    response = admin.get(TEAM)
    assert "1\u00a0h\u00a030" in text_of(response)
    assert "Sophie" not in text_of(response)
    admin.post(f"{TEAM}{manon.account_id}/formations/", typed())
    assert Training.objects.filter(account=manon.account).count() == 3
    assert admin.get(f"{TEAM}{sophie.account_id}/").status_code == 404


def test_the_year_is_summed_up_by_kind(desk, manon):
    a_training(manon)
    a_training(manon, kind=Training.Kind.EXTERNAL, minutes=420)
    assert desk.get(TEAM).context["hours"] == [("interne", "1\u00a0h\u00a030"), ("externe", "7\u00a0h")]


def test_ticked_procedures_are_mastered_and_what_is_hidden_here_stays(world, admin, manon, sale):
    hidden = a_procedure("pacs", "Se pacser")
    set_mastery(manon.account, [hidden], body=world.anor, by=SYSTEM)
    write_local_sheet(hidden, {"is_hidden": True}, body=world.anor, by=SYSTEM)
    address = f"{TEAM}{manon.account_id}/demarches/"
    assert "Se pacser" not in text_of(admin.get(address))
    admin.post(address, {"demarche": [sale.pk, "x", 10**25]})
    assert set(Mastery.objects.values_list("procedure", flat=True)) == {sale.pk, hidden.pk}
    assert f'value="{sale.pk}" checked' in text_of(admin.get(address))
    admin.post(address)
    assert set(Mastery.objects.values_list("procedure", flat=True)) == {hidden.pk}


def test_what_nobody_masters_is_listed_the_most_asked_first(world, admin, manon, sale):
    a_procedure("pacs", "Se pacser", rank=20)
    a_procedure("carte-grise", "Faire la carte grise", rank=10)
    set_mastery(manon.account, [sale], body=world.anor, by=SYSTEM)
    assert [one.slug for one in admin.get(TEAM).context["unmastered"]] == ["carte-grise", "pacs"]
    manon.account.is_active = False
    manon.account.save()
    assert "cession-vehicule" in {one.slug for one in admin.get(TEAM).context["unmastered"]}


def test_a_note_is_read_changed_and_taken_away_at_the_desk(desk, note):
    assert "Ligne des mairies, code 12" in text_of(desk.get(f"{TEAM}notes/"))
    seen = note.written_at.isoformat()
    assert seen in text_of(desk.get(NOTE))
    page = text_of(desk.post(NOTE, {"text": "Code 14", "seen": seen}, follow=True))
    assert "Note enregistrée." in page
    assert "Code 14" in page
    fresh = AgentNote.objects.get()
    desk.post(NOTE, {"text": "", "seen": fresh.written_at.isoformat()})
    assert not AgentNote.objects.exists()


@pytest.mark.parametrize("seen", ["", "x", "2026-13-45T00:00:00", "2020-01-01T00:00:00"])
def test_who_wrote_last_reads_the_other_note_and_keeps_her_words(desk, note, seen):
    response = desk.post(NOTE, {"text": "Code 14", "seen": seen})
    assert response.status_code == 422
    page = text_of(response)
    assert "Un collègue a changé cette note" in page
    assert "Ligne des mairies, code 12" in page
    assert "Code 14" in page
    again = desk.post(NOTE, {"text": "Code 14", "seen": note.written_at.isoformat()})
    assert again.status_code == 302
    assert AgentNote.objects.get().text == "Code 14"


@pytest.mark.parametrize(
    ("asked", "led"),
    [("/guichet/armoire/", "/guichet/armoire/"), ("//ailleurs.example/", f"{TEAM}notes/"), ("/cms/", f"{TEAM}notes/")],
)
def test_writing_leads_back_to_the_page_of_the_desk_that_sent_here(desk, sale, asked, led):
    answer = desk.post(NOTE, {"text": "Code 12", "retour": asked})
    assert answer["Location"] == led


def test_the_neighbour_s_notes_are_not_ours(sophie, note):
    browser = at_desk(sophie)
    assert "Ligne des mairies" not in text_of(browser.get(NOTE))
    assert "Ligne des mairies" not in text_of(browser.get(f"{TEAM}notes/"))


def test_an_editor_is_of_no_team(world, sale):
    editor = at_desk(an_agent("yvette", world.anor, kind=RoleKind.EDITOR))
    for address in (TEAM, f"{TEAM}notes/", NOTE):
        assert editor.get(address).status_code == 404


def test_a_bigger_team_asks_the_database_no_more(world, admin, manon, django_assert_max_num_queries):
    for number in range(12):
        procedure = a_procedure(f"demarche-{number}", f"Démarche {number}")
        role = an_agent(f"agent{number}", world.anor)
        a_training(role)
        set_mastery(role.account, [procedure], body=world.anor, by=SYSTEM)
        write_note(body=world.anor, procedure=procedure, text="Note", seen=None, by=role.actor)
    for address, most in ((TEAM, 10), (f"{TEAM}notes/", 8), (f"{TEAM}{manon.account_id}/demarches/", 9)):
        with django_assert_max_num_queries(most):
            admin.get(address)
