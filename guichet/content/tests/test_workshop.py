"""What opens the workshop: a group, a collection and a reading for each body; a narrower one for each section."""

from datetime import date

import pytest
from django.db.models import Q
from wagtail.models import Collection, GroupCollectionPermission, Page, Workflow

from guichet.accounts.actions import close_account, withdraw_role
from guichet.accounts.models import Account
from guichet.accounts.rules import RoleKind
from guichet.content.actions import follow_roles, name_section_editor, open_workshop, remove_section_editor
from guichet.content.editors import manages_instance, writes_here
from guichet.content.facts import SectionEditorNamed, SectionEditorRemoved
from guichet.content.models import EditingGroup, HomePage, SectionEditor, SectionPage
from guichet.content.tasks import complete_workshops
from guichet.journal.actions import deliver_all
from guichet.kit.actor import SYSTEM
from guichet.kit.refusal import Refusal
from tests.base import an_agent, facts, give_site


@pytest.fixture
def section(world):
    home = Page.objects.get(depth=1).add_child(instance=HomePage(title="Anor", slug="anor"))
    give_site(world.anor, home)
    return home.add_child(instance=SectionPage(title="L’école", slug="ecole", intro="Les enfants."))


@pytest.fixture
def manon(world):
    return an_agent("manon", world.anor)


def fresh(role) -> Account:
    return Account.objects.get(pk=role.account_id)


def may_edit(role, page) -> bool:
    return bool(page.permissions_for_user(fresh(role)).can_edit())


def test_the_workshop_of_a_body_is_opened_once(world, section):
    for _time in range(2):
        open_workshop(world.anor)
    editing = EditingGroup.objects.get()
    assert editing.collection.get_parent() == Collection.get_first_root_node()
    assert GroupCollectionPermission.objects.filter(group=editing.group, collection=editing.collection).count() == 6
    assert section.get_workflow() == editing.workflow
    assert Workflow.objects.filter(name=editing.group.name).count() == 1


def test_a_body_that_had_editors_before_gets_its_collection_at_night(world, section):
    open_workshop(world.anor)
    EditingGroup.objects.update(collection=None)
    assert (complete_workshops(date(2026, 11, 28)), complete_workshops(date(2026, 11, 29))) == (1, 0)
    assert EditingGroup.objects.get().collection.name == "Anor"


def test_those_who_had_pictures_before_documents_came_may_give_some_the_next_night(world, section, manon):
    name_section_editor(manon.account, page=section, body=world.anor, by=SYSTEM)
    ours = Q(group__editing_group__isnull=False) | Q(group__section_group__isnull=False)
    documents = GroupCollectionPermission.objects.filter(ours, permission__content_type__app_label="wagtaildocs")
    assert documents.delete()[0] == 6
    assert (complete_workshops(date(2026, 11, 28)), complete_workshops(date(2026, 11, 29))) == (1, 0)
    assert documents.all().count() == 6, "the body's collection and the section's"


def test_an_agent_named_for_a_section_writes_it_alone_and_publishes_nothing(world, section, manon):
    name_section_editor(manon.account, page=section, body=world.anor, by=SYSTEM)
    assert facts(SectionEditorNamed) == [SectionEditorNamed(manon.account_id, section.pk)]
    assert may_edit(manon, section)
    assert not may_edit(manon, section.get_parent())
    assert not section.permissions_for_user(fresh(manon)).can_publish()
    assert writes_here(fresh(manon))


def test_naming_twice_changes_nothing(world, section, manon):
    first = name_section_editor(manon.account, page=section, body=world.anor, by=SYSTEM)
    assert name_section_editor(manon.account, page=section, body=world.anor, by=SYSTEM) == first
    assert len(facts(SectionEditorNamed)) == 1


def test_an_editor_removed_from_a_section_is_out_at_once(world, section, manon):
    editor = name_section_editor(manon.account, page=section, body=world.anor, by=SYSTEM)
    remove_section_editor(editor, by=SYSTEM)
    assert facts(SectionEditorRemoved) == [SectionEditorRemoved(manon.account_id, section.pk)]
    assert not may_edit(manon, section)
    assert not writes_here(fresh(manon))


@pytest.mark.parametrize("leave", [withdraw_role, lambda role, by: close_account(role.account, by=by)])
def test_who_works_there_no_more_writes_no_section(world, section, manon, leave):
    name_section_editor(manon.account, page=section, body=world.anor, by=SYSTEM)
    leave(manon, by=SYSTEM)
    assert not writes_here(fresh(manon))
    deliver_all()
    assert not fresh(manon).groups.exists()


def test_an_erased_section_keeps_nobody_in_its_group(world, section, manon):
    name_section_editor(manon.account, page=section, body=world.anor, by=SYSTEM)
    section.delete()
    assert not SectionEditor.objects.exists()
    follow_roles(manon.account_id)
    assert not fresh(manon).groups.exists()


def test_who_may_not_be_named(world, section, manon):
    neighbour = an_agent("karine", world.fourmies)
    editor = an_agent("claire", world.anor, kind=RoleKind.EDITOR)
    below = section.get_parent()
    for account, page, code in (
        (neighbour.account, section, "section-stranger"),
        (editor.account, section, "section-whole"),
        (manon.account, below, "section-elsewhere"),
    ):
        with pytest.raises(Refusal) as no:
            name_section_editor(account, page=page, body=world.anor, by=SYSTEM)
        assert no.value.code == code
    assert not SectionEditor.objects.exists()


def test_the_administrators_of_the_shared_body_look_after_the_instance(world):
    roles = {
        "helene": an_agent("helene", world.body, kind=RoleKind.ADMINISTRATOR),
        "bernard": an_agent("bernard", world.anor, kind=RoleKind.ADMINISTRATOR),
        "nora": an_agent("nora", world.body, kind=RoleKind.EDITOR),
    }
    assert [login for login, role in roles.items() if manages_instance(role.account)] == ["helene"]
