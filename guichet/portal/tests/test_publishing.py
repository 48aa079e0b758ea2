"""What ages the cached pages of a town besides its pages."""

from wagtail.images.models import Image
from wagtail.images.tests.utils import get_test_image_file

from guichet.communes.models import Body
from guichet.content.actions import open_workshop
from guichet.content.models import EditingGroup
from guichet.portal.planting import plant_pages


def test_a_picture_changed_or_taken_away_ages_the_pages_that_may_show_it(portal, media_apart):
    plant_pages(portal.anor)
    open_workshop(portal.anor)

    def version():
        return Body.objects.get(pk=portal.anor.pk).version

    collection = EditingGroup.objects.get(body=portal.anor).collection
    picture = Image.objects.create(title="La mairie", file=get_test_image_file("a.png"), collection=collection)
    versions = [version()]
    picture.file = get_test_image_file("b.png")
    picture.save()
    versions.append(version())
    picture.delete()
    versions.append(version())
    assert versions == sorted(set(versions))
