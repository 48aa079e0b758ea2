"""What the tests of the workshop begin with."""

import pytest

from guichet.content.models import SectionPage
from guichet.portal.planting import plant_pages
from tests.base import World


@pytest.fixture
def section(world: World) -> SectionPage:
    """A section of Anor's site, where articles are written."""
    section: SectionPage = plant_pages(world.anor).add_child(
        instance=SectionPage(title="L’école", slug="ecole", intro="Les enfants.")
    )
    return section
