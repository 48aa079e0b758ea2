"""The kiosks in Wagtail's admin, as an editor of the town meets them."""

from datetime import datetime, time, timedelta

import pytest
from django.urls import reverse

from guichet.accounts.actions import give_role
from guichet.accounts.models import Account
from guichet.accounts.rules import RoleKind
from guichet.devices.actions import end_session, tell_state, touch_session
from guichet.devices.admin_forms import OF_OURS, OF_PARTNERS
from guichet.devices.keys import terminal_of_key
from guichet.devices.models import Incident, Order, Terminal
from guichet.devices.rules import OFFICIAL_HOSTS, is_host_allowed, is_host_pattern
from guichet.devices.tests.factories import a_key, a_partner, a_session, a_terminal
from guichet.devices.words import state_in_words
from guichet.journal.actions import deliver_all
from guichet.kit.actor import SYSTEM
from guichet.kit.dates import PARIS, now, pretending
from tests.base import an_agent, signed_in, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(world):
    browser = signed_in(an_agent("yvette", world.anor, kind=RoleKind.EDITOR))
    deliver_all()  # the worker opens the admin to her
    return browser


def url(view, *args):
    return reverse(f"bornes:{view}", args=args)


def form(body, **changes):
    return {
        "body": body.pk, "name": "Borne de l’annexe", "place": "Annexe", "idle_seconds": "120",
        "page_quota": "10", "internet_minutes": "0", "allowed_hosts": "", "message": "", **changes,
    }  # fmt: skip


def said_at(page):
    """What each field of the form answers."""
    errors = page.context_data["form"].errors
    return {name: " ".join(said).replace("\u00a0", " ") for name, said in errors.items()}


def test_she_sets_a_kiosk_up_and_hides_tiles(world, editor):
    editor.post(url("add"), form(world.anor, hidden_tiles=["internet", "print"]))
    terminal = Terminal.objects.get()
    assert (terminal.body, terminal.idle_seconds, terminal.hidden_tiles) == (world.anor, 120, ["internet", "print"])
    editor.post(url("edit", terminal.pk), form(world.anor, opens_at="8 h 30", closes_at="19h"))
    terminal.refresh_from_db()
    assert (terminal.opens_at, terminal.closes_at, terminal.hidden_tiles) == (time(8, 30), time(19), [])
    assert 'value="08:30"' in text_of(editor.get(url("edit", terminal.pk)))


def test_each_wrong_field_of_a_kiosk_says_what_to_type_all_at_once(world, hall, editor):
    wrong = {
        "name": hall.name, "place": "", "opens_at": "8h", "idle_seconds": "5", "page_quota": "vingt",
        "internet_minutes": "70000", "allowed_hosts": "*.fr\nwww.caf.fr\nle site", "message": "a" * 201,
    }  # fmt: skip
    page = editor.post(url("add"), form(world.anor, **wrong))
    said = said_at(page)
    hosts = said.pop("allowed_hosts")
    assert said == {
        "name": "Une borne s’appelle déjà « Borne du hall ». Donnez-lui un autre nom.",
        "place": "Dites où elle se trouve.",
        "closes_at": "Donnez les deux heures, l’allumage avant l’extinction, ou aucune des deux.",
        "idle_seconds": "« secondes sans toucher avant la fin » va de 60 à 600.",
        "page_quota": "« pages imprimées par personne » va de 0 à 200.",
        "internet_minutes": "« minutes d’internet libre » va de 0 à 120.",
        "message": "C’est trop long : gardez au plus 200 signes.",
    }
    assert "« *.fr » n’est pas un site." in hosts
    assert "« le site » n’est pas un site." in hosts
    assert all(sentence in text_of(page).replace("\u00a0", " ") for sentence in said.values())
    again = editor.post(url("add"), form(world.anor, opens_at="bientôt", closes_at="8h"))
    assert said_at(again) == {"opens_at": "Écrivez une heure comme 8:30 ou 8 h 30."}


