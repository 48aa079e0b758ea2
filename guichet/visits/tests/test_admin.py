"""The line in Wagtail's admin, as an editor of the town meets it."""

import pytest
from django.urls import reverse

from guichet.accounts.rules import RoleKind
from guichet.journal.actions import deliver_all
from guichet.kit.actor import SYSTEM
from guichet.visits.actions import keep_line, take_ticket
from guichet.visits.facts import LineKept
from guichet.visits.models import Line
from tests.base import an_agent, facts, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def editor(world):
    browser = signed_in(an_agent("yvette", world.anor, kind=RoleKind.EDITOR))
    deliver_all()  # the worker opens the admin to her
    return browser


def url(view, *args):
    return reverse(f"file-attente:{view}", args=args)


def test_the_town_switches_its_line_on_then_off(world, editor):
    editor.post(url("add"), {"body": world.anor.pk, "is_kept": "on"})
    line = Line.objects.get()
    assert (line.body, line.is_kept) == (world.anor, True)
    assert "Anor" in editor.get(url("index")).content.decode()
    editor.post(url("edit", line.pk), {"body": world.anor.pk})
    assert [fact.is_kept for fact in facts(LineKept)] == [True, False]


def test_a_line_said_twice_is_one(world, editor):
    for _time in range(2):
        assert editor.post(url("add"), {"body": world.anor.pk, "is_kept": "on"}).status_code == 302
    assert Line.objects.count() == 1


def test_why_it_cannot_end_is_said_on_the_form(world, editor, manon):
    line = keep_line(world.anor, is_kept=True, by=SYSTEM)
    take_ticket(body=world.anor, by=manon.actor)
    answer = editor.post(url("edit", line.pk), {"body": world.anor.pk})
    assert "Des personnes attendent" in answer.content.decode()
    assert Line.objects.get().is_kept


def test_the_neighbour_s_line_is_not_hers(world, editor):
    line = keep_line(world.fourmies, is_kept=True, by=SYSTEM)
    assert editor.get(url("edit", line.pk)).status_code == 404
    editor.post(url("add"), {"body": world.fourmies.pk})
    assert Line.objects.get().is_kept
