"""The kiosks in Wagtail's admin, as an editor of the town meets them."""

from datetime import timedelta

import pytest
from django.urls import reverse

from guichet.accounts.rules import RoleKind
from guichet.devices.actions import end_session, tell_state, touch_session
from guichet.devices.keys import terminal_of_key
from guichet.devices.models import Incident, Order, Terminal
from guichet.devices.tests.factories import a_key, a_partner, a_session, a_terminal
from guichet.journal.actions import deliver_all
from guichet.kit.dates import now, pretending
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
        "body": body.pk, "kind": "ours", "name": "Borne de l’annexe", "place": "Annexe", "idle_seconds": "120",
        "page_quota": "10", "internet_minutes": "0", "allowed_hosts": "", "message": "", **changes,
    }  # fmt: skip


def test_she_sets_a_kiosk_up_hides_tiles_and_is_told_what_is_wrong(world, editor):
    page = editor.post(url("add"), form(world.anor, allowed_hosts="*.fr"))
    assert "« *.fr » n’est pas un site." in text_of(page).replace("\u00a0", " ")
    editor.post(url("add"), form(world.anor, hidden_tiles=["internet", "print"]))
    terminal = Terminal.objects.get()
    assert (terminal.body, terminal.idle_seconds, terminal.hidden_tiles) == (world.anor, 120, ["internet", "print"])
    editor.post(url("edit", terminal.pk), form(world.anor, opens_at="08:00", closes_at="19:00"))
    terminal.refresh_from_db()
    assert (terminal.opens_at.hour, terminal.hidden_tiles) == (8, [])


def test_a_kiosk_without_hardware_is_for_the_demonstration(world, editor, settings):
    assert "sans matériel" not in text_of(editor.get(url("add")))
    settings.DEMONSTRATION = True
    assert "sans matériel" in text_of(editor.get(url("add")))


def test_the_list_says_how_each_is_and_leads_to_its_page(world, hall, editor):
    a_partner(world.anor)
    tell_state(hall, {})
    said = text_of(editor.get(url("index")))
    assert "répond" in said
    assert "partenaire" in said
    assert url("terminal", hall.pk) in said


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
