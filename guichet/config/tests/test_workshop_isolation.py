"""Nobody finds in the workshop what is a neighbour's: every address of the admin is walked, the rooms' panels included."""

import pytest
from wagtail.documents.models import Document
from wagtail.images.models import Image

from guichet.accounts.rules import RoleKind
from guichet.catalogue.models import Procedure
from guichet.config.tests.admin_seeds import furnish, own_row_viewsets, write_section
from guichet.config.tests.admin_walk import walk
from guichet.content.actions import name_section_editor, open_workshop
from guichet.content.models import EditingGroup, SectionGroup
from guichet.desk.signin.tests.support import inside
from guichet.journal.actions import deliver_all
from guichet.kit.actor import SYSTEM
from guichet.portal.planting import plant_pages
from tests.base import World, an_agent

pytestmark = pytest.mark.usefixtures("media_apart")

WORD = "zibelinebleue"


def test_the_editor_of_a_commune_finds_nothing_of_its_neighbour(world: World) -> None:
    claire = an_agent("claire", world.anor, kind=RoleKind.EDITOR)
    world.fourmies.short_name = WORD
    world.fourmies.save()
    homes = [plant_pages(body) for body in (world.anor, world.fourmies)]
    open_workshop(world.anor)
    open_workshop(world.fourmies)
    collections = [EditingGroup.objects.get(body=body).collection for body in (world.anor, world.fourmies)]
    own = write_section(homes[0], "vigogne", author=claire, collection=collections[0], slug="elle")
    # She wrote there too, before: what she remembers of it is no longer hers.
    theirs = write_section(homes[1], WORD, author=claire, collection=collections[1], slug="eux")
    theirs.rows = furnish(world.fourmies, WORD)
    own.rows = furnish(world.anor, "vigogne")
    deliver_all()
    panels = {room.model for room in own_row_viewsets()} - {Procedure}  # the national sheets are everybody's
    assert panels <= {type(row) for row in theirs.rows}, "give the new panel its row in admin_seeds"
    wrong, opened = walk(inside(claire), own, theirs, WORD)
    assert wrong == []
    assert opened > 150, "she met closed doors everywhere: is the URLconf read?"


def test_who_writes_one_section_finds_nothing_of_the_others(world: World) -> None:
    home = plant_pages(world.anor)
    open_workshop(world.anor)
    editor = an_agent("claire", world.anor, kind=RoleKind.EDITOR)
    manon = an_agent("manon", world.anor)
    everybody = EditingGroup.objects.get(body=world.anor).collection
    own = write_section(home, "vigogne", author=manon, collection=everybody, slug="elle")
    theirs = write_section(home, WORD, author=editor, collection=everybody, slug="eux")
    theirs.rows = furnish(world.anor, WORD)
    world.anor.save()  # the town hall's own address is everybody's
    name_section_editor(manon.account, page=own.section, body=world.anor, by=SYSTEM)
    hers = SectionGroup.objects.get(page=own.section).collection
    Image.objects.filter(pk=own.picture.pk).update(collection=hers)
    Document.objects.filter(pk=own.document.pk).update(collection=hers)
    wrong, opened = walk(inside(manon), own, theirs, WORD)
    assert wrong == []
    assert opened > 50
