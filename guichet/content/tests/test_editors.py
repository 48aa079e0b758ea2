import pytest
from django.contrib.auth.models import Group
from wagtail.models import Page

from guichet.accounts.actions import close_account, give_role, withdraw_role
from guichet.accounts.models import Account
from guichet.accounts.rules import RoleKind
from guichet.content.actions import follow_roles, open_workshop
from guichet.content.editors import bodies_edited_by
from guichet.content.models import EditingGroup
from guichet.journal.actions import deliver_all
from guichet.journal.models import Delivery, Record
from guichet.kit.actor import SYSTEM
from tests.base import an_agent, give_site


@pytest.fixture
def pages(world):
    """A home page for each commune."""
    root = Page.objects.get(depth=1)
    homes = {}
    for body in (world.anor, world.fourmies):
        homes[body.pk] = root.add_child(instance=Page(title=body.name, slug=f"accueil-{body.pk}"))
        give_site(body, homes[body.pk])
    return homes


def fresh(role) -> Account:
    """Read again: Django keeps an account's permissions for the life of the object."""
    return Account.objects.get(pk=role.account_id)


def may_edit(role, page):
    return page.permissions_for_user(fresh(role)).can_edit()


def test_an_editor_edits_her_commune_and_not_the_neighbour(world, pages):
    editor = an_agent("yvette", world.anor, kind=RoleKind.EDITOR)
    deliver_all()
    assert fresh(editor).has_perm("wagtailadmin.access_admin")
    assert may_edit(editor, pages[world.anor.pk])
    assert not may_edit(editor, pages[world.fourmies.pk])


@pytest.mark.parametrize(("kind", "edits"), [(kind, kind in {"editor", "administrator"}) for kind in RoleKind])
def test_editors_and_administrators_edit_the_others_do_not(world, pages, kind, edits):
    role = an_agent("yvette", world.anor, kind=kind)
    deliver_all()
    assert may_edit(role, pages[world.anor.pk]) is edits
    assert fresh(role).has_perm("wagtailadmin.access_admin") is edits
    assert list(bodies_edited_by(role.account)) == ([world.anor] if edits else [])


def test_a_withdrawn_role_closes_the_pages(world, pages):
    editor = an_agent("yvette", world.anor, kind=RoleKind.EDITOR)
    other = give_role(editor.account, body=world.fourmies, kind=RoleKind.EDITOR, by=SYSTEM)
    deliver_all()
    withdraw_role(other, by=SYSTEM)
    deliver_all()
    assert may_edit(editor, pages[world.anor.pk])
    assert not may_edit(editor, pages[world.fourmies.pk])


def test_a_closed_account_is_in_no_group(world, pages):
    editor = an_agent("yvette", world.anor, kind=RoleKind.EDITOR)
    deliver_all()
    close_account(editor.account, by=SYSTEM)
    deliver_all()
    assert not fresh(editor).groups.exists()
    assert not bodies_edited_by(fresh(editor)).exists()


def test_a_fact_delivered_twice_changes_nothing(world, pages):
    editor = an_agent("yvette", world.anor, kind=RoleKind.EDITOR)
    for _time in range(2):
        for record in Record.objects.filter(kind="RoleGiven"):
            Delivery.objects.update_or_create(
                record=record,
                subscriber="content.open_to_editor",
                defaults={"subject_kind": "account", "subject_id": editor.account_id, "due_at": record.at},
            )
        deliver_all()
    assert fresh(editor).groups.count() == EditingGroup.objects.count() == 1


def test_groups_that_are_not_ours_are_left_alone(world, pages):
    editor = an_agent("yvette", world.anor, kind=RoleKind.EDITOR)
    editor.account.groups.add(Group.objects.create(name="Photographes"))
    follow_roles(editor.account_id)
    withdraw_role(editor, by=SYSTEM)
    follow_roles(editor.account_id)
    assert [group.name for group in fresh(editor).groups.all()] == ["Photographes"]


def test_a_body_that_gets_its_site_later_opens_it_to_its_editors(world):
    editor = an_agent("yvette", world.anor, kind=RoleKind.EDITOR)
    deliver_all()
    home = Page.objects.get(depth=1).add_child(instance=Page(title="Anor", slug="anor"))
    give_site(world.anor, home)
    assert not may_edit(editor, home)
    open_workshop(world.anor)
    assert may_edit(editor, home)


def test_a_renamed_body_keeps_its_group(world):
    group = open_workshop(world.anor)
    world.anor.short_name = "Anor-en-Thiérache"
    assert open_workshop(world.anor) == group
    assert Group.objects.get(pk=group.pk).name == "Rédaction Anor-en-Thiérache"