def test_a_partners_kiosk_has_its_own_door_and_its_own_fields(world, editor):
    door = f"{url('add')}?genre=partenaire"
    said = text_of(editor.get(url("index")))
    assert "Aucune borne pour l’instant." in said
    assert f'href="{door}"' in said
    assert f'href="{url("add")}"' in said
    assert list(editor.get(url("add")).context_data["form"].fields)[3:] == list(OF_OURS)
    page = editor.get(door)
    assert list(page.context_data["form"].fields)[3:] == list(OF_PARTNERS)
    assert page.context_data["action_url"] == door
    wrong = {
        "body": world.anor.pk,
        "name": "",
        "place": "Mairie",
        "owner": "",
        "hours_words": "",
        "url": "http://caf.fr",
    }
    assert said_at(editor.post(door, wrong)) == {
        "name": "Donnez un nom à la borne.",
        "owner": "Écrivez le nom du partenaire.",
        "hours_words": "Dites quand on peut s’en servir.",
        "url": "L’adresse du site commence par https://.",
    }
    right = {
        **wrong,
        "name": "Borne de la CAF",
        "owner": "CAF",
        "hours_words": "Le matin.",
        "url": "https://www.caf.fr",
    }
    editor.post(door, right)
    caf = Terminal.objects.get()
    assert (caf.kind, caf.owner) == (Terminal.Kind.PARTNER, "CAF")
    editor.post(url("edit", caf.pk), {**right, "hours_words": "Le soir."})
    caf.refresh_from_db()
    assert (caf.kind, caf.hours_words) == (Terminal.Kind.PARTNER, "Le soir.")


def test_a_kiosk_without_hardware_is_for_the_demonstration(world, editor, settings):
    door = f"{url('add')}?genre=demonstration"
    assert door not in text_of(editor.get(url("index")))
    editor.post(door, form(world.anor))
    settings.DEMONSTRATION = True
    assert door in text_of(editor.get(url("index")))
    editor.post(door, form(world.anor, name="Borne du salon"))
    assert [one.kind for one in Terminal.objects.order_by("pk")] == [Terminal.Kind.OURS, Terminal.Kind.FAKE]


def test_the_form_says_which_sites_are_open_already_and_that_is_true(editor):
    said = editor.get(url("add")).context_data["form"].fields["allowed_hosts"].help_text
    for host in ("ameli.fr", "caf.fr", "francetravail.fr"):
        assert host in said
        assert is_host_allowed(host, OFFICIAL_HOSTS)
    assert is_host_allowed("www.service-public.gouv.fr", OFFICIAL_HOSTS)
    assert all(is_host_pattern(example) and example in said for example in ("www.exemple.fr", "*.exemple.fr"))


def test_the_list_says_once_how_each_is_and_leads_to_its_page(world, hall, editor):
    a_partner(world.anor)
    tell_state(hall, {})
    page = editor.get(url("index"))
    said = text_of(page)
    assert "répond" in said
    assert "tenue par un partenaire\u00a0: CAF du Nord" in said
    assert url("terminal", hall.pk) in said
    assert [column.name for column in page.context_data["view"].columns] == ["name", "state", "place"]


def test_an_editor_of_two_towns_reads_whose_each_kiosk_is(world, hall, editor):
    give_role(Account.objects.get(login="yvette"), body=world.fourmies, kind=RoleKind.EDITOR, by=SYSTEM)
    columns = editor.get(url("index")).context_data["view"].columns
    assert [column.name for column in columns] == ["name", "state", "place", "body"]


@pytest.mark.parametrize(
    ("later", "said"),
    [
        (timedelta(minutes=3), "ne répond plus depuis 10 h 47"),
        (timedelta(days=2), "ne répond plus depuis le mardi 8 décembre à 10 h 47"),
        (timedelta(days=60), "ne répond plus depuis le mardi 8 décembre 2026 à 10 h 47"),
    ],
)
def test_a_silent_kiosk_says_since_when(hall, later, said):
    seen = datetime(2026, 12, 8, 10, 47, tzinfo=PARIS)
    with pretending(seen):
        told = tell_state(hall, {})
    with pretending(seen + later):
        assert state_in_words(told).replace("\u00a0", " ") == said


def test_nothing_is_asked_of_a_kiosk_that_is_not_enrolled(hall, editor):
    assert "Agir à distance" not in text_of(editor.get(url("terminal", hall.pk)))
    a_key(hall)
    said = text_of(editor.get(url("terminal", hall.pk)))
    assert "Agir à distance" in said
    assert "Inscrite, n’a pas encore répondu" in said


def test_a_code_is_shown_once_with_its_command(hall, editor):
    said = text_of(editor.post(url("code", hall.pk)))
    code = said.partition("borne enrol http://localhost ")[2][:9]
    assert code[4] == "-"
    assert code not in text_of(editor.get(url("terminal", hall.pk)))


def test_she_reloads_restarts_and_revokes(world, hall, editor):
    key = a_key(hall)
    for kind in ("reload", "restart"):
        assert editor.post(url("order", hall.pk, kind)).status_code == 302
    assert [order.kind for order in Order.objects.order_by("pk")] == ["reload", "restart"]
    assert editor.post(url("order", hall.pk, "end")).status_code == 404
    assert Order.objects.count() == 2
    editor.post(url("revoke", hall.pk))
    assert terminal_of_key(key, world.anor) is None


def test_the_page_counts_by_day_who_came_and_says_what_is_wrong(hall, editor):
    for days_ago in (0, 2, 2, 40):
        with pretending(now() - timedelta(days=days_ago)):
            session = a_session(hall)
            touch_session(session)
            end_session(session, "person", from_device=True)
    a_session(hall)  # it waits
    tell_state(hall, {"printer": {"state": "stopped", "reasons": ["media-empty"]}})
    page = editor.get(url("terminal", hall.pk))
    assert [day.people for day in page.context_data["days"]] == [1, 2]
    assert "Plus de papier" in text_of(page)
    editor.post(url("incident", hall.pk, Incident.objects.get().pk))
    assert Incident.objects.get().closed_at is not None


def test_the_use_of_a_partners_kiosk_is_typed_there(world, editor):
    caf = a_partner(world.anor, url="https://www.caf.fr")
    month = f"{now():%Y-%m}"
    assert editor.post(url("use", caf.pk), {"month": "1999-01", "count": "3"}).status_code == 422
    editor.post(url("use", caf.pk), {"month": month, "count": "37"})
    said = text_of(editor.get(url("terminal", caf.pk)))
    assert "<td>37</td>" in said
    assert "https://www.caf.fr" in said
    assert editor.post(url("code", caf.pk)).status_code == 302
    assert "idle_seconds" not in text_of(editor.get(url("edit", caf.pk)))


def test_a_site_that_our_kiosks_do_not_open_is_told_before_somebody_touches_it(world, editor):
    hall = a_terminal(world.anor)
    caf, local = (
        a_partner(world.anor, url="https://www.caf.fr"),
        a_partner(world.anor, name="Mission locale", url="https://www.mission-locale.example/"),
    )
    warning = "« Borne du hall » n’ouvre pas ce site"
    assert warning not in text_of(editor.get(url("terminal", caf.pk)))
    said = text_of(editor.get(url("terminal", local.pk)))
    assert warning in said
    assert "ajoutez www.mission-locale.example à ses sites permis" in said
    assert url("edit", hall.pk) in said


def test_the_last_month_that_is_over_is_proposed_and_a_wrong_count_is_told_in_plain_words(world, editor):
    caf = a_partner(world.anor)
    with pretending(datetime(2026, 12, 8, 10, 47, tzinfo=PARIS)):
        proposed = editor.get(url("terminal", caf.pk)).context_data["form"]["month"]
        assert proposed.initial == "2026-11"
        assert proposed.field.choices[0] == ("2026-12", "décembre (en cours)")
        for count, said in (
            ("", "Écrivez le nombre de personnes en chiffres, sans virgule : 41 par exemple."),
            ("beaucoup", "Écrivez le nombre de personnes en chiffres, sans virgule : 41 par exemple."),
            ("-1", "Ce nombre ne descend pas sous zéro. Écrivez 0 si personne n’est venu."),
            ("100001", "Ce nombre semble trop grand. Écrivez le nombre de personnes, 100 000 au plus."),
        ):
            page = editor.post(url("use", caf.pk), {"month": "2026-11", "count": count})
            assert (page.status_code, said_at(page)) == (422, {"count": said})
        page = editor.post(url("use", caf.pk), {"month": "1999-01", "count": "3"})
        assert said_at(page) == {"month": "Choisissez un mois de la liste."}
    assert not caf.typed_uses.exists()


def test_a_neighbours_kiosk_does_not_exist_here(world, hall, editor):
    theirs = a_terminal(world.fourmies)
    tell_state(theirs, {"disk_free_mb": 3})
    incident = Incident.objects.get()
    for answer in (
        editor.get(url("terminal", theirs.pk)),
        editor.get(url("edit", theirs.pk)),
        editor.post(url("code", theirs.pk)),
        editor.post(url("revoke", theirs.pk)),
        editor.post(url("order", theirs.pk, "reload")),
        editor.post(url("incident", theirs.pk, incident.pk)),
        editor.post(url("incident", hall.pk, incident.pk)),
        editor.post(url("use", theirs.pk), {"month": f"{now():%Y-%m}", "count": "1"}),
    ):
        assert answer.status_code == 404
    assert not Order.objects.exists()
